// Budget, target, batch and policy: what they are, who wanted them so, and a form to change them.
import { el, say, degrees, clock } from './dom.js';
import { scan, subscribe, unreachable } from './state.js';
import { getConfig, getPlan, setPlan } from './api.js';
import { alarm } from './alarms.js';
import { fill } from './dialog.js';

let config = null, asked = false;

/** An instant as the browser's own field wants it, local time to the minute. */
function local(instant) {
  if (!instant) return '';
  const t = new Date(instant);
  return new Date(t - t.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
}

function fields(plan) {
  return [
    { name: 'points', label: 'Most points (empty: no limit)', type: 'number', min: 0, value: plan.points ?? '' },
    { name: 'targetDeg', label: 'Target, mean error in degrees (empty: none)', type: 'number', min: 0.01, max: 180, step: 'any', value: plan.targetDeg ?? '' },
    { name: 'deadline', label: 'Nothing more after (empty: no deadline)', type: 'datetime-local', value: local(plan.deadline) },
    { name: 'batch', label: 'Points a suggestion (empty: as configured, ' + (config.batch ?? 'not known') + ')', type: 'number', min: 1, max: 1000, value: plan.batch ?? '' },
    { name: 'policy', label: 'Policy', value: plan.policy ?? '', options: [['', 'as configured' + (config.policy ? ', ' + config.policy : '')], ...config.policies.map(p => [p, p])] },
    { name: 'reason', label: 'Why (stands in the log)', maxlength: 500, value: '' },
  ];
}

/** The text of the form as the API wants it: what is empty is left out. */
function body(text) {
  const given = Object.fromEntries(Object.entries(text).filter(([, v]) => v !== ''));
  for (const name of ['points', 'targetDeg', 'batch']) if (name in given) given[name] = Number(given[name]);
  if (given.deadline) given.deadline = new Date(given.deadline).toISOString();
  return given;
}

export async function change() {
  const s = scan();
  if (!s || s.closed || unreachable()) return;
  try {
    config = await getConfig();
    const { tag, plan } = await getPlan(s.scanId);
    const text = await fill('How scan ' + s.scanId + ' goes on. It counts from the next map on and outlasts a restart.', fields(plan), 'Change the plan');
    if (text) await setPlan(s.scanId, tag, body(text));
  } catch (e) {
    alarm('The plan stays: ' + e.message);
  }
}

/** What draws the maps; a model by the beginning of its digest, as the log has it. */
const drawn = () => config ? config.model ? '; ' + config.members + ' members of model ' + config.model.slice(0, 8) : '; no model' : '';

function words(s) {
  const until = [s.budgetPoints == null ? null : s.budgetPoints + ' points', s.targetDeg == null ? null : degrees(s.targetDeg), s.deadline ? clock(s.deadline, false) : null].filter(Boolean);
  const batch = s.plan.batch ?? config?.batch, policy = s.plan.policy ?? config?.policy;
  return (s.plan.by ? 'Plan of ' + s.plan.by : 'As announced') + ': ' + (until.length ? 'until ' + until.join(' or ') : 'no limit')
    + (policy ? '; ' + policy : '') + (batch ? ', ' + batch + ' a batch' : '') + drawn();
}

function render() {
  const s = scan();
  if (s && !asked && !unreachable()) {
    asked = true;
    getConfig().then(c => { config = c; render(); }).catch(() => { asked = false; });
  }
  el('change-plan').disabled = !s || s.closed || !!unreachable();
  say(el('plan-words'), s ? words(s) : '');
}

export function start() {
  el('change-plan').onclick = change;
  subscribe(render);
}
