// Figures, curve, what is left, what is saved, whether the error bars are honest.
import { el, node, degrees, duration, clock } from './dom.js';
import { scan, subscribe, now } from './state.js';
import { chart } from './curve.js';

const ENDED = new Set(['finished', 'stopped']);
let stamp = '';

/** Seconds until some more points are measured: the points themselves and the rounds between, no time for thought. */
function secondsFor(s, points) {
  const each = s.pace.secondsPerPoint, batch = Math.max(1, s.suggestion?.points.length || 8);
  return each == null ? null : points * each + Math.ceil(points / batch) * s.inferenceMs / 1000;
}

const later = (s, seconds) => s.paused ? (seconds == null ? 'paused' : duration(seconds) + ' once resumed') : seconds == null ? '–' : duration(seconds) + ', at ' + clock(now() + 1000 * seconds, false);

/** Points at which the error bound meets the target, if it goes on falling as a power of the points; null if it does not. */
function pointsToTarget(s) {
  const steps = s.history.filter(h => h.upperDeg > 0 && h.points > 0).slice(-12).map(h => [Math.log(h.points), Math.log(h.upperDeg)]);
  if (steps.length < 4) return null;
  const mean = k => steps.reduce((sum, p) => sum + p[k], 0) / steps.length, [mx, my] = [mean(0), mean(1)];
  const sxx = steps.reduce((sum, [x]) => sum + (x - mx) ** 2, 0), sxy = steps.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0);
  const slope = sxx > 0 ? sxy / sxx : 0;
  return slope < -.05 ? Math.exp(mx + (Math.log(s.targetDeg) - my) / slope) : null;
}

function target(s) {
  if (s.targetDeg == null) return 'no target';
  if (s.targetMet) return 'met';
  if (s.closed || ENDED.has(s.activity.kind)) return 'not met';
  const points = pointsToTarget(s);
  if (points == null) return 'not to be foreseen yet';
  if (s.budgetPoints != null && points > s.budgetPoints) return 'not within the budget';
  const seconds = secondsFor(s, Math.max(1, Math.round(points - s.measurements)));
  return seconds == null ? '–' : 'about ' + later(s, seconds);
}

function budget(s) {
  if (s.closed || s.budgetPoints == null) return s.closed ? 'closed' : 'no budget';
  const left = s.budgetPoints - s.measurements;
  return left <= 0 ? 'spent' : ENDED.has(s.activity.kind) ? left + ' points are left over' : later(s, secondsFor(s, left));
}

/** Against a raster of every pixel at the configured dwell and travel; nothing is saved before the target is met. */
function saved(s) {
  if (s.targetDeg == null) return 'no target to meet';
  if (!s.targetMet) return 'not before the target is met';
  const { rasterSeconds, usedSeconds } = s.pace;
  return usedSeconds < rasterSeconds ? duration(rasterSeconds - usedSeconds) + ' of ' + duration(rasterSeconds) : 'none, a raster takes ' + duration(rasterSeconds);
}

/** Are the error bars honest so far? A binomial interval of two standard deviations decides. */
function honesty(c) {
  if (!c.points || c.coverage90 == null) return ['', 'No point has tested the error bars yet'];
  const text = Math.round(c.coverage90 * c.points) + ' of ' + c.points + ' points within the error bars, ' + Math.round(.9 * c.points) + ' expected';
  const spread = 2 * Math.sqrt(.9 * .1 / c.points);
  if (c.points < 20) return ['', text + ', too few to tell'];
  if (c.coverage90 < .9 - spread - .1) return ['bad', text + ': error bars too narrow'];
  return Math.abs(c.coverage90 - .9) <= spread + .03 ? ['good', text]
    : ['doubt', text + (c.coverage90 < .9 ? ': error bars may be too narrow' : ': error bars may be too wide')];
}

