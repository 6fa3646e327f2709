// What part of the map is on show, the same for all panes, and where the cursor is. Units are map pixels.
import { moved, scan } from './state.js';

export const view = { zoom: 1, row: 0, col: 0, whole: true, cursor: null }; // zoom 1 shows the whole map; row, col is its centre
let of = null;

/** Centres on a scan that is new here. */
export function follow(s) {
  if (of === s.scanId) return;
  of = s.scanId;
  fit();
}

export function fit() {
  const s = scan();
  if (s) Object.assign(view, { zoom: 1, row: s.rows / 2, col: s.cols / 2, whole: true });
  moved();
}

/** Puts the whole map to the left of its field, so that what is free lies in one piece, for the key. */
export function settle(width, height) {
  const s = scan();
  if (s && view.whole) view.col = Math.max(s.cols / 2, width / scale(width, height) / 2);
}

/** Screen pixels per map pixel on a field of this size. */
export function scale(width, height) {
  const s = scan();
  return view.zoom * Math.min(width / s.cols, height / s.rows);
}

export function toScreen(row, col, width, height) {
  const k = scale(width, height);
  return [(col - view.col) * k + width / 2, (row - view.row) * k + height / 2];
}

export function toMap(x, y, width, height) {
  const k = scale(width, height);
  return [(y - height / 2) / k + view.row, (x - width / 2) / k + view.col];
}

export function pan(dx, dy, width, height) {
  view.whole = false;
  const k = scale(width, height);
  clamp(view.row - dy / k, view.col - dx / k);
}

/** Zooms so that the place under the pointer stays there. */
export function zoomAt(factor, x, y, width, height) {
  const [row, col] = toMap(x, y, width, height);
  view.whole = false;
  view.zoom = Math.max(1, Math.min(64, view.zoom * factor));
  const [r, c] = toMap(x, y, width, height);
  clamp(view.row + row - r, view.col + col - c);
}

function clamp(row, col) {
  const s = scan();
  view.row = Math.max(0, Math.min(s.rows, row));
  view.col = Math.max(0, Math.min(2 * s.cols, col)); // the whole map may lie left of the middle
  moved();
}

/** The pixel under a place, or null outside of the map. */
export function pixelAt(row, col) {
  const s = scan(), r = Math.floor(row), c = Math.floor(col);
  return s && r >= 0 && c >= 0 && r < s.rows && c < s.cols ? [r, c] : null;
}

export function setCursor(pixel) {
  if (String(view.cursor) !== String(pixel)) {
    view.cursor = pixel;
    moved();
  }
}

export function moveCursor(dr, dc) {
  const s = scan();
  if (!s) return;
  const [r, c] = view.cursor ?? [s.rows >> 1, s.cols >> 1];
  setCursor([Math.max(0, Math.min(s.rows - 1, r + dr)), Math.max(0, Math.min(s.cols - 1, c + dc))]);
}
