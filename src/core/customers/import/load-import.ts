import { matchRules } from '../../options/import-options.js';
import type { Lease } from '../../ports.js';
import type { ImportResult } from '../../results/import-result.js';
import { wholeColumns } from '../columns/whole-columns.js';
import type { Fingerprint } from '../match/fingerprint.js';
import type { ImportPorts, RowsFound } from '../match/ports.js';
import { findByFingerprint, fingerprintOfReading, type SourceFingerprints } from '../match/source-fingerprints.js';
import type { WrittenRows } from '../match/written-rows.js';
import { noting } from '../model/finding.js';
import { findingOf, isNumbered, type Looked, noBookings, type Planned } from './import-outcome.js';
import { findWritten, isOwnExport, tallyOf } from './own-export.js';
import { planImport } from './plan-import.js';
import { type StagedCounts, type StagedRows, stageFile } from './stage-file.js';

/** What stands between an import's plan and its writing: a plan that is saved, or one that a person has approved. */
export interface PlanGate {
  /** The approved plan: an import that it lets through is another one than of the same file without it. null: it is to be saved. */
  readonly planId: string | null;
  /** Sees what is planned, and may take some of it out. */
  admit(importId: number, planned: Planned): Promise<Gated>;
  /** An interrupted import goes on with what was let through then. */
  resumed(planned: Planned): void;
}

export interface Gated {
  readonly planned: Planned;
  readonly refusal: ImportResult['refusal'];
  /** Nothing is left to be written. */
  readonly isIdle: boolean;
}

/** A running import. */
export interface Work extends Looked {
  readonly ports: ImportPorts;
  /** The right to be the only import, until it is lost. */
  readonly lease: Lease;
  /** null: no row can have been imported before, or what it says is not all that is to be done. */
  readonly prints: SourceFingerprints | null;
  readonly gate: PlanGate | null;
}

/** Reads the file into the database, and plans what becomes of each row. */
export async function loadImport(work: Work, importId: number): Promise<Planned> {
  const { ports, options, analysis } = work;
  const { store } = ports;
  const tally = tallyOf(analysis);
  const how = options.createBookings ? null : fingerprintOfReading(ports.version, analysis, options);
  const settled = await findSettled(work, importId, how);
  const isAll = settled?.size === analysis.rows;
  const limits = isAll ? null : await store.textLimits();
  const staging = { importId, analysis, options, how, limits };
  const staged: StagedRows = {
    ...(isAll
      ? noRows()
      : await stageFile(ports, { ...staging, isWanted: (seq) => settled?.has(seq) !== true }, tally)),
    settled: settled?.size ?? 0,
    stageToo: async (seqs) => {
      const { open, rejected, equal, nameless } = await stageFile(
        ports,
        { ...staging, isWanted: (seq) => seqs.has(seq) },
        tally,
      );
      staged.open += open;
      staged.rejected += rejected;
      staged.equal += equal;
      staged.settled -= open + rejected + equal;
      for (const seq of nameless) staged.nameless.push(seq);
    },
  };
  ports.signal.throwIfAborted();
  ports.progress.start('Comparing with the customers', null);
  const { counts, replacements } = await planImport(
    store,
    {
      ...{ importId, staged, version: ports.version, isNumbered: isNumbered(analysis) },
      ...(ports.onReplaced && { onReplaced: ports.onReplaced }),
      tell: ({ id, params }) => {
        const told = ports.tellReason({ column: null, ...noting(id, params) });
        return limits === null ? told : limits.withoutUnstorable(told);
      },
    },
    matchRules(options),
    tally,
  );
  ports.signal.throwIfAborted();
  const bookings = options.createBookings ? await store.forecastBookings(importId) : noBookings;
  const add = (id: Parameters<typeof findingOf>[0], rows: RowsFound) => {
    if (rows.count > 0) tally.add(findingOf(id, rows, analysis));
  };
  add('booking-overlaps', bookings.overlaps);
  add('booking-of-another', bookings.others);
  const namesIds = analysis.mapping.some(({ target }) => target === 'customerId') && !isOwnExport(analysis);
  if (namesIds) add('customer-id-unknown', await store.unknownIds(importId));
  const groups = wholeColumns(tally.groups(), analysis);
  return { findings: tally.list(), groups, bookings, counts, replacements, settled: staged.settled };
}

const noRows = (): StagedCounts => ({ open: 0, rejected: 0, equal: 0, nameless: [] });

/** Rows that say nothing new, by what is known of them before they are understood; null: none. */
async function findSettled(work: Work, importId: number, how: Fingerprint | null): Promise<WrittenRows | null> {
  const { ports, options, analysis, prints } = work;
  const { store, source } = ports;
  if (isOwnExport(analysis)) {
    const mayBeKnown = options.onDuplicate === 'update' && (await store.hasCustomers());
    return mayBeKnown ? findWritten(source, store, { importId, analysis }) : null;
  }
  return prints === null || how === null ? null : findByFingerprint(store, prints, { importId, analysis, how });
}
