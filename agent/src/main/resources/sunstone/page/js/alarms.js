// Loud, never in the way: what is wrong now, and what was just refused. Texts that last do not change from second to second.
import { el, node, clock, figure, degrees } from './dom.js';
import { state, scan, subscribe, changed, now } from './state.js';

const SILENCE_MS = 30000, PASSING_MS = 12000, NOTHING_DEG = .001;
let passing = [], stamp = '';

/** Something went wrong once. */
export function alarm(text) {
  const entry = { text };
  passing.push(entry);
  setTimeout(() => { passing = passing.filter(p => p !== entry); changed(); }, PASSING_MS);
  changed();
}

/** A region that comes first although its points tell nothing. */
function vainRegion(s) {
  const first = s.regions.find(r => r.kind === 'prefer' && (r.untilDeg == null || r.insideDeg > r.untilDeg));
  const gains = s.suggestion?.points.map(p => p.expectedGainDeg).filter(g => g != null) ?? [];
  const most = Math.max(...gains);
  return first && gains.length && most < NOTHING_DEG
    ? 'Points in the preferred region gain next to nothing (at most ' + figure(most) + '° of the map’s mean error), while the map outside is uncertain by ' + degrees(first.outsideDeg, 1) + ' on average. Undo the region, or let it end sooner.'
    : null;
}

/** What is wrong now. */
function standing() {
  const s = scan(), all = [];
  if (!s) return all;
  if (s.degraded) all.push('Degraded: ' + s.degraded);
  if (s.frozen) all.push('Frozen, no maps and suggestions: ' + s.frozen);
  if (s.optics?.verdict === 'contradicted') all.push('Light left out: ' + s.optics.note + '.');
  if (s.carried && (s.carried.takenBack || !s.carried.share)) all.push('Section below: ' + s.carried.why + '.');
  const c = s.calibration;
  if (c.points >= 30 && c.coverage90 != null && c.coverage90 < .5) {
    all.push('Misfit: only ' + Math.round(c.coverage90 * c.points) + ' of ' + c.points + ' points fell within the error bars, ' + Math.round(.9 * c.points) + ' were expected; do not trust the error bars.');
  }
  if (s.closed) return all;
  if (s.pending.length && now() - Date.parse(s.lastSign) > SILENCE_MS) {
    all.push('The instrument has been silent since ' + clock(s.lastSign) + ' with ' + s.pending.length + ' points under way.');
  }
  const vain = vainRegion(s);
  if (vain) all.push(vain);
  if (s.frozen) all.push('Frozen, no maps and suggestions: ' + s.frozen);
  return all;
}

function render() {
  const texts = [...standing(), ...passing.map(p => p.text)], current = texts.join('\n');
  if (current === stamp) return;
  stamp = current;
  el('alarms').replaceChildren(...texts.map(t => node('p', {}, t)));
}

export function start() { subscribe(render); }
