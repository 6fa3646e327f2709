// Colour bars. The pictures are coloured by the agent; these are the same anchors (Smith and van der Walt, CC0).
const ANCHORS = {
  magma: ['#000004', '#1d1147', '#51127c', '#832681', '#b73779', '#e55064', '#fb8761', '#fec287', '#fcfdbf'],
  viridis: ['#440154', '#472d7b', '#3b528b', '#2c728e', '#21918c', '#27ad81', '#5cc863', '#aadc32', '#fde725'],
};

export function bar(canvas, name) {
  const g = canvas.getContext('2d'), gradient = g.createLinearGradient(0, 0, canvas.width, 0);
  ANCHORS[name].forEach((c, k, all) => gradient.addColorStop(k / (all.length - 1), c));
  g.fillStyle = gradient;
  g.fillRect(0, 0, canvas.width, canvas.height);
}
