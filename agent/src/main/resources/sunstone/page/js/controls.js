// The head of the page: scan, mode, pause, stop, name, light; and the list of scans.
import { el, node, degrees, duration, say } from './dom.js';
import { state, scan, subscribe, show, silentFor, unreachable, waits } from './state.js';
import { control, scanUrl, setMode } from './api.js';
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
  if (!s || s.closed || unreachable()) return;
  control(s.scanId, { action: s.paused || s.stopped ? 'resume' : 'pause' }).catch(e => alarm('Not done: ' + e.message));
}

export async function stop() {
  const s = scan();
  if (s && !s.closed && !unreachable() && await confirmed('Stop scan ' + s.scanId + '? What is under way is still measured, then nothing more is proposed.', 'Stop the scan')) {
    control(s.scanId, { action: 'stop' }).catch(e => alarm('Not stopped: ' + e.message));
  }
}

async function cancel() {
  const s = scan();
  if (s && !s.closed && !unreachable() && await confirmed('Cancel the ' + s.pending.length + ' points under way? They are not proposed again.', 'Cancel the points')) {
    control(s.scanId, { action: 'cancel' }).catch(e => alarm('Not cancelled: ' + e.message));
  }
}

function light(on) {
  document.documentElement.classList.toggle('light', on);
  localStorage.setItem('light', on ? '1' : '');
  el('theme').textContent = on ? 'Dark' : 'Light';
}

/** A scan in a word or two. */
const standing = s => [s.closed ? 'closed' : waits(s) ? 'waits for a decision' : s.activity.kind, s.degraded ? 'degraded' : null].filter(Boolean).join(', ');

/** One section of a specimen: its map in small, its name, how it stands. */
function section(s) {
  return node('div', { class: 'section' },
    s.revision > 0 ? node('img', { src: scanUrl(s.scanId, '/layers/map?revision=' + s.revision), alt: '', loading: 'lazy' }) : node('span', { class: 'blank' }),
    node('div', {}, node('button', { class: s.scanId === state.shown ? 'on' : '', onclick: () => show(s.scanId) }, s.section + ': ' + s.scanId),
      node('p', { class: s.degraded ? 'why' : 'dim' }, s.measurements + ' points, uncertain by ' + degrees(s.meanUncertaintyDeg) + ', ' + standing(s))));
}

/** All scans by specimen and section: the stack of a serial sectioning reads downwards. */
function listScans() {
  const all = [...state.scans.values()].sort((a, b) => a.specimenId.localeCompare(b.specimenId) || a.section - b.section);
  const current = JSON.stringify(all.map(s => [s.scanId, s.revision, s.measurements, s.meanUncertaintyDeg, standing(s), s.scanId === state.shown]));
  if (current === scansStamp) return;
  scansStamp = current;
  el('scan').replaceChildren(...all.map(s => node('option', { value: s.scanId }, s.scanId)));
  el('scan').value = state.shown ?? '';
  el('panel-scans').replaceChildren(...all.flatMap((s, k) => s.specimenId === all[k - 1]?.specimenId ? [section(s)] : [node('h2', {}, 'Specimen ' + s.specimenId), section(s)]));
}

function renderMode(off) {
  for (const b of el('mode').children) {
    b.setAttribute('aria-checked', String(b.dataset.mode === state.mode));
    b.tabIndex = b.dataset.mode === (state.mode ?? 'advise') ? 0 : -1;
    b.disabled = off;
  }
}

function render() {
  const s = scan(), off = !!unreachable(), silent = silentFor(); // whatever is on its way, a pause is never held up
  listScans();
  renderMode(off);
  const several = [...state.scans.values()].filter(o => !o.closed).length > 1, which = several && s ? ' ' + s.scanId : '';
  say(el('mode-of'), several ? 'All scans' : '');
  say(el('pause'), (s?.paused || s?.stopped ? 'Resume' : 'Pause') + which);
  say(el('stop'), 'Stop' + which);
  el('pause').classList.toggle('on', !!s?.paused);
  el('pause').disabled = off || !s || s.closed;
  el('pause').title = unreachable() ?? 'Command nothing for this scan until resumed (key: space)';
  el('cancel').disabled = off || !s || s.closed || !s.pending.length;
  el('stop').disabled = off || !s || s.closed || !!s.stopped;
  say(el('link'), silent ? (state.heardAt == null ? 'connecting' : 'no news for ' + duration(silent)) : 'live');
  el('link').className = silent && state.heardAt != null ? 'lost' : '';
}

/** Arrow keys go from one radio to the next; space or Enter chooses, because Auto asks first. */
function roam(e) {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[e.key], all = [...el('mode').children];
  if (!step) return;
  all[(all.indexOf(e.target) + step + all.length) % all.length].focus();
  e.preventDefault();
  e.stopPropagation();
}

export function start() {
  el('scan').onchange = () => show(el('scan').value);
  for (const b of el('mode').children) b.onclick = () => mode(b.dataset.mode);
  el('mode').onkeydown = roam;
  el('pause').onclick = pause;
  el('cancel').onclick = cancel;
  el('stop').onclick = stop;
  el('operator').value = localStorage.getItem('operator') ?? '';
  el('operator').onchange = () => localStorage.setItem('operator', el('operator').value);
  el('theme').onclick = () => light(!document.documentElement.classList.contains('light'));
  light(localStorage.getItem('light') === '1');
  subscribe(render);
}
