import { copiesOf } from '../events/guest-copies.js';
import { mailGuests } from '../events/guest-mails.js';
import type { Call } from '../http/call.js';
import { expandSeries } from '../series/expand-series.js';
import type { CalendarState } from './calendar-state.js';
import {
  type EventRecord,
  type FormerShape,
  isCancelled,
  isException,
  isMaster,
  type StoredEvent,
  timingOf,
} from './event-record.js';
import type { Change } from './sandbox-store.js';

const keptShapes = 20;

function formerShapes(before: EventRecord, after: EventRecord): readonly FormerShape[] {
  const known = before.former ?? [];
  const recurs = isMaster(before.event) || isMaster(after.event);
  if (!recurs || timingOf(before.event) === timingOf(after.event)) return known;
  const { id, start, end, recurrence } = before.event;
  return [...known, { seq: after.seq, event: { id, start, end, recurrence: recurrence ?? [] } }].slice(-keptShapes);
}

/** The exceptions that a series loses with the state `after`: all if it is cancelled, otherwise those not on its dates. */
function lostExceptions(calendar: CalendarState, after: EventRecord): EventRecord[] {
  const kept = isCancelled(after) || !isMaster(after.event) ? undefined : expandSeries(after.event);
  return calendar.exceptionsOf(after.event.id).filter((record) => {
    return record.orphan !== true && kept?.has(record.event.id) !== true;
  });
}

function cancelExceptions(call: Call, calendar: CalendarState, after: EventRecord): EventRecord[] {
  return lostExceptions(calendar, after).map(({ event }) => ({
    seq: call.store.nextSeq(),
    event: { ...event, status: 'cancelled', updated: after.event.updated },
    orphan: true,
  }));
}

/**
 * Stores the new state of an event with its effect on the exceptions of its series, and counts the mails. All of it is
 * one change: everything is written or nothing.
 */
export function storeEvent(
  call: Call,
  calendar: CalendarState,
  event: StoredEvent,
  before?: EventRecord,
  more: readonly Change[] = [],
): EventRecord {
  const calendarId = calendar.info.id;
  const written: EventRecord = { seq: call.store.nextSeq(), event };
  const former = before === undefined || isException(event) ? [] : formerShapes(before, written);
  const record = former.length > 0 ? { ...written, former } : written;
  const records = [record, ...(isException(event) ? [] : cancelExceptions(call, calendar, record))];
  mailGuests(call, calendarId, before?.event, event);
  const shown = new Map(records.map((each) => [each, calendar.records.get(each.event.id)]));
  const copies = records.flatMap((each) => copiesOf(call, calendar, before?.event, each));
  call.store.commit([
    ...more,
    ...records.map((each): Change => ({ kind: 'event', calendarId, record: each })),
    ...copies.map((copy): Change => ({ kind: 'event', calendarId: copy.calendar.info.id, record: copy.record })),
  ]);
  const delay = call.listingDelay ?? call.rules.listingDelay;
  for (const [each, earlier] of shown) if (delay > 0) calendar.hidden.hide(earlier, each, call.now + delay);
  for (const changed of new Set([calendar, ...copies.map((copy) => copy.calendar)])) call.changed(changed);
  return record;
}
