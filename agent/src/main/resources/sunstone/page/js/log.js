// The activity log, newest first.
import { el, node, clock } from './dom.js';
import { state, subscribe } from './state.js';

let last = null;

/** By the time at which it happened: after a restart the agent tells anew what is in the log. */
const inOrder = notes => notes.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));

function render() {
  if (el('panel-log').hidden) return;
  const newest = state.notes.at(-1);
  if (newest === last && el('panel-log').childElementCount) return;
  last = newest;
  el('panel-log').replaceChildren(state.notes.length
    ? node('ul', { class: 'log' }, ...inOrder(state.notes).slice(-200).reverse().map(n =>
      node('li', {}, node('time', {}, clock(n.at)), ' ', n.scanId ? node('b', {}, n.scanId + ' ') : null, node('span', { class: n.level }, n.text))))
    : node('p', { class: 'dim' }, 'Nothing has happened yet.'));
}

export function start() { subscribe(render); }
