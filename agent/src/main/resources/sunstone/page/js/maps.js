// The panes and what the pointer does on them.
import { el, say } from './dom.js';
import { state, scan, watchView, changed, markers, unreachable } from './state.js';
import { Backoff } from './backoff.js';
import { view, follow, fit, pan, zoomAt, toMap, toScreen, pixelAt, setCursor } from './view.js';
import { scaleTo, valueAt } from './layers.js';
import { Pane } from './pane.js';
import { inspect } from './pixel.js';
import { moveMarker, selectMarker } from './suggestion.js';
import { finishRegion, finishPolygon, corner, polygon } from './regions.js';
import { tip } from './tip.js';
import { getJson, scanUrl } from './api.js';

const panes = [];
const show = { points: true, path: true, edges: false, opacity: 1, drag: null };
const fetching = { of: '', retry: new Backoff() };

function layout(n) {
  const kinds = ['ipf-z', 'uncertainty', 'pl', 'error'];
  while (panes.length > n) panes.pop().root.remove();
  while (panes.length < n) {
    const pane = new Pane(kinds[panes.length]);
    panes.push(pane);
    el('maps').append(pane.root);
    listen(pane);
  }
  el('maps').dataset.panes = n;
  changed();
}

/** Index of the marker within reach of a place on the screen, or -1. */
function markerAt(x, y, width, height) {
  return markers().findIndex(p => {
    const [u, v] = toScreen(p.row + .5, p.col + .5, width, height);
    return Math.hypot(u - x, v - y) <= 11;
  });
}

function listen(pane) {
  const canvas = pane.canvas, fingers = new Map();
  let down = null;
  canvas.addEventListener('pointerdown', e => {
    if (!scan()) return;
    fingers.set(e.pointerId, [e.clientX, e.clientY]);
    if (fingers.size > 1) { // a pinch, not a drag
      down = show.drag = null;
      return;
    }
    const place = pane.at(e), pixel = pixelAt(...toMap(...place)), k = markerAt(...place);
    canvas.setPointerCapture(e.pointerId);
    down = { x: place[0], y: place[1], moved: false, marker: state.draft && k >= 0 ? k : -1, from: state.drawing && !polygon() ? pixel : null };
    if (k >= 0) selectMarker(k);
  });
  canvas.addEventListener('pointermove', e => {
    if (!scan()) return;
    if (fingers.size === 2 && fingers.has(e.pointerId)) {
      pinch(pane, fingers, e);
      return;
    }
    const place = pane.at(e), pixel = pixelAt(...toMap(...place));
    setCursor(pixel);
    if (!down) {
      const k = markerAt(...place);
      tip(k < 0 ? null : markers()[k], k, e.clientX, e.clientY);
      return;
    }
    const [dx, dy] = [place[0] - down.x, place[1] - down.y];
    down.moved ||= Math.hypot(dx, dy) > 3;
    if (!down.moved) return;
    if (down.from) {
      show.drag = pixel ? { from: down.from, to: pixel } : show.drag;
      changed();
    } else if (down.marker >= 0) {
      if (pixel) moveMarker(down.marker, pixel);
    } else {
      pan(dx, dy, place[2], place[3]);
      [down.x, down.y] = place;
    }
  });
  canvas.addEventListener('pointerup', e => {
    fingers.delete(e.pointerId);
    const place = pane.at(e), pixel = scan() && pixelAt(...toMap(...place)), k = scan() ? markerAt(...place) : -1;
    if (e.pointerType === 'touch') tip(k < 0 ? null : markers()[k], k, e.clientX, e.clientY);
    if (down?.from && show.drag) finishRegion(pixel ? { from: down.from, to: pixel } : show.drag);
    else if (down && !down.moved && pixel && state.drawing) corner(pixel);
    else if (down && !down.moved && pixel && k < 0) inspect(pixel);
    show.drag = null;
    down = null;
    changed();
  });
  canvas.addEventListener('dblclick', () => { if (state.drawing && polygon()) finishPolygon(); });
  canvas.addEventListener('pointercancel', e => { fingers.delete(e.pointerId); down = show.drag = null; });
  canvas.addEventListener('pointerleave', e => {
    if (e.pointerType === 'touch') return; // the finger is gone, what it chose stays
    setCursor(null);
    tip(null);
  });
  canvas.addEventListener('wheel', e => {
    if (!scan()) return;
    e.preventDefault();
    zoomAt(Math.exp(-e.deltaY / 400), ...pane.at(e));
  }, { passive: false });
}

/** Two fingers: what lies between them stays there. */
function pinch(pane, fingers, e) {
  const before = [...fingers.values()];
  fingers.set(e.pointerId, [e.clientX, e.clientY]);
  const after = [...fingers.values()], apart = ([a, b]) => Math.max(1, Math.hypot(a[0] - b[0], a[1] - b[1]));
  const middle = ([a, b]) => ({ clientX: (a[0] + b[0]) / 2, clientY: (a[1] + b[1]) / 2 });
  const [from, to] = [pane.at(middle(before)), pane.at(middle(after))];
  zoomAt(apart(after) / apart(before), ...to);
  pan(to[0] - from[0], to[1] - from[1], to[2], to[3]);
}

/** Zooms about the middle, for the keyboard. */
export function zoom(factor) {
  const box = panes[0].canvas.getBoundingClientRect();
  zoomAt(factor, box.width / 2, box.height / 2, box.width, box.height);
}

function readout(s) {
  if (!view.cursor) return '';
  const [row, col] = view.cursor, u = valueAt(s, 'uncertainty', row, col);
  const e = s.truth ? valueAt(s, 'error', row, col) : null;
  const number = v => v == null || Number.isNaN(v) ? '–' : v.toFixed(1) + '°';
  return 'row ' + row + ', col ' + col + ' (' + (col * s.stepUm).toFixed(1) + ', ' + (row * s.stepUm).toFixed(1) + ' µm): ±'
    + number(u) + (s.truth ? ', error ' + number(e) : '');
}

function fetchPoints(s, stamp) {
  fetching.of = stamp;
  getJson(scanUrl(s.scanId, '/points'))
    .then(p => {
      fetching.retry.succeeded();
      if (fetching.of === stamp) state.points = p;
      changed();
    })
    .catch(() => { // away: asked again later
      fetching.of = '';
      fetching.retry.failed();
    });
}

function render() {
  const s = scan();
  if (s) {
    follow(s);
    const stamp = s.scanId + ' ' + s.revision;
    if (fetching.of !== stamp && s.revision > 0 && fetching.retry.ready() && !unreachable()) fetchPoints(s, stamp);
  }
  el('opacity').disabled = !s?.pl;
  panes.forEach(p => p.draw(show));
  say(el('readout'), s ? readout(s) : '');
}

export function start() {
  layout(+(localStorage.getItem('panes') ?? 4));
  el('layout').value = panes.length;
  el('layout').onchange = () => { localStorage.setItem('panes', el('layout').value); layout(+el('layout').value); };
  el('fit').onclick = fit;
  el('more').onclick = () => el('more').setAttribute('aria-expanded', String(el('more').getAttribute('aria-expanded') !== 'true'));
  el('show-points').onchange = () => { show.points = el('show-points').checked; changed(); };
  el('show-path').onchange = () => { show.path = el('show-path').checked; changed(); };
  el('show-edges').onchange = () => { show.edges = el('show-edges').checked; changed(); };
  el('opacity').oninput = () => { show.opacity = el('opacity').value / 100; changed(); };
  el('maxdeg').onchange = () => scaleTo(+el('maxdeg').value || null);
  new ResizeObserver(changed).observe(el('maps'));
  watchView(render);
}
