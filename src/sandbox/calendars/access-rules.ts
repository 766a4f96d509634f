import { openCalendar } from '../events/find-event.js';
import { isJsonObject } from '../events/merge-patch.js';
import { invalid, notFound, required } from '../http/api-error.js';
import { type Call, type Handler, noContent, ok } from '../http/call.js';
import { accessRoles } from '../store/access-role.js';
import type { CalendarInfo } from '../store/calendar-info.js';
import { etagOf } from '../store/event-record.js';

type Rule = CalendarInfo['acl'][number];

function render(info: CalendarInfo, rule: Rule): object {
  return { kind: 'calendar#aclRule', etag: etagOf(info.seq), ...rule };
}

/** Permissions for a calendar have changed, so its sync tokens expire. Source: Calendar API guide "Synchronize resources". */
function storeRules(call: Call, info: CalendarInfo, acl: readonly Rule[]): CalendarInfo {
  const changed: CalendarInfo = { ...info, acl, seq: call.store.nextSeq() };
  call.store.commit([
    { kind: 'calendar', info: changed },
    { kind: 'tokens-expired', calendarId: info.id, floor: changed.seq },
  ]);
  return changed;
}

function findRule(call: Call, info: CalendarInfo): Rule {
  const rule = info.acl.find(({ id }) => id === call.params.ruleId);
  if (rule === undefined) throw notFound();
  return rule;
}

function readRole(raw: unknown): string {
  if (typeof raw !== 'string' || ![...accessRoles, 'none'].includes(raw)) throw invalid('Invalid role.', 'role');
  return raw;
}

/** Calendar API v3, Acl: list. */
export const listRules: Handler = (call) => {
  const { info } = openCalendar(call, 'owner');
  return ok({ kind: 'calendar#acl', etag: etagOf(info.seq), items: info.acl.map((rule) => render(info, rule)) });
};

/** Calendar API v3, Acl: get. */
export const getRule: Handler = (call) => {
  const { info } = openCalendar(call, 'owner');
  return ok(render(info, findRule(call, info)));
};

/** Calendar API v3, Acl: insert. A rule for the same scope is replaced. */
export const insertRule: Handler = (call) => {
  const { info } = openCalendar(call, 'owner');
  const { scope, role } = call.body();
  if (!isJsonObject(scope) || typeof scope.type !== 'string') throw required('Missing scope.', 'scope');
  const value = typeof scope.value === 'string' ? scope.value : undefined;
  const id = value === undefined ? scope.type : `${scope.type}:${value}`;
  const rule: Rule = { id, role: readRole(role), scope: { type: scope.type, ...(value !== undefined && { value }) } };
  const changed = storeRules(call, info, [...info.acl.filter((each) => each.id !== id), rule]);
  return ok(render(changed, rule));
};

/** Calendar API v3, Acl: patch and update. */
export const changeRule: Handler = (call) => {
  const { info } = openCalendar(call, 'owner');
  const rule = { ...findRule(call, info), role: readRole(call.body().role) };
  const changed = storeRules(
    call,
    info,
    info.acl.map((each) => (each.id === rule.id ? rule : each)),
  );
  return ok(render(changed, rule));
};

/** Calendar API v3, Acl: delete. */
export const deleteRule: Handler = (call) => {
  const { info } = openCalendar(call, 'owner');
  const rule = findRule(call, info);
  storeRules(
    call,
    info,
    info.acl.filter((each) => each !== rule),
  );
  return noContent();
};
