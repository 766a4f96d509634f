import { matchRules } from '../../options/import-options.js';
import type { Lease } from '../../ports.js';
import type { ImportResult } from '../../results/import-result.js';
import { wholeColumns } from '../columns/whole-columns.js';
import type { Fingerprint } from '../match/fingerprint.js';
import type { RowsFound } from '../match/forecast.js';
import type { ImportPlan, ImportStaging } from '../match/import-store.js';
import type { ImportPorts } from '../match/ports.js';
import { findByFingerprint, fingerprintOfReading, type SourceFingerprints } from '../match/source-fingerprints.js';
import type { WrittenRows } from '../match/written-rows.js';
import { noting } from '../model/finding.js';
import { type AnalyzedFile, findingOf, isNumbered, noBookings, type Planned, withUnstaged } from './import-outcome.js';
import { findWritten, isOwnExport, tallyOf } from './own-export.js';
import { planImport } from './plan-import.js';
import { readRows } from './stage-file.js';

/** Runs between an import's plan and its writes: for a plan that is saved, or one that a person has approved. */
export interface PlanGate {
  /** The approved plan: an import with it is another import than of the same file without it. null: the plan is to be saved. */
  readonly planId: string | null;
  /** Checks the planned changes, and may remove some. */
  admit(plan: ImportPlan, planned: Planned): Promise<Gated>;
  /** An interrupted import continues with the changes that were admitted then. */
  resumed(planned: Planned): void;
}

interface Gated {
  readonly planned: Planned;
  readonly refusal: ImportResult['refusal'];
  /** Nothing is left to be written. */
  readonly isIdle: boolean;
}

/** A running import. */
export interface Work extends AnalyzedFile {
  readonly ports: ImportPorts;
  /** Only one import may run at a time; the lease can be lost. */
  readonly lease: Lease;
  /** null: no row can have been imported before, or unchanged rows need work too. */
  readonly prints: SourceFingerprints | null;
  readonly gate: PlanGate | null;
}

/** Reads the file into the database, and plans an outcome for each row. */
export async function loadImport(
  work: Work,
  staging: ImportStaging,
): Promise<{ readonly plan: ImportPlan; readonly planned: Planned }> {
  const { ports, options, analysis } = work;
  const notes = { tally: tallyOf(analysis), staged: 0, nameless: [] as number[] };
  const { tally, nameless } = notes;
  const how = options.createBookings ? null : fingerprintOfReading(ports.version, analysis, options);
  const unchanged = await findUnchanged(work, staging, how);
  const isAll = unchanged?.size === analysis.rows;
  const limits = isAll ? null : await ports.store.textLimits();
  const read = (isWanted: (seq: number) => boolean) =>
    readRows(ports, { analysis, options, how, limits }, isWanted, notes);
  if (!isAll) await staging.stage(read((seq) => unchanged?.has(seq) !== true));
  const first = notes.staged;
  ports.signal.throwIfAborted();
  ports.progress.start('Comparing with the customers', null);
  const { plan, replacements } = await planImport(
    staging,
    {
      rules: matchRules(options),
      nameless,
      isNumbered: isNumbered(analysis),
      version: ports.version,
      ...(ports.onReplaced && { onReplaced: ports.onReplaced }),
      readAgain: (seqs) => read((seq) => seqs.has(seq)),
      tell: ({ id, params }) => {
        const text = ports.tellReason({ column: null, ...noting(id, params) });
        return limits === null ? text : limits.withoutUnstorable(text);
      },
    },
    tally,
  );
  ports.signal.throwIfAborted();
  const namedIds = analysis.mapping.some(({ target }) => target === 'customerId') && !isOwnExport(analysis);
  const { counts, bookings, unknownIds } = await plan.forecast({ bookings: options.createBookings, namedIds });
  const add = (id: Parameters<typeof findingOf>[0], rows: RowsFound | undefined | null) => {
    if (rows && rows.count > 0) tally.add(findingOf(id, rows, analysis));
  };
  add('booking-overlaps', bookings?.overlaps);
  add('booking-of-another', bookings?.others);
  add('customer-id-unknown', unknownIds);
  const settled = (unchanged?.size ?? 0) - (notes.staged - first);
  const planned = {
    findings: tally.list(),
    groups: wholeColumns(tally.groups(), analysis),
    bookings: bookings ?? noBookings,
    counts: withUnstaged(counts, { settled }),
    replacements,
    settled,
  };
  return { plan, planned };
}

/** Rows that are unchanged, found before they are parsed; null: none. */
async function findUnchanged(
  { ports, options, analysis, prints }: Work,
  staging: ImportStaging,
  how: Fingerprint | null,
): Promise<WrittenRows | null> {
  const { store, source } = ports;
  if (isOwnExport(analysis)) {
    const mayBeKnown = options.onDuplicate === 'update' && (await store.hasCustomers());
    return mayBeKnown ? findWritten(source, staging, analysis) : null;
  }
  return prints === null || how === null ? null : findByFingerprint(staging, prints, { analysis, how });
}
