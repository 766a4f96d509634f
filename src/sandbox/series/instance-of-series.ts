import type { EventRecord } from '../store/event-record.js';
import type { Occurrence } from './expand-series.js';

/** An unchanged instance of a series as an event of its own; it has the version of its master. */
export function instanceOf(master: EventRecord, occurrence: Occurrence): EventRecord {
  const { recurrence: _recurrence, ...shared } = master.event;
  return {
    seq: master.seq,
    event: {
      ...shared,
      id: occurrence.id,
      recurringEventId: master.event.id,
      originalStartTime: occurrence.start,
      start: occurrence.start,
      end: occurrence.end,
    },
  };
}

/** The series id and the date text of an instance id; undefined for any other id. */
export function splitInstanceId(id: string): { masterId: string } | undefined {
  const masterId = /^(.+)_\d{8}(?:T\d{6}Z)?$/.exec(id)?.[1];
  return masterId === undefined ? undefined : { masterId };
}
