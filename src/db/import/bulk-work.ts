import { sql } from 'drizzle-orm';
import type { Orm } from '../client/database.js';

/** Less for a server inside our own process, which never frees memory. */
const memory = sql`case when version() like '%PGlite%' then '16MB' else '64MB' end`;

/**
 * For one transaction: more memory than the server's default, and hash joins only. A file's rows were just written, and
 * a planner without statistics takes a hundred thousand rows for one.
 */
export async function bulkWork<T>(orm: Orm, work: (tx: Orm) => Promise<T>): Promise<T> {
  return orm.transaction(async (tx) => {
    await tx.execute(
      sql`select set_config('work_mem', ${memory}, true), set_config('enable_nestloop', 'off', true), set_config('enable_indexscan', 'off', true), set_config('enable_bitmapscan', 'off', true), set_config('jit', 'off', true),
      set_config('default_statistics_target', '10', true)`,
    );
    return work(tx);
  });
}
