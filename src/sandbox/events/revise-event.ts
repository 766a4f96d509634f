import type { Call } from '../http/call.js';
import type { CalendarState } from '../store/calendar-state.js';
import { type EventRecord, isException, type StoredEvent } from '../store/event-record.js';
import { storeEvent } from '../store/store-event.js';
import type { JsonObject } from './merge-patch.js';
import { parseEventBody } from './parse-event-body.js';
import {
  nextSequence,
  refuseGuest,
  refuseImmutable,
  refuseMisplacedStatus,
  refuseWithoutSeries,
} from './refuse-change.js';

/** Checks a change of an existing event against its present state and stores it. */
export function reviseEvent(call: Call, calendar: CalendarState, before: EventRecord, raw: JsonObject): EventRecord {
  const { event } = before;
  refuseImmutable(raw, event);
  const body = parseEventBody(raw, call.rules.limits);
  refuseWithoutSeries(calendar, event, body);
  refuseGuest(event, body);
  refuseMisplacedStatus(calendar, { ...body, eventType: event.eventType ?? 'default' });
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
