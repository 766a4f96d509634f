import type { Call } from '../http/call.js';
import { readCount, readZone } from '../http/query-values.js';
import type { AccessRole } from '../store/access-role.js';
import { type CalendarInfo, roleIn } from '../store/calendar-info.js';
import { type EventRecord, type EventResource, etagOf, isCancelled, isException } from '../store/event-record.js';
import { renderTime } from './event-time.js';

/** How events are shown: for which role, in which zone, with how many guests. */
interface View {
  readonly calendar: CalendarInfo;
  readonly owner: string;
  readonly zone: string;
  readonly maxAttendees: number;
  /** True if Google leaves out the details of cancelled events. */
  readonly bareTombstones: boolean;
}

/** The view that a request asks for with `timeZone` and `maxAttendees`. */
export function readView(
  call: Pick<Call, 'query' | 'role' | 'store'>,
  info: CalendarInfo,
  bareTombstones = false,
): View {
  const { query, store } = call;
  const calendar = { ...info, accessRole: call.role ?? roleIn(store, info) ?? info.accessRole };
  return {
    calendar,
    owner: store.owner,
    zone: readZone(query, 'timeZone') ?? calendar.timeZone,
    maxAttendees: readCount(query, 'maxAttendees', Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY),
    bareTombstones,
  };
}

function renderAttendees(event: EventResource, view: View): EventResource {
  if (event.attendees === undefined) return {};
  const attendees = event.attendees.map((attendee) => ({
    ...attendee,
    ...(attendee.email?.toLowerCase() === view.owner.toLowerCase() && { self: true }),
    ...(attendee.email?.toLowerCase() === event.organizer?.email?.toLowerCase() && { organizer: true }),
  }));
  if (attendees.length <= view.maxAttendees) return { attendees };
  return { attendees: attendees.filter((attendee) => attendee.self), attendeesOmitted: true };
}

function renderTombstone(record: EventRecord, view: View): EventResource {
  const { id, recurringEventId, originalStartTime } = record.event;
  const { timeZone } = view.calendar;
  return {
    kind: 'calendar#event',
    etag: etagOf(record.seq),
    id,
    status: 'cancelled',
    ...(typeof recurringEventId === 'string' && { recurringEventId }),
    ...(originalStartTime && { originalStartTime: renderTime(originalStartTime, view.zone, timeZone) }),
  };
}

function htmlLink(id: string, calendarId: string): string {
  return `https://www.google.com/calendar/event?eid=${Buffer.from(`${id} ${calendarId}`).toString('base64url')}`;
}

/** A private event shows only its time to a role that may not see more. Source: Acl resource, `role`. */
function hidesDetails({ visibility }: EventResource, role: AccessRole): boolean {
  const isPrivate = visibility === 'private' || visibility === 'confidential';
  return isPrivate && (role === 'reader' || role === 'writerWithoutPrivateAccess');
}

function placeOf({ recurringEventId, recurrence }: EventResource): EventResource {
  return {
    ...(recurringEventId !== undefined && { recurringEventId }),
    ...(recurrence !== undefined && { recurrence }),
  };
}

/**
 * An event as replies have it: `status` always, times in the view's zone, no other defaults, a cancelled instance with
 * its id only. Source: Calendar API v3, Events resource, `status`.
 */
export function renderEvent(record: EventRecord, view: View): EventResource {
  const { event } = record;
  const { timeZone, accessRole } = view.calendar;
  if (isCancelled(record) && (view.bareTombstones || isException(event))) return renderTombstone(record, view);
  const times = {
    start: renderTime(event.start, view.zone, timeZone),
    end: renderTime(event.end, view.zone, timeZone),
    ...(event.originalStartTime && { originalStartTime: renderTime(event.originalStartTime, view.zone, timeZone) }),
  };
  const head = { kind: 'calendar#event', etag: etagOf(record.seq) };
  if (hidesDetails(event, accessRole))
    return {
      ...head,
      id: event.id,
      status: event.status ?? 'confirmed',
      visibility: event.visibility ?? 'private',
      ...placeOf(event),
      ...times,
    };
  if (accessRole === 'freeBusyReader')
    return { ...head, id: event.id, status: event.status ?? 'confirmed', visibility: 'private', ...times };
  return {
    ...head,
    ...event,
    ...renderAttendees(event, view),
    ...times,
    htmlLink: htmlLink(event.id, view.calendar.id),
  };
}
