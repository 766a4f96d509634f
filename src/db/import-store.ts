import { sql } from 'drizzle-orm';
import type { ImportStore } from '../core/customers/ports.js';
import { refreshKeys } from './customer-keys.js';
import { type Database, rowsOf } from './database.js';
import * as matching from './import-matching.js';
import * as merging from './import-merge.js';
import * as staging from './import-staging.js';
import * as written from './import-written.js';

/** Stages, matches and merges a customer file in SQL; what `ImportStore` promises. */
export function createImportStore({ orm }: Database): ImportStore {
  return {
    findUnfinished: (fingerprint, since) => staging.findUnfinished(orm, fingerprint, since),
    begin: (fingerprint, at) => staging.begin(orm, fingerprint, at),
    stage: (importId, rows) => staging.stage(orm, importId, rows),
    hasCustomers: async () => (await rowsOf(orm, sql`select id from customers limit 1`)).length > 0,
    stageWritten: (importId, rows) => written.stageWritten(orm, importId, rows),
    settleWritten: (importId) => written.settleWritten(orm, importId),
    refreshKeys: (country, keysOf) => refreshKeys(orm, country, keysOf),
    findHits: (importId) => matching.findHits(orm, importId),
    nearPairs: async function* (importId) {
      await matching.findNear(orm, importId);
      yield* matching.readNear(orm, importId);
    },
    addHits: (importId, hits) => matching.addHits(orm, importId, hits),
    sharedPairs: (importId) => matching.sharedPairs(orm, importId),
    settleSame: (importId) => matching.settleSame(orm, importId),
    addGroups: (importId, labels) => matching.addGroups(orm, importId, labels),
    groups: (importId) => matching.readGroups(orm, importId),
    plan: (importId, decisions) => merging.plan(orm, importId, decisions),
    count: (importId) => merging.count(orm, importId),
    forecastBookings: (importId) => merging.forecastBookings(orm, importId),
    startMerging: async (importId, runId, state, rows) => {
      await orm.execute(sql`update renos_sync.imports set stage = 'merging', run_id = ${runId}, rows = ${rows}::int,
        state = ${JSON.stringify(state)}::text::jsonb where id = ${importId}`);
    },
    mergedBefore: async (importId) => {
      const [row] = await rowsOf<{ merged: number }>(
        orm,
        sql`select merged_before as merged from renos_sync.imports where id = ${importId}`,
      );
      return row?.merged ?? 0;
    },
    merge: (batch) => merging.merge(orm, batch),
    rejects: (importId) => merging.rejects(orm, importId),
    end: (importId) => staging.end(orm, importId),
    createdBookings: async (runId) => {
      const rows = await rowsOf<{ id: string }>(
        orm,
        sql`select item_id as id from renos_sync.journal where run_id = ${runId} and kind = 'booking' and action = 'create' order by seq`,
      );
      return rows.map(({ id }) => id);
    },
  };
}
