import { giveWay, mustGiveWay } from '../../give-way.js';
import type { Finding } from '../../results/import-result.js';
import { decideGroup } from '../match/decide-rows.js';
import { probable, scoreDuplicates } from '../match/duplicate-score.js';
import { RowGroups } from '../match/group-rows.js';
import type { DecidedEqualRows, ImportPlan, ImportStaging } from '../match/import-store.js';
import { keyedBy, matchKeys } from '../match/match-keys.js';
import type { ImportPorts } from '../match/ports.js';
import { ReplacedTally, type Replacements } from '../match/replaced.js';
import type { MatchRules, RowDecision, RowToDecide } from '../match/row-decision.js';
import { type FindingSentence, type FindingTally, noting, storedRejection } from '../model/finding.js';
import { placeOf } from '../model/source.js';
import { recordNamed } from '../read/row-reports.js';

/** The plan, and its changes to customers that RenOS already has. */
interface PlanMade {
  readonly plan: ImportPlan;
  readonly replacements: Replacements;
}

interface Planning extends Pick<ImportPorts, 'version' | 'onReplaced'> {
  readonly rules: MatchRules;
  /** Whether records are named by their numbers, as those of JSON are. */
  readonly isNumbered: boolean;
  /** The numbers of rows without a customer's name. */
  readonly nameless: readonly number[];
  readonly readAgain: Parameters<ImportStaging['match']>[0]['readAgain'];
  /** The text of a rejection, for the rejects file. */
  readonly tell: (sentence: FindingSentence) => string;
}

/**
 * Decides an outcome for every staged row. Rows that match nothing are new, and rows without new values are unchanged:
 * the store handles both in bulk. `decideRows` decides all others, with the customers and rows that they match.
 */
export async function planImport(
  staging: ImportStaging,
  { rules, isNumbered, nameless, version, onReplaced, readAgain, tell }: Planning,
  tally: FindingTally,
): Promise<PlanMade> {
  const { country } = rules;
  const groups = new RowGroups();
  const matching = await staging.match({
    keyedBy: keyedBy(country, version),
    keysOf: (identity) => matchKeys(identity, country),
    keepsUnchanged: rules.onDuplicate === 'update',
    isProbable: ({ row, other }) => scoreDuplicates(row, other, country).score >= probable,
    join: (one, other) => groups.join(one, other),
    readAgain,
  });
  // None of them is new, even if it matches nothing.
  for (const seq of nameless) groups.join(seq, seq);
  const replacing = new ReplacedTally(onReplaced);
  const numbered = (rows: readonly RowToDecide[]) =>
    isNumbered ? rows.map((row) => ({ ...row, record: row.seq + 1 })) : rows;
  const plan = await matching.decide(groups.labels(), async (page) => {
    const decisions: RowDecision[] = [];
    for (const { rows, customers } of page)
      for (const one of await decideGroup(numbered(rows), customers, rules)) decisions.push(one);
    for (const decision of decisions) {
      if (mustGiveWay()) await giveWay();
      reportDecision(decision, tally);
      replacing.add(decision);
    }
    return decisions
      .filter(({ outcome, create, rule }) => outcome !== 'created' || create !== null || rule !== 'no-match')
      .map((decision) => ({ ...decision, reason: decision.reason === null ? null : tell(decision.reason) }));
  });
  for await (const page of plan.equalRows())
    for (const rows of page) {
      const { records: _, ...unnumbered } = rows;
      reportEqualRows(isNumbered ? { ...rows, record: rows.seq + 1 } : unnumbered, tally);
      replacing.again(rows, rows.count);
    }
  return { plan, replacements: replacing.result() };
}

/** Adds the findings of equal rows once, counted for all of them but the first. */
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

/** A rejection is an error of the row; other findings are warnings. */
export function reportDecision({ line, record, outcome, reason, remarks }: RowDecision, tally: FindingTally): void {
  const at = { line, ...(record && { record }), column: null };
  if (outcome === 'rejected' && reason !== null)
    tally.add({ severity: 'error', ...at, ...noting(reason.id, reason.params) });
  for (const { id, params } of remarks) {
    const finding: Finding = { severity: 'warning', ...at, ...noting(id, params) };
    if (id === 'same-customer') tally.addOnce(finding);
    else tally.add(finding);
  }
}
