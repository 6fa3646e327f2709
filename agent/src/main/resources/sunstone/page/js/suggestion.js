// The suggestion that stands: list, approve, deny, edit.
import { el, node, degrees, clock } from './dom.js';
import { state, scan, subscribe, changed, markers, whyNot } from './state.js';
import { decide } from './api.js';
import { ask } from './dialog.js';
import { alarm } from './alarms.js';
import { view } from './view.js';

let box, busy = false, stamp = '';

async function send(verdict, more = {}) {
  const s = scan(), id = state.draft?.suggestionId ?? s?.suggestion?.suggestionId;
  if (!id || busy) return;
  busy = true;
  changed();
  try {
    await decide(s.scanId, { suggestionId: id, verdict, ...more });
    state.draft = null;
    state.selected = null;
  } catch (e) {
    alarm('Not ' + { approve: 'approved', deny: 'denied', edit: 'approved' }[verdict] + ': ' + e.message);
  } finally {
    busy = false;
    changed();
  }
}

export function approve() {
  const reason = whyNot();
  if (reason) alarm('Not approved: ' + reason);
  else if (state.draft) send('edit', { points: state.draft.points.map(p => ({ row: p.row, col: p.col })) });
  else send('approve');
}

export async function deny() {
  const g = scan()?.suggestion;
  if (!g || g.decided || g.stop) return;
  const reason = await ask('Why are these points not wanted? They will not be proposed again.', 'Reason');
  if (reason !== null) send('deny', reason ? { reason } : {});
}

export function edit() {
  const g = scan()?.suggestion;
  if (state.draft) state.draft = null;
  else if (g && !g.decided && !g.stop) {
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
  return node('li', { role: 'option', 'aria-selected': state.selected === k, onclick: () => selectMarker(k) },
    node('span', { class: 'n' }, k + 1), node('span', {}, 'row ' + p.row + ', col ' + p.col),
    node('span', {}, p.uncertaintyDeg == null ? '' : degrees(p.uncertaintyDeg, 1)), node('small', {}, p.why ?? ''));
}

function render() {
  const s = scan(), g = s?.suggestion, reason = whyNot();
  const now = JSON.stringify([g, state.draft, state.selected, reason, busy, state.mode, s?.scanId]);
  if (now === stamp) return;
  stamp = now;
  const open = g && !g.decided && !g.stop && !s.closed;
  const head = !g ? '' : g.stop ? 'Stop: ' + g.stop
    : 'Revision ' + g.revision + (g.decided ? ', decided' : ', open until ' + clock(g.expiresAt));
  box.replaceChildren(
    node('p', { class: 'dim', id: 'head' }, state.draft ? 'Editing revision ' + state.draft.revision + ': drag markers or use the arrow keys, A adds, Del removes' : head),
    node('div', { class: 'row' },
      node('button', { id: 'approve', class: 'main', disabled: reason !== null || busy, onclick: approve, title: 'Key: a' }, state.draft ? 'Approve edited' : 'Approve'),
      node('button', { id: 'deny', disabled: !open || busy || !!state.draft, onclick: deny, title: 'Key: d' }, 'Deny…'),
      node('button', { id: 'edit', disabled: !open || busy, class: state.draft ? 'on' : '', onclick: edit, title: 'Key: e' }, state.draft ? 'Leave edit' : 'Edit')),
    node('p', { class: 'why', id: 'why-not', role: 'status' }, reason ?? ''),
    node('ol', { class: 'points', role: 'listbox', 'aria-label': 'Points' }, ...markers().map(item)));
}

export function start() {
  box = el('panel-points');
  subscribe(render);
  setInterval(changed, 1000); // what expires does so without an event
}
