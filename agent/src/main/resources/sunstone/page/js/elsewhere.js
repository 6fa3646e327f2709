// What the scans that are not on show need, and the title, which is read from another window.
import { el, node } from './dom.js';
import { state, subscribe, show, waits } from './state.js';

let stamp = '';

function need(s) {
  if (waits(s)) return 'waits for a decision';
  if (s.closed) return null;
  return s.degraded ? 'is degraded' : s.optics?.verdict === 'contradicted' ? 'leaves its light out' : null;
}

function render() {
  const all = [...state.scans.values()], waiting = all.filter(waits).length;
  document.title = (waiting ? waiting + (waiting === 1 ? ' waits' : ' wait') + ' · ' : '') + (state.shown ?? '') + (state.shown ? ' · ' : '') + 'Sunstone';
  const others = all.filter(s => s.scanId !== state.shown).map(s => [s.scanId, need(s)]).filter(([, n]) => n);
  if (JSON.stringify(others) === stamp) return;
  stamp = JSON.stringify(others);
  el('elsewhere').replaceChildren(...others.map(([id, n]) => node('button', { class: n.startsWith('waits') ? 'amber' : 'danger', onclick: () => show(id) }, id + ' ' + n)));
}

export function start() { subscribe(render); }
