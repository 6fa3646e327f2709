// Requests to the agent. What it refuses comes back as an Error with the agent's own words.
import { ask } from './dialog.js';

const BASE = 'api/v1/';
export const operator = () => localStorage.getItem('operator')?.trim() || 'page';
export const scanUrl = (id, rest = '') => BASE + 'scans/' + encodeURIComponent(id) + rest;

async function request(url, options = {}) {
  const token = sessionStorage.getItem('token');
  if (token) options.headers = { ...options.headers, Authorization: 'Bearer ' + token };
  const response = await fetch(url, options);
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

function send(method, url, body, headers = {}) {
  return request(url, { method, headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(body) })
    .then(r => r.json());
}

export const decide = (scanId, body) => send('POST', scanUrl(scanId, '/decisions'), { ...body, operator: operator() });
export const control = (scanId, body) => send('POST', scanUrl(scanId, '/controls'), { ...body, operator: operator() });

export async function setMode(mode) {
  const now = await request(BASE + 'mode');
  return send('PUT', BASE + 'mode', { mode }, { 'If-Match': now.headers.get('ETag') });
}
