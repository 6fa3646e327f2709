// Requests to the agent. What it refuses comes back as an Error with the agent's own words; none waits for ever.
import { ask } from './dialog.js';
import { state, changed } from './state.js';

const BASE = 'api/v1/', LIMIT_MS = 12000; // the agent gives up after 10 s
export const operator = () => localStorage.getItem('operator')?.trim() || 'page';
export const scanUrl = (id, rest = '') => BASE + 'scans/' + encodeURIComponent(id) + rest;

async function limited(url, options) {
  const cancel = new AbortController(), timer = setTimeout(() => cancel.abort(), LIMIT_MS);
  try {
    return await fetch(url, { ...options, signal: cancel.signal });
  } catch (e) {
    throw cancel.signal.aborted ? new Error('no answer within ' + LIMIT_MS / 1000 + ' s; it may still happen, the log tells') : new Error('the agent cannot be reached');
  } finally {
    clearTimeout(timer);
  }
}

async function request(url, options = {}) {
  const token = sessionStorage.getItem('token');
  if (token) options.headers = { ...options.headers, Authorization: 'Bearer ' + token };
  const response = await limited(url, options);
  if (response.ok) return response;
  if (response.status === 401) {
    const given = await ask('This agent wants its token for changes.', 'Token');
    if (given) {
      sessionStorage.setItem('token', given);
      return request(url, options);
    }
  }
  const problem = await response.json().catch(() => ({}));
  throw Object.assign(new Error(problem.detail ?? 'status ' + response.status), { status: response.status });
}

export const getJson = url => request(url).then(r => r.json());
export const getBytes = url => request(url).then(r => r.arrayBuffer());

/** Sends a change; what it is stands on the page until it is answered. */
async function send(what, method, url, body, headers = {}) {
  state.sending = what;
  changed();
  try {
    const response = await request(url, { method, headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(body) });
    return await response.json();
  } finally {
    state.sending = null;
    changed();
  }
}

const words = { approve: 'The approval', edit: 'The approval', deny: 'The denial' };
export const decide = (scanId, body) => send(words[body.verdict], 'POST', scanUrl(scanId, '/decisions'), { ...body, operator: operator() });
export const control = (scanId, body) => send('“' + body.action + '”', 'POST', scanUrl(scanId, '/controls'), { ...body, operator: operator() });

export const sendAgain = d => send('The record', 'POST', BASE + letter(d) + '/again', { operator: operator() });
export const letter = d => 'dead-letters/' + [d.topic, d.partition, d.offset].map(encodeURIComponent).join('/');
export const getLetters = (rest = 'dead-letters') => getJson(BASE + rest);
export const getDerived = () => getJson(BASE + 'derived');
export const getConfig = () => getJson(BASE + 'config');

/** The plan of a scan, and the tag that a change of it needs. */
export async function getPlan(scanId) {
  const response = await request(scanUrl(scanId, '/plan'));
  return { tag: response.headers.get('ETag'), plan: await response.json() };
}

export const setPlan = (scanId, tag, body) => send('The plan', 'PUT', scanUrl(scanId, '/plan'), { ...body, operator: operator() }, { 'If-Match': tag });

/** A picture and a header that says something of it. */
export async function getPicture(url, header) {
  const response = await request(url);
  return { url: URL.createObjectURL(await response.blob()), told: response.headers.get(header) };
}

export async function setMode(mode) {
  const current = await request(BASE + 'mode');
  return send('Mode ' + mode, 'PUT', BASE + 'mode', { mode, operator: operator() }, { 'If-Match': current.headers.get('ETag') });
}
