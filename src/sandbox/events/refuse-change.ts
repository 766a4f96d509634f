import { ApiError, invalid, required } from '../http/api-error.js';
import type { Call } from '../http/call.js';
import { expandSeries } from '../series/expand-series.js';
import type { CalendarState } from '../store/calendar-state.js';
import {
  type EventResource,
  isCancelled,
  isException,
  isMaster,
  type StoredEvent,
  timingOf,
} from '../store/event-record.js';
import type { JsonObject } from './merge-patch.js';
import type { EventBody } from './parse-event-body.js';

const immutable = ['id', 'iCalUID', 'eventType', 'recurringEventId'] as const;
const sharedFields = ['summary', 'description', 'location'] as const;

/** Throws a 400 if a body changes a field that never changes. Source: Events resource, read-only fields. */
export function refuseImmutable(raw: JsonObject, before: StoredEvent): void {
  for (const field of immutable) {
    const value = raw[field];
    if (value === undefined || value === null || value === before[field]) continue;
    throw invalid(`The ${field} of an event cannot be changed.`, field);
  }
}

/** Throws a 403 if a person other than the organizer changes a field that all guests share. */
export function refuseGuest(before: StoredEvent, body: EventBody): void {
  if (before.organizer?.self === true || before.guestsCanModify === true) return;
  const shared = (event: EventResource) =>
    JSON.stringify([
      sharedFields.map((field) => event[field] ?? null),
      event.extendedProperties?.shared ?? null,
      timingOf(event),
    ]);
  if (shared(before) === shared(body)) return;
  const message = 'Shared properties can only be changed by the organizer of the event.';
  throw new ApiError(403, 'forbiddenForNonOrganizer', message, { domain: 'calendar' });
}

/** Throws a 400 for restoring an instance whose series does not have its date. */
export function refuseWithoutSeries(calendar: CalendarState, before: StoredEvent, body: EventBody): void {
  if (!isException(before) || body.status === 'cancelled') return;
  if (isMaster(body)) throw invalid('An instance cannot recur.', 'recurrence');
  const master = calendar.records.get(before.recurringEventId ?? '');
  if (master !== undefined && !isCancelled(master) && expandSeries(master.event).has(before.id)) return;
  throw invalid('The recurring event has no such instance.', 'eventId');
}

/** Each status event with its required properties. */
const statusProperties: Readonly<Record<string, keyof EventResource>> = {
  focusTime: 'focusTimeProperties',
  outOfOffice: 'outOfOfficeProperties',
  workingLocation: 'workingLocationProperties',
};

/**
 * Throws a 400 for focus time, out of office or a working location outside a primary calendar, or in a form that Google
 * refuses. Source: Calendar API guide "Manage focus time, out of office, and working location events".
 */
export function refuseMisplacedStatus({ info }: CalendarState, body: EventBody): void {
  const { eventType, transparency, visibility, start } = body;
  const properties = statusProperties[eventType ?? ''];
  if (properties === undefined) return;
  if (!info.primary) throw invalid('This type of event is only for primary calendars.', 'eventType');
  if (body[properties] === undefined) throw required(`Missing ${properties}.`, properties);
  if (eventType !== 'workingLocation') {
    if (start.date !== undefined) throw invalid('This type of event cannot be all-day.', 'start');
    if (transparency === 'transparent') throw invalid('This type of event is opaque.', 'transparency');
  } else if (transparency !== 'transparent' || visibility !== 'public') {
    throw invalid('A working location is public and transparent.', 'eventType');
  }
}

/** Throws a 400 if a request restores a cancelled event without start and end. */
export function refuseHalfUndelete(call: Call, raw: JsonObject): void {
  if (!call.rules.undeleteNeedsTimes) return;
  if (raw.start === undefined || raw.start === null) throw required('Missing start time.', 'start');
  if (raw.end === undefined || raw.end === null) throw required('Missing end time.', 'end');
}

/** The sequence after a change: raised with the times or rules. Throws a 400 if the writer's own is lower. */
export function nextSequence(before: StoredEvent, body: EventResource): number {
  if (body.sequence !== undefined && body.sequence !== null && body.sequence < before.sequence) {
    throw invalid('Invalid sequence value.', 'sequence');
  }
  const raised = timingOf(before) === timingOf(body) ? before.sequence : before.sequence + 1;
  return Math.max(raised, body.sequence ?? 0);
}
