// Server-sent events into the state. The browser reconnects by itself and names the last event it has seen.
import { state, changed, show } from './state.js';

const MOST_NOTES = 500;

export function listen() {
  const events = new EventSource('api/v1/events');
  events.onopen = () => { state.connected = true; changed(); };
  events.onerror = () => { state.connected = false; changed(); };
  events.addEventListener('scan', e => {
    const s = JSON.parse(e.data);
    state.scans.set(s.scanId, s);
    if (!state.scans.has(state.shown)) show(s.scanId);
    changed();
  });
  events.addEventListener('note', e => {
    state.notes.push(JSON.parse(e.data));
    if (state.notes.length > MOST_NOTES) state.notes.shift();
    changed();
  });
  events.addEventListener('mode', e => { state.mode = JSON.parse(e.data).mode; changed(); });
}
