// Regions to prefer or forbid: a rectangle dragged on a map becomes run lengths over the grid; said in words, taken back one by one.
import { el, node, degrees } from './dom.js';
import { state, scan, changed, subscribe, unreachable } from './state.js';
import { control } from './api.js';
import { ask } from './dialog.js';
import { alarm } from './alarms.js';

const USUAL_DEG = 5; // below, every pixel is decided between grains
let stamp = '';

/** Run lengths of a rectangle, alternately out and in. */
export function runs(rows, cols, top, left, height, width) {
  const out = [top * cols + left];
  for (let r = 0; r < height; r++) {
    out.push(width);
    out.push(r < height - 1 ? cols - width : rows * cols - ((top + height - 1) * cols + left + width));
  }
  return width === cols ? [top * cols, height * cols, (rows - top - height) * cols] : out;
}

export function draw(action) {
  state.drawing = state.drawing === action ? null : action;
  changed();
}

export async function finishRegion({ from, to }) {
  const s = scan(), action = state.drawing;
  state.drawing = null;
  const [top, left] = [Math.min(from[0], to[0]), Math.min(from[1], to[1])], height = Math.abs(from[0] - to[0]) + 1, width = Math.abs(from[1] - to[1]) + 1;
  const body = { action, region: { encoding: 'runs', runs: runs(s.rows, s.cols, top, left, height, width) } };
  if (action === 'prefer') {
    const answer = await ask('Points come from these ' + width * height + ' pixels first, until their mean uncertainty is at most this many degrees. Then the whole map counts again.', 'Degrees', s.targetDeg ?? USUAL_DEG);
    if (answer === null) return;
    body.untilDeg = Number(answer);
    if (!(body.untilDeg > 0 && body.untilDeg <= 180)) {
      alarm('No region: “' + answer + '” is not a number of degrees above 0 and up to 180.');
      return;
    }
  }
  control(s.scanId, body).catch(e => alarm('Region refused: ' + e.message));
}

export function undo() {
  if (scan()?.regions.length) control(state.shown, { action: 'undo' }).catch(e => alarm('The region stays: ' + e.message));
}

function words(r) {
  if (r.kind === 'forbid') return r.pixels + ' px without points, by ' + r.operator;
  const enough = r.untilDeg != null && r.insideDeg != null && r.insideDeg <= r.untilDeg;
  const until = r.untilDeg == null ? 'until every one is measured' : 'until ' + +r.untilDeg.toFixed(2) + '° on average';
  return r.pixels + ' px first ' + until + (r.insideDeg == null ? '' : enough ? ': has had enough' : ', now ' + degrees(r.insideDeg, 1)) + ', by ' + r.operator;
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
