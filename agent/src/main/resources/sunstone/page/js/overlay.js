// Everything drawn over a picture: regions, points, path, markers, cursor, scale bar.
import { state, markers } from './state.js';
import { view, toScreen, scale } from './view.js';

export function overlay(g, s, width, height, show) {
  const at = (row, col) => toScreen(row + .5, col + .5, width, height);
  const visible = all => all.map(p => at(...p)).filter(([x, y]) => x > -9 && y > -9 && x < width + 9 && y < height + 9);
  if (show.points && state.past == null) dots(g, visible(state.points), 'rgba(255,255,255,.9)', 'rgba(0,0,0,.7)', 2.2);
  dots(g, visible(s.pending), '#7fb7ff', 'rgba(0,0,0,.8)', 3.5);
  s.regions.forEach((r, k) => region(g, s, r, k + 1, width, height));
  const points = markers();
  if (show.path && points.length > 1) path(g, points, at);
  points.forEach((p, k) => marker(g, at(p.row, p.col), k + 1, state.selected === k, s.suggestion?.decided && !state.draft));
  if (state.line?.length === 2) segment(g, state.line.map(p => at(...p)));
  if (show.drag) rectangle(g, show.drag, width, height);
  if (state.outline.length) corners(g, view.cursor && state.drawing ? [...state.outline, view.cursor] : state.outline, at);
  if (view.cursor) cursor(g, at(...view.cursor), width, height);
  scaleBar(g, s, scale(width, height), height);
}

const MANY = 1500;

/** Dots at places of the screen; of very many, small squares, which are drawn ten times as fast. */
function dots(g, places, fill, stroke, r) {
  if (places.length > MANY) {
    for (const [style, half] of [[stroke, 1.6], [fill, 1]]) {
      g.fillStyle = style;
      places.forEach(([x, y]) => g.fillRect(x - half, y - half, 2 * half, 2 * half));
    }
    return;
  }
  g.fillStyle = fill;
  g.strokeStyle = stroke;
  g.lineWidth = 1;
  for (const [x, y] of places) {
    g.beginPath();
    g.arc(x, y, r, 0, 7);
    g.fill();
    g.stroke();
  }
}

function path(g, points, at) {
  for (const [style, w] of [['rgba(0,0,0,.6)', 3], ['#ffb454', 1.2]]) {
    g.strokeStyle = style;
    g.lineWidth = w;
    g.setLineDash([5, 4]);
    g.beginPath();
    points.forEach(p => g.lineTo(...at(p.row, p.col)));
    g.stroke();
  }
  g.setLineDash([]);
}

function marker(g, [x, y], n, selected, spent) {
  g.beginPath();
  g.arc(x, y, selected ? 10 : 8, 0, 7);
  g.fillStyle = spent ? 'rgba(120,120,120,.9)' : selected ? '#ffffff' : '#ffb454';
  g.fill();
  g.lineWidth = selected ? 3 : 1.5;
  g.strokeStyle = selected ? '#d0021b' : '#141518';
  g.stroke();
  g.fillStyle = '#141518';
  g.font = '600 10px system-ui, sans-serif';
  g.textAlign = 'center';
  g.textBaseline = 'middle';
  g.fillText(n, x, y + .5);
}

function cursor(g, [x, y], width, height) {
  for (const [style, offset] of [['rgba(0,0,0,.6)', 1], ['rgba(255,255,255,.75)', 0]]) {
    g.strokeStyle = style;
    g.lineWidth = 1;
    g.beginPath();
    g.moveTo(0, y + offset); g.lineTo(x - 6, y + offset);
    g.moveTo(x + 6, y + offset); g.lineTo(width, y + offset);
    g.moveTo(x + offset, 0); g.lineTo(x + offset, y - 6);
    g.moveTo(x + offset, y + 6); g.lineTo(x + offset, height);
    g.stroke();
  }
}

const MOST_OUTLINES = 32;
const outlines = new Map(); // scan and runs of a region -> its outline and first pixel, in map pixels

