import { ApiError, alreadyDeleted, invalid, required } from '../http/api-error.js';
import type { Call, Handler } from '../http/call.js';
import type { CalendarState } from '../store/calendar-state.js';
import { type EventRecord, isCancelled, isException } from '../store/event-record.js';
import type { Change } from '../store/sandbox-store.js';
import { storeEvent } from '../store/store-event.js';
import { findEvent, openCalendar, openForWriting } from './find-event.js';
import { mailGuests } from './guest-mails.js';
import { organizerOf, writtenReply } from './write-events.js';

function refuseMove(record: EventRecord, destination: CalendarState): void {
  const { event } = record;
  if (isCancelled(record)) throw alreadyDeleted();
  if (isException(event)) throw invalid('An instance of a recurring event cannot be moved.', 'eventId');
  if ((event.eventType ?? 'default') !== 'default') throw invalid('Only default events can be moved.', 'eventId');
  const there = destination.records.get(event.id);
  if (there === undefined || isCancelled(there)) return;
  throw new ApiError(409, 'duplicate', 'The requested identifier already exists.');
}

function arrivals(call: Call, source: CalendarState, destination: CalendarState, record: EventRecord): EventRecord[] {
  const updated = new Date(call.now).toISOString();
  const organizer = organizerOf(destination);
  const kept = source.exceptionsOf(record.event.id).filter((each) => each.orphan !== true);
  return [record, ...kept].map(({ event }) => ({
    seq: call.store.nextSeq(),
    event: { ...event, organizer, updated },
  }));
}

/** Calendar API v3, Events: move. The id stays; the source keeps a tombstone; the destination's owner organizes. */
export const moveEvent: Handler = (call) => {
  const to = call.query.get('destination');
  if (to === null || to === '') throw required('Required parameter: destination', 'destination');
  const source = openForWriting(call);
  const destination = openCalendar(call, 'writerWithoutPrivateAccess', to);
  const before = findEvent(source, call.params.eventId ?? '');
  if (source === destination) throw invalid('The event is in that calendar already.', 'destination');
  refuseMove(before, destination);
  const moved = arrivals(call, source, destination, before);
  const calendarId = destination.info.id;
  const more = moved.map((record): Change => ({ kind: 'event', calendarId, record }));
  const [arrived] = moved;
  if (arrived === undefined) throw new Error('A moved event is at least itself.');
  mailGuests(call, calendarId, before.event, arrived.event);
  const silent: Call = { ...call, query: new URLSearchParams() };
  const gone = { ...before.event, status: 'cancelled', updated: arrived.event.updated };
  storeEvent(silent, source, gone, before, more);
  call.changed(destination);
  return writtenReply(call, destination, arrived);
};
