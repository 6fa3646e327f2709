// Figures, curve, target, what is saved, whether the error bars are honest.
import { el, node, degrees, duration } from './dom.js';
import { scan, subscribe } from './state.js';
import { chart } from './curve.js';

let stamp = '';

/** Seconds a point takes at the present pace, from the last rounds. */
function pace(s) {
  const h = s.history.slice(-12);
  if (h.length < 2) return null;
  const points = h[h.length - 1].points - h[0].points;
  return points > 0 ? (Date.parse(h[h.length - 1].at) - Date.parse(h[0].at)) / 1000 / points : null;
}

/** Are the error bars honest so far? A binomial interval of two standard deviations decides. */
function honesty(c) {
  if (!c.points || c.coverage90 == null) return ['', 'no point judged yet'];
  const spread = 2 * Math.sqrt(.9 * .1 / c.points), text = (100 * c.coverage90).toFixed(0) + '% of ' + c.points + ' points in the 90% ball';
  if (c.points < 20) return ['', text + ', too few to tell'];
  if (c.coverage90 < .9 - spread - .1) return ['bad', text + ': error bars too narrow'];
  return Math.abs(c.coverage90 - .9) <= spread + .03 ? ['good', text] : ['doubt', text];
}

function render() {
  const s = scan(), box = el('progress');
  const now = JSON.stringify(s && [s.scanId, s.revision, s.measurements, s.pending.length, s.calibration, s.errorDeg, s.rejected, s.closed, s.history.length]);
  if (now === stamp) return;
  stamp = now;
  if (!s) { box.replaceChildren(node('p', { class: 'dim' }, 'No scan yet.')); return; }
  const perPoint = pace(s), left = s.budgetPoints == null ? null : s.budgetPoints - s.measurements;
  const saved = s.wantedPixels - s.measurements, [light, words] = honesty(s.calibration);
  const figures = [
    ['Points', s.measurements + (s.budgetPoints == null ? '' : ' / ' + s.budgetPoints)],
    ['Share', (100 * s.measurements / s.wantedPixels).toFixed(2) + '%'],
    ['Uncertainty', degrees(s.meanUncertaintyDeg)],
    ['95th pct.', degrees(s.p95UncertaintyDeg)],
    ['True error', s.truth ? degrees(s.errorDeg) : 'not known'],
    ['Under way', s.pending.length],
    ['ETA', s.closed ? 'closed' : perPoint && left != null ? duration(perPoint * left) : '–'],
    ['Round', Math.round(s.inferenceMs) + ' ms'],
    ['Pts saved', saved],
    ['Time saved', perPoint ? duration(perPoint * saved) : '–'],
    ['PL frames', s.frames + ' / ' + s.framesDue],
    ['Rejected', s.rejected],
  ];
  const lines = [{ style: 'one', data: s.history.map(h => [h.points, h.uncertaintyDeg]) }];
  const errors = s.history.filter(h => h.errorDeg != null).map(h => [h.points, h.errorDeg]);
  if (errors.length) lines.push({ style: 'two', data: errors });
  const xMax = s.budgetPoints ?? Math.max(10, s.measurements);
  if (s.targetDeg != null) lines.push({ style: 'target', data: [[0, s.targetDeg], [xMax, s.targetDeg]] });
  box.replaceChildren(
    node('dl', {}, ...figures.flatMap(([k, v]) => [node('dt', {}, k), node('dd', {}, String(v))])),
    chart(lines, { xMax, height: 120, xLabel: 'points', yLabel: errors.length ? 'deg: uncertainty, error' + (s.targetDeg != null ? ', target' : '') : 'deg: uncertainty', label: 'Mean uncertainty against points' }),
    node('p', { id: 'honesty', style: null }, node('span', { class: 'light-on ' + light }), ' ' + words));
}

export function start() { subscribe(render); }
