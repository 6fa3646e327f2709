// Which panel of the side bar is open.
import { el } from './dom.js';
import { changed } from './state.js';

const NAMES = ['points', 'pixel', 'light', 'log', 'letters', 'scans'];

export function open(name) {
  for (const n of NAMES) {
    el('panel-' + n).hidden = n !== name;
    el('tab-' + n).setAttribute('aria-selected', n === name);
    el('tab-' + n).tabIndex = n === name ? 0 : -1;
  }
  changed();
}

export function start() {
  NAMES.forEach((n, k) => {
    el('tab-' + n).onclick = () => open(n);
    el('tab-' + n).onkeydown = e => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[e.key];
      if (!step) return;
      const to = NAMES[(k + step + NAMES.length) % NAMES.length];
      open(to);
      el('tab-' + to).focus();
      e.stopPropagation();
    };
  });
  open('points');
}
