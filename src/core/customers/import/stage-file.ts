import { giveWay, mustGiveWay } from '../../give-way.js';
import type { ImportOptions } from '../../options/import-options.js';
import type { Finding } from '../../results/import-result.js';
import { type Analysis, isPassedOver } from '../columns/analyze-file.js';
import { EqualRowWatch, joinsEqualRows } from '../match/equal-rows.js';
import { cross, type Fingerprint, fingerprintOfCells } from '../match/fingerprint.js';
import { matchKeys } from '../match/match-keys.js';
import type { ImportPorts, StagedPage, StagedRow } from '../match/ports.js';
import { type Repeats, RepeatWatch } from '../match/repeats.js';
import type { FindingTally } from '../model/finding.js';
import { recordNamer } from '../read/row-reports.js';
import { limitedReader, type TextLimits } from '../read/text-limits.js';
import type { UnderstoodRow } from '../read/understand-row.js';

/** At least so many rows at a time, but the last ones. */
const pageSize = 100;

interface Staging {
  readonly importId: number;
  readonly analysis: Analysis;
  readonly options: ImportOptions;
  /** Rows that are settled already, or whose turn it is not, are passed over. */
  readonly isWanted: (seq: number) => boolean;
  /** What rows are understood by, to be kept with the customers that they make; null: nothing is kept. */
  readonly how: Fingerprint | null;
  /** What the database cannot hold. */
  readonly limits: TextLimits | null;
}

/** How many rows were staged. */
export interface StagedCounts {
  /** Those whose customer is still to be found. */
  open: number;
  rejected: number;
  /** Those that equal the one before them. */
  equal: number;
  /** The numbers of those that are about a customer whom they do not name. */
  nameless: number[];
}

/** What was staged, and the rows that need not be. */
export interface StagedRows extends StagedCounts {
  /** Rows that are known to be unchanged: nothing of them is staged. */
  settled: number;
  /** Stages some of these as well. */
  readonly stageToo: (seqs: ReadonlySet<number>) => Promise<void>;
}

/** Reads the file's rows, understands them, and stages good and bad ones alike. */
export async function stageFile(ports: ImportPorts, staging: Staging, tally: FindingTally): Promise<StagedCounts> {
  ports.progress.start('Understanding the rows', staging.analysis.rows);
  const counts: StagedCounts = { open: 0, rejected: 0, equal: 0, nameless: [] };
  await ports.store.stage(staging.importId, pagesOf(ports, staging, { tally, counts }));
  if (counts.equal > 0)
    await ports.store.planEqualRows(staging.importId, staging.options.onDuplicate === 'skip' ? 'skipped' : 'unchanged');
  return counts;
}

const nothingOwn = { reasons: null, newId: null, customer: null, keys: null, bookings: [], print: null };

async function* pagesOf(
  { source, newId, progress, signal, tellReason }: ImportPorts,
  { analysis, options, isWanted, how, limits }: Staging,
  { tally, counts }: { readonly tally: FindingTally; readonly counts: StagedCounts },
): AsyncIterable<StagedPage> {
  const nameRecord = recordNamer(analysis.mapping);
  let remarks: Finding[] = [];
  const tell = (finding: Finding) => {
    remarks.push(finding);
    tally.add(finding);
  };
  const understand = limitedReader(analysis, options, tell, limits);
  const toStaged = (
    { seq, line, customer, reasons, bookings }: UnderstoodRow,
    print: Fingerprint | null,
  ): StagedRow => {
    if (customer === null) {
      const told = reasons.map(tellReason).join('; ');
      const storable = limits === null ? told : limits.withoutUnstorable(told);
      return { seq, line, reasons: storable, newId: null, customer, keys: null, bookings: [], print };
    }
    const keys = matchKeys(customer, options.country);
    const booked = bookings.length === 0 ? [] : bookings.map((booking) => ({ ...booking, id: newId() }));
    return { seq, line, reasons: null, newId: newId(), customer, keys, bookings: booked, print };
  };
  const watch = new RepeatWatch(analysis.rows);
  const equal = new EqualRowWatch();
  const joins = joinsEqualRows(options);
  let booked = 0;
  let page: StagedRow[] = [];
  let repeats: Repeats = { keys: [], blocks: [] };
  let done = 0;
  for await (const rows of source.rows()) {
    for (const row of rows) {
      if (mustGiveWay()) await giveWay();
      if (isPassedOver(row, analysis)) continue;
      if (!isWanted(row.seq)) {
        equal.forget();
        continue;
      }
      if (equal.isAgain(row)) {
        counts.equal += 1;
        for (const remark of remarks) tally.again(remark, 1, [{ line: row.line, ...nameRecord(row) }]);
        page.push({ ...nothingOwn, seq: row.seq, line: row.line, equalBookings: booked });
        continue;
      }
      remarks = [];
      const understood = understand(row);
      if (understood.isPassedOver) {
        equal.forget();
        continue;
      }
      const staged = toStaged(
        understood,
        remarks.length > 0 || how === null ? null : cross(fingerprintOfCells(row.cells), how),
      );
      if (staged.keys !== null) watch.note(staged.keys, repeats);
      if (staged.customer?.name === '') counts.nameless.push(row.seq);
      if (joins) equal.follow(row, understood);
      booked = staged.bookings.length;
      counts[staged.keys === null ? 'rejected' : 'open'] += 1;
      page.push(staged);
    }
    if (page.length < pageSize) continue;
    signal.throwIfAborted();
    done += page.length;
    yield { rows: page, repeats };
    progress.advance(done);
    page = [];
    repeats = { keys: [], blocks: [] };
  }
  if (page.length > 0) yield { rows: page, repeats };
}
