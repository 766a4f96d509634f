import { changeRule, deleteRule, getRule, insertRule, listRules } from '../calendars/access-rules.js';
import { changeEntry, deleteEntry, getEntry, insertEntry, listEntries } from '../calendars/calendar-list.js';
import {
  clearCalendar,
  deleteCalendar,
  getCalendar,
  insertCalendar,
  patchCalendar,
  updateCalendar,
} from '../calendars/calendars.js';
import { getColors, getSetting, listSettings, notImplemented, queryFreeBusy } from '../calendars/small-resources.js';
import { stopChannel, watchEvents } from '../calendars/watch-events.js';
import { importEvent } from '../events/import-event.js';
import { listEvents } from '../events/list-events.js';
import { moveEvent } from '../events/move-event.js';
import { quickAddEvent } from '../events/quick-add.js';
import { getEvent } from '../events/read-events.js';
import { deleteEvent, insertEvent, patchEvent, updateEvent } from '../events/write-events.js';
import { listInstances } from '../series/list-instances.js';
import type { Handler } from './call.js';

/** An operation of the API, found for a method and a path. */
export interface Route {
  /** The name in Google's discovery document without `calendar.`, such as `events.list`. */
  readonly operation: string;
  readonly params: Readonly<Record<string, string>>;
  readonly handler: Handler;
}

type Row = readonly [method: string, path: string, operation: string, handler: Handler];

const events = 'calendars/{calendarId}/events';
const acl = 'calendars/{calendarId}/acl';
const list = 'users/me/calendarList';

const rows: readonly Row[] = [
  ['GET', events, 'events.list', listEvents],
  ['POST', events, 'events.insert', insertEvent],
  ['POST', `${events}/import`, 'events.import', importEvent],
  ['POST', `${events}/quickAdd`, 'events.quickAdd', quickAddEvent],
  ['POST', `${events}/watch`, 'events.watch', watchEvents],
  ['GET', `${events}/{eventId}`, 'events.get', getEvent],
  ['PUT', `${events}/{eventId}`, 'events.update', updateEvent],
  ['PATCH', `${events}/{eventId}`, 'events.patch', patchEvent],
  ['DELETE', `${events}/{eventId}`, 'events.delete', deleteEvent],
  ['POST', `${events}/{eventId}/move`, 'events.move', moveEvent],
  ['GET', `${events}/{eventId}/instances`, 'events.instances', listInstances],
  ['POST', 'calendars', 'calendars.insert', insertCalendar],
  ['GET', 'calendars/{calendarId}', 'calendars.get', getCalendar],
  ['PUT', 'calendars/{calendarId}', 'calendars.update', updateCalendar],
  ['PATCH', 'calendars/{calendarId}', 'calendars.patch', patchCalendar],
  ['DELETE', 'calendars/{calendarId}', 'calendars.delete', deleteCalendar],
  ['POST', 'calendars/{calendarId}/clear', 'calendars.clear', clearCalendar],
  ['POST', 'calendars/{calendarId}/transferOwnership', 'calendars.transferOwnership', notImplemented],
  ['GET', acl, 'acl.list', listRules],
  ['POST', acl, 'acl.insert', insertRule],
  ['POST', `${acl}/watch`, 'acl.watch', notImplemented],
  ['GET', `${acl}/{ruleId}`, 'acl.get', getRule],
  ['PUT', `${acl}/{ruleId}`, 'acl.update', changeRule],
  ['PATCH', `${acl}/{ruleId}`, 'acl.patch', changeRule],
  ['DELETE', `${acl}/{ruleId}`, 'acl.delete', deleteRule],
  ['GET', list, 'calendarList.list', listEntries],
  ['POST', list, 'calendarList.insert', insertEntry],
  ['POST', `${list}/watch`, 'calendarList.watch', notImplemented],
  ['GET', `${list}/{calendarId}`, 'calendarList.get', getEntry],
  ['PUT', `${list}/{calendarId}`, 'calendarList.update', changeEntry],
  ['PATCH', `${list}/{calendarId}`, 'calendarList.patch', changeEntry],
  ['DELETE', `${list}/{calendarId}`, 'calendarList.delete', deleteEntry],
  ['GET', 'users/me/settings', 'settings.list', listSettings],
  ['POST', 'users/me/settings/watch', 'settings.watch', notImplemented],
  ['GET', 'users/me/settings/{setting}', 'settings.get', getSetting],
  ['GET', 'colors', 'colors.get', getColors],
  ['POST', 'freeBusy', 'freebusy.query', queryFreeBusy],
  ['POST', 'channels/stop', 'channels.stop', stopChannel],
];

const compiled = rows.map(([method, path, operation, handler]) => ({
  method,
  operation,
  handler,
  pattern: new RegExp(`^/calendar/v3/${path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
}));

function decodeParams(groups: Record<string, string> | undefined): Record<string, string> {
  const decode = (text: string) => {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  };
  return Object.fromEntries(Object.entries(groups ?? {}).map(([name, text]) => [name, decode(text)]));
}

/** The operation behind a method and a path (still URL-encoded); undefined when there is none. */
export function findRoute(method: string, path: string): Route | undefined {
  for (const { pattern, handler, operation, method: wanted } of compiled) {
    const match = wanted === method ? pattern.exec(path) : null;
    if (match !== null) return { operation, handler, params: decodeParams(match.groups) };
  }
  return undefined;
}
