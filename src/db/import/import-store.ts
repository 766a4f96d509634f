import { sql } from 'drizzle-orm';
import type { ImportStore } from '../../core/customers/match/ports.js';
import { type Database, rowOf, rowsOf } from '../client/database.js';
import { databaseFailure } from '../client/database-failure.js';
import { refreshKeys } from './customer-keys.js';
import { forecastBookings } from './import-bookings.js';
import { leaveOut, outcomesOf, plannedChanges } from './import-changes.js';
import { equalRows, followFirstRows, planEqualRows } from './import-equal-rows.js';
import * as prints from './import-fingerprints.js';
import { addGroups, readGroups } from './import-groups.js';
import * as hits from './import-hits.js';
import { unknownIds } from './import-ids.js';
import { countChangedBookings } from './import-known-bookings.js';
import { merge } from './import-merge.js';
import { findNear, readNear } from './import-near.js';
import { repeatPairs, sharedCustomers } from './import-pairs.js';
import { count, plan, rejects } from './import-plan.js';
import { notePreviousKeys } from './import-previous-keys.js';
import { metSeqs, settledSeqs } from './import-settled.js';
import * as staging from './import-staging.js';
import * as written from './import-written.js';
import { readTextLimits } from './text-limits.js';

/** Stages, matches and merges a customer file in SQL; what `ImportStore` promises. */
export function createImportStore(database: Database): ImportStore {
  const { orm } = database;
  let limits: Awaited<ReturnType<typeof readTextLimits>> | undefined;
  const textLimits = async () => {
    if (limits === undefined) limits = await readTextLimits(orm);
    return limits;
  };
  return {
    findUnfinished: (fingerprint, since) => staging.findUnfinished(orm, fingerprint, since),
    begin: (starting) => staging.begin(orm, starting),
    textLimits,
    stage: (importId, pages) => staging.stage(database, importId, pages),
    planEqualRows: (importId, outcome) => planEqualRows(orm, importId, outcome),
    followFirstRows: (importId) => followFirstRows(orm, importId),
    equalRows: (importId) => equalRows(orm, importId),
    hasCustomers: async () => (await rowsOf(orm, sql`select id from customers limit 1`)).length > 0,
    stageWritten: (importId, rows) => written.stageWritten(orm, importId, rows),
    settleWritten: (importId) => settledSeqs(orm, written.writtenRows(importId)),
    stageFingerprints: (importId, pages) => prints.stageFingerprints(database, importId, pages),
    settleFingerprints: (importId) => settledSeqs(orm, prints.printedRows(importId)),
    metSettled: (importId) => metSeqs(orm, importId),
    refreshKeys: (keyedBy, keysOf) => refreshKeys(orm, keyedBy, keysOf),
    repeatPairs: (importId) => repeatPairs(orm, importId),
    settleSame: (importId) => hits.settleSame(orm, importId),
    findHits: (importId) => hits.findHits(orm, importId),
    findNear: (importId) => findNear(orm, importId),
    nearPairs: (importId) => readNear(orm, importId),
    addHits: (importId, found) => hits.addHits(orm, importId, found),
    sharedCustomers: (importId) => sharedCustomers(orm, importId),
    settleHits: (importId) => hits.settleHits(orm, importId),
    addGroups: (importId, labels) => addGroups(orm, importId, labels),
    groups: (importId) => readGroups(orm, importId),
    plan: (importId, decisions) => plan(orm, importId, decisions),
    plannedChanges: (importId) => plannedChanges(orm, importId),
    leaveOut: (importId, changes) => leaveOut(orm, importId, changes),
    outcomesOf: (importId, lines) => outcomesOf(orm, importId, lines),
    count: (importId) => count(orm, importId),
    unknownIds: (importId) => unknownIds(orm, importId),
    forecastBookings: (importId) => forecastBookings(orm, importId),
    startMerging: async (importId, runId, state, rows) => {
      const known = await textLimits();
      const text = JSON.stringify(state);
      const kept = known?.withoutUnstorable(text) ?? text;
      await orm.execute(sql`update renos_sync.imports set stage = 'merging', run_id = ${runId}, rows = ${rows}::int,
        state = ${kept}::text::jsonb where id = ${importId}`);
      await notePreviousKeys(orm, importId);
    },
    mergedBefore: async (importId) => {
      const row = await rowOf<{ merged: number }>(
        orm,
        sql`select merged_before as merged from renos_sync.imports where id = ${importId}`,
      );
      return row.merged;
    },
    merge: (batch) =>
      merge(orm, batch).catch((error) => {
        throw databaseFailure(error);
      }),
    rejects: (importId) => rejects(orm, importId),
    end: (importId) => staging.end(orm, importId),
    countChangedBookings: (runId) => countChangedBookings(orm, runId),
    createdBookings: async (runId) => {
      const rows = await rowsOf<{ id: string }>(
        orm,
        sql`select item_id as id from renos_sync.journal where run_id = ${runId} and kind = 'booking' and action = 'create' order by seq`,
      );
      return rows.map(({ id }) => id);
    },
  };
}
