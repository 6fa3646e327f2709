// Small tools for elements; nothing here knows what the page is about.
export const el = id => document.getElementById(id);

export function node(name, attributes = {}, ...children) {
  const n = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) n.addEventListener(key.slice(2), value);
    else if (key.startsWith('aria-')) n.setAttribute(key, String(value)); // false is a value there
    else if (value === true) n.setAttribute(key, '');
    else if (value !== false && value != null) n.setAttribute(key, value);
  }
  n.append(...children.filter(c => c != null));
  return n;
}

export function svg(name, attributes = {}, text) {
  const n = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) n.setAttribute(key, value);
  if (text != null) n.textContent = text;
  return n;
}

/** Sets a text only if it is another: a screen reader says it once. */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Three significant digits, and no more zeros than a reader can count. */
export const figure = v => v > 0 && v < .001 ? '<0.001' : String(+v.toPrecision(3));
export const degrees = (v, digits = 2) => v == null ? '–' : v.toFixed(digits) + '°';
export const clock = (text, seconds = true) => new Date(text).toLocaleTimeString([], { hour12: false, hour: '2-digit', minute: '2-digit', ...(seconds && { second: '2-digit' }) });

export function duration(seconds) {
  if (seconds == null || !isFinite(seconds)) return '–';
  if (seconds < 10) return +seconds.toPrecision(2) + ' s';
  if (seconds < 90) return Math.round(seconds) + ' s';
  if (seconds < 5400) return Math.round(seconds / 60) + ' min';
  return (seconds / 3600).toFixed(1) + ' h';
}
