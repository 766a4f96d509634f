import { type SQL, sql } from 'drizzle-orm';
import type { Database } from '../client/database.js';
import { isHeld } from '../sync/leases.js';

/**
 * The status of a row `r` of `renos_sync.runs`: one that says "running" while nobody alive holds the lease of its kind
 * was killed before it could say more. Its record is set right by the next run of that kind.
 */
export async function runStatus(database: Database): Promise<SQL> {
  return sql`case when r.status = 'running' and not ${await isHeld(database, sql`r.kind`)} then 'interrupted' else r.status end`;
}
