import { type SQL, sql } from 'drizzle-orm';
import type { BatchToMerge } from '../../core/customers/match/import-store.js';
import type { Orm } from '../client/database.js';
import { journalEnd } from '../read/journal.js';
import { bookingEnd, bookingStart, notedLine } from '../sync/booking-rows.js';
import { bookingImage } from '../undo/row-images.js';
import { plannedRows } from './import-plan.js';

/** Notes without RenOS's lines about the event and without blanks, which importing cleans up. */
const plainNotes = (notes: SQL) =>
  sql`regexp_replace(regexp_replace(coalesce(${notes}, ''), '^[ \\t]*google calendar event id:[ \\t]*\\S+[ \\t]*\\r?$', '', 'gni'), '[[:space:][:cntrl:]]+', '', 'g')`;

const saysNotes = sql`(f.notes is not null and ${plainNotes(sql`f.notes`)} <> ${plainNotes(sql`b.notes`)})`;

/** Exports may omit the seconds. */
const isOther = (said: SQL, known: SQL) =>
  sql`(${said} is distinct from ${known} and ${said} is distinct from date_trunc('minute', ${known}))`;

/**
 * The bookings of a range of rows that have RenOS's id, and another time, service, state or notes. A booking that
 * belongs to another customer now stays unchanged; of two rows the later one counts.
 */
export function changedBookings(importId: number, range: SQL): SQL {
  return sql`select distinct on (b.id) b.id, r.seq, r.line, f.start, f."end", f.service, coalesce(f.status, b.status) as status, case when ${saysNotes} then concat_ws(E'\\n\\n', f.notes, ${notedLine}) else b.notes end as notes, b.notes as old_notes,
      ${bookingStart} as old_start, ${bookingEnd} as old_end, b."serviceType" as old_service, b.status as old_status
    from ${plannedRows} r
    cross join lateral jsonb_to_recordset(r.bookings) as f(ref text, start timestamp(3), "end" timestamp(3), service text, status text, notes text)
    join bookings b on b.id = f.ref and b."customerId" = r.customer_id
    where r.import_id = ${importId} and r.bookings is not null and ${range} and r.outcome not in ('rejected', 'skipped')
      and (${isOther(sql`f.start`, bookingStart)} or ${isOther(sql`f."end"`, bookingEnd)}
        or lower(f.service) <> lower(coalesce(b."serviceType", '')) or f.status <> lower(b.status) or ${saysNotes})
    order by b.id, r.seq desc`;
}

/** Changes them, with the journal's entries. */
export async function changeBookings(tx: Orm, batch: BatchToMerge): Promise<void> {
  const range = sql`r.seq >= ${batch.from}::int and r.seq < ${batch.until}::int`;
  const pair = (from: string, to: string) => sql.raw(`jsonb_build_array(w.${from}, w.${to})`);
  await tx.execute(sql`with wanted as materialized (${changedBookings(batch.importId, range)}),
    before as materialized (select b.id, ${bookingImage('b')} as image from bookings b where b.id in (select w.id from wanted w)),
    done as (
      update bookings b set "startTime" = w.start, "scheduledAt" = w.start, "endTime" = w."end",
        "estimatedDuration" = (extract(epoch from w."end" - w.start) / 60)::int, "serviceType" = coalesce(w.service, b."serviceType"),
        status = w.status, notes = w.notes, "updatedAt" = ${batch.now.toISOString()}::timestamp(3)
      from wanted w where b.id = w.id returning b.id, ${bookingImage('b')} as image
    )
    insert into renos_sync.journal (run_id, seq, side, action, kind, item_id, fields, rule, undo)
    select ${batch.runId}::text, ${journalEnd(batch.runId, batch.last + 1)} + row_number() over (order by w.seq), 'database', 'update', 'booking', w.id,
      (select jsonb_object_agg(name, said) from jsonb_each(jsonb_build_object('start', ${pair('old_start', 'start')}, 'end', ${pair('old_end', '"end"')},
        'serviceType', jsonb_build_array(w.old_service, coalesce(w.service, w.old_service)), 'status', ${pair('old_status', 'status')},
        'notes', ${pair('old_notes', 'notes')})) as f(name, said) where said -> 0 <> said -> 1),
      'booking-by-id', jsonb_build_object('was', o.image, 'is', d.image)
    from wanted w join done d on d.id = w.id join before o on o.id = w.id`);
}

/** The rows with the id of another customer's booking: that booking is not changed. */
export function bookingsOfOthers(importId: number): SQL {
  return sql`select r.seq, r.line, r.name
    from ${plannedRows} r
    cross join lateral jsonb_to_recordset(r.bookings) as f(ref text)
    join bookings b on b.id = f.ref and b."customerId" is distinct from r.customer_id
    where r.import_id = ${importId} and r.bookings is not null and r.outcome not in ('rejected', 'skipped')`;
}
