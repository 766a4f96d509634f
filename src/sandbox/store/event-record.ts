import type { calendar_v3 } from 'googleapis/build/src/apis/calendar/v3.js';

/** Google's event resource; times are stored in UTC, with their own zone. */
export type EventResource = calendar_v3.Schema$Event;

/** Source: Events resource, `eventType`. */
export const eventTypes: readonly string[] = [
  'default',
  'birthday',
  'focusTime',
  'fromGmail',
  'outOfOffice',
  'workingLocation',
];
/** Google's start, end or original start. */
export type EventTime = calendar_v3.Schema$EventDateTime;

/** An event as the sandbox stores it: everything that a reply needs, without defaults. */
export interface StoredEvent extends EventResource {
  readonly id: string;
  readonly iCalUID: string;
  readonly status: string;
  readonly start: EventTime;
  readonly end: EventTime;
  readonly created: string;
  readonly updated: string;
  readonly sequence: number;
}

/** A series before a change at `seq`, so that followers get the instances that it lost. */
export interface FormerShape {
  readonly seq: number;
  readonly event: Pick<StoredEvent, 'id' | 'start' | 'end'> & { readonly recurrence?: string[] | null };
}

/** One state of one event; records are never changed, only replaced, and `seq` orders all changes. */
export interface EventRecord {
  readonly seq: number;
  readonly event: StoredEvent;
  /** True for an exception whose series no longer has that occurrence: an ordinary tombstone. */
  readonly orphan?: boolean;
  readonly former?: readonly FormerShape[];
}

/** Whether an event is a tombstone. */
export function isCancelled(record: EventRecord): boolean {
  return record.event.status === 'cancelled';
}

/** Whether an event carries the rule of a series. */
export function isMaster(event: Pick<EventResource, 'recurrence'>): boolean {
  return (event.recurrence?.length ?? 0) > 0;
}

/** Whether an event is a changed or cancelled instance of a series. */
export function isException(event: EventResource): boolean {
  return typeof event.recurringEventId === 'string';
}

/** The quoted version text of a change number; it differs after each change. */
export function etagOf(seq: number): string {
  return `"${3_400_000_000_000_000 + seq * 2}"`;
}

/** When an event happens, as comparable text: its times and rules, and the zone where a rule depends on it. */
export function timingOf({ start, end, recurrence }: EventResource): string {
  const recurs = isMaster({ recurrence: recurrence ?? null });
  const moment = (time: EventTime | undefined) => [time?.date, time?.dateTime, recurs ? time?.timeZone : undefined];
  return JSON.stringify([moment(start), moment(end), recurs ? recurrence : []]);
}
