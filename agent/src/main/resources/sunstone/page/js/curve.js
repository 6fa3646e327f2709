// A small chart: axes with a few ticks, lines, dots.
import { svg } from './dom.js';

/** Round ticks from 0 to a limit. */
function ticks(max, n) {
  const step = max / n, power = 10 ** Math.floor(Math.log10(step)), d = step / power;
  const by = power * (d > 5 ? 10 : d > 2 ? 5 : d > 1 ? 2 : 1), all = [];
  for (let v = 0; v <= max * 1.0001; v += by) all.push(+v.toPrecision(6));
  return all;
}

/**
 * Draws lines of [x, y].
 * options: width, height, xMax, yMax, xLabel, yLabel, label
 */
export function chart(lines, options) {
  const { width = 340, height = 130, label } = options;
  const all = lines.flatMap(l => l.data);
  const xMax = options.xMax ?? Math.max(1, ...all.map(p => p[0])), yMax = options.yMax ?? Math.max(1e-9, ...all.map(p => p[1])) * 1.05;
  const [l, r, t, b] = [34, 8, 16, 26];
  const x = v => l + (width - l - r) * v / xMax, y = v => height - b - (height - t - b) * v / yMax;
  const root = svg('svg', { class: 'curve', viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': label });
  for (const v of ticks(yMax, 4)) {
    root.append(svg('line', { class: 'axis', x1: l, x2: width - r, y1: y(v), y2: y(v) }), svg('text', { x: l - 4, y: y(v) + 3, 'text-anchor': 'end' }, v));
  }
  for (const v of ticks(xMax, 5)) root.append(svg('text', { x: x(v), y: height - b + 12, 'text-anchor': 'middle' }, v));
  root.append(svg('text', { x: width - r, y: height - 2, 'text-anchor': 'end' }, options.xLabel ?? ''), svg('text', { x: 4, y: 10 }, options.yLabel ?? ''));
  for (const line of lines) {
    if (line.dots) line.data.forEach(([u, v]) => root.append(svg('circle', { class: 'dot', cx: x(u), cy: y(v), r: 1.8 })));
    else root.append(svg('polyline', { class: line.style, points: line.data.map(([u, v]) => x(u).toFixed(1) + ',' + y(v).toFixed(1)).join(' ') }));
  }
  return root;
}
