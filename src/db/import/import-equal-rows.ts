import { type SQL, sql } from 'drizzle-orm';
import type { EqualRows } from '../../core/customers/match/equal-rows.js';
import type { DecidedEqualRows } from '../../core/customers/match/import-store.js';
import { cursorPages } from '../client/cursor-pages.js';
import type { Orm } from '../client/database.js';
import { bulkWork } from './bulk-work.js';
import { plannedRows } from './import-plan.js';

/** For a row that equals the one before it, only its place and the number of its bookings are staged. */
const isEqualRow = sql`r.name is null and r.reasons is null`;

/** Each such row, with the row it equals: the last complete row before it. */
function placed(importId: number): SQL {
  return sql`select e.* from (
      select r.seq, r.line, r.outcome, r.total_bookings, ${isEqualRow} as is_equal, max(r.seq) filter (where not (${isEqualRow})) over (order by r.seq) as first
      from renos_sync.import_rows r where r.import_id = ${importId}) e
    where e.is_equal`;
}

/** Rejects or skips the rows that equal a rejected or skipped row. */
export async function followFirstRows(orm: Orm, importId: number): Promise<void> {
  await bulkWork(orm, (tx) =>
    tx.execute(sql`insert into renos_sync.import_plan as p (import_id, seq, outcome, rule, reason)
      select f.import_id, e.seq, f.outcome, 'row-repeated', coalesce(f.reason, f.rule)
      from (${placed(importId)}) e join renos_sync.import_plan f on f.import_id = ${importId} and f.seq = e.first
      where f.outcome in ('rejected', 'skipped') and e.outcome <> f.outcome
      on conflict (import_id, seq) do update set outcome = excluded.outcome, reason = excluded.reason where p.outcome <> excluded.outcome`),
  );
}

interface Found extends Record<string, unknown>, EqualRows {
  readonly outcome: DecidedEqualRows['outcome'];
  readonly rule: DecidedEqualRows['rule'];
  readonly reason: string | null;
}

const page = 2_000;

/** The rows that others equal, with their decisions. */
export function equalRows(orm: Orm, importId: number): AsyncIterable<readonly DecidedEqualRows[]> {
  return cursorPages<Found>(
    orm,
    sql`with equal as materialized (
        select e.first as seq, count(*)::int as count, (array_agg(e.line order by e.seq))[1:5] as lines, (array_agg(e.seq + 1 order by e.seq))[1:5] as records, bool_or(e.total_bookings > 0) as "hasBookings"
        from (${placed(importId)}) e group by e.first)
      select equal.*, f.line, f.outcome, f.rule, f.reason
      from equal join ${plannedRows} f on f.import_id = ${importId} and f.seq = equal.seq order by equal.seq`,
    page,
  );
}
