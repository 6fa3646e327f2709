// Server-sent events into the state. The agent beats every two seconds; a stream that is silent for long is opened anew.
import { state, changed, show, heard, silentFor } from './state.js';
import { Backoff } from './backoff.js';

const MOST_NOTES = 500, GIVE_UP_SECONDS = 15, TICK_MS = 500;
const retry = new Backoff();
let events = null, openedAt = 0;

/** Everything comes anew: without the id of an event the agent tells all that it remembers. */
function open() {
  openedAt = performance.now();
  events = new EventSource('api/v1/events');
  events.onopen = () => { state.notes = []; news(); };
  events.onerror = drop;
  on('beat', data => { state.ahead = Date.parse(data.at) - Date.now(); });
  on('scan', s => {
    state.scans.set(s.scanId, s);
    if (!state.scans.has(state.shown)) show(s.scanId);
  });
  on('note', n => {
    state.notes.push(n);
    if (state.notes.length > MOST_NOTES) state.notes.shift();
  });
  on('mode', m => { state.mode = m.mode; });
}

function on(name, take) {
  events.addEventListener(name, e => {
    take(JSON.parse(e.data));
    news();
  });
}

function news() {
  retry.succeeded();
  heard();
  changed();
}

function drop() {
  events?.close();
  events = null;
  retry.failed();
  changed();
}

function watch() {
  const openFor = (performance.now() - openedAt) / 1000;
  if (events && silentFor() > GIVE_UP_SECONDS && openFor > GIVE_UP_SECONDS) drop();
  if (!events && retry.ready()) open();
  changed(); // what expires or grows old does so without an event
}

export function listen() {
  open();
  setInterval(watch, TICK_MS);
}
