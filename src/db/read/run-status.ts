import { type SQL, sql } from 'drizzle-orm';
import type { RunRecord, RunStatus } from '../../core/ports.js';
import type { Database } from '../client/database.js';
import { isHeld } from '../sync/leases.js';

/**
 * The status of a row `r` of `renos_sync.runs`: if it is "running" but no living process holds the lease of its kind,
 * the run was killed. The next run of that kind corrects the record.
 */
export async function runStatus(database: Database): Promise<SQL<RunStatus>> {
  return sql<RunStatus>`case when r.status = 'running' and not ${await isHeld(database, sql`r.kind`)} then 'interrupted' else r.status end`;
}

/** A run's error as data, as its column holds it. */
export type StoredSentence = NonNullable<RunRecord['errorSentence']> | null;

/** A run's error as data, as a result has it. */
export function sentenceIn(errorSentence: StoredSentence): Pick<RunRecord, 'errorSentence'> {
  return errorSentence === null ? {} : { errorSentence };
}
