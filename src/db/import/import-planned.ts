import { eq, sql } from 'drizzle-orm';
import type { OutcomeCounts } from '../../core/customers/match/forecast.js';
import type { ImportPlan } from '../../core/customers/match/import-store.js';
import { imports } from '../schema/imports.js';
import { forecastBookings } from './import-bookings.js';
import { leaveOut, outcomesOf, plannedChanges } from './import-changes.js';
import { equalRows, followFirstRows } from './import-equal-rows.js';
import { unknownIds } from './import-ids.js';
import { count } from './import-plan.js';
import { notePreviousKeys } from './import-previous-keys.js';
import { end, type Import, type StagedCounts, staged } from './import-staging.js';
import { mergingOf } from './merging-store.js';

interface Planned extends Import {
  readonly counts: StagedCounts;
}

/** The plan of an import, and its rows' outcomes if they are known. */
export function planOf({ database, importId, textLimits, counts }: Planned, known: OutcomeCounts | null): ImportPlan {
  const { orm } = database;
  let outcomes = known;
  return {
    equalRows: () => (counts.equal === 0 ? nothing() : equalRows(orm, importId)),
    forecast: async ({ bookings, namedIds }) => {
      outcomes ??= await count(orm, importId);
      return {
        counts: outcomes,
        bookings: bookings ? await forecastBookings(orm, importId) : null,
        unknownIds: namedIds ? await unknownIds(orm, importId) : null,
      };
    },
    changes: () => plannedChanges(orm, importId),
    leaveOut: async (changes) => {
      await leaveOut(orm, importId, changes);
      await followFirstRows(orm, importId);
      outcomes = null;
    },
    outcomesOf: (lines) => outcomesOf(orm, importId, lines),
    merge: async (how, state) => {
      const limits = await textLimits();
      const text = JSON.stringify(state);
      const kept = limits?.withoutUnstorable(text) ?? text;
      await orm
        .update(imports)
        .set({ stage: 'merging', runId: how.runId, rows: staged(counts), state: sql`${kept}::text::jsonb` })
        .where(eq(imports.id, importId));
      await notePreviousKeys(orm, importId);
      return mergingOf(orm, { importId, mergedBefore: 0 }, how);
    },
    discard: () => end(orm, importId),
  };
}

async function* nothing(): AsyncIterable<never> {}
