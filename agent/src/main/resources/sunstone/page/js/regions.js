// Regions to prefer or forbid: a rectangle dragged on a map becomes run lengths over the grid.
import { el } from './dom.js';
import { state, scan, changed, subscribe } from './state.js';
import { control } from './api.js';
import { alarm } from './alarms.js';

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

export function finishRegion({ from, to }) {
  const s = scan(), action = state.drawing;
  state.drawing = null;
  const [top, left] = [Math.min(from[0], to[0]), Math.min(from[1], to[1])];
  const region = { encoding: 'runs', runs: runs(s.rows, s.cols, top, left, Math.abs(from[0] - to[0]) + 1, Math.abs(from[1] - to[1]) + 1) };
  control(s.scanId, { action, region }).catch(e => alarm('Region refused: ' + e.message));
}

export function start() {
  for (const action of ['prefer', 'forbid']) el(action).onclick = () => draw(action);
  el('clear').onclick = () => control(state.shown, { action: 'clear' }).catch(e => alarm('Regions stay: ' + e.message));
  subscribe(() => {
    const s = scan();
    for (const action of ['prefer', 'forbid']) {
      el(action).classList.toggle('on', state.drawing === action);
      el(action).disabled = !s || s.closed;
    }
    el('clear').disabled = !s || s.closed || !s.preferred && !s.forbidden;
  });
}
