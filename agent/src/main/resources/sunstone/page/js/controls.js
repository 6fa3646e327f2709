// The head of the page: scan, mode, pause, stop, name, light; and the list of scans.
import { el, node, degrees } from './dom.js';
import { state, scan, subscribe, show } from './state.js';
import { control, setMode } from './api.js';
import { alarm } from './alarms.js';
import { confirmed } from './dialog.js';

let scansStamp = '';

async function mode(to) {
  if (to === state.mode) return;
  if (to === 'auto' && !await confirmed('Auto: every suggestion is measured without asking. Go on?', 'Go auto')) return;
  setMode(to).catch(e => alarm('Mode stays: ' + e.message));
}

export function pause() {
  const s = scan();
  if (!s || s.closed) return;
  control(s.scanId, { action: s.paused || s.stopped ? 'resume' : 'pause' }).catch(e => alarm('Not done: ' + e.message));
}

export async function stop() {
  const s = scan();
  if (s && !s.closed && await confirmed('Stop scan ' + s.scanId + '? What is under way is still measured, then nothing more is proposed.', 'Stop the scan')) {
    control(s.scanId, { action: 'stop' }).catch(e => alarm('Not stopped: ' + e.message));
  }
}

function light(on) {
  document.documentElement.classList.toggle('light', on);
  localStorage.setItem('light', on ? '1' : '');
  el('theme').textContent = on ? 'Dark' : 'Light';
}

/** All scans by specimen and section: the stack of a serial sectioning reads downwards. */
function listScans() {
  const all = [...state.scans.values()].sort((a, b) => a.specimenId.localeCompare(b.specimenId) || a.section - b.section);
  const now = JSON.stringify(all.map(s => [s.scanId, s.measurements, s.meanUncertaintyDeg, s.closed, s.scanId === state.shown]));
  if (now === scansStamp) return;
  scansStamp = now;
  el('scan').replaceChildren(...all.map(s => node('option', { value: s.scanId }, s.scanId)));
  el('scan').value = state.shown ?? '';
  const row = s => node('tr', { class: 'link', tabindex: 0, onclick: () => show(s.scanId), onkeydown: e => { if (e.key === 'Enter') show(s.scanId); } },
    ...[s.specimenId, s.section, (s.scanId === state.shown ? '▸ ' : '') + s.scanId, s.measurements, degrees(s.meanUncertaintyDeg), s.closed ? 'closed' : s.paused ? 'paused' : 'open'].map(t => node('td', {}, String(t))));
  el('panel-scans').replaceChildren(node('table', {},
    node('tr', {}, ...['specimen', 'section', 'scan', 'points', 'unc.', ''].map(t => node('th', {}, t))), ...all.map(row)));
}

function render() {
  const s = scan();
  listScans();
  for (const b of el('mode').children) b.setAttribute('aria-checked', b.dataset.mode === state.mode);
  el('pause').textContent = s?.paused || s?.stopped ? 'Resume' : 'Pause';
  el('pause').classList.toggle('on', !!s?.paused);
  el('pause').disabled = el('stop').disabled = !s || s.closed;
  el('stop').disabled ||= !!s?.stopped;
  el('link').textContent = state.connected ? 'live' : 'connection lost';
  el('link').className = state.connected ? '' : 'lost';
}

export function start() {
  el('scan').onchange = () => show(el('scan').value);
  for (const b of el('mode').children) b.onclick = () => mode(b.dataset.mode);
  el('pause').onclick = pause;
  el('stop').onclick = stop;
  el('operator').value = localStorage.getItem('operator') ?? '';
  el('operator').onchange = () => localStorage.setItem('operator', el('operator').value);
  el('theme').onclick = () => light(!document.documentElement.classList.contains('light'));
  light(localStorage.getItem('light') === '1');
  subscribe(render);
}
