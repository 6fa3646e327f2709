// One pixel: poles of the ensemble, PL curve with the fit, nearest measured points.
import { el, node, svg, degrees } from './dom.js';
import { state, scan, subscribe } from './state.js';
import { getJson, scanUrl } from './api.js';
import { chart } from './curve.js';
import { alarm } from './alarms.js';
import { open } from './tabs.js';
import { poles } from './poles.js';

let wanted = null, before = null, shownAt = '';

export function inspect(pixel) {
  before = wanted;
  wanted = pixel && [state.shown, ...pixel];
  state.line = before?.[0] === state.shown && pixel ? [pixel, before.slice(1)] : null;
  shownAt = '';
  open('pixel');
  refresh();
}

function refresh() {
  const s = scan();
  if (!wanted || !s || wanted[0] !== s.scanId || el('panel-pixel').hidden) return;
  behind();
  const stamp = wanted.join(' ') + ' ' + s.revision;
  if (stamp === shownAt || s.revision === 0) return;
  shownAt = stamp;
  getJson(scanUrl(s.scanId, '/pixels/' + wanted[1] + '/' + wanted[2]))
    .then(p => {
      if (shownAt !== stamp) return;
      render(p);
      behind();
    })
    .catch(e => alarm('Pixel: ' + e.message));
}

/** Puts the poles of the whole map behind those of the pixel, once they are there. */
function behind() {
  const image = document.getElementById('all-poles'), { url, densest } = poles();
  if (!image || !url || image.getAttribute('href') === url) return;
  image.setAttribute('href', url);
  document.getElementById('all-poles-words').textContent = 'Behind: the whole map, brightest where c axes are ' + densest + ' times as many as evenly spread.';
}

/** Stereographic projection of the upper hemisphere; x to the right and y down, as on the map. */
function poleFigure(p) {
  const root = svg('svg', { class: 'curve', viewBox: '-1.3 -1.15 2.6 2.3', role: 'img', 'aria-label': 'Pole figure of the ensemble' });
  root.append(svg('image', { id: 'all-poles', x: -1, y: -1, width: 2, height: 2, opacity: .75 }));
  root.append(svg('circle', { class: 'axis', cx: 0, cy: 0, r: 1, 'stroke-width': .012 }),
    svg('path', { class: 'axis', d: 'M-1 0H1M0 -1V1', 'stroke-width': .006 }));
  const dot = (x, y, r, fill, title) => {
    const c = svg('circle', { cx: x, cy: y, r, fill, stroke: '#141518', 'stroke-width': .008 });
    c.append(svg('title', {}, title));
    root.append(c);
  };
  p.nearest.forEach(n => n.poles.forEach(([x, y]) => dot(x, y, .035, '#a3a09b', 'measured at row ' + n.row + ', col ' + n.col)));
  p.members.forEach(([x, y]) => dot(x, y, .035, '#7fb7ff', 'a member of the ensemble'));
  p.published.forEach(([x, y]) => dot(x, y, .05, '#ffb454', 'the published map'));
  const text = (x, y, t) => { const n = svg('text', { x, y }, t); n.style.fontSize = '.13px'; root.append(n); };
  text(1.04, .04, 'X'); text(-.04, 1.13, 'Y'); text(-1.28, -1.03, '{' + p.pole + '}');
  root.style.height = '165px';
  return root;
}

function plCurve(pl) {
  const curve = ([c, c2, s2, c4, s4]) => {
    const line = [];
    for (let w = 0; w <= 360; w += 4) {
      const a = w * Math.PI / 180;
      line.push([w, Math.max(0, c + c2 * Math.cos(2 * a) + s2 * Math.sin(2 * a) + c4 * Math.cos(4 * a) + s4 * Math.sin(4 * a))]);
    }
    return line;
  };
  const lines = [{ style: 'one', data: curve(pl.fit) }];
  if (pl.model) lines.push({ style: 'two', data: curve(pl.model) });
  return chart([...lines, { dots: true, data: pl.stageDeg.map((w, k) => [w, pl.intensity[k]]) }],
    { xMax: 360, height: 120, xLabel: 'stage angle, deg', yLabel: 'dots frames, amber fit' + (pl.model ? ', blue the published map' : ''), label: 'Polarized light over the stage angle' });
}

/** What lies between this pixel and the one that was inspected before: the rotation, and how it comes about on the way. */
function between(p) {
  const box = node('div', { id: 'between', class: 'dim' });
  if (!before || before[0] !== state.shown || before[1] === p.row && before[2] === p.col) {
    box.textContent = 'Click a second pixel for the misorientation between the two.';
    return box;
  }
  getJson(scanUrl(state.shown, '/pixels/' + p.row + '/' + p.col + '/profile?row=' + before[1] + '&col=' + before[2]))
    .then(({ line }) => box.replaceChildren(
      node('p', {}, 'Misorientation to row ' + before[1] + ', col ' + before[2] + ': ' + degrees(line.at(-1).fromFirstDeg, 1)),
      chart([{ style: 'one', data: line.map(l => [l.distanceUm, l.fromFirstDeg]) }, { style: 'two', data: line.map(l => [l.distanceUm, l.fromLastDeg]) }],
        { xMax: line.at(-1).distanceUm, height: 110, xLabel: 'µm along the line', yLabel: '°, amber from here, blue from pixel to pixel', label: 'Misorientation along the line' })))
    .catch(e => { box.textContent = e.message; });
  return box;
}

function render(p) {
  const cell = (...t) => node('tr', {}, ...t.map(x => node('td', {}, x)));
  el('panel-pixel').replaceChildren(
    node('p', { id: 'pixel-head' }, node('b', {}, 'row ' + p.row + ', col ' + p.col), ' (' + p.xUm.toFixed(1) + ', ' + p.yUm.toFixed(1) + ' µm), revision ' + p.revision),
    node('dl', {}, node('dt', {}, 'Uncertainty'), node('dd', {}, degrees(p.uncertaintyDeg)), node('dt', {}, 'Error'), node('dd', {}, degrees(p.errorDeg)),
      node('dt', {}, 'Euler (Bunge)'), node('dd', { class: 'wide' }, ['φ1', 'Φ', 'φ2'].map((n, k) => n + ' ' + p.eulerDeg[k].toFixed(1) + '°').join(', '))),
    between(p),
    node('h2', {}, 'Poles: members blue, published amber, nearest points grey'),
    poleFigure(p),
    node('p', { id: 'all-poles-words', class: 'dim' }),
    node('h2', {}, 'Polarized light' + (p.pl ? ' at row ' + p.pl.row + ', col ' + p.pl.col + ' of the frames' : '')),
    p.pl ? plCurve(p.pl) : node('p', { class: 'dim' }, 'no PL here'),
    node('h2', {}, 'Nearest measured points'),
    node('table', {}, node('tr', {}, ...['row, col', 'distance', 'disorientation'].map(t => node('th', {}, t))),
      ...p.nearest.map(n => cell(n.row + ', ' + n.col, n.distanceUm.toFixed(1) + ' µm', degrees(n.disorientationDeg, 1)))));
}

export function start() {
  el('panel-pixel').replaceChildren(node('p', { class: 'dim' }, 'Click a pixel, or move the cursor with the arrow keys and press Enter.'));
  subscribe(refresh);
}
