import { sql } from 'drizzle-orm';
import { type Booking, readNotes } from '../core/calendar/booking.js';
import { utcDate } from './database.js';

/** Begin of booking `b`: older rows know only `scheduledAt`. */
export const bookingStart = sql`coalesce(b."startTime", b."scheduledAt")`;
/** End of booking `b`: older rows know only a duration in minutes. */
export const bookingEnd = sql`coalesce(b."endTime", ${bookingStart} + b."estimatedDuration" * interval '1 minute')`;
/** Whether booking `b` will not take place; `isCancelled` of core in SQL. */
export const bookingCancelled = sql`b.status ~* '^\\s*(cancell?ed|aflyst|annulleret)\\s*$'`;
/** Whether booking `b` has taken place; `isDone` of core in SQL. */
const bookingDone = sql`b.status ~* '^\\s*(completed|no_show|no-show|udført|afsluttet)\\s*$'`;
/** The bookkeeping line at the end of the notes of booking `b`, without what stands before it. */
export const notedLine = sql`substring(b.notes from '(?i)(?:^|\\n)[ \\t]*(google calendar event id:[ \\t]*\\S+)\\s*$')`;
/** The event that RenOS linked booking `b` with. */
export const notedEventId = sql`coalesce(nullif(b."calendarEventId", ''), substring(b.notes from '(?i)(?:^|\\n)[ \\t]*google calendar event id:[ \\t]*(\\S+)\\s*$'))`;

/**
 * Fingerprint of all that a booking says, its customer's name and address included. Times go in as numbers, since their
 * text depends on the session's settings.
 */
export const bookingPrint = sql`md5(row(
  extract(epoch from b."startTime"), extract(epoch from b."endTime"), extract(epoch from b."scheduledAt"), b."estimatedDuration",
  b."serviceType", b.address, b.notes, ${bookingCancelled}, ${bookingDone}, b."customerId",
  (select row(c.name, c.email)::text from customers c where c.id = b."customerId"))::text)`;

/** The columns that `bookingOf` reads, of booking `b` with customer `c`. */
export const bookingColumns = sql`
  b.id as booking_id, b."customerId" as customer_id, c.name as customer_name, c.email as customer_email,
  b."serviceType" as service_type, b.address, b.status, b.notes, ${notedEventId} as noted_event_id,
  b."updatedAt" as booking_updated_at,
  (extract(epoch from ${bookingStart}) * 1000)::float8 as start_ms, (extract(epoch from ${bookingEnd}) * 1000)::float8 as end_ms,
  ${bookingPrint} as booking_print`;

export interface BookingRow extends Record<string, unknown> {
  readonly booking_id: string | null;
  readonly customer_id: string | null;
  readonly customer_name: string | null;
  readonly customer_email: string | null;
  readonly service_type: string | null;
  readonly address: string | null;
  readonly status: string;
  readonly notes: string | null;
  readonly noted_event_id: string | null;
  readonly booking_updated_at: unknown;
  readonly start_ms: number;
  readonly end_ms: number;
  readonly booking_print: string;
}

/** A row of `bookingColumns` as core knows it; null for the empty side of an outer join. */
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
    status: row.status,
    notes: readNotes(row.notes).notes,
    notedEventId: row.noted_event_id,
    updatedAt: utcDate(row.booking_updated_at),
    print: row.booking_print,
  };
}
