// Regions to prefer or forbid: a rectangle or polygon, by pointer or by keys, with a name; said in words, taken back one by one.
import { el, node, degrees } from './dom.js';
import { state, scan, changed, subscribe, unreachable } from './state.js';
import { control } from './api.js';
import { fill } from './dialog.js';
import { rectangleRuns, polygonRuns, count } from './raster.js';
import { alarm } from './alarms.js';

const USUAL_DEG = 5; // below, every pixel is decided between grains
let stamp = '';

export function draw(action) {
  state.drawing = state.drawing === action ? null : action;
  state.outline = [];
  changed();
}

export const polygon = () => el('shape').value === 'polygon';

/** A corner by click or key: of a rectangle the second ends it, of a polygon one that is there already. */
export function corner(pixel) {
  const all = state.outline, there = all.some(p => String(p) === String(pixel));
  if (!polygon() && all.length === 1) return finishRegion({ from: all[0], to: pixel });
  if (polygon() && there) return all.length > 2 ? finishPolygon() : undefined;
  state.outline = [...all, pixel];
  changed();
}

/** Ends a polygon as it is. */
export function finishPolygon() {
  const s = scan(), corners = state.outline;
  if (corners.length > 2) send(polygonRuns(s.rows, s.cols, corners));
}

export function finishRegion({ from, to }) {
  const s = scan(), [top, left] = [Math.min(from[0], to[0]), Math.min(from[1], to[1])];
  return send(rectangleRuns(s.rows, s.cols, top, left, Math.abs(from[0] - to[0]) + 1, Math.abs(from[1] - to[1]) + 1));
}

async function send(runs) {
  const s = scan(), action = state.drawing, name = { name: 'name', label: 'Name, if you like', maxlength: 40, value: '' };
  state.drawing = null;
  state.outline = [];
  changed();
  const answer = action === 'prefer'
    ? await fill('Points come from these ' + count(runs) + ' pixels first, until their mean uncertainty is at most this many degrees. Then the whole map counts again.',
      [{ name: 'untilDeg', label: 'Degrees', value: s.targetDeg ?? USUAL_DEG }, name], 'Prefer')
    : await fill('No points come from these ' + count(runs) + ' pixels.', [name], 'Forbid');
  if (answer === null) return;
  const body = { action, region: { encoding: 'runs', runs }, ...(answer.name && { name: answer.name }) };
  if (action === 'prefer') {
    body.untilDeg = Number(answer.untilDeg);
    if (!(body.untilDeg > 0 && body.untilDeg <= 180)) {
      alarm('No region: “' + answer.untilDeg + '” is not a number of degrees above 0 and up to 180.');
      return;
    }
  }
  control(s.scanId, body).catch(e => alarm('Region refused: ' + e.message));
}

export function undo() {
  if (scan()?.regions.length) control(state.shown, { action: 'undo' }).catch(e => alarm('The region stays: ' + e.message));
}

function words(r) {
  const name = r.name ? r.name + ': ' : '';
  if (r.kind === 'forbid') return name + r.pixels + ' px without points, by ' + r.operator;
  const enough = r.untilDeg != null && r.insideDeg != null && r.insideDeg <= r.untilDeg;
  const until = r.untilDeg == null ? 'until every one is measured' : 'until ' + +r.untilDeg.toFixed(2) + '° on average';
  return name + r.pixels + ' px first ' + until + (r.insideDeg == null ? '' : enough ? ': has had enough' : ', now ' + degrees(r.insideDeg, 1)) + ', by ' + r.operator;
}

function render() {
  const s = scan(), shut = !s || s.closed || !!unreachable() || !!state.sending;
  for (const action of ['prefer', 'forbid']) {
    el(action).classList.toggle('on', state.drawing === action);
    el(action).setAttribute('aria-pressed', String(state.drawing === action));
    el(action).disabled = shut;
  }
  el('clear').disabled = el('undo').disabled = shut || !s.regions.length;
  const all = s?.regions.map(words) ?? [], current = JSON.stringify(all);
  if (current === stamp) return;
  stamp = current;
  el('regions').replaceChildren(...all.map((t, k) => node('li', { class: s.regions[k].kind }, t)));
}

export function start() {
  for (const action of ['prefer', 'forbid']) el(action).onclick = () => draw(action);
  el('clear').onclick = () => control(state.shown, { action: 'clear' }).catch(e => alarm('Regions stay: ' + e.message));
  el('undo').onclick = undo;
  subscribe(render);
}
