import { ApiError, alreadyDeleted, invalid, required } from './api-error.js';
import type { CalendarState } from './calendar-state.js';
import { type Call, type Handler, noContent, ok, type Reply } from './call.js';
import { checkEventId, newEventId } from './event-id.js';
import {
  type EventRecord,
  type EventResource,
  etagOf,
  isCancelled,
  isException,
  isMaster,
  type StoredEvent,
  timingOf,
} from './event-record.js';
import { expandSeries } from './expand-series.js';
import { findEvent, openCalendar, requireMatch } from './find-event.js';
import { type JsonObject, mergePatch } from './merge-patch.js';
import { type EventBody, parseEventBody } from './parse-event-body.js';
import { readFlag } from './query-values.js';
import { readView, renderEvent } from './render-event.js';
import { storeEvent } from './store-event.js';

const immutable = ['id', 'iCalUID', 'eventType', 'recurringEventId'] as const;
const sharedFields = ['summary', 'description', 'location'] as const;

/** The reply to a write: the event as it now is. */
export function writtenReply(call: Call, calendar: CalendarState, record: EventRecord): Reply {
  const view = readView(call.query, calendar.info, call.store.owner);
  return ok(renderEvent(record, view), etagOf(record.seq));
}

/** Who stands as organizer of events made in a calendar. */
export function organizerOf(call: Call, calendar: CalendarState): NonNullable<StoredEvent['organizer']> {
  const { primary, id, summary } = calendar.info;
  return primary ? { email: call.store.owner, self: true } : { email: id, displayName: summary, self: true };
}

/** The parts of a body that count only with their switch in the query: attachments and conference data. */
export function dropUnsupported(call: Call, raw: JsonObject, before: Partial<StoredEvent> = {}): JsonObject {
  const kept: Record<string, unknown> = { ...raw };
  if (readFlag(call.query, 'supportsAttachments') !== true) kept.attachments = before.attachments;
  if (call.query.get('conferenceDataVersion') !== '1') kept.conferenceData = before.conferenceData;
  return kept;
}

/** A new event around a checked body. */
export function newEvent(call: Call, calendar: CalendarState, body: EventBody, id: string): StoredEvent {
  const at = new Date(call.now).toISOString();
  return {
    ...body,
    id,
    iCalUID: body.iCalUID ?? `${id}@google.com`,
    created: at,
    updated: at,
    creator: { email: call.store.owner, ...(calendar.info.primary && { self: true }) },
    organizer: organizerOf(call, calendar),
    sequence: body.sequence ?? 0,
  };
}

/** Calendar API v3, Events: insert. */
export const insertEvent: Handler = (call) => {
  const calendar = openCalendar(call, 'writer');
  const raw = call.body();
  const id = raw.id === undefined || raw.id === null ? newEventId() : checkEventId(raw.id);
  const body = parseEventBody(dropUnsupported(call, raw), call.rules.limits);
  if (body.eventType === 'fromGmail') throw invalid('Event type cannot be created.', 'eventType');
  if (calendar.records.has(id)) {
    throw new ApiError(409, 'duplicate', 'The requested identifier already exists.');
  }
  return writtenReply(call, calendar, storeEvent(call, calendar, newEvent(call, calendar, body, id)));
};

function refuseImmutable(raw: JsonObject, before: StoredEvent): void {
  for (const field of immutable) {
    const value = raw[field];
    if (value === undefined || value === null || value === before[field]) continue;
    throw invalid(`The ${field} of an event cannot be changed.`, field);
  }
}

function refuseGuest(before: StoredEvent, body: EventBody): void {
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

function refuseWithoutSeries(calendar: CalendarState, before: StoredEvent, body: EventBody): void {
  if (!isException(before) || body.status === 'cancelled') return;
  if (isMaster(body)) throw invalid('An instance cannot recur.', 'recurrence');
  const master = calendar.records.get(before.recurringEventId ?? '');
  if (master !== undefined && !isCancelled(master) && expandSeries(master.event).has(before.id)) return;
  throw invalid('The recurring event has no such instance.', 'eventId');
}

function refuseHalfUndelete(call: Call, raw: JsonObject): void {
  if (!call.rules.undeleteNeedsTimes) return;
  if (raw.start === undefined || raw.start === null) throw required('Missing start time.', 'start');
  if (raw.end === undefined || raw.end === null) throw required('Missing end time.', 'end');
}

/** The sequence after a change: raised with the times or rules. Throws a 400 when the writer gives a lower one. */
export function nextSequence(before: StoredEvent, body: EventResource): number {
  if (body.sequence !== undefined && body.sequence !== null && body.sequence < before.sequence) {
    throw invalid('Invalid sequence value.', 'sequence');
  }
  const raised = timingOf(before) === timingOf(body) ? before.sequence : before.sequence + 1;
  return Math.max(raised, body.sequence ?? 0);
}

/** Checks a change of an existing event against its present state and stores it. */
function reviseEvent(call: Call, calendar: CalendarState, before: EventRecord, raw: JsonObject): EventRecord {
  const { event } = before;
  refuseImmutable(raw, event);
  const body = parseEventBody(raw, call.rules.limits);
  refuseWithoutSeries(calendar, event, body);
  refuseGuest(event, body);
  const after: StoredEvent = {
    ...body,
    id: event.id,
    iCalUID: event.iCalUID,
    eventType: event.eventType ?? 'default',
    created: event.created,
    updated: new Date(call.now).toISOString(),
    ...(event.creator && { creator: event.creator }),
    ...(event.organizer && { organizer: event.organizer }),
    ...(isException(event) && {
      recurringEventId: event.recurringEventId ?? null,
      ...(event.originalStartTime && { originalStartTime: event.originalStartTime }),
    }),
    sequence: nextSequence(event, body),
  };
  return storeEvent(call, calendar, after, before);
}

/** Calendar API v3, Events: update. Absent optional fields are removed; a cancelled event needs `status: confirmed` to return. */
export const updateEvent: Handler = (call) => {
  const calendar = openCalendar(call, 'writer');
  const before = findEvent(calendar, call.params.eventId ?? '');
  requireMatch(call, before);
  const raw = dropUnsupported(call, call.body(), before.event);
  const keeps = isCancelled(before) && (raw.status === undefined || raw.status === null);
  const whole = keeps ? { ...raw, status: 'cancelled' } : raw;
  return writtenReply(call, calendar, reviseEvent(call, calendar, before, whole));
};

/** Calendar API v3, Events: patch. */
export const patchEvent: Handler = (call) => {
  const calendar = openCalendar(call, 'writer');
  const before = findEvent(calendar, call.params.eventId ?? '');
  requireMatch(call, before);
  const raw = call.body();
  const revives = isCancelled(before) && typeof raw.status === 'string' && raw.status !== 'cancelled';
  if (revives) refuseHalfUndelete(call, raw);
  const { sequence: _sequence, ...stored } = before.event;
  const merged = mergePatch(stored as unknown as JsonObject, raw);
  const whole = dropUnsupported(call, merged, before.event);
  return writtenReply(call, calendar, reviseEvent(call, calendar, before, whole));
};

/** Calendar API v3, Events: delete. An instance of a series becomes a cancelled exception. */
export const deleteEvent: Handler = (call) => {
  const calendar = openCalendar(call, 'writer');
  const before = findEvent(calendar, call.params.eventId ?? '');
  if (isCancelled(before)) throw alreadyDeleted();
  requireMatch(call, before);
  const updated = new Date(call.now).toISOString();
  storeEvent(call, calendar, { ...before.event, status: 'cancelled', updated }, before);
  return noContent();
};
