import { type SQL, sql } from 'drizzle-orm';
import type { JournalEntry } from '../../core/ports.js';
import type { Orm } from '../client/database.js';

/** The number of a run's last entry, `reserved` at least. */
export function journalEnd(runId: string, reserved = 0): SQL {
  return sql`(select greatest(max(seq), ${reserved}::int) from renos_sync.journal where run_id = ${runId}::text)`;
}

/** All entries of the journal, each change one. */
export const journalEntries = sql`(select run_id, seq, at, side, action, kind, item_id, fields, rule from renos_sync.journal union all
  select c.run_id, e.seq, c.at, 'database', 'create', 'customer', e.customer_id, jsonb_build_object('line', jsonb_build_array(null, e.line)), 'no-match'
  from renos_sync.journal_creations c cross join lateral unnest(c.seqs, c.customer_ids, c.lines) as e(seq, customer_id, line))`;

/** Appends to a run's journal, within the transaction of the changes that it tells of. */
export async function insertJournal(tx: Orm, runId: string, entries: readonly JournalEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await tx.execute(sql`insert into renos_sync.journal (run_id, seq, side, action, kind, item_id, fields, rule, undo)
    select ${runId}, ${journalEnd(runId)} + r.seq,
      r.entry ->> 'side', r.entry ->> 'action', r.entry ->> 'kind', r.entry ->> 'itemId', r.entry -> 'fields', r.entry ->> 'rule', r.entry -> 'undo'
    from jsonb_array_elements(${JSON.stringify(entries)}::text::jsonb) with ordinality as r(entry, seq)`);
}
