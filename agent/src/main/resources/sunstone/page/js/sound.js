// A sound when a suggestion begins to wait; off unless somebody switches it on.
import { el } from './dom.js';
import { state, subscribe, waits } from './state.js';

const on = () => localStorage.getItem('sound') === 'on';
let waiting = new Set();

function beep() {
  const audio = new AudioContext(), tone = audio.createOscillator(), volume = audio.createGain();
  volume.gain.value = .15;
  tone.frequency.value = 660;
  tone.connect(volume).connect(audio.destination);
  tone.start();
  tone.stop(audio.currentTime + .25);
  tone.onended = () => audio.close();
}

function render() {
  const now = new Set([...state.scans.values()].filter(waits).map(s => s.suggestion.suggestionId));
  if (on() && [...now].some(id => !waiting.has(id))) beep();
  waiting = now;
  el('sound').setAttribute('aria-pressed', String(on()));
  el('sound').classList.toggle('on', on());
}

export function start() {
  el('sound').onclick = () => {
    localStorage.setItem('sound', on() ? 'off' : 'on');
    if (on()) beep(); // so that it is known, and allowed by the browser
    render();
  };
  subscribe(render);
}
