// Loud, never in the way: a line at the top for what is wrong now, and for what was just refused.
import { el, node } from './dom.js';
import { state, scan, subscribe, changed } from './state.js';

const SILENCE_MS = 30000, PASSING_MS = 12000;
let passing = [], stamp = '';

/** Something went wrong once. */
export function alarm(text) {
  const entry = { text };
  passing.push(entry);
  setTimeout(() => { passing = passing.filter(p => p !== entry); changed(); }, PASSING_MS);
  changed();
}

/** What is wrong now. */
function standing() {
  const s = scan(), all = [];
  if (!state.connected) all.push('No connection to the agent: what you see may be old.');
  if (!s || s.closed) return all;
  if (s.degraded) all.push('Degraded: ' + s.degraded);
  if (s.optics?.verdict === 'contradicted') all.push('Light left out: ' + s.optics.note + '.');
  const c = s.calibration;
  if (c.points >= 30 && c.coverage90 != null && c.coverage90 < .5) {
    all.push('Misfit: only ' + (100 * c.coverage90).toFixed(0) + '% of the points fell where the ensemble expected 90%; do not trust the error bars.');
  }
  if (s.pending.length && Date.now() - Date.parse(s.lastSign) > SILENCE_MS) {
    all.push('The instrument has been silent for ' + Math.round((Date.now() - Date.parse(s.lastSign)) / 1000) + ' s with ' + s.pending.length + ' points under way.');
  }
  if (s.frozen) all.push('Frozen, no maps and suggestions: ' + s.frozen);
  if (s.paused) all.push('Paused: nothing is commanded.');
  return all;
}

function render() {
  const texts = [...standing(), ...passing.map(p => p.text)], now = texts.join('\n');
  if (now === stamp) return;
  stamp = now;
  el('alarms').replaceChildren(...texts.map(t => node('p', {}, t)));
}

export function start() { subscribe(render); }
