// What hovering a marker explains.
import { el, node, degrees, duration } from './dom.js';
import { markers } from './state.js';

export function tip(point, k, x, y) {
  const box = el('tip');
  box.hidden = !point;
  if (!point) return;
  const next = markers()[k + 1];
  box.replaceChildren(...lines(point, k, next).map(t => node('p', {}, t)));
  box.style.left = Math.min(x + 14, innerWidth - 330) + 'px';
  box.style.top = Math.min(y + 14, innerHeight - box.offsetHeight - 8) + 'px';
}

/** The reasons for a point, one a line. */
export function lines(p, k, next) {
  const text = ['Point ' + (k + 1) + ': row ' + p.row + ', col ' + p.col];
  if (p.uncertaintyDeg != null) text.push('Uncertainty here ' + degrees(p.uncertaintyDeg, 1));
  if (p.expectedGainDeg != null) text.push('Expected gain ' + degrees(p.expectedGainDeg, 3) + ' of the map’s mean');
  if (p.travelMs != null) text.push('Travel ' + (p.travelMs < 1000 ? p.travelMs.toFixed(0) + ' ms' : duration(p.travelMs / 1000)));
  if (p.why) text.push(p.why);
  if (next && p.expectedGainDeg != null && next.expectedGainDeg != null) {
    text.push('Runner-up row ' + next.row + ', col ' + next.col + ': gain ' + degrees(next.expectedGainDeg, 3));
  }
  return text;
}
