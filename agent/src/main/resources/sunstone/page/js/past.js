// Which revision is on show: the newest, or an older one by the slider.
import { el, say, clock } from './dom.js';
import { state, scan, subscribe, changed } from './state.js';

/** Revision of the maps on show. */
export const shownRevision = s => state.past ?? s.revision;

export function newest() {
  state.past = null;
  changed();
}

function render() {
  const s = scan(), slider = el('past'), older = s?.revision > 0 && s.oldestRevision < s.revision;
  slider.disabled = !older;
  slider.min = older ? s.oldestRevision : 0;
  slider.max = older ? s.revision : 1;
  slider.value = !older ? 1 : shownRevision(s);
  const step = state.past == null ? null : s.history.find(h => h.revision === state.past);
  const words = state.past == null ? 'newest' : 'revision ' + state.past + (step ? ', ' + step.points + ' points, ' + clock(step.at, false) : '');
  say(el('past-words'), words);
  slider.setAttribute('aria-valuetext', words);
}

export function start() {
  el('past').oninput = () => {
    const s = scan(), wanted = +el('past').value;
    state.past = s && wanted < s.revision ? wanted : null;
    changed();
  };
  subscribe(render);
}
