import { sql } from 'drizzle-orm';
import { type Database, rowsOf, utcDate } from '../client/database.js';
import { bookingCancelled, bookingEnd, bookingStart } from '../sync/booking-rows.js';

/** A booking as a person may change it where the database is our own; in a firm's RenOS that is RenOS's job. */
export interface EditableBooking {
  readonly start: Date;
  readonly end: Date;
  readonly service: string | null;
  /** Of the row as it was read: another one was written by somebody else since. */
  readonly version: string;
}

export interface BookingEdit {
  readonly id: string;
  readonly version: string;
  /** null: the booking is cancelled. */
  readonly change: { readonly start: Date; readonly end: Date; readonly service: string | null } | null;
}

const rowVersion = sql`md5(b::text)`;

/** null: there is no such booking, or it is cancelled. */
export async function readEditable({ orm }: Database, id: string): Promise<EditableBooking | null> {
  const [row] = await rowsOf<{ start: string; end: string; service: string | null; version: string }>(
    orm,
    sql`select (${bookingStart})::text as start, (${bookingEnd})::text as end, b."serviceType" as service, ${rowVersion} as version
      from bookings b where b.id = ${id} and not ${bookingCancelled}`,
  );
  return row === undefined ? null : { ...row, start: utcDate(row.start), end: utcDate(row.end) };
}

/** Writes the columns that RenOS writes. False: the row is another one by now, and nothing was written. */
export async function editBooking({ orm }: Database, { id, version, change }: BookingEdit): Promise<boolean> {
  const minutes = change === null ? 0 : Math.round((change.end.getTime() - change.start.getTime()) / 60_000);
  const set =
    change === null
      ? sql`status = 'cancelled'`
      : sql`"startTime" = ${change.start.toISOString()}::timestamp, "scheduledAt" = ${change.start.toISOString()}::timestamp,
          "endTime" = ${change.end.toISOString()}::timestamp, "estimatedDuration" = ${minutes}, "serviceType" = ${change.service}`;
  const written = await rowsOf(
    orm,
    sql`update bookings b set ${set}, "updatedAt" = now() at time zone 'utc' where b.id = ${id} and ${rowVersion} = ${version} returning b.id`,
  );
  return written.length === 1;
}
