import { type SQL, sql } from 'drizzle-orm';
import type { BookingForecast, FoundRow } from '../../core/customers/match/forecast.js';
import type { BatchToMerge } from '../../core/customers/match/import-store.js';
import { type Orm, rowsOf } from '../client/database.js';
import { journalEnd } from '../read/journal.js';
import { bookingCancelled, bookingEnd, bookingStart } from '../sync/booking-rows.js';
import { rowHash } from '../undo/row-images.js';
import { bulkWork } from './bulk-work.js';
import { firstOf } from './import-ids.js';
import { bookingsOfOthers, changedBookings } from './import-known-bookings.js';
import { plannedRows } from './import-plan.js';

/**
 * The bookings of a range of rows that do not exist yet. Existing ones are found by customer, start and service, or by
 * the values from which an import created them. One sort brings them together: one customer may have thousands of
 * bookings.
 */
export function newBookings(importId: number, range: SQL): SQL {
  const key = sql`b.customer_id, b.start, lower(coalesce(b.service, ''))`;
  return sql`with file as materialized (
      select r.seq, r.line, r.name, r.address, r.customer_id, e ->> 'id' as id, (e ->> 'start')::timestamp(3) as start,
        (e ->> 'end')::timestamp(3) as "end", e ->> 'service' as service, coalesce(e ->> 'status', 'scheduled') as status, e ->> 'notes' as notes, n
      from ${plannedRows} r
      cross join lateral jsonb_array_elements(r.bookings) with ordinality as j(e, n)
      where r.import_id = ${importId} and r.bookings is not null and ${range} and r.outcome not in ('rejected', 'skipped')
        and (e ->> 'ref' is null or not exists (select from bookings k where k.id = e ->> 'ref'))
    ), known as (
      select k."customerId" as customer_id, coalesce(k."startTime", k."scheduledAt") as start, k."serviceType" as service
      from bookings k where k."customerId" in (select distinct f.customer_id from file f)
      union all
      select i.customer_id, i.start, i.service from renos_sync.imported_bookings i join bookings k on k.id = i.booking_id
      where i.customer_id in (select distinct f.customer_id from file f)
    ), firsts as (
      select distinct on (${key}) b.* from (
        select f.*, false as is_known from file f
        union all
        select null, null, null, null, k.customer_id, null, k.start, null, k.service, null, null, null, true from known k
      ) b order by ${key}, b.is_known desc, b.seq, b.n)
    select * from firsts where not is_known`;
}

/** The changes to bookings, and which of them overlap another booking, in the file or not. */
export async function forecastBookings(orm: Orm, importId: number): Promise<BookingForecast> {
  const [row] = await bulkWork(orm, (tx) =>
    rowsOf<{
      all: number;
      fresh: number;
      changed: number;
      overlaps: number;
      overlapping: FoundRow | null;
      others: number;
      other: FoundRow | null;
    }>(
      tx,
      sql`with fresh as materialized (${newBookings(importId, sql`true`)}),
        existing as (
          select ${bookingStart} as start, ${bookingEnd} as "end" from bookings b
          where not ${bookingCancelled} and ${bookingEnd} > (select min(f.start) from fresh f) and ${bookingStart} < (select max(f."end") from fresh f)),
        in_order as (
          select seq, line, name, start, "end", lead(start) over in_time as after,
            max("end") over (in_time rows between unbounded preceding and 1 preceding) as before
          from (select f.seq, f.line, f.name, f.id, f.start, f."end" from fresh f where f.status <> 'cancelled'
            union all select null, null, null, null, e.start, e."end" from existing e) every
          window in_time as (order by start, "end", id)),
        others as materialized (${bookingsOfOthers(importId)}),
        overlapping as (select seq, line, name from in_order where line is not null and (before > start or after < "end"))
        select (select coalesce(sum(coalesce(jsonb_array_length(r.bookings), case when r.name is null then r.total_bookings end)), 0)::int from ${plannedRows} r
                where r.import_id = ${importId} and r.outcome not in ('rejected', 'skipped')) as all,
          (select count(*)::int from (${changedBookings(importId, sql`true`)}) c) as changed, (select count(*)::int from fresh) as fresh, (select count(*)::int from overlapping) as overlaps,
          (${firstOf(sql`overlapping`)}) as overlapping,
          (select count(*)::int from others) as others, (${firstOf(sql`others`)}) as other`,
    ),
  );
  const fresh = row?.fresh ?? 0;
  const toChange = row?.changed ?? 0;
  const others = row?.others ?? 0;
  return {
    toCreate: fresh,
    toChange,
    known: (row?.all ?? 0) - fresh - toChange - others,
    overlaps: { count: row?.overlaps ?? 0, first: row?.overlapping ?? null },
    others: { count: others, first: row?.other ?? null },
  };
}

/** Writes the new bookings of a batch, without links: the next sync creates their events. */
export async function createBookings(tx: Orm, batch: BatchToMerge): Promise<number> {
  const now = batch.now.toISOString();
  const range = sql`r.seq >= ${batch.from}::int and r.seq < ${batch.until}::int`;
  const [made] = await rowsOf<{ count: number }>(
    tx,
    sql`with wanted as materialized (select n.*, c.address as customer_address from (${newBookings(batch.importId, range)}) n join customers c on c.id = n.customer_id),
      made as (
        insert into bookings (id, "customerId", "serviceType", address, "scheduledAt", "startTime", "endTime", "estimatedDuration", status, notes,
          "createdAt", "updatedAt")
        select w.id, w.customer_id, w.service, coalesce(w.address, w.customer_address), w.start, w.start, w."end",
          (extract(epoch from w."end" - w.start) / 60)::int, w.status, w.notes, ${now}::timestamp(3), ${now}::timestamp(3)
        from wanted w returning id, ${rowHash('bookings')} as hash
      ), known as (
        insert into renos_sync.imported_bookings (booking_id, customer_id, start, service)
        select w.id, w.customer_id, w.start, lower(coalesce(w.service, '')) from wanted w
      ), journaled as (
        insert into renos_sync.journal (run_id, seq, side, action, kind, item_id, fields, rule, undo)
        select ${batch.runId}::text, ${journalEnd(batch.runId, batch.last + 1)} + row_number() over (order by w.seq, w.n), 'database', 'create', 'booking', w.id,
          ('{"line":[null,' || w.line || ']}')::jsonb, 'booking-new', jsonb_build_object('hash', m.hash)
        from wanted w join made m using (id)
      )
      select count(*)::int as count from made`,
  );
  return made?.count ?? 0;
}