/** Points without an orientation of the mapped phase, or refuted since. */
const unusable = s => s.unusable == null || !s.measurements ? '–' : s.unusable + ' (' + (100 * s.unusable / s.measurements).toFixed(0) + '%)';

/** Name, value, and whether it needs a line of its own. */
function figures(s) {
  return [
    ['Points', s.measurements + (s.budgetPoints == null ? '' : ' / ' + s.budgetPoints)],
    ['Under way', s.pending.length],
    ['Uncertainty', degrees(s.meanUncertaintyDeg)],
    ['95% below', degrees(s.p95UncertaintyDeg)],
    ['Error bound', s.upperMeanDeg == null ? '–' : degrees(s.upperMeanDeg)],
    ['Target', degrees(s.targetDeg)],
    ['True error', s.truth ? degrees(s.errorDeg) : '–'],
    ['Round', s.inferenceMs ? duration(s.inferenceMs / 1000) : '–'],
    ['Light', s.frames + ' / ' + s.framesDue],
    ['Unusable', unusable(s)],
    ['Rejected', s.rejected],
    ['Members', s.members],
    ['Target met in', target(s), true],
    ['Budget spent in', budget(s), true],
    ['Time saved', saved(s), true],
  ];
}

/** What is known before the first map of this run. */
const earlier = s => [['Points', s.measurements + (s.budgetPoints == null ? '' : ' / ' + s.budgetPoints)], ['Target met in', target(s)], ['Budget spent in', budget(s)]];

function curve(s) {
  const lines = [{ style: 'one', data: s.history.map(h => [h.points, h.uncertaintyDeg]) }];
  const bounds = s.history.filter(h => h.upperDeg != null).map(h => [h.points, h.upperDeg]);
  if (bounds.length) lines.push({ style: 'bound', data: bounds });
  const errors = s.history.filter(h => h.errorDeg != null).map(h => [h.points, h.errorDeg]);
  if (errors.length) lines.push({ style: 'two', data: errors });
  const xMax = s.budgetPoints ?? Math.max(10, s.measurements);
  if (s.targetDeg != null) lines.push({ style: 'target', data: [[0, s.targetDeg], [xMax, s.targetDeg]] });
  return chart(lines, { xMax, height: 110, xLabel: 'points', label: 'Mean uncertainty against points',
    yLabel: '°, amber uncertainty' + (bounds.length ? ', dotted error bound' : '') + (errors.length ? ', blue true error' : '') + (s.targetDeg != null ? ', green target' : '') });
}

function render() {
  const s = scan(), box = el('progress');
  const current = JSON.stringify(s && [s.scanId, s.revision, s.measurements, s.pending.length, s.calibration, s.errorDeg, s.rejected, s.closed, s.frames, s.history.length, s.pace, s.plan, Math.floor(now() / 60000)]);
  if (current === stamp) return;
  stamp = current;
  if (!s || s.revision === 0) {
    if (s?.history.length > 1) { // an agent that has just started: the curve is in the log, the map is not
      box.replaceChildren(
        node('dl', {}, ...earlier(s).flatMap(([k, v]) => [node('dt', {}, k), node('dd', { class: 'wide' }, v)])), curve(s),
        node('p', { class: 'dim' }, 'From the log: the agent has been started anew. The map comes with the next round.'));
      return;
    }
    box.replaceChildren(node('p', { class: 'dim' }, s ? s.rows + ' × ' + s.cols + ' px of ' + s.stepUm + ' µm, ' + s.phase + '. Figures come with the first map.' : 'No scan yet.'));
    return;
  }
  const [light, words] = honesty(s.calibration);
  box.replaceChildren(
    node('dl', {}, ...figures(s).flatMap(([k, v, wide]) => [node('dt', {}, k), node('dd', { class: wide ? 'wide' : null }, String(v))])),
    ...(s.history.length > 1 ? [curve(s)] : []),
    node('p', { id: 'honesty' }, node('span', { class: 'light-on ' + light }), ' ' + words));
}

export function start() { subscribe(render); }