/** Edges between a region and what is outside of it. */
function outline(s, r) {
  const key = s.scanId + ' ' + r.region.runs.join(' ');
  if (outlines.has(key)) return outlines.get(key);
  const inside = new Uint8Array(s.rows * s.cols), edges = new Path2D();
  let i = 0, fill = false, first = null;
  for (const n of r.region.runs) {
    if (fill) inside.fill(1, i, i + n);
    if (fill && n && first === null) first = i;
    i += n;
    fill = !fill;
  }
  const at = (row, col) => row >= 0 && col >= 0 && row < s.rows && col < s.cols && inside[row * s.cols + col];
  for (let row = 0; row < s.rows; row++) {
    for (let col = 0; col < s.cols; col++) {
      if (!at(row, col)) continue;
      for (const [dr, dc, x, y, u, v] of [[-1, 0, 0, 0, 1, 0], [1, 0, 0, 1, 1, 1], [0, -1, 0, 0, 0, 1], [0, 1, 1, 0, 1, 1]]) {
        if (!at(row + dr, col + dc)) {
          edges.moveTo(col + x, row + y);
          edges.lineTo(col + u, row + v);
        }
      }
    }
  }
  const made = { edges, row: Math.floor(first / s.cols), col: first % s.cols };
  if (outlines.size === MOST_OUTLINES) outlines.delete(outlines.keys().next().value);
  outlines.set(key, made);
  return made;
}

/** The outline of a region with its number: blue where points come first, red where none come. */
function region(g, s, r, n, width, height) {
  const { edges, row, col } = outline(s, r), k = scale(width, height), [x, y] = toScreen(0, 0, width, height);
  const colour = r.kind === 'prefer' ? '#7fb7ff' : '#ff7a6b';
  g.save();
  g.translate(x, y);
  g.scale(k, k);
  for (const [style, w] of [['rgba(0,0,0,.8)', 4.5], [colour, 2]]) {
    g.strokeStyle = style;
    g.lineWidth = w / k;
    g.stroke(edges);
  }
  g.restore();
  const [u, v] = toScreen(row, col, width, height);
  g.font = '600 11px system-ui, sans-serif';
  g.textAlign = 'left';
  g.textBaseline = 'middle';
  const text = n + (r.name ? ' ' + r.name : '');
  g.fillStyle = colour;
  g.fillRect(u, v, g.measureText(text).width + 10, 15);
  g.fillStyle = '#141518';
  g.fillText(text, u + 5, v + 8);
}

/** A polygon in the making, from corner to corner to the cursor. */
function corners(g, all, at) {
  for (const [style, w] of [['rgba(0,0,0,.7)', 4], ['#ffb454', 2]]) {
    g.strokeStyle = style;
    g.lineWidth = w;
    g.beginPath();
    all.forEach(p => g.lineTo(...at(...p)));
    g.closePath();
    g.stroke();
  }
}

/** The line along which misorientations are shown. */
function segment(g, [from, to]) {
  for (const [style, w] of [['rgba(0,0,0,.8)', 4], ['#ffffff', 1.5]]) {
    g.strokeStyle = style;
    g.lineWidth = w;
    g.beginPath();
    g.moveTo(...from);
    g.lineTo(...to);
    g.stroke();
  }
}

function rectangle(g, { from, to }, width, height) {
  const [x, y] = toScreen(Math.min(from[0], to[0]), Math.min(from[1], to[1]), width, height);
  const [u, v] = toScreen(Math.max(from[0], to[0]) + 1, Math.max(from[1], to[1]) + 1, width, height);
  g.strokeStyle = '#ffb454';
  g.lineWidth = 2;
  g.strokeRect(x, y, u - x, v - y);
}

/** A round length of at most a third of the field. */
export function roundLength(limit) {
  const power = 10 ** Math.floor(Math.log10(limit)), digit = limit / power;
  return power * (digit >= 5 ? 5 : digit >= 2 ? 2 : 1);
}

function scaleBar(g, s, k, height) {
  const um = roundLength(110 / k * s.stepUm), length = um / s.stepUm * k;
  const text = um >= 1000 ? um / 1000 + ' mm' : +um.toPrecision(3) + ' µm';
  g.font = '600 11px system-ui, sans-serif';
  g.textAlign = 'left';
  g.textBaseline = 'middle';
  g.fillStyle = 'rgba(20,21,24,.8)';
  g.fillRect(6, height - 24, length + g.measureText(text).width + 20, 18);
  g.fillStyle = '#fff';
  g.fillRect(11, height - 17, length, 4);
  g.fillText(text, length + 17, height - 14.5);
}
