// The suggestion that stands: approve, deny, edit, and the list of its points. Buttons stay, whatever changes around them.
import { el, node, degrees, figure, clock, say } from './dom.js';
import { state, scan, subscribe, changed, markers, whyNot, unreachable } from './state.js';
import { decide } from './api.js';
import { ask } from './dialog.js';
import { alarm } from './alarms.js';
import { view } from './view.js';

let stamp = '';

async function send(verdict, more = {}) {
  const s = scan(), id = state.draft?.suggestionId ?? s?.suggestion?.suggestionId;
  if (!id || state.sending) return;
  try {
    await decide(s.scanId, { suggestionId: id, verdict, ...more });
    state.draft = null;
    state.selected = null;
  } catch (e) {
    alarm('Not ' + { approve: 'approved', deny: 'denied', edit: 'approved' }[verdict] + ': ' + e.message);
  } finally {
    changed();
  }
}

export function approve() {
  const reason = whyNot();
  if (reason) alarm('Not approved: ' + reason);
  else if (state.draft) send('edit', { points: state.draft.points.map(p => ({ row: p.row, col: p.col })) });
  else send('approve');
}

/** The suggestion can still be denied or edited. */
function open() {
  const s = scan(), g = s?.suggestion;
  return g && !g.decided && !g.stop && !s.closed && !unreachable() && !state.sending ? g : null;
}

export async function deny() {
  if (!open()) return;
  const reason = await ask('Why are these points not wanted? They will not be proposed again.', 'Reason');
  if (reason !== null) send('deny', reason ? { reason } : {});
}

export function edit() {
  const g = open();
  if (state.draft) state.draft = null;
  else if (g) {
    state.draft = { suggestionId: g.suggestionId, revision: g.revision, points: g.points.map(p => ({ ...p })) };
    state.selected ??= 0;
  }
  changed();
}

export function selectMarker(k) {
  const n = markers().length;
  state.selected = n ? ((k % n) + n) % n : null;
  changed();
}

export function moveMarker(k, [row, col]) {
  if (!state.draft?.points[k]) return;
  state.draft.points[k] = { row, col, why: 'moved by you' };
  changed();
}

export function nudge(dr, dc) {
  const s = scan(), p = state.draft?.points[state.selected];
  if (!p) return false;
  moveMarker(state.selected, [Math.max(0, Math.min(s.rows - 1, p.row + dr)), Math.max(0, Math.min(s.cols - 1, p.col + dc))]);
  return true;
}

/** Adds a point of the operator's own at the cursor; starts an edit if there is none. */
export function add(pixel = view.cursor) {
  if (!state.draft) edit();
  if (!state.draft || !pixel) return;
  state.draft.points.push({ row: pixel[0], col: pixel[1], why: 'added by you' });
  state.selected = state.draft.points.length - 1;
  changed();
}

export function remove() {
  if (!state.draft || state.draft.points[state.selected] === undefined) return;
  state.draft.points.splice(state.selected, 1);
  state.selected = state.draft.points.length ? Math.min(state.selected, state.draft.points.length - 1) : null;
  changed();
}

function item(p, k) {
  return node('li', { role: 'option', id: 'point-' + k, 'aria-selected': state.selected === k, onclick: () => selectMarker(k) },
    node('span', { class: 'n' }, k + 1), node('span', {}, 'row ' + p.row + ', col ' + p.col),
    node('span', { class: 'dim', title: 'Expected fall of the map’s mean error' }, p.expectedGainDeg == null ? '' : 'gains ' + figure(p.expectedGainDeg) + '°'),
    node('small', {}, [p.uncertaintyDeg == null ? null : 'uncertain by ' + degrees(p.uncertaintyDeg, 1), p.why].filter(Boolean).join('; ')));
}

/** The list is made anew when its points are others; a choice only moves the mark. */
function list(s) {
  const current = JSON.stringify([markers(), s?.scanId]), box = el('points');
  if (current !== stamp) {
    stamp = current;
    box.replaceChildren(...markers().map(item));
  }
  [...box.children].forEach((li, k) => li.setAttribute('aria-selected', String(state.selected === k)));
  if (state.selected == null) box.removeAttribute('aria-activedescendant');
  else box.setAttribute('aria-activedescendant', 'point-' + state.selected);
  box.hidden = !box.childElementCount;
}

function head(s) {
  const g = s?.suggestion;
  if (state.draft) return 'Editing revision ' + state.draft.revision + ': drag markers or use the arrow keys, Add point or Shift+A adds one at the cursor, Delete removes';
  if (!g) return 'No suggestion yet';
  if (g.stop) return 'Nothing more is proposed';
  return 'Revision ' + g.revision + ': ' + g.points.length + ' points' + (g.decided ? ', decided' : ', open until ' + clock(g.expiresAt));
}

function render() {
  const s = scan(), reason = whyNot();
  say(el('head'), head(s));
  el('approve').disabled = reason !== null;
  el('approve').title = reason ?? 'Key: a';
  say(el('approve'), state.draft ? 'Approve edited' : 'Approve');
  el('deny').disabled = !open() || !!state.draft;
  el('edit').disabled = !open() && !state.draft;
  el('edit').classList.toggle('on', !!state.draft);
  say(el('edit'), state.draft ? 'Leave edit' : 'Edit');
  for (const id of ['add', 'remove']) el(id).hidden = !state.draft;
  const quiet = !s?.suggestion || s.suggestion.decided || s.suggestion.stop || s.closed || s.paused || state.mode === 'shadow' || state.sending;
  el('why-not').className = quiet && !unreachable() ? 'dim' : 'why';
  say(el('why-not'), unreachable() || state.sending || s?.suggestion && !s.suggestion.decided ? reason ?? '' : '');
  list(s);
}

export function start() {
  el('approve').onclick = approve;
  el('deny').onclick = deny;
  el('edit').onclick = edit;
  el('add').onclick = () => add(view.cursor ?? [scan().rows >> 1, scan().cols >> 1]);
  el('remove').onclick = remove;
  subscribe(render);
}
