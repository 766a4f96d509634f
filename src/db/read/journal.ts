import { type SQL, sql } from 'drizzle-orm';
import type { CommitItem } from '../../core/calendar/model/sync-store.js';
import type { JournalEntry } from '../../core/ports.js';
import type { Orm } from '../client/database.js';
import { parameter } from '../client/parameters.js';

/** The number of a run's last entry, at least `reserved`. */
export function journalEnd(runId: string | SQL, reserved = 0): SQL {
  return sql`(select greatest(max(seq), ${reserved}::int) from renos_sync.journal where run_id = ${runId}::text)`;
}

/** All entries of the journal, one per change. */
export const journalEntries = sql`(select run_id, seq, at, side, action, kind, item_id, fields, rule from renos_sync.journal union all
  select c.run_id, e.seq, c.at, 'database', 'create', 'customer', e.customer_id, jsonb_build_object('line', jsonb_build_array(null, e.line)), 'no-match'
  from renos_sync.journal_creations c cross join lateral unnest(c.seqs, c.customer_ids, c.lines) as e(seq, customer_id, line))`;

/** Appends to a run's journal, in the transaction of these changes. */
export async function insertJournal(tx: Orm, runId: string, entries: readonly JournalEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await tx.execute(sql`insert into renos_sync.journal (run_id, seq, side, action, kind, item_id, fields, rule, undo)
    select ${runId}, ${journalEnd(runId)} + r.seq,
      r.entry ->> 'side', r.entry ->> 'action', r.entry ->> 'kind', r.entry ->> 'itemId', r.entry -> 'fields', r.entry ->> 'rule', r.entry -> 'undo'
    from jsonb_array_elements(${JSON.stringify(entries)}::text::jsonb) with ordinality as r(entry, seq)`);
}

type UnconfirmedWrite = NonNullable<CommitItem['unconfirmed']>;

/**
 * Adds to the journals of earlier runs the writes whose result they never learned, unless these are already there; a
 * run that is gone has no journal.
 */
export async function insertUnconfirmed(tx: Orm, runId: string, found: readonly UnconfirmedWrite[]): Promise<void> {
  if (found.length === 0) return;
  const entries = found.map(({ runId: writer, entry }) => ({ ...entry, runId: writer ?? runId }));
  await tx.execute(sql`insert into renos_sync.journal (run_id, seq, side, action, kind, item_id, fields, rule, undo)
    select w."runId", ${journalEnd(sql`w."runId"`)} + row_number() over (partition by w."runId" order by w."itemId"), w.side, w.action, w.kind, w."itemId", w.fields, w.rule, w.undo
    from jsonb_to_recordset(${parameter(entries)}) as w("runId" text, side text, action text, kind text, "itemId" text, fields jsonb, rule text, undo jsonb)
    where exists (select from renos_sync.runs r where r.id = w."runId")
      and not exists (select from renos_sync.journal j where j.run_id = w."runId" and j.item_id = w."itemId" and j.side = 'google')`);
}
