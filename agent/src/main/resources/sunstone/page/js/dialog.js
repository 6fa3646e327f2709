// The page's one dialog: a question with an answer, or a confirmation.
import { el, node } from './dom.js';

// Each opening has an element of its own: "close" comes late, when the next question may be open already.
function open(content, value) {
  const dialog = node('dialog', { id: 'dialog', 'aria-label': 'Question' }, node('form', { method: 'dialog' }, ...content));
  el('dialog').replaceWith(dialog);
  dialog.showModal();
  return new Promise(done => {
    dialog.addEventListener('close', () => done(dialog.returnValue === 'ok' ? value() : null), { once: true });
  });
}

const buttons = ok => node('div', { class: 'row' },
  node('button', { value: 'ok', class: 'main' }, ok), node('button', { value: 'cancel', formnovalidate: true }, 'Cancel'));

/** The text that was typed, or null. */
export function ask(question, label, value = '') {
  const input = node('input', { 'aria-label': label, maxlength: 500, autocomplete: 'off', value });
  return open([node('p', {}, question), input, buttons('OK')], () => input.value.trim());
}

function field({ name, label, options, ...attributes }) {
  const input = options
    ? node('select', { name }, ...options.map(([value, text]) => node('option', { value, selected: value === attributes.value }, text)))
    : node('input', { name, autocomplete: 'off', ...attributes });
  return node('label', { class: 'field' }, label, input);
}

/** Several answers at once, text by name, or null. A field: name, label, value, and options or attributes of an input. */
export function fill(question, fields, ok) {
  const inputs = fields.map(field);
  return open([node('p', {}, question), ...inputs, buttons(ok)],
    () => Object.fromEntries(inputs.map(l => l.lastChild).map(i => [i.name, i.value.trim()])));
}

/** True, or null. */
export function confirmed(question, ok) {
  return open([node('p', {}, question), buttons(ok)], () => true);
}

export function tell(...content) {
  return open([...content, node('div', { class: 'row' }, node('button', { value: 'ok' }, 'Close'))], () => true);
}
