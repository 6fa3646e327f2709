// The one line that is read first: what becomes of the scan now, since when, and what the operator may do.
import { el, say, clock, duration } from './dom.js';
import { state, scan, subscribe, now, silentFor } from './state.js';

const upper = text => text ? text[0].toUpperCase() + text.slice(1) : '';

/** Time until an instant, in words; something else once it is past. */
function left(until, otherwise) {
  if (!until) return '';
  const seconds = (Date.parse(until) - now()) / 1000;
  return seconds > 0 ? 'about ' + duration(Math.ceil(seconds)) + ' left' : otherwise;
}

function decision(s, a) {
  const n = s.suggestion.revision;
  if (Date.parse(a.until) <= now()) return { tone: 'blue', what: 'Revision ' + n + ' has expired', may: 'A new one comes by itself.' };
  if (state.mode === 'shadow') return { tone: 'blue', what: 'Revision ' + n + ' is shown only', may: 'Mode shadow measures nothing; choose Advise or Auto to measure.' };
  if (state.mode === 'auto') return { tone: 'blue', what: 'Revision ' + n + ' goes out', may: '' };
  return { tone: 'amber', what: 'Waiting for your decision on revision ' + n, may: 'Approve (A), edit (E) or deny (D) its ' + s.suggestion.points.length + ' points.',
    left: a.until ? 'open for ' + duration((Date.parse(a.until) - now()) / 1000) : '' };
}

const fill = s => s.degraded ? ' Its map is degraded: do not use it without reading why.' : '';

/** What a scan waits for that is not its turn. */
function behind(s) {
  const other = [...state.scans.values()].find(o => o.scanId !== s.scanId && o.activity.kind === 'drawing');
  return other ? 'Behind that of ' + other.scanId + ', which is drawn now.' : 'Nothing to do.';
}

/** Members of the ensemble that is drawn, as far as they are counted. */
const members = a => a.of == null ? '' : a.done < a.of ? ': ' + a.done + ' of ' + a.of + ' members' : ': all ' + a.of + ' members, now the points';

const KINDS = {
  light: (s, a) => ({ tone: 'blue', what: 'Waiting for light: ' + a.done + ' of ' + a.of + ' frames', may: 'Nothing to do: the first map follows the last frame.' }),
  queued: s => ({ tone: 'blue', what: 'The next map is about to be drawn', may: behind(s) }),
  drawing: (s, a) => ({ tone: 'blue', what: (s.revision ? 'Drawing the next map' : 'Drawing the first map') + members(a), left: left(a.until, 'longer than the last one'), may: s.revision ? 'The map on show is revision ' + s.revision + '.' : '' }),
  decision,
  measuring: (s, a) => ({ tone: 'blue', what: 'Measuring: ' + a.done + ' of ' + a.of + ' points', left: left(a.until, 'later than expected'), may: 'Pause holds the next points back.' }),
  paused: (s, a) => ({ tone: 'amber', what: 'Paused by ' + a.by + (s.pending.length ? ', ' + s.pending.length + ' points are still measured' : ''), may: 'Nothing more is measured until somebody presses Resume (space).' }),
  stopped: (s, a) => ({ tone: 'amber', what: upper(a.by), may: 'Resume takes it up again.' }),
  finished: (s, a) => ({ tone: s.degraded ? 'red' : 'green', what: 'Finished', may: upper(a.by) + '. End the scan at the instrument.' + fill(s) }),
  closed: (s, a) => ({ tone: s.degraded ? 'red' : 'green', what: 'Closed after ' + s.measurements + ' points', may: (a.by ? upper(a.by) + '.' : '') + fill(s) }),
};

function line() {
  const s = scan(), silent = silentFor();
  if (silent) {
    return { tone: 'red', what: state.heardAt == null ? 'Connecting to the agent' : 'No news from the agent', left: state.heardAt == null ? '' : 'for ' + duration(silent),
      may: s ? 'What you see is as old as that; the instrument may still measure what was commanded. If it stays so, start the agent again: it goes on where it was.' : 'If this stays, see whether the agent runs.' };
  }
  if (!s) return { tone: 'blue', what: 'No scan is open', may: 'An instrument opens one.' };
  const a = s.activity, told = KINDS[a.kind](s, a);
  return { ...told, since: a.since, kind: a.kind };
}

function render() {
  const l = line(), age = l.since ? (now() - Date.parse(l.since)) / 1000 : null;
  el('doing').dataset.tone = l.tone;
  el('doing').dataset.kind = l.kind ?? '';
  say(el('doing-what'), l.what);
  say(el('doing-may'), l.may);
  say(el('doing-since'), [l.since ? 'since ' + clock(l.since) + (age >= 1 ? ', ' + duration(Math.floor(age)) : '') : '', l.left ?? ''].filter(Boolean).join(' · '));
}

export function start() { subscribe(render); }
