// The page's one dialog: a question with an answer, or a confirmation.
import { el, node } from './dom.js';

function open(content, value) {
  const dialog = el('dialog');
  dialog.replaceChildren(node('form', { method: 'dialog' }, ...content));
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise(done => {
    dialog.addEventListener('close', () => done(dialog.returnValue === 'ok' ? value() : null), { once: true });
  });
}

const buttons = ok => node('div', { class: 'row' },
  node('button', { value: 'ok', class: 'main' }, ok), node('button', { value: 'cancel', formnovalidate: true }, 'Cancel'));

/** The text that was typed, or null. */
export function ask(question, label) {
  const input = node('input', { 'aria-label': label, maxlength: 500, autocomplete: 'off' });
  return open([node('p', {}, question), input, buttons('OK')], () => input.value.trim());
}

/** True, or null. */
export function confirmed(question, ok) {
  return open([node('p', {}, question), buttons(ok)], () => true);
}

export function tell(...content) {
  return open([...content, node('div', { class: 'row' }, node('button', { value: 'ok' }, 'Close'))], () => true);
}
