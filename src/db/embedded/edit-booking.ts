import { and, eq, sql } from 'drizzle-orm';
import { type Database, rowsOf, utcDate } from '../client/database.js';
import { now } from '../client/parameters.js';
import { bookings } from '../schema/renos.js';
import { bookingCancelled, bookingEnd, bookingStart } from '../sync/booking-rows.js';

/** A booking that a person may change if the database is our own; in a firm's RenOS, RenOS changes it. */
export interface EditableBooking {
  readonly start: Date;
  readonly end: Date;
  readonly service: string | null;
  /** The version of the row as it was read: it changes if the row is written by others. */
  readonly version: string;
}

export interface BookingEdit {
  readonly id: string;
  readonly version: string;
  /** null: the booking is cancelled. */
  readonly change: { readonly start: Date; readonly end: Date; readonly service: string | null } | null;
}

const rowVersion = (row: string) => sql<string>`md5(${sql.raw(row)}::text)`;

/** null: there is no such booking, or it is cancelled. */
export async function readEditable({ orm }: Database, id: string): Promise<EditableBooking | null> {
  const [row] = await rowsOf<{ start: string; end: string; service: string | null; version: string }>(
    orm,
    sql`select (${bookingStart})::text as start, (${bookingEnd})::text as end, b."serviceType" as service, ${rowVersion('b')} as version
      from bookings b where b.id = ${id} and not ${bookingCancelled}`,
  );
  return row === undefined ? null : { ...row, start: utcDate(row.start), end: utcDate(row.end) };
}

/** Writes the columns that RenOS writes. False: the row has changed, and nothing was written. */
export async function editBooking({ orm }: Database, { id, version, change }: BookingEdit): Promise<boolean> {
  const minutes = change === null ? 0 : Math.round((change.end.getTime() - change.start.getTime()) / 60_000);
  const set =
    change === null
      ? { status: 'cancelled' }
      : {
          ...{ startTime: change.start, scheduledAt: change.start, endTime: change.end },
          ...{ estimatedDuration: minutes, serviceType: change.service },
        };
  const written = await orm
    .update(bookings)
    .set({ ...set, updatedAt: now })
    .where(and(eq(bookings.id, id), eq(rowVersion('bookings'), version)))
    .returning({ id: bookings.id });
  return written.length === 1;
}
