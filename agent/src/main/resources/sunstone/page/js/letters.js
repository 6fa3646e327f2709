// Records that could not be taken: why, where they stand, what they hold, and another try.
import { el, node, clock } from './dom.js';
import { state, subscribe, changed, unreachable } from './state.js';
import { getLetters, letter, sendAgain } from './api.js';
import { alarm } from './alarms.js';
import { tell } from './dialog.js';

let letters = [], fetched = '', drawn = '';

/** What makes the list another: refused records of any scan, notes of some without one, records sent again. */
const stamp = () => [[...state.scans.values()].map(s => s.rejected).join(' '), state.notes.at(-1)?.at, state.notes.length].join('|');

function refresh() {
  if (el('panel-letters').hidden || unreachable()) return;
  if (fetched !== stamp()) {
    fetched = stamp();
    getLetters().then(l => { letters = l.reverse(); changed(); }).catch(e => alarm('Refused records: ' + e.message));
  }
  render();
}

async function show(d) {
  try {
    const whole = await getLetters(letter(d));
    tell(node('h2', {}, place(d) + ', ' + whole.bytes + ' bytes'), node('p', { class: 'why' }, d.reason + ': ' + d.detail),
      node('table', {}, ...Object.entries({ key: d.key ?? 'none', ...whole.headers }).map(([k, v]) => node('tr', {}, node('th', {}, k), node('td', {}, v)))),
      node('pre', { tabindex: 0, 'aria-label': 'Value' }, whole.text ?? 'no text; the first bytes in base64: ' + whole.base64.slice(0, 400)));
  } catch (e) {
    alarm('Not shown: ' + e.message);
  }
}

function again(d) {
  sendAgain(d).then(() => { d.sentAgain = true; fetched = ''; }).catch(e => alarm('Not sent again: ' + e.message)).finally(changed);
}

const place = d => d.topic + ', partition ' + d.partition + ', offset ' + d.offset;

function entry(d) {
  return node('li', {},
    node('p', {}, node('time', {}, clock(d.at)), ' ', d.key ? node('b', {}, d.key + ' ') : null, node('span', { class: 'warning' }, d.reason), ' ', d.detail),
    node('p', { class: 'dim' }, place(d)),
    node('div', { class: 'row' }, node('button', { onclick: () => show(d), 'aria-label': 'Show ' + place(d) }, 'Show'),
      node('button', { disabled: d.sentAgain, onclick: () => again(d), 'aria-label': 'Send again ' + place(d) }, d.sentAgain ? 'Sent again' : 'Send again')));
}

function render() {
  const current = JSON.stringify(letters);
  if (current === drawn) return;
  drawn = current;
  el('panel-letters').replaceChildren(letters.length
    ? node('ul', { class: 'log' }, ...letters.map(entry))
    : node('p', { class: 'dim' }, 'No record has been refused.'));
}

export function start() {
  el('panel-letters').replaceChildren(node('p', { class: 'dim' }, 'No record has been refused.'));
  subscribe(refresh);
}
