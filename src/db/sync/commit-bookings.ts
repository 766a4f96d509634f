import { type SQL, sql } from 'drizzle-orm';
import type { BookingChange, NewBooking } from '../../core/calendar/model/booking.js';
import type { CommitItem } from '../../core/calendar/model/sync-store.js';
import { type Orm, rowsOf } from '../client/database.js';
import { moment, now, parameter } from '../client/parameters.js';
import { bookingImage, rowHash } from '../undo/row-images.js';
import { bookingFingerprint, notedLine } from './booking-rows.js';

/** Data for an undo of the written rows, by the id of the booking. */
export type RowImages = ReadonlyMap<string, object>;

export async function insertBookings(tx: Orm, bookings: readonly NewBooking[]): Promise<RowImages> {
  if (bookings.length === 0) return new Map();
  const rows = bookings.map((booking) => ({ ...booking, start: booking.start.getTime(), end: booking.end.getTime() }));
  const made = await rowsOf<{ id: string; hash: string }>(
    tx,
    sql`insert into bookings (id, "customerId", "serviceType", address, notes, status, "calendarEventId", "calendarLink",
      "startTime", "endTime", "scheduledAt", "estimatedDuration", "updatedAt")
    select r.id, r."customerId", r."serviceType", r.address, r.notes, r.status, r."calendarEventId", r."calendarLink",
      ${moment(sql`r.start`)}, ${moment(sql`r.end`)}, ${moment(sql`r.start`)}, least(round((r.end - r.start) / 60000), 2147483647)::int, ${now}
    from jsonb_to_recordset(${parameter(rows)}) as r(id text, "customerId" text, "serviceType" text, address text, notes text,
      status text, "calendarEventId" text, "calendarLink" text, start float8, "end" float8)
    returning id, ${rowHash('bookings')} as hash`,
  );
  return new Map(made.map(({ id, hash }) => [id, { hash }]));
}

/** Changes each booking only if its fingerprint is still the plan's; returns the changed ones. */
export async function updateBookings(
  tx: Orm,
  updates: readonly NonNullable<CommitItem['update']>[],
): Promise<RowImages> {
  if (updates.length === 0) return new Map();
  const rows = updates.map(({ bookingId, fingerprint, change }) => ({
    id: bookingId,
    print: fingerprint,
    c: changeRow(change),
  }));
  const field = (name: string, column: SQL) =>
    sql`case when r.c ? ${sql.raw(`'${name}'`)} then r.c ->> ${sql.raw(`'${name}'`)} else ${column} end`;
  const time = (name: string, column: SQL) =>
    sql`case when r.c ? ${sql.raw(`'${name}'`)} then ${moment(sql`(r.c ->> ${sql.raw(`'${name}'`)})::float8`)} else ${column} end`;
  const written = await rowsOf<{ id: string; images: object }>(
    tx,
    sql`with r as materialized (select * from jsonb_to_recordset(${parameter(rows)}) as r(id text, print text, c jsonb)),
      before as materialized (select b.id, ${bookingImage('b')} as image from bookings b join r on r.id = b.id),
      done as (update bookings b set
        "customerId" = ${field('customerId', sql`b."customerId"`)}, "serviceType" = ${field('serviceType', sql`b."serviceType"`)},
        address = ${field('address', sql`b.address`)}, status = ${field('status', sql`b.status`)},
        notes = case when r.c ? 'notes' then nullif(concat_ws(E'\\n', r.c ->> 'notes', ${notedLine}), '') else b.notes end,
        "calendarEventId" = ${field('calendarEventId', sql`b."calendarEventId"`)}, "calendarLink" = ${field('calendarLink', sql`b."calendarLink"`)},
        "startTime" = ${time('start', sql`b."startTime"`)}, "endTime" = ${time('end', sql`b."endTime"`)},
        "scheduledAt" = ${time('start', sql`b."scheduledAt"`)},
        "estimatedDuration" = case when r.c ? 'start' then least(round(((r.c ->> 'end')::float8 - (r.c ->> 'start')::float8) / 60000), 2147483647)::int else b."estimatedDuration" end,
        "updatedAt" = ${now}
      from r
      where b.id = r.id and ${bookingFingerprint} = r.print
      returning b.id, ${bookingImage('b')} as image)
      select done.id, jsonb_build_object('was', before.image, 'is', done.image) as images from done join before using (id)`,
  );
  return new Map(written.map(({ id, images }) => [id, images]));
}

function changeRow({ start, end, ...texts }: BookingChange): Record<string, unknown> {
  return {
    ...texts,
    ...(start === undefined || end === undefined ? {} : { start: start.getTime(), end: end.getTime() }),
  };
}

/** Returns the events that the rows named before. */
export async function stampBookings(tx: Orm, stamps: readonly NonNullable<CommitItem['stamp']>[]): Promise<RowImages> {
  if (stamps.length === 0) return new Map();
  const rows = stamps.map(({ bookingId, eventId, htmlLink, isAgain }) => ({
    id: bookingId,
    event: eventId,
    link: htmlLink,
    again: isAgain,
  }));
  const named = await rowsOf<{ id: string; event: string | null; link: string | null }>(
    tx,
    sql`with r as materialized (select * from jsonb_to_recordset(${parameter(rows)}) as r(id text, event text, link text, again boolean)),
      before as materialized (select b.id, b."calendarEventId" as event, b."calendarLink" as link from bookings b join r on r.id = b.id),
      done as (update bookings b set "calendarEventId" = r.event, "calendarLink" = case when r.again then coalesce(r.link, b."calendarLink") else r.link end,
        "updatedAt" = case when r.again then b."updatedAt" else ${now} end from r where b.id = r.id)
      select id, event, link from before`,
  );
  return new Map(named.map(({ id, event, link }) => [id, { stamped: { calendarEventId: event, calendarLink: link } }]));
}
