import type { CalendarState } from '../store/calendar-state.js';
import { type EventRecord, isCancelled, isException, isMaster, type StoredEvent } from '../store/event-record.js';
import { expandSeries, type Occurrence } from './expand-series.js';
import { instanceOf } from './instance-of-series.js';

function cancelledInstance(record: EventRecord, occurrence: Occurrence): EventRecord {
  const instance = instanceOf(record, occurrence);
  const event: StoredEvent = { ...instance.event, status: 'cancelled' };
  return { seq: record.seq, event };
}

/** The unchanged instances of a series, without those that have an exception of their own. */
export function untouchedInstances(calendar: CalendarState, master: EventRecord): EventRecord[] {
  const touched = new Set(
    calendar.exceptionsOf(master.event.id).flatMap((each) => (each.orphan === true ? [] : each.event.id)),
  );
  return [...expandSeries(master.event).values()]
    .filter((occurrence) => !touched.has(occurrence.id))
    .map((occurrence) => instanceOf(master, occurrence));
}

/** The instances that a series had after change `seq` and no longer has, as cancelled ones. */
function lostInstances(calendar: CalendarState, record: EventRecord, seq: number): EventRecord[] {
  const present = isMaster(record.event) ? expandSeries(record.event) : new Map<string, Occurrence>();
  const lost = new Map<string, Occurrence>();
  for (const shape of record.former ?? []) {
    if (shape.seq <= seq) continue;
    if (!isMaster(shape.event)) {
      if (isMaster(record.event)) lost.set(record.event.id, { ...record.event, at: 0 });
      continue;
    }
    for (const [id, occurrence] of expandSeries(shape.event)) {
      if (!present.has(id) && !calendar.records.has(id)) lost.set(id, occurrence);
    }
  }
  return [...lost.values()].map((occurrence) => {
    if (occurrence.id !== record.event.id) return cancelledInstance(record, occurrence);
    return { seq: record.seq, event: { ...record.event, status: 'cancelled' } };
  });
}

/**
 * Turns stored events into those that `singleEvents=true` lists: instances in place of their series. `since` is the
 * change at which a delta starts, undefined for a full listing.
 */
export function asSingleInstances(
  calendar: CalendarState,
  records: readonly EventRecord[],
  since: number | undefined,
): EventRecord[] {
  const listed = new Map<string, EventRecord>();
  for (const record of records) {
    if (!isMaster(record.event)) listed.set(record.event.id, record);
    if (isException(record.event)) continue;
    if (isMaster(record.event)) {
      for (const instance of untouchedInstances(calendar, record)) listed.set(instance.event.id, instance);
    }
    if (since === undefined || isCancelled(record)) continue;
    for (const lost of lostInstances(calendar, record, since)) listed.set(lost.event.id, lost);
  }
  return [...listed.values()];
}
