import { ApiError, invalid, required } from '../http/api-error.js';
import type { Handler } from '../http/call.js';
import type { CalendarState } from '../store/calendar-state.js';
import { newEventId } from '../store/event-id.js';
import { type EventRecord, isException, type StoredEvent } from '../store/event-record.js';
import { storeEvent } from '../store/store-event.js';
import { openForWriting } from './find-event.js';
import { isJsonObject, type JsonObject } from './merge-patch.js';
import { parseEventBody } from './parse-event-body.js';
import { nextSequence } from './refuse-change.js';
import { dropUnsupported, newEvent, organizerOf, writtenReply } from './write-events.js';

function organizerIn(raw: JsonObject, calendar: CalendarState): NonNullable<StoredEvent['organizer']> {
  const { organizer } = raw;
  if (!isJsonObject(organizer) || typeof organizer.email !== 'string') return organizerOf(calendar);
  const own = organizerOf(calendar);
  const { email, displayName } = organizer;
  return {
    email,
    ...(typeof displayName === 'string' && { displayName }),
    ...(own.email === email && { self: true }),
  };
}

function replaced(before: EventRecord, event: StoredEvent): StoredEvent {
  const { id, created, creator, sequence } = before.event;
  const raised = nextSequence(before.event, event);
  return { ...event, id, created, ...(creator && { creator }), sequence: Math.max(sequence, raised) };
}

/**
 * Calendar API v3, Events: import. Needs iCalUID; the organizer may be anyone; a known iCalUID is updated in place.
 */
export const importEvent: Handler = (call) => {
  const calendar = openForWriting(call);
  const raw = dropUnsupported(call, call.body());
  if (typeof raw.iCalUID !== 'string' || raw.iCalUID === '') throw required('Missing iCalUID.', 'iCalUID');
  const body = parseEventBody(raw, call.rules.limits);
  if (body.eventType !== 'default') throw invalid('Only default events can be imported.', 'eventType');
  if (raw.id !== undefined && raw.id !== null) {
    throw new ApiError(400, 'invalid', 'An import takes the iCalUID, not the id.', { location: 'id' });
  }
  const before = calendar.withUid(raw.iCalUID).find(({ event }) => !isException(event));
  const fresh = { ...newEvent(call, calendar, body, newEventId()), organizer: organizerIn(raw, calendar) };
  const event = before === undefined ? fresh : replaced(before, fresh);
  return writtenReply(call, calendar, storeEvent(call, calendar, event, before));
};
