import { type SQL, sql } from 'drizzle-orm';
import { type Booking, cancelledWords, doneWords, readNotes } from '../../core/calendar/model/booking.js';

/*
 * A timestamp may be infinity, or be before the year 1 or after 9999. Google's years have four digits, and a sum beyond
 * PostgreSQL's own range would fail the whole statement: such times are limited before they are used.
 */
const earliest = sql`timestamp '0001-01-01'`;
const latest = sql`timestamp '9999-12-31 23:59:59'`;
/** The nearest time that every part of the program can use. */
const withinReach = (time: SQL) => sql`least(greatest(${time}, ${earliest}), ${latest})`;
export const isWithinReach = (time: SQL) => sql`coalesce(${time} between ${earliest} and ${latest}, false)`;
/** Start of booking `b`: older rows only have `scheduledAt`. */
export const bookingStart = sql`coalesce(b."startTime", b."scheduledAt")`;
/** End of booking `b`: older rows only have a duration in minutes. */
export const bookingEnd = sql`coalesce(b."endTime", ${withinReach(bookingStart)} + b."estimatedDuration" * interval '1 minute')`;
/** Whether a calendar can hold the time of booking `b`. */
export const bookingTimeUsable = sql`(${isWithinReach(bookingStart)} and ${isWithinReach(bookingEnd)})`;
/** Whether booking `b` is cancelled; `isCancelled` of core in SQL. */
export const bookingCancelled = saysOneOf(cancelledWords);
/** Whether booking `b` is completed; `isDone` of core in SQL. */
export const bookingDone = saysOneOf(doneWords);
/** The last bookkeeping line in the notes of booking `b`; `readNotes` of core in SQL. */
export const notedLine = sql`substring(b.notes from '(?i)^(?:.*\\n)?[ \\t]*(google calendar event id:[ \\t]*\\S+)[ \\t]*\\r?(?:\\n|$)')`;
/** The event that RenOS linked booking `b` with. */
export const notedEventId = sql`coalesce(nullif(btrim(b."calendarEventId", E' \\t\\r\\n'), ''), substring(b.notes from '(?i)^(?:.*\\n)?[ \\t]*google calendar event id:[ \\t]*(\\S+)[ \\t]*\\r?(?:\\n|$)'))`;

/** Whether booking `b` names no event though its link `l` has one: a backup may not have had the id yet. */
export const lostEventId = sql`(${notedEventId} is null and not l.closed
  and not ${bookingCancelled} and not (l.base -> 'event' ->> 'removed')::boolean)`;

/**
 * Fingerprint of all values of a booking, its customer's name and address included. Times are included as numbers,
 * because their text depends on the session's settings.
 */
export const bookingFingerprint = sql`md5(row(
  extract(epoch from b."startTime"), extract(epoch from b."endTime"), extract(epoch from b."scheduledAt"), b."estimatedDuration",
  b."serviceType", b.address, b.notes, b.status, b."customerId",
  (select row(c.name, c.email)::text from customers c where c.id = b."customerId"))::text)`;

/**
 * The versions of the rows of booking `b` and of its customer `c`: while they are the same, so is the fingerprint,
 * which takes ten times as long to compute. A row that is written again, or restored, gets another transaction or
 * place.
 */
export const bookingVersion = sql`concat_ws(' ', b.tableoid, b.xmin, b.ctid, c.xmin, c.ctid)`;
/** The part of the version that is the booking's own. */
export const bookingRowVersion = sql`concat_ws(' ', b.tableoid, b.xmin, b.ctid)`;

/** Whether the status of booking `b` is one of some words. */
function saysOneOf(words: readonly string[]): SQL {
  return sql`coalesce(b.status, '') ~* ${sql.raw(`'^\\s*(${words.join('|')})\\s*$'`)}`;
}

/** Epoch milliseconds, limited to valid times; 0 for NULL. */
export function milliseconds(time: SQL): SQL {
  return sql`coalesce((extract(epoch from ${withinReach(time)}) * 1000)::float8, 0)`;
}

/** The columns that `bookingOf` reads, of booking `b` with customer `c`. */
export const bookingColumns = sql`
  b.id as booking_id, b."customerId" as customer_id, c.name as customer_name, c.email as customer_email,
  b."serviceType" as service_type, b.address, b.status, b.notes, ${notedEventId} as noted_event_id,
  ${milliseconds(sql`b."updatedAt"`)} as updated_ms, ${milliseconds(bookingStart)} as start_ms, ${milliseconds(bookingEnd)} as end_ms,
  ${bookingTimeUsable} as usable,
  ${bookingFingerprint} as booking_print`;

export interface BookingRow extends Record<string, unknown> {
  readonly booking_id: string | null;
  readonly customer_id: string | null;
  readonly customer_name: string | null;
  readonly customer_email: string | null;
  readonly service_type: string | null;
  readonly address: string | null;
  readonly status: string | null;
  readonly notes: string | null;
  readonly noted_event_id: string | null;
  readonly updated_ms: number;
  readonly start_ms: number;
  readonly end_ms: number;
  readonly usable: boolean;
  readonly booking_print: string;
}

/** A row of `bookingColumns` as a booking of core; null for the empty side of an outer join. */
export function bookingOf(row: BookingRow): Booking | null {
  if (row.booking_id === null) return null;
  return {
    id: row.booking_id,
    customerId: row.customer_id,
    customerName: row.customer_name,
    customerEmail: row.customer_email,
    serviceType: row.service_type,
    address: row.address,
    start: new Date(row.start_ms),
    end: new Date(row.end_ms),
    hasUsableTime: row.usable,
    status: row.status ?? '',
    notes: readNotes(row.notes).notes,
    notedEventId: row.noted_event_id,
    updatedAt: new Date(row.updated_ms),
    fingerprint: row.booking_print,
  };
}
