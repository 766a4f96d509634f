import { giveWay, mustGiveWay } from '../../give-way.js';
import type { Finding } from '../../results/import-result.js';
import { decideGroup } from '../match/decide-rows.js';
import { probable, scoreDuplicates } from '../match/duplicate-score.js';
import { RowGroups } from '../match/group-rows.js';
import { keyedBy, matchKeys } from '../match/match-keys.js';
import type { DecidedEqualRows, ImportPorts, ImportStore, OutcomeCounts } from '../match/ports.js';
import { noReplacements, ReplacedTally, type Replacements } from '../match/replaced.js';
import type { MatchRules, RowDecision, RowToDecide } from '../match/row-decision.js';
import { type FindingSentence, type FindingTally, noting, storedRejection } from '../model/finding.js';
import { placeOf } from '../model/source.js';
import { recordNamed } from '../read/row-reports.js';
import type { StagedRows } from './stage-file.js';

const noCounts: OutcomeCounts = { created: 0, updated: 0, unchanged: 0, skipped: 0, rejected: 0 };

/** How the rows turn out, and what they do to customers that RenOS has. */
interface ImportPlan {
  readonly counts: OutcomeCounts;
  readonly replacements: Replacements;
}

interface Planning extends Pick<ImportPorts, 'version' | 'onReplaced'> {
  readonly importId: number;
  readonly staged: StagedRows;
  /** Whether records are found by their numbers, as those of JSON are. */
  readonly isNumbered: boolean;
  /** Why a row is rejected, for the rejects. */
  readonly tell: (sentence: FindingSentence) => string;
}

const unchangedPlan = (unchanged: number, rejected: number): ImportPlan => ({
  counts: { ...noCounts, unchanged, rejected },
  replacements: noReplacements,
});

/**
 * Decides what becomes of every staged row. Rows that meet nothing are new, rows that say nothing new are unchanged:
 * the store settles both in bulk. All others are decided by `decideRows`, with the customers and rows that they meet.
 */
export async function planImport(
  store: ImportStore,
  { importId, staged, isNumbered, version, onReplaced, tell }: Planning,
  rules: MatchRules,
  tally: FindingTally,
): Promise<ImportPlan> {
  if (staged.open === 0) return unchangedPlan(staged.settled, staged.rejected);
  // Asked now, not when the file was read: another import may have been waited for.
  const isFirst = !(await store.hasCustomers());
  const groups = new RowGroups();
  const join = async (found: AsyncIterable<readonly (readonly [number, number])[]>) => {
    for await (const pairs of found) for (const [one, other] of pairs) groups.join(one, other);
  };
  await Promise.all([
    store.refreshKeys(keyedBy(rules.country, version), (identity) => matchKeys(identity, rules.country)),
    join(store.repeatPairs(importId)),
    // Without customers, no row has to wait for what becomes of another.
    isFirst ? store.findNear(importId) : null,
  ]);
  const settled = rules.onDuplicate === 'update' && !isFirst ? await store.settleSame(importId) : 0;
  if (settled === staged.open) return unchangedPlan(staged.settled + settled + staged.equal, staged.rejected);
  if (!isFirst) {
    await store.findHits(importId);
    await store.findNear(importId);
  }
  for await (const pairs of store.nearPairs(importId)) {
    const duplicates = pairs.filter(({ row, other }) => scoreDuplicates(row, other, rules.country).score >= probable);
    for (const { seq, otherSeq } of duplicates) if (otherSeq !== null) groups.join(otherSeq, seq);
    await store.addHits(
      importId,
      duplicates.flatMap(({ seq, customerId }) => (customerId === null ? [] : [{ seq, customerId }])),
    );
  }
  await unsettle(store, importId, staged);
  await join(store.sharedCustomers(importId));
  // None of them is new, also where nothing is met.
  for (const seq of staged.nameless) groups.join(seq, seq);
  if (rules.onDuplicate === 'update') await store.settleHits(importId);
  for (const labels of groups.labels()) await store.addGroups(importId, labels);
  const replacing = new ReplacedTally(onReplaced);
  const numbered = (rows: readonly RowToDecide[]) =>
    isNumbered ? rows.map((row) => ({ ...row, record: row.seq + 1 })) : rows;
  for await (const page of store.groups(importId)) {
    const decisions: RowDecision[] = [];
    for (const { rows, customers } of page)
      for (const one of await decideGroup(numbered(rows), customers, rules)) decisions.push(one);
    for (const decision of decisions) {
      if (mustGiveWay()) await giveWay();
      reportDecision(decision, tally);
      replacing.add(decision);
    }
    await store.plan(
      importId,
      decisions
        .filter(({ outcome, create, rule }) => outcome !== 'created' || create !== null || rule !== 'no-match')
        .map((decision) => ({ ...decision, reason: decision.reason === null ? null : tell(decision.reason) })),
    );
  }
  if (staged.equal > 0) {
    await store.followFirstRows(importId);
    for await (const page of store.equalRows(importId))
      for (const rows of page) {
        const { records: _, ...unnumbered } = rows;
        reportEqualRows(isNumbered ? { ...rows, record: rows.seq + 1 } : unnumbered, tally);
        replacing.again(rows, rows.count);
      }
  }
  return { counts: await countRows(store, importId, staged), replacements: replacing.result() };
}

/**
 * A settled row whose customer another row meets is decided together with that one after all: of two rows that say
 * different things of a customer the later one counts, at every run.
 */
async function unsettle(store: ImportStore, importId: number, staged: StagedRows): Promise<void> {
  while (staged.settled > 0) {
    const seqs = await store.metSettled(importId);
    if (seqs.length === 0) return;
    await staged.stageToo(new Set(seqs));
    await store.findHits(importId);
  }
}

/** How the rows turned out, with those that were never staged. */
export async function countRows(
  store: Pick<ImportStore, 'count'>,
  importId: number,
  { settled }: { readonly settled: number },
): Promise<OutcomeCounts> {
  const counts = await store.count(importId);
  return { ...counts, unchanged: counts.unchanged + settled };
}

/** Says once what is to be said of each of some equal rows, but the first. */
export function reportEqualRows(rows: DecidedEqualRows, tally: FindingTally): void {
  const { outcome, rule, reason, line, record, count, hasBookings } = rows;
  const places = rows.lines.map((at, index) => ({ line: at, ...recordNamed(rows.records?.[index], null) }));
  const at = { ...(places[0] ?? { line }), column: null };
  if (outcome === 'rejected' && reason !== null) {
    const said = typeof reason === 'string' ? storedRejection(rule, reason) : noting(reason.id, reason.params);
    tally.add({ severity: 'error', ...at, ...said }, count, places);
  }
  if (outcome !== 'created' || hasBookings) return;
  const first = { ...placeOf({ line, record }), more: count - 1 };
  tally.add({ severity: 'warning', ...at, ...noting('row-repeated', first) }, count, places);
}

/** A rejection is an error of the row; what a person should know besides is a warning. */
export function reportDecision({ line, record, outcome, reason, told }: RowDecision, tally: FindingTally): void {
  const at = { line, ...(record && { record }), column: null };
  if (outcome === 'rejected' && reason !== null)
    tally.add({ severity: 'error', ...at, ...noting(reason.id, reason.params) });
  for (const { id, params } of told) {
    const finding: Finding = { severity: 'warning', ...at, ...noting(id, params) };
    if (id === 'same-customer') tally.addOnce(finding);
    else tally.add(finding);
  }
}
