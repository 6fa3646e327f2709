// What the page knows. The server's events change it; everything that shows something subscribes.
const listeners = new Set();

export const state = {
  scans: new Map(),
  shown: null, // id of the scan on show
  mode: null,
  notes: [],
  connected: false,
  points: [], // measured pixels of the scan on show, [row, col]
  selected: null, // index of a marker
  draft: null, // suggestion under edit: {suggestionId, revision, points}
  drawing: null, // 'prefer' or 'forbid' while a region is drawn
};

export const scan = () => state.scans.get(state.shown) ?? null;
export function subscribe(listener) { listeners.add(listener); }

let due = false;
/** Tells everybody once per frame, however much has changed. */
export function changed() {
  if (due) return;
  due = true;
  requestAnimationFrame(() => { due = false; listeners.forEach(l => l()); });
}

export function show(id) {
  if (state.shown === id) return;
  Object.assign(state, { shown: id, points: [], selected: null, draft: null, drawing: null });
  changed();
}

/** Why the suggestion on show cannot be approved now, or null. */
export function whyNot() {
  const s = scan(), g = s?.suggestion;
  if (!g) return 'There is no suggestion yet.';
  if (s.closed) return 'The scan is closed.';
  if (s.stopped) return 'The scan was ' + s.stopped + '.';
  if (g.stop) return 'Nothing more is proposed: ' + g.stop + '.';
  if (state.draft && state.draft.suggestionId !== g.suggestionId) {
    return 'Revision ' + state.draft.revision + ' was overtaken by revision ' + g.revision + ' while you edited it.';
  }
  if (g.decided) return 'Revision ' + g.revision + ' has been decided on.';
  if (s.paused) return 'The scan is paused.';
  if (Date.parse(g.expiresAt) <= Date.now()) return 'Revision ' + g.revision + ' expired at ' + new Date(g.expiresAt).toLocaleTimeString() + '.';
  if (state.mode === 'shadow') return 'Mode shadow measures nothing.';
  return null;
}

/** The points that stand on the map: those under edit, else those suggested. */
export const markers = () => state.draft?.points ?? scan()?.suggestion?.points ?? [];
