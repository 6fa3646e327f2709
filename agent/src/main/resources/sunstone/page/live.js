'use strict';
const scans = new Map();
const el = id => document.getElementById(id);
const PICTURES = [
  ['ipf', 'Orientation, inverse pole figure along Z'],
  ['uncertainty', 'Uncertainty, 0 (dark) to 30 degrees'],
  ['error', 'Error against the known truth, 0 (dark) to 30 degrees'],
  ['pl', 'Polarised light'],
];
let shown = null;
let drawn = '';
let dots = [];

function degrees(v) { return v == null ? '–' : v.toFixed(2) + '°'; }
function ratio(v) { return v == null ? '–' : v.toFixed(2); }
function node(name, text) { const n = document.createElement(name); if (text != null) n.textContent = text; return n; }

function choose() {
  const ids = [...scans.keys()];
  const select = el('scan');
  if (select.options.length !== ids.length) {
    select.replaceChildren(...ids.map(id => node('option', id)));
  }
  if (!scans.has(shown)) shown = ids[ids.length - 1] ?? null;
  select.value = shown;
  render();
}

function figures(s) {
  const rows = [
    ['Revision', s.revision],
    ['Measurements', s.measurements + (s.budgetPoints == null ? '' : ' of ' + s.budgetPoints)],
    ['Share of the map', (100 * s.measurements / (s.rows * s.cols)).toFixed(2) + ' %'],
    ['Under way', s.pending],
    ['PL frames', s.frames + ' of ' + s.framesDue],
    ['Mean uncertainty', degrees(s.meanUncertaintyDeg)],
    ['95th percentile', degrees(s.p95UncertaintyDeg)],
    ['True error', s.errorDeg === undefined ? null : degrees(s.errorDeg)],
    ['Points within the 90% ball', ratio(s.coverage90)],
    ['Spread over error', ratio(s.spreadSkill)],
    ['Members', s.members ?? '–'],
    ['Inference', Math.round(s.inferenceMs) + ' ms'],
    ['Rejected, repeated', s.rejected + ', ' + s.duplicates],
  ].filter(r => r[1] !== null);
  el('figures').replaceChildren(...rows.flatMap(([k, v]) => [node('dt', k), node('dd', v)]));
}

function curve(s) {
  const svg = el('curve');
  svg.replaceChildren();
  if (s.history.length < 2) return;
  const top = Math.max(...s.history.map(h => h[1]), 1);
  const right = Math.max(s.history[s.history.length - 1][0], 1);
  const line = document.createElementNS('http://www.w3.org/2000/svg', 'polyline');
  line.setAttribute('points', s.history.map(h => (8 + 284 * h[0] / right) + ',' + (102 - 94 * h[1] / top)).join(' '));
  line.setAttribute('fill', 'none');
  line.setAttribute('stroke', '#ffb454');
  line.setAttribute('stroke-width', '2');
  const label = document.createElementNS('http://www.w3.org/2000/svg', 'text');
  label.setAttribute('x', '292');
  label.setAttribute('y', '16');
  label.setAttribute('text-anchor', 'end');
  label.setAttribute('fill', '#9a9792');
  label.setAttribute('font-size', '11');
  label.textContent = degrees(top) + ' at most, ' + right + ' points';
  svg.append(line, label);
}

function suggestion(s) {
  const g = s.suggestion;
  el('points').replaceChildren();
  el('decide').hidden = true;
  if (!g) { el('state').textContent = 'None yet.'; return; }
  el('state').textContent = g.stop ? 'Stop: ' + g.stop
    : 'Revision ' + g.revision + (g.decided ? ', decided' : ', can be approved until ' + new Date(g.expiresAt).toLocaleTimeString());
  el('decide').hidden = g.decided || g.stop != null || s.closed || el('mode').value !== 'advise';
  el('points').replaceChildren(...g.points.map(p => {
    const li = node('li', 'row ' + p.row + ', col ' + p.col + ' ');
    li.append(node('small', p.why));
    return li;
  }));
}

function maps(s) {
  const key = s.scanId + ' ' + s.revision;
  if (s.revision === 0 || key === drawn) return;
  drawn = key;
  const kinds = PICTURES.filter(([k]) => (k !== 'error' || s.errorDeg != null) && (k !== 'pl' || s.pl));
  const box = el('maps');
  if (box.dataset.kinds !== s.scanId + kinds) {
    box.dataset.kinds = s.scanId + kinds;
    box.replaceChildren(...kinds.map(([k, text]) => {
      const f = node('figure'), plate = node('div'), img = node('img'), canvas = node('canvas');
      plate.className = 'plate';
      img.dataset.what = k;
      img.alt = text;
      plate.append(img, canvas);
      f.append(node('figcaption', text), plate);
      return f;
    }));
  }
  for (const img of box.querySelectorAll('img')) {
    const url = '/api/picture?' + new URLSearchParams({ scan: s.scanId, what: img.dataset.what, revision: s.revision });
    const next = new Image();
    next.onload = () => { img.src = url; };
    next.src = url;
  }
  fetch('/api/points?' + new URLSearchParams({ scan: s.scanId })).then(r => r.json()).then(p => { dots = p; overlay(s); });
}

function overlay(s) {
  for (const canvas of document.querySelectorAll('.plate canvas')) {
    const zoom = Math.max(1, Math.round(800 / s.cols));
    canvas.width = s.cols * zoom;
    canvas.height = s.rows * zoom;
    const g = canvas.getContext('2d');
    g.lineWidth = 1.5;
    const ring = (row, col, r) => { g.beginPath(); g.arc((col + .5) * zoom, (row + .5) * zoom, r, 0, 7); g.stroke(); };
    g.strokeStyle = 'rgba(255,255,255,.75)';
    for (const [row, col] of dots) ring(row, col, 3);
    g.strokeStyle = '#ffb454';
    g.lineWidth = 2.5;
    for (const p of (s.suggestion?.points ?? [])) ring(p.row, p.col, 7);
  }
}

function render() {
  const s = scans.get(shown);
  el('empty').hidden = !!s;
  el('main').hidden = !s;
  if (!s) return;
  figures(s);
  curve(s);
  suggestion(s);
  el('degraded').hidden = !s.degraded;
  el('degraded').textContent = s.degraded ? 'Degraded: ' + s.degraded : '';
  maps(s);
}

function post(path, body) {
  return fetch(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) })
    .then(r => { if (!r.ok) return r.text().then(t => { throw new Error(t); }); })
    .catch(e => { el('state').textContent = e.message; });
}

function decide(verdict) {
  const s = scans.get(shown);
  if (s?.suggestion) post('/api/decisions', { scanId: s.scanId, suggestionId: s.suggestion.id, verdict });
}

function mode() { return fetch('/api/mode').then(r => r.json()).then(m => { el('mode').value = m.mode; render(); }); }

el('scan').onchange = () => { shown = el('scan').value; drawn = ''; render(); };
el('mode').onchange = () => post('/api/mode', { mode: el('mode').value }).then(mode);
el('approve').onclick = () => decide('approve');
el('deny').onclick = () => decide('deny');
mode();

const events = new EventSource('/api/events');
events.onopen = () => { el('link').textContent = 'live'; el('link').className = ''; };
events.onerror = () => { el('link').textContent = 'connection lost'; el('link').className = 'lost'; };
events.onmessage = e => { const s = JSON.parse(e.data); scans.set(s.scanId, s); choose(); };
