// Everything by key. Keys do nothing while a text is typed or a dialog is open.
import { el, node } from './dom.js';
import { state, changed } from './state.js';
import { view, fit, moveCursor } from './view.js';
import { approve, deny, edit, add, remove, nudge, selectMarker } from './suggestion.js';
import { inspect } from './pixel.js';
import { pause, stop } from './controls.js';
import { draw, undo, corner } from './regions.js';
import { change } from './plan.js';
import { newest } from './past.js';
import { zoom } from './maps.js';
import { tell } from './dialog.js';

const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const KEYS = {
  a: ['approve the suggestion', approve],
  d: ['deny it, with a reason', deny],
  e: ['edit it: arrows move the marker, n and p choose one', edit],
  A: ['add a point of your own at the cursor', () => add()],
  Delete: ['remove the marker', remove],
  n: ['next marker', () => selectMarker((state.selected ?? -1) + 1)],
  p: ['previous marker', () => selectMarker((state.selected ?? 0) - 1)],
  Enter: ['inspect the pixel under the cursor; while a region is drawn, a corner', () => state.drawing && view.cursor ? corner(view.cursor) : inspect(view.cursor)],
  B: ['change budget, target, batch or policy', change],
  ' ': ['pause or resume', pause],
  S: ['stop the scan', stop],
  g: ['draw a region to prefer: drag, or corners by Enter; a polygon ends at a corner that is there', () => draw('prefer')],
  f: ['draw a region to forbid', () => draw('forbid')],
  u: ['take the newest region back', undo],
  b: ['boundaries on or off', () => el('show-edges').click()],
  '+': ['zoom in', () => zoom(1.5)],
  '-': ['zoom out', () => zoom(1 / 1.5)],
  0: ['whole map', fit],
  Escape: ['leave edit or drawing, show the newest revision', () => { state.draft = state.drawing = null; state.outline = []; newest(); }],
  '?': ['this list', help],
};

const single = () => localStorage.getItem('keys') !== 'off';

function help() {
  const choice = node('input', { type: 'checkbox', checked: single(), onchange: () => localStorage.setItem('keys', choice.checked ? 'on' : 'off') });
  tell(node('h2', {}, 'Keys'), node('label', {}, choice, ' single keys do something'), node('table', {}, ...Object.entries(KEYS).map(([k, [what]]) =>
    node('tr', {}, node('td', {}, node('kbd', {}, k === ' ' ? 'Space' : k)), node('td', {}, what))),
  node('tr', {}, node('td', {}, node('kbd', {}, 'arrows')), node('td', {}, 'move the cursor, or the marker under edit; with Shift by ten'))));
}

function busy(e) {
  const t = e.target;
  return !single() || e.ctrlKey || e.altKey || e.metaKey || el('dialog').open
    || t.matches('select, textarea, input:not([type=checkbox])')
    || (e.key === ' ' || e.key === 'Enter') && t.matches('button, input, summary')
    || ARROWS[e.key] && t.matches('[role=tab], [role=radio]');
}

export function start() {
  el('help').onclick = help;
  addEventListener('keydown', e => {
    if (busy(e)) return;
    const arrow = ARROWS[e.key];
    if (arrow) {
      const [dr, dc] = arrow.map(v => v * (e.shiftKey ? 10 : 1));
      if (!nudge(dr, dc)) moveCursor(dr, dc);
    } else if (KEYS[e.key]) {
      KEYS[e.key][1]();
    } else {
      return;
    }
    e.preventDefault();
  });
}
