import { giveWay, mustGiveWay } from '../../give-way.js';
import type { ImportOptions } from '../../options/import-options.js';
import type { Finding } from '../../results/import-result.js';
import { type Analysis, isPassedOver } from '../columns/analyze-file.js';
import { EqualRowWatch, joinsEqualRows } from '../match/equal-rows.js';
import { cross, type Fingerprint, fingerprintOfCells } from '../match/fingerprint.js';
import { matchKeys } from '../match/match-keys.js';
import type { ImportPorts } from '../match/ports.js';
import { type Repeats, RepeatWatch } from '../match/repeats.js';
import type { StagedPage, StagedRow } from '../match/staged-row.js';
import type { FindingTally } from '../model/finding.js';
import { recordNamer } from '../read/row-reports.js';
import { limitedReader, type TextLimits } from '../read/text-limits.js';
import type { UnderstoodRow } from '../read/understand-row.js';

/** The smallest number of rows at a time, except at the end. */
const pageSize = 100;

interface Reading {
  readonly analysis: Analysis;
  readonly options: ImportOptions;
  /** The settings by which rows are read, stored with the customers that they create; null: nothing is stored. */
  readonly how: Fingerprint | null;
  /** The letters that the database cannot store. */
  readonly limits: TextLimits | null;
}

/** Facts collected while rows are staged. */
interface StagedNotes {
  readonly tally: FindingTally;
  /** How many rows were staged. */
  staged: number;
  /** The numbers of the rows without a customer's name. */
  readonly nameless: number[];
}

const nothingOwn = { reasons: null, newId: null, customer: null, keys: null, bookings: [], print: null };

/** Reads and parses the wanted rows of the file; good and bad ones are staged. */
export async function* readRows(
  { source, newId, progress, signal, tellReason }: ImportPorts,
  { analysis, options, how, limits }: Reading,
  isWanted: (seq: number) => boolean,
  notes: StagedNotes,
): AsyncIterable<StagedPage> {
  progress.start('Understanding the rows', analysis.rows);
  const { tally } = notes;
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
      const text = reasons.map(tellReason).join('; ');
      const storable = limits === null ? text : limits.withoutUnstorable(text);
      return { ...nothingOwn, seq, line, outcome: 'rejected', reasons: storable, print };
    }
    const keys = matchKeys(customer, options.country);
    const booked = bookings.length === 0 ? [] : bookings.map((booking) => ({ ...booking, id: newId() }));
    return { seq, line, outcome: 'created', reasons: null, newId: newId(), customer, keys, bookings: booked, print };
  };
  const watch = new RepeatWatch(analysis.rows);
  const equal = new EqualRowWatch();
  const joins = joinsEqualRows(options);
  const ofEqual = options.onDuplicate === 'skip' ? 'skipped' : 'unchanged';
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
        notes.staged += 1;
        for (const remark of remarks) tally.again(remark, 1, [{ line: row.line, ...nameRecord(row) }]);
        page.push({ ...nothingOwn, seq: row.seq, line: row.line, outcome: ofEqual, equalBookings: booked });
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
      if (staged.customer?.name === '') notes.nameless.push(row.seq);
      if (joins) equal.follow(row, understood);
      booked = staged.bookings.length;
      notes.staged += 1;
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
