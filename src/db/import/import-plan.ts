import { sql } from 'drizzle-orm';
import type { OutcomeCounts } from '../../core/customers/match/forecast.js';
import type { PlannedRow } from '../../core/customers/match/row-decision.js';
import { arrayLiteral } from '../client/array-literal.js';
import { type Orm, rowsOf } from '../client/database.js';
import { bulkWork } from './bulk-work.js';

/** Every staged row with its outcome: the decided one, otherwise the staged one. */
export const plannedRows = sql`(
  select r.import_id, r.seq, r.line, r.name, r.address, r.bookings, r.total_bookings, r.reasons, coalesce(p.outcome, r.outcome) as outcome,
    coalesce(p.customer_id, r.new_id) as customer_id, coalesce(p.rule, 'no-match') as rule, p.reason
  from renos_sync.import_rows r left join renos_sync.import_plan p using (import_id, seq))`;

/** Stores core's decisions; only the reason of a rejection is stored as text. */
export async function plan(orm: Orm, importId: number, decisions: readonly PlannedRow[]): Promise<void> {
  if (decisions.length === 0) return;
  const text = (of: (decision: PlannedRow) => string | number | null) => arrayLiteral(decisions.map(of));
  const json = (value: unknown) => (value === null ? null : JSON.stringify(value));
  await orm.execute(sql`insert into renos_sync.import_plan (import_id, seq, outcome, customer_id, rule, reason, created, updated, formerly, wrote_notes)
    select ${importId}::int, r.seq, r.outcome, r.customer_id, r.rule, r.reason, r.created::jsonb, r.updated::jsonb, r.formerly::jsonb, r.wrote_notes::text[] from unnest(
      ${text(({ seq }) => seq)}::text::int[], ${text(({ outcome }) => outcome)}::text::text[],
      ${text(({ customerId }) => customerId)}::text::text[], ${text(({ rule }) => rule)}::text::text[],
      ${text(({ reason, outcome }) => (outcome === 'rejected' ? reason : null))}::text::text[],
      ${text(({ create }) => json(create))}::text::text[], ${text(({ update }) => json(update))}::text::text[],
      ${text(({ formerly }) => (formerly.length === 0 ? null : json(formerly)))}::text::text[],
      ${text(({ wroteNotes }) => (wroteNotes === null ? null : arrayLiteral(wroteNotes)))}::text::text[]
    ) as r(seq, outcome, customer_id, rule, reason, created, updated, formerly, wrote_notes)`);
}

export async function count(orm: Orm, importId: number): Promise<OutcomeCounts> {
  const rows = await bulkWork(orm, (tx) =>
    rowsOf<{ outcome: keyof OutcomeCounts; count: number }>(
      tx,
      sql`select r.outcome, count(*)::int as count from ${plannedRows} r where r.import_id = ${importId} group by r.outcome`,
    ),
  );
  const counts = { created: 0, updated: 0, unchanged: 0, skipped: 0, rejected: 0 };
  for (const row of rows) counts[row.outcome] = row.count;
  return counts;
}

/** All rejected rows in the order of the file. */
export async function* rejects(
  orm: Orm,
  importId: number,
): AsyncIterable<{ seq: number; line: number; reasons: string }> {
  for (let after = -1; ; ) {
    const rows = await rowsOf<{ seq: number; line: number; reasons: string }>(
      orm,
      sql`select r.seq, r.line, coalesce(r.reasons, r.reason, r.rule) as reasons from ${plannedRows} r
        where r.import_id = ${importId} and r.seq > ${after}::int and r.outcome = 'rejected' order by r.seq limit 2000`,
    );
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.seq;
  }
}
