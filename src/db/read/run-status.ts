import { type SQL, sql } from 'drizzle-orm';
import type { RunStatus } from '../../core/ports.js';
import type { Database } from '../client/database.js';
import { isHeld } from '../sync/leases.js';

/**
 * The status of a row `r` of `renos_sync.runs`: if it is "running" but no living process holds the lease of its kind,
 * the run was killed. The next run of that kind corrects the record.
 */
export async function runStatus(database: Database): Promise<SQL<RunStatus>> {
  return sql<RunStatus>`case when r.status = 'running' and not ${await isHeld(database, sql`r.kind`)} then 'interrupted' else r.status end`;
}
