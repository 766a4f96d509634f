import { ApiError, alreadyDeleted, invalid } from '../http/api-error.js';
import { type Call, type Handler, noContent, ok, type Reply } from '../http/call.js';
import { readFlag } from '../http/query-values.js';
import type { CalendarState } from '../store/calendar-state.js';
import { checkEventId, newEventId } from '../store/event-id.js';
import { type EventRecord, etagOf, isCancelled, type StoredEvent } from '../store/event-record.js';
import { storeEvent } from '../store/store-event.js';
import { findEvent, openForWriting, requireMatch } from './find-event.js';
import { type JsonObject, mergePatch } from './merge-patch.js';
import { type EventBody, parseEventBody } from './parse-event-body.js';
import { refuseHalfUndelete, refuseMisplacedStatus } from './refuse-change.js';
import { readView, renderEvent } from './render-event.js';
import { reviseEvent } from './revise-event.js';

/** The reply to a write: the event as it now is. */
export function writtenReply(call: Call, calendar: CalendarState, record: EventRecord): Reply {
  const view = readView(call, calendar.info);
  return ok(renderEvent(record, view), etagOf(record.seq));
}

/** The organizer of events that are created in a calendar. */
export function organizerOf(calendar: CalendarState): NonNullable<StoredEvent['organizer']> {
  const { primary, id, summary } = calendar.info;
  return primary ? { email: id, self: true } : { email: id, displayName: summary, self: true };
}

/** Removes the parts of a body that need a parameter in the query: attachments and conference data. */
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
    creator: { email: call.store.owner, ...(calendar.info.id === call.store.owner && { self: true }) },
    organizer: organizerOf(calendar),
    sequence: body.sequence ?? 0,
  };
}

/** Calendar API v3, Events: insert. */
export const insertEvent: Handler = (call) => {
  const calendar = openForWriting(call);
  const raw = call.body();
  const id = raw.id === undefined || raw.id === null ? newEventId() : checkEventId(raw.id);
  const body = parseEventBody(dropUnsupported(call, raw), call.rules.limits);
  if (body.eventType === 'fromGmail') throw invalid('Event type cannot be created.', 'eventType');
  refuseMisplacedStatus(calendar, body);
  if (calendar.records.has(id)) {
    throw new ApiError(409, 'duplicate', 'The requested identifier already exists.');
  }
  return writtenReply(call, calendar, storeEvent(call, calendar, newEvent(call, calendar, body, id)));
};

/** Calendar API v3, Events: update. Absent optional fields are removed; a cancelled event needs `status: confirmed` to return. */
export const updateEvent: Handler = (call) => {
  const calendar = openForWriting(call);
  const before = findEvent(calendar, call.params.eventId ?? '');
  requireMatch(call, before);
  const raw = dropUnsupported(call, call.body(), before.event);
  const keeps = isCancelled(before) && (raw.status === undefined || raw.status === null);
  const whole = keeps ? { ...raw, status: 'cancelled' } : raw;
  return writtenReply(call, calendar, reviseEvent(call, calendar, before, whole));
};

/** Calendar API v3, Events: patch. */
export const patchEvent: Handler = (call) => {
  const calendar = openForWriting(call);
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
  const calendar = openForWriting(call);
  const before = findEvent(calendar, call.params.eventId ?? '');
  if (isCancelled(before)) throw alreadyDeleted();
  requireMatch(call, before);
  const updated = new Date(call.now).toISOString();
  storeEvent(call, calendar, { ...before.event, status: 'cancelled', updated }, before);
  return noContent();
};
