// Shapes over the raster of a scan, as run lengths alternately out and in, row by row.

/** Run lengths of a rectangle. */
export function rectangleRuns(rows, cols, top, left, height, width) {
  const out = [top * cols + left];
  for (let r = 0; r < height; r++) {
    out.push(width);
    out.push(r < height - 1 ? cols - width : rows * cols - ((top + height - 1) * cols + left + width));
  }
  return width === cols ? [top * cols, height * cols, (rows - top - height) * cols] : out;
}

/** Run lengths of a polygon between pixels, its edges included. */
export function polygonRuns(rows, cols, corners) {
  const inside = new Uint8Array(rows * cols);
  const edges = corners.map((p, k) => [p, corners[(k + 1) % corners.length]]);
  for (let row = 0; row < rows; row++) {
    const crossings = edges.filter(([[a], [b]]) => a <= row !== b <= row)
      .map(([[a, x], [b, u]]) => x + (row - a) / (b - a) * (u - x)).sort((a, b) => a - b);
    for (let k = 0; k + 1 < crossings.length; k += 2) {
      inside.fill(1, row * cols + Math.ceil(crossings[k]), row * cols + Math.floor(crossings[k + 1]) + 1);
    }
  }
  for (const [[a, x], [b, u]] of edges) {
    const steps = Math.max(1, Math.abs(b - a), Math.abs(u - x));
    for (let k = 0; k <= steps; k++) inside[Math.round(a + k * (b - a) / steps) * cols + Math.round(x + k * (u - x) / steps)] = 1;
  }
  return runs(inside);
}

function runs(inside) {
  const out = [];
  let from = 0, value = 0;
  for (let i = 0; i <= inside.length; i++) {
    if (i === inside.length || inside[i] !== value) {
      out.push(i - from);
      from = i;
      value = 1 - value;
    }
  }
  return out;
}

/** Pixels in a region. */
export const count = all => all.reduce((sum, n, k) => sum + (k % 2 ? n : 0), 0);
