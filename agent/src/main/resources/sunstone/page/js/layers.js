// Pictures and numbers of the layers, fetched once per revision and shared by all panes that show them.
import { changed, scan, unreachable } from './state.js';
import { Backoff } from './backoff.js';
import { getBytes, getDerived, scanUrl } from './api.js';
import { shownRevision } from './past.js';

const IPF = axis => ({ name: 'IPF ' + axis.toUpperCase(), layer: 'map', axis, key: true });
export const LAYERS = {
  'ipf-z': IPF('z'),
  'ipf-x': IPF('x'),
  'ipf-y': IPF('y'),
  uncertainty: { name: 'Uncertainty', layer: 'uncertainty', degrees: true, colours: 'magma' },
  change: { name: 'Change since', layer: 'change', degrees: true, colours: 'viridis', since: true },
  pl: { name: 'Polarized light', layer: 'pl', needs: s => s.pl },
  registration: { name: 'Light on the map', layer: 'registration', edges: true, needs: s => s.pl },
  phases: { name: 'Phases', layer: 'phases', phases: true },
  frame: { name: 'PL frames', layer: 'pl', frames: true, needs: s => s.pl },
  error: { name: 'True error', layer: 'error', degrees: true, colours: 'viridis', needs: s => s.truth },
  boundaries: { layer: 'boundaries' }, // drawn over the others
  truth: { name: 'Truth, IPF Z', layer: 'truth', axis: 'z', key: true, needs: s => s.truth },
};
// what follows from map and ensemble, as the agent lists it
for (const d of await getDerived().catch(() => [])) {
  LAYERS[d.name] = { name: d.title, layer: d.name, derived: true, colours: 'viridis', unit: d.unit, most: d.most };
}
const upTo = { value: null }; // degrees, null for what the map needs

/** Upper end of the colours of a scan, degrees. */
export const maxDeg = s => upTo.value ?? s?.uncertainty?.toDeg ?? 30;

export function scaleTo(degrees) {
  upTo.value = degrees;
  changed();
}

const pictures = new Map(); // what -> {image, revision, loading, retry}
const latest = new Map(); // scan and kind -> the one that was on show last

function url(s, kind, frame) {
  const l = LAYERS[kind];
  const q = new URLSearchParams(s.revision ? { revision: l.since ? s.revision : shownRevision(s) } : {});
  if (l.since) q.set('since', shownRevision(s));
  if (l.axis) q.set('axis', l.axis);
  if (l.degrees) q.set('maxDeg', maxDeg(s));
  if (l.frames) q.set('frame', frame);
  return scanUrl(s.scanId, (l.derived ? '/derived/' : '/layers/') + l.layer + '?' + q);
}

/** The newest picture that has come, and its revision; asks for the newest that there is, one at a time. */
export function picture(s, kind, frame) {
  const what = [s.scanId, kind, LAYERS[kind].frames ? frame : '', LAYERS[kind].degrees ? maxDeg(s) : ''].join(' ');
  const p = pictures.get(what) ?? { retry: new Backoff() };
  pictures.set(what, p);
  const others = LAYERS[kind].frames ? null : latest.get(s.scanId + ' ' + kind);
  if (p.revision !== version(s, kind) && !p.loading && p.retry.ready() && !unreachable()) load(p, s, kind, frame);
  if (pictures.size > 64) pictures.delete(pictures.keys().next().value);
  if (p.image) latest.set(s.scanId + ' ' + kind, p);
  return p.image ? p : others ?? p; // an older picture or other colours until it has come, and nothing blank
}

/** What a picture shows: a revision, or before the first the frames that have come. */
const version = (s, kind) => !s.revision ? 'frames ' + s.frames : LAYERS[kind].since ? s.revision + ' since ' + shownRevision(s) : shownRevision(s);

function load(p, s, kind, frame) {
  p.loading = true;
  const image = new Image();
  const revision = version(s, kind);
  image.onload = async () => {
    const bitmap = await createImageBitmap(image); // decoded once, not at every drawing
    p.image?.close();
    Object.assign(p, { image: bitmap, revision, loading: false });
    p.retry.succeeded();
    changed();
  };
  image.onerror = () => { // overtaken meanwhile: the next round of drawing asks again
    p.loading = false;
    p.retry.failed();
    changed();
  };
  image.src = url(s, kind, frame) + (s.revision ? '' : '#' + s.frames);
}

const values = new Map();

/** Number of a layer at a pixel for the readout, or null while it has not come. */
export function valueAt(s, layer, row, col) {
  const v = values.get(layer) ?? { retry: new Backoff() };
  values.set(layer, v);
  if ((v.scanId !== s.scanId || v.revision !== shownRevision(s)) && !v.loading && s.revision > 0 && v.retry.ready() && !unreachable()) {
    v.loading = true;
    const { scanId } = s, revision = shownRevision(s);
    getBytes(scanUrl(scanId, '/layers/' + layer + '?format=npy&revision=' + revision))
      .then(b => { Object.assign(v, { scanId, revision, data: floats(b) }); v.retry.succeeded(); })
      .catch(() => v.retry.failed()) // overtaken or away: asked again later
      .finally(() => { v.loading = false; changed(); });
  }
  return v.data && v.scanId === s.scanId ? v.data[row * s.cols + col] : null;
}

/** The numbers of an NPY file of single precision. */
function floats(buffer) {
  const head = new DataView(buffer).getUint16(8, true) + 10;
  return new Float32Array(buffer, head);
}

/** The scan on show has nothing of this kind. */
export const available = kind => { const s = scan(); return !s || !LAYERS[kind].needs || LAYERS[kind].needs(s); };
