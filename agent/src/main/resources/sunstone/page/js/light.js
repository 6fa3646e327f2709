// What the points have taught of the light: optics, where it lies, what is left open.
import { el, node } from './dom.js';
import { scan, subscribe } from './state.js';

const VERDICTS = {
  assumed: ['good', 'As it was taken for granted: the points do not contradict it.'],
  estimated: ['good', 'Optics and place were learnt from the points.'],
  contradicted: ['bad', 'Light and points do not agree: the map rests on the points alone.'],
};

let stamp = '';

/** Value, what is left open, unit. */
const figure = (value, sd, digits, unit) => value == null ? 'not known'
  : value.toFixed(digits) + (sd == null ? '' : ' ± ' + sd.toFixed(digits)) + unit;

function rows(o) {
  const sd = o.sd ?? {}, open = sd.shiftPx ?? [];
  return [
    ['Gain', figure(o.gain, sd.gain, 3, '')],
    ['Black', figure(o.black, sd.black, 3, '')],
    ['Stage zero', figure(o.zeroDeg, sd.zeroDeg, 1, '°')],
    ['Sense', o.sense < 0 ? 'mirrored' : 'as the stage'],
    ['Analyser', figure(o.deltaDeg, sd.deltaDeg, 2, '°')],
    ['Down', figure(o.shiftPx[0], open[0], 2, ' px')],
    ['Right', figure(o.shiftPx[1], open[1], 2, ' px')],
    ['Rotation', figure(o.rotationDeg, sd.rotationDeg, 2, '°')],
    ['Scale', figure(o.scale, sd.scale, 4, '')],
  ];
}

/** What the section below told. */
function below(s) {
  const c = s?.carried;
  return c ? [node('p', { id: 'light-below' }, 'On ' + s.below + ': ' + c.why + '.')] : [];
}

function render() {
  const s = scan(), o = s?.optics, box = el('panel-light'), now = JSON.stringify([s?.scanId, o, s?.carried]);
  if (now === stamp) return;
  stamp = now;
  if (!o) {
    box.replaceChildren(...below(s), node('p', { class: 'dim' }, 'Nothing is known of the light yet.'));
    return;
  }
  const [light, words] = o.note && o.verdict === 'assumed' ? ['doubt', ''] : VERDICTS[o.verdict];
  const parts = [node('p', { id: 'light-verdict' }, node('span', { class: 'light-on ' + light }), ' ' + words
    + (o.note ? ' ' + o.note[0].toUpperCase() + o.note.slice(1) + '.' : ''))];
  if (o.gain != null) {
    parts.push(node('dl', {}, ...rows(o).flatMap(([k, v]) => [node('dt', {}, k), node('dd', {}, v)])));
  }
  parts.push(node('p', { class: 'dim' }, 'From ' + o.points + ' points; ± is what they leave open.'));
  box.replaceChildren(...below(s), ...parts);
}

export function start() { subscribe(render); }
