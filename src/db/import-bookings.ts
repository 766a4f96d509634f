import { type SQL, sql } from 'drizzle-orm';
import type { BatchToMerge, BookingForecast } from '../core/customers/ports.js';
import { bookingCancelled, bookingEnd, bookingStart } from './booking-rows.js';
import { type Orm, rowsOf } from './database.js';
import { journalEnd } from './journal.js';

/** The bookings of a range of rows that are not there yet: found again by customer, start and service, or by what an import made them of. */
function newBookings(importId: number, range: SQL): SQL {
  return sql`select distinct on (b.customer_id, b.start, lower(coalesce(b.service, ''))) b.*
    from (
      select r.seq, r.line, r.address, coalesce(p.customer_id, r.new_id) as customer_id, e ->> 'id' as id, (e ->> 'start')::timestamp(3) as start,
        (e ->> 'end')::timestamp(3) as "end", e ->> 'service' as service, e ->> 'status' as status, e ->> 'notes' as notes, n
      from renos_sync.import_rows r
      left join renos_sync.import_plan p using (import_id, seq)
      cross join lateral jsonb_array_elements(r.bookings) with ordinality as j(e, n)
      where r.import_id = ${importId} and r.reasons is null and r.bookings is not null and ${range}
        and coalesce(p.outcome, 'created') not in ('rejected', 'skipped')
    ) b
    where not exists (
      select from bookings k where k."customerId" = b.customer_id
        and coalesce(k."startTime", k."scheduledAt") = b.start
        and lower(coalesce(k."serviceType", '')) = lower(coalesce(b.service, '')))
    and not exists (
      select from renos_sync.imported_bookings i join bookings k on k.id = i.booking_id
      where i.customer_id = b.customer_id and i.start = b.start and i.service = lower(coalesce(b.service, '')))
    order by b.customer_id, b.start, lower(coalesce(b.service, '')), b.seq, b.n`;
}

/** What importing the bookings will do, and which of them stand on another's time, of the file or not, whoever's it is. */
export async function forecastBookings(orm: Orm, importId: number): Promise<BookingForecast> {
  // By day first: comparing each with each would take hours for a large file.
  const days = (start: SQL, end: SQL) =>
    sql`generate_series(date_trunc('day', ${start}), ${end} - interval '1 millisecond', interval '1 day') as d`;
  const [row] = await rowsOf<{ all: number; fresh: number; overlaps: number; lines: number[] | string | null }>(
    orm,
    sql`with fresh as materialized (${newBookings(importId, sql`true`)}),
      existing as (
        select ${bookingStart} as s, ${bookingEnd} as e, d from bookings b cross join lateral ${days(bookingStart, bookingEnd)}
        where not ${bookingCancelled} and ${bookingEnd} > (select min(start) from fresh) and ${bookingStart} < (select max("end") from fresh)),
      planned as (
        select line, id, start, "end", lead(start) over in_time as after,
          max("end") over (in_time rows between unbounded preceding and 1 preceding) as before
        from fresh where status <> 'cancelled' window in_time as (order by start, "end", id)),
      overlapping as (
        select line, id from planned where before > start or after < "end"
        union select f.line, f.id from fresh f cross join lateral ${days(sql`f.start`, sql`f."end"`)}
        where f.status <> 'cancelled' and exists (select from existing x where x.d = d and x.s < f."end" and x.e > f.start))
      select (select coalesce(sum(jsonb_array_length(r.bookings)), 0)::int from renos_sync.import_rows r left join renos_sync.import_plan p using (import_id, seq)
              where r.import_id = ${importId} and r.reasons is null and coalesce(p.outcome, 'created') not in ('rejected', 'skipped')) as all,
        (select count(*)::int from fresh) as fresh, (select count(*)::int from overlapping) as overlaps,
        (select json_agg(line) from (select line from overlapping order by line limit 5) l) as lines`,
  );
  const lines = typeof row?.lines === 'string' ? (JSON.parse(row.lines) as number[]) : (row?.lines ?? []);
  const fresh = row?.fresh ?? 0;
  return { toCreate: fresh, known: (row?.all ?? 0) - fresh, overlaps: { count: row?.overlaps ?? 0, lines } };
}

/** Writes the new bookings of a batch, unlinked: the sync engine carries them to the calendar. */
export async function createBookings(tx: Orm, batch: BatchToMerge): Promise<number> {
  const now = batch.now.toISOString();
  const range = sql`r.seq >= ${batch.from}::int and r.seq < ${batch.until}::int`;
  const [made] = await rowsOf<{ count: number }>(
    tx,
    sql`with wanted as materialized (${newBookings(batch.importId, range)}),
      made as (
        insert into bookings (id, "customerId", "serviceType", address, "scheduledAt", "startTime", "endTime", "estimatedDuration", status, notes,
          "createdAt", "updatedAt")
        select w.id, w.customer_id, w.service, coalesce(w.address, c.address), w.start, w.start, w."end",
          (extract(epoch from w."end" - w.start) / 60)::int, w.status, w.notes, ${now}::timestamp(3), ${now}::timestamp(3)
        from wanted w join customers c on c.id = w.customer_id returning id
      ), known as (
        insert into renos_sync.imported_bookings (booking_id, customer_id, start, service)
        select w.id, w.customer_id, w.start, lower(coalesce(w.service, '')) from made m join wanted w on w.id = m.id
      ), told as (
        insert into renos_sync.journal (run_id, seq, side, action, kind, item_id, fields, rule)
        select ${batch.runId}::text, ${journalEnd(batch.runId, batch.last + 1)} + row_number() over (order by w.seq, w.n), 'database', 'create', 'booking', w.id,
          ('{"line":[null,' || w.line || ']}')::jsonb, 'booking-new'
        from made m join wanted w on w.id = m.id
      )
      select count(*)::int as count from made`,
  );
  return made?.count ?? 0;
}
