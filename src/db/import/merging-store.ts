import { sql } from 'drizzle-orm';
import type { BatchToMerge, ImportMerging } from '../../core/customers/match/import-store.js';
import { type Orm, rowOf } from '../client/database.js';
import { databaseFailure } from '../client/database-failure.js';
import { followFirstRows } from './import-equal-rows.js';
import { count, rejects } from './import-plan.js';
import { end } from './import-staging.js';
import { merge } from './merge-batch.js';

/** Merges the batches of an import whose plan is complete. */
export function mergingOf(
  orm: Orm,
  { importId, mergedBefore }: { readonly importId: number; readonly mergedBefore: number },
  how: Omit<BatchToMerge, 'importId' | 'from' | 'until' | 'turn' | 'now'>,
): ImportMerging {
  return {
    mergedBefore,
    merge: (batch) =>
      merge(orm, { ...how, ...batch, importId }).catch((error) => {
        throw databaseFailure(error);
      }),
    counts: async () => {
      await followFirstRows(orm, importId);
      return count(orm, importId);
    },
    bookings: () =>
      rowOf<{ created: number; changed: number }>(
        orm,
        sql`select count(*) filter (where action = 'create')::int as created, count(*) filter (where action = 'update')::int as changed
          from renos_sync.journal where run_id = ${how.runId} and kind = 'booking'`,
      ),
    rejects: () => rejects(orm, importId),
    end: () => end(orm, importId),
  };
}
