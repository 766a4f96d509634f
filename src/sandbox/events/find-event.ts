import { ApiError, notFound } from '../http/api-error.js';
import type { Call } from '../http/call.js';
import { expandSeries } from '../series/expand-series.js';
import { instanceOf, splitInstanceId } from '../series/instance-of-series.js';
import { type AccessRole, roleReaches } from '../store/access-role.js';
import { roleIn } from '../store/calendar-info.js';
import type { CalendarState } from '../store/calendar-state.js';
import { type EventRecord, etagOf, isCancelled, isMaster } from '../store/event-record.js';
import { readView } from './render-event.js';

/** The calendar of a call, without expired tombstones. Throws 404 if it is unknown, 403 if the role is too low. */
export function openCalendar(call: Call, needed: AccessRole, calendarId = call.params.calendarId ?? ''): CalendarState {
  const calendar = call.store.calendar(calendarId);
  const role = call.role ?? roleIn(call.store, calendar.info);
  if (role === undefined) throw notFound();
  call.store.purgeTombstones(calendar, call.now - call.rules.tombstoneAge);
  if (!roleReaches(role, needed)) {
    const message = `You need to have ${needed} access to this calendar.`;
    throw new ApiError(403, 'requiredAccessLevel', message, { domain: 'calendar' });
  }
  return calendar;
}

/** The calendar of a write. Everything that the reply needs is checked first, so that a refused write changes nothing. */
export function openForWriting(call: Call): CalendarState {
  const calendar = openCalendar(call, 'writerWithoutPrivateAccess');
  readView(call, calendar.info);
  return calendar;
}

/** The unchanged instance for an id such as `<series>_20260301T080000Z`, if the series has that date. */
function findInstance(calendar: CalendarState, id: string): EventRecord | undefined {
  const split = splitInstanceId(id);
  const master = split === undefined ? undefined : calendar.records.get(split.masterId);
  if (master === undefined || !isMaster(master.event)) return undefined;
  const occurrence = expandSeries(master.event).get(id);
  return occurrence === undefined ? undefined : instanceOf(master, occurrence);
}

/** The event of an id: a stored one, tombstones included, or an unchanged instance. Throws 404 if there is none. */
export function findEvent(calendar: CalendarState, id: string): EventRecord {
  const stored = calendar.records.get(id);
  if (stored !== undefined && !(stored.orphan === true && isCancelled(stored))) return stored;
  const instance = findInstance(calendar, id);
  const found = instance !== undefined && !isCancelled(instance) ? instance : (stored ?? instance);
  if (found === undefined) throw notFound();
  return found;
}

/** Throws a 412 unless the call's If-Match, if any, matches this state. Source: guide "Version resources". */
export function requireMatch(call: Call, record: EventRecord): void {
  const wanted = call.headers['if-match'];
  if (wanted === undefined || wanted.trim() === '*') return;
  if (wanted.split(',').some((etag) => etag.trim() === etagOf(record.seq))) return;
  throw new ApiError(412, 'conditionNotMet', 'Precondition Failed', { location: 'If-Match', locationType: 'header' });
}
