// What the page knows. The server's events change it; everything that shows something subscribes.
const listeners = new Set(), viewers = new Set();
const SILENT_MS = 6000; // three beats of the agent

export const state = {
  scans: new Map(),
  shown: null, // id of the scan on show
  mode: null,
  notes: [],
  heardAt: null, // when the agent was last heard of, by the browser's steady clock
  ahead: 0, // how far the agent's clock is ahead of the browser's, milliseconds
  sending: null, // what is on its way to the agent, in words
  points: [], // measured pixels of the scan on show, [row, col]
  selected: null, // index of a marker
  draft: null, // suggestion under edit: {suggestionId, revision, points}
  drawing: null, // 'prefer' or 'forbid' while a region is drawn
  outline: [], // its corners so far, [row, col]
  past: null, // revision on show if it is not the newest
  line: null, // two pixels whose misorientation is shown
};

export const scan = () => state.scans.get(state.shown) ?? null;
export function subscribe(listener) { listeners.add(listener); }

/** As subscribe, and when only another part of the map is on show, which is many times a second. */
export function watchView(listener) { viewers.add(listener); }

/** The time of the agent: expiry and ages go by it, whatever the browser's clock shows. */
export const now = () => Date.now() + state.ahead;

/** The agent said something. */
export function heard() { state.heardAt = performance.now(); }

/** Seconds without news if that is too long, else 0. */
export function silentFor() {
  const ms = performance.now() - (state.heardAt ?? 0);
  return ms > SILENT_MS ? Math.round(ms / 1000) : 0;
}

let due = false, all = false;
function tell() {
  if (due) return;
  due = true;
  requestAnimationFrame(() => {
    const everybody = all;
    due = all = false;
    if (everybody) listeners.forEach(l => l());
    viewers.forEach(l => l());
  });
}

/** Tells everybody once per frame, however much has changed. */
export function changed() {
  all = true;
  tell();
}

/** Another part of the map is on show, or the cursor is elsewhere: nothing else has changed. */
export const moved = tell;

export function show(id) {
  if (state.shown === id) return;
  Object.assign(state, { shown: id, points: [], selected: null, draft: null, drawing: null, outline: [], past: null, line: null });
  changed();
}

/** A suggestion of this scan waits for its operator. */
export function waits(s) {
  return state.mode === 'advise' && s.activity.kind === 'decision' && Date.parse(s.suggestion?.expiresAt) > now();
}

/** Why nothing can be changed now, or null. */
export const unreachable = () => silentFor() ? 'The agent does not answer: what you ask for would not reach it.' : null;

/** Why the suggestion on show cannot be approved now, or null. */
export function whyNot() {
  const s = scan(), g = s?.suggestion;
  if (silentFor()) return unreachable();
  if (state.sending) return state.sending + ' is being sent…';
  if (!g) return 'There is no suggestion yet.';
  if (s.closed) return 'The scan is closed.';
  if (s.stopped) return 'The scan was ' + s.stopped + '.';
  if (g.stop) return 'Nothing more is proposed: ' + g.stop + '.';
  if (state.draft && state.draft.suggestionId !== g.suggestionId) {
    return 'Revision ' + state.draft.revision + ' was overtaken by revision ' + g.revision + ' while you edited it.';
  }
  if (g.decided) return 'Revision ' + g.revision + ' has been decided on.';
  if (s.paused) return 'The scan is paused.';
  if (Date.parse(g.expiresAt) <= now()) return 'Revision ' + g.revision + ' expired at ' + new Date(g.expiresAt).toLocaleTimeString([], { hour12: false }) + '.';
  if (state.mode === 'shadow') return 'Mode shadow measures nothing.';
  return null;
}

/** The points that stand on the map: those under edit, else those suggested. */
export const markers = () => state.past != null ? [] : state.draft?.points ?? scan()?.suggestion?.points ?? [];
