import { and, eq } from 'drizzle-orm';
import type { ImportStaging, ImportStore } from '../../core/customers/match/import-store.js';
import type { StagedPage } from '../../core/customers/match/staged-row.js';
import type { Database, Orm } from '../client/database.js';
import { customers } from '../schema/renos.js';
import { journal } from '../schema/sync.js';
import { printedRows, stageFingerprints } from './import-fingerprints.js';
import { matchRows } from './import-matching.js';
import * as staging from './import-staging.js';
import { type Import, type StagedCounts, staged } from './import-staging.js';
import { mergingOf } from './merging-store.js';
import { stageWritten, unchangedSeqs, writtenRows } from './rows-already-imported.js';
import { readTextLimits } from './text-limits.js';

/** Stages, matches and merges a customer file in SQL, as `ImportStore` describes. */
export function createImportStore(database: Database): ImportStore {
  const { orm } = database;
  let limits: Awaited<ReturnType<typeof readTextLimits>> | undefined;
  const textLimits = async () => {
    if (limits === undefined) limits = await readTextLimits(orm);
    return limits;
  };
  return {
    hasCustomers: () => hasCustomers(orm),
    textLimits,
    createdBookings: async (runId) => {
      const rows = await orm
        .select({ id: journal.itemId })
        .from(journal)
        .where(and(eq(journal.runId, runId), eq(journal.kind, 'booking'), eq(journal.action, 'create')))
        .orderBy(journal.seq);
      return rows.map(({ id }) => id);
    },
    findUnfinished: async (fingerprint, since) => {
      const found = await staging.findUnfinished(orm, fingerprint, since);
      if (found === null) return null;
      const { importId, runId, state, mergedBefore } = found;
      return { runId, state, resume: (how) => mergingOf(orm, { importId, mergedBefore }, how) };
    },
    begin: async (starting) => {
      const importId = await staging.begin(orm, starting);
      return stagingOf({ database, importId, textLimits, isEmpty: async () => !(await hasCustomers(orm)) });
    },
  };
}

async function hasCustomers(orm: Orm): Promise<boolean> {
  return (await orm.select({ id: customers.id }).from(customers).limit(1)).length > 0;
}

function stagingOf(one: Import): ImportStaging {
  const { database, importId } = one;
  const { orm } = database;
  const counts: StagedCounts = { open: 0, rejected: 0, equal: 0, unstaged: 0 };
  const stage = (pages: AsyncIterable<StagedPage>) => staging.stage(database, importId, counted(pages, counts));
  return {
    findUnchanged: async function* (rows) {
      const isWritten = rows.kind === 'written';
      if (isWritten) for await (const page of rows.pages) await stageWritten(orm, importId, page);
      else await stageFingerprints(database, importId, rows.pages);
      for await (const seqs of unchangedSeqs(orm, (isWritten ? writtenRows : printedRows)(importId))) {
        counts.unstaged += seqs.length;
        yield seqs;
      }
    },
    stage,
    match: (matcher) => {
      const stageAgain = async (pages: AsyncIterable<StagedPage>) => {
        const before = staged(counts);
        await stage(pages);
        counts.unstaged -= staged(counts) - before;
      };
      return matchRows({ ...one, counts, stageAgain }, matcher);
    },
  };
}

async function* counted(pages: AsyncIterable<StagedPage>, counts: StagedCounts): AsyncIterable<StagedPage> {
  for await (const page of pages) {
    for (const { keys, reasons } of page.rows) {
      if (keys !== null) counts.open += 1;
      else if (reasons === null) counts.equal += 1;
      else counts.rejected += 1;
    }
    yield page;
  }
}
