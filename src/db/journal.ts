import { type SQL, sql } from 'drizzle-orm';
import type { JournalEntry } from '../core/ports.js';
import type { Orm } from './database.js';

/** The number of a run's last entry, `reserved` at least. */
export function journalEnd(runId: string, reserved = 0): SQL {
  return sql`(select greatest(max(seq), ${reserved}::int) from renos_sync.journal where run_id = ${runId}::text)`;
}

/** Appends to a run's journal, within the transaction of the changes that it tells of. */
export async function insertJournal(tx: Orm, runId: string, entries: readonly JournalEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await tx.execute(sql`insert into renos_sync.journal (run_id, seq, side, action, kind, item_id, fields, rule)
    select ${runId}, ${journalEnd(runId)} + r.seq,
      r.entry ->> 'side', r.entry ->> 'action', r.entry ->> 'kind', r.entry ->> 'itemId', r.entry -> 'fields', r.entry ->> 'rule'
    from jsonb_array_elements(${JSON.stringify(entries)}::text::jsonb) with ordinality as r(entry, seq)`);
}
