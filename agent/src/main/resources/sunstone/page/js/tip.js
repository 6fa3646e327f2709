// What a marker explains.
import { el, node, degrees, figure, duration } from './dom.js';

export function tip(point, k, x, y) {
  const box = el('tip');
  box.hidden = !point;
  if (!point) return;
  box.replaceChildren(...lines(point, k).map(t => node('p', {}, t)));
  box.style.left = Math.max(4, Math.min(x + 14, innerWidth - 330)) + 'px';
  box.style.top = Math.min(y + 14, innerHeight - box.offsetHeight - 8) + 'px';
}

/** The reasons for a point, one a line. */
export function lines(p, k) {
  const text = ['Point ' + (k + 1) + ' on the way: row ' + p.row + ', col ' + p.col];
  if (p.uncertaintyDeg != null) text.push('Uncertain by ' + degrees(p.uncertaintyDeg, 1) + ' here');
  if (p.expectedGainDeg != null) text.push('Expected fall of the map’s mean error: ' + figure(p.expectedGainDeg) + '°');
  if (p.travelMs != null) text.push('Travel ' + duration(p.travelMs / 1000));
  if (p.why) text.push(p.why);
  return text;
}
