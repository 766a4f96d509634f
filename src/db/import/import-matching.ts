import type { ImportMatching, ImportStaging } from '../../core/customers/match/import-store.js';
import type { StagedPage } from '../../core/customers/match/staged-row.js';
import { refreshKeys } from './customer-keys.js';
import { followFirstRows } from './import-equal-rows.js';
import { addGroups, readGroups } from './import-groups.js';
import * as hits from './import-hits.js';
import { findNear, readNear } from './import-near.js';
import { addRepeatPairs, addSharedCustomers, readPairs } from './import-pairs.js';
import { plan } from './import-plan.js';
import { planOf } from './import-planned.js';
import type { Import, StagedCounts } from './import-staging.js';
import { metSeqs } from './rows-already-imported.js';

interface Staged extends Import {
  readonly counts: StagedCounts;
  /** Stages rows that were found unchanged. */
  readonly stageAgain: (pages: AsyncIterable<StagedPage>) => Promise<void>;
}

type Matcher = Parameters<ImportStaging['match']>[0];

/** Finds in bulk the rows that need no decision; if none is left, the database is not asked again. */
export async function matchRows(staged: Staged, matcher: Matcher): Promise<ImportMatching> {
  const { database, importId, counts } = staged;
  const { orm } = database;
  if (counts.open === 0) return decided(staged, 0);
  // Asked now, not when the file was read: this import may have waited for another one.
  const isFirst = await staged.isEmpty();
  await Promise.all([
    refreshKeys(orm, matcher.keyedBy, matcher.keysOf),
    addRepeatPairs(orm, importId),
    // Without customers, no row depends on the outcome of another.
    isFirst ? findNear(orm, importId) : null,
  ]);
  const unchanged = matcher.keepsUnchanged && !isFirst ? await hits.settleSame(orm, importId) : 0;
  if (unchanged === counts.open) return decided(staged, unchanged);
  await findPairs(staged, matcher, isFirst);
  return {
    decide: async (labels, decide) => {
      if (matcher.keepsUnchanged) await hits.settleHits(orm, importId);
      for (const page of labels) await addGroups(orm, importId, page);
      for await (const groups of readGroups(orm, importId)) await plan(orm, importId, await decide(groups));
      if (counts.equal > 0) await followFirstRows(orm, importId);
      return planOf(staged, null);
    },
  };
}

/** All rows are unchanged, or could not be read. */
function decided(staged: Staged, unchanged: number): ImportMatching {
  const { rejected, equal } = staged.counts;
  const counts = { created: 0, updated: 0, unchanged: unchanged + equal, skipped: 0, rejected };
  return { decide: async () => planOf(staged, counts) };
}

/** Finds the customers that the rows match, and reports rows that may be one customer. */
async function findPairs(staged: Staged, matcher: Matcher, isFirst: boolean): Promise<void> {
  const { database, importId } = staged;
  const { orm } = database;
  const join = async (behind: number) => {
    for await (const pairs of readPairs(orm, importId, behind)) for (const pair of pairs) matcher.join(...pair);
  };
  await join(0);
  if (!isFirst) {
    await hits.findHits(orm, importId);
    await findNear(orm, importId);
  }
  for await (const pairs of readNear(orm, importId)) {
    const probable = pairs.filter((pair) => matcher.isProbable(pair));
    for (const { seq, otherSeq } of probable) if (otherSeq !== null) matcher.join(otherSeq, seq);
    await hits.addHits(
      orm,
      importId,
      probable.flatMap(({ seq, customerId }) => (customerId === null ? [] : [{ seq, customerId }])),
    );
  }
  await stageMet(staged, matcher);
  await join(await addSharedCustomers(orm, importId));
}

/**
 * If another row matches the customer of an unchanged row, both are decided together after all: if two rows differ, the
 * later one counts, at every run.
 */
async function stageMet({ database, importId, counts, stageAgain }: Staged, { readAgain }: Matcher): Promise<void> {
  while (counts.unstaged > 0) {
    const seqs = await metSeqs(database.orm, importId);
    if (seqs.length === 0) return;
    await stageAgain(readAgain(new Set(seqs)));
    await hits.findHits(database.orm, importId);
  }
}
