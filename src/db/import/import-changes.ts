import { type SQL, sql } from 'drizzle-orm';
import type { ImportPlan } from '../../core/customers/match/import-store.js';
import type { PlannedChange } from '../../core/customers/match/planned-change.js';
import { cursorPages } from '../client/cursor-pages.js';
import { type Orm, rowsOf } from '../client/database.js';
import { textList } from '../client/parameters.js';
import { newBookings } from './import-bookings.js';
import { changedBookings } from './import-known-bookings.js';
import { plannedRows } from './import-plan.js';

const page = 2_000;
const all = sql`true`;

/** Every change that merging would write, in the order of the file: customers, then bookings. */
export async function* plannedChanges(orm: Orm, importId: number): AsyncIterable<readonly PlannedChange[]> {
  for (const query of [customersOf(importId), createdBookingsOf(importId), changedBookingsOf(importId)])
    yield* cursorPages<PlannedChange & Record<string, unknown>>(orm, query, page);
}

function customersOf(importId: number): SQL {
  return sql`select r.seq, r.line, 'customer' as kind, 'create' as action, r.new_id as id, coalesce(p.rule, 'no-match') as rule, null as before,
      coalesce(p.created, jsonb_build_object('name', r.name, 'email', r.email, 'phone', r.phone, 'address', r.address, 'companyName', r.company_name,
        'notes', r.notes, 'tags', r.tags, 'totalLeads', r.total_leads, 'totalBookings', r.total_bookings, 'totalRevenue', r.total_revenue,
        'lastContactAt', to_char(r.last_contact_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))) as after
    from renos_sync.import_rows r left join renos_sync.import_plan p using (import_id, seq)
    where r.import_id = ${importId} and coalesce(p.outcome, r.outcome) = 'created'
    union all
    select p.seq, r.line, 'customer', 'update', p.customer_id, p.rule,
      (select jsonb_object_agg(k, v -> 0) from jsonb_each(p.updated) as e(k, v)), (select jsonb_object_agg(k, v -> 1) from jsonb_each(p.updated) as e(k, v))
    from renos_sync.import_plan p join renos_sync.import_rows r using (import_id, seq)
    where p.import_id = ${importId} and p.updated is not null
    order by seq`;
}

const instant = (column: string) => sql.raw(`to_char(w.${column}, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`);

function createdBookingsOf(importId: number): SQL {
  return sql`select w.seq, w.line, 'booking' as kind, 'create' as action, w.id, 'booking-new' as rule, null as before,
      jsonb_build_object('customer', c.id, 'start', ${instant('start')}, 'end', ${instant('"end"')}, 'serviceType', w.service, 'status', w.status,
        'notes', w.notes, 'address', w.address) as after
    from (${newBookings(importId, all)}) w left join customers c on c.id = w.customer_id order by w.seq, w.n`;
}

function changedBookingsOf(importId: number): SQL {
  return sql`select w.seq, w.line, 'booking' as kind, 'update' as action, w.id, 'booking-by-id' as rule,
      jsonb_build_object('start', ${instant('old_start')}, 'end', ${instant('old_end')}, 'serviceType', w.old_service, 'status', w.old_status, 'notes', w.old_notes) as before,
      jsonb_build_object('start', ${instant('start')}, 'end', ${instant('"end"')}, 'serviceType', coalesce(w.service, w.old_service), 'status', w.status, 'notes', w.notes) as after
    from (${changedBookings(importId, all)}) w order by w.seq`;
}

/** Removes changes from the plan: the whole row, or only its customer's or bookings' part. */
export async function leaveOut(
  orm: Orm,
  importId: number,
  { created, updated, bookings }: Parameters<ImportPlan['leaveOut']>[0],
): Promise<void> {
  if (created.length > 0) {
    await orm.execute(sql`with left_out as materialized (
        select r.seq, r.customer_id from ${plannedRows} r join unnest(${numbers(created)}) as s(seq) using (seq) where r.import_id = ${importId}
      ), others as (
        update renos_sync.import_plan p set outcome = 'skipped', rule = 'not-in-plan', formerly = null, wrote_notes = null
        from left_out l where p.import_id = ${importId} and p.customer_id = l.customer_id and p.seq <> l.seq
      )
      insert into renos_sync.import_plan (import_id, seq, outcome, rule) select ${importId}::int, l.seq, 'skipped', 'not-in-plan' from left_out l
      on conflict (import_id, seq) do update set outcome = 'skipped', rule = 'not-in-plan', customer_id = null, created = null, updated = null, formerly = null, wrote_notes = null`);
  }
  if (updated.length > 0) {
    // Changes of several rows to one customer are one change, at the first of them.
    await orm.execute(sql`with left_out as materialized (
        select p.seq, p.customer_id from unnest(${numbers(updated)}) as s(seq)
        join renos_sync.import_plan p on p.import_id = ${importId} and p.seq = s.seq)
      update renos_sync.import_plan p set outcome = 'unchanged', updated = null, formerly = null, wrote_notes = null
      from left_out l where p.import_id = ${importId} and p.customer_id = l.customer_id and (p.seq = l.seq or (p.outcome = 'updated' and p.updated is null))`);
  }
  if (bookings.length === 0) return;
  await orm.execute(sql`with left_out as materialized (${textList(bookings.map(({ id }) => id))}),
      kept as materialized (
        select r.seq, jsonb_agg(e order by n) filter (where not exists (select from left_out o(id) where o.id in (e ->> 'id', e ->> 'ref'))) as bookings
        from renos_sync.import_rows r join (select distinct s.seq from unnest(${numbers(bookings.map(({ seq }) => seq))}) as s(seq)) s using (seq)
        cross join lateral jsonb_array_elements(r.bookings) with ordinality as j(e, n)
        where r.import_id = ${importId} group by r.seq)
    update renos_sync.import_rows r set bookings = k.bookings from kept k where r.import_id = ${importId} and r.seq = k.seq`);
}

function numbers(values: readonly number[]): SQL {
  return sql`${`{${values.join(',')}}`}::text::int[]`;
}

/** line → the outcome of its row; a line that is absent was found unchanged before it was staged. */
export async function outcomesOf(
  orm: Orm,
  importId: number,
  lines: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  const rows = await rowsOf<{ line: number; outcome: string }>(
    orm,
    sql`select r.line, r.outcome from ${plannedRows} r join (select distinct s.line from unnest(${numbers(lines)}) as s(line)) s using (line) where r.import_id = ${importId}`,
  );
  return new Map(rows.map(({ line, outcome }) => [line, outcome]));
}
