import type { FindingTally } from './finding.js';
import type { ImportOptions } from './import-options.js';
import { matchKeys } from './match-keys.js';
import type { WrittenRows } from './own-export.js';
import type { ImportPorts, StagedPage, StagedRow } from './ports.js';
import { type Repeats, RepeatWatch } from './repeats.js';
import type { SourceRow } from './source.js';
import { isPassedOver, type Survey } from './survey-file.js';
import { rowReader, type UnderstoodRow } from './understand-row.js';

/** At least so many rows at a time, but the last ones. */
const pageSize = 100;

interface Staging {
  readonly importId: number;
  readonly survey: Survey;
  readonly options: ImportOptions;
  /** Rows that are settled already; null: none. */
  readonly written: WrittenRows | null;
}

/** How many rows were staged. */
export interface StagedCounts {
  /** Those whose customer is still to be found. */
  open: number;
  /** Those that are known to be unchanged. */
  settled: number;
  rejected: number;
}

/** Reads the file's rows, understands them, and stages good and bad ones alike. */
export async function stageFile(ports: ImportPorts, staging: Staging, tally: FindingTally): Promise<StagedCounts> {
  ports.progress.start('Understanding the rows', staging.survey.rows);
  const counts: StagedCounts = { open: 0, settled: 0, rejected: 0 };
  await ports.store.stage(staging.importId, pagesOf(ports, staging, { tally, counts }));
  return counts;
}

async function* pagesOf(
  { source, newId, progress, signal }: ImportPorts,
  { survey, options, written }: Staging,
  { tally, counts }: { readonly tally: FindingTally; readonly counts: StagedCounts },
): AsyncIterable<StagedPage> {
  const understand = rowReader(survey, options, (finding) => tally.add(finding));
  const toStaged = ({ seq, line, customer, reasons, bookings }: UnderstoodRow): StagedRow => {
    if (customer === null)
      return { seq, line, reasons: reasons.join('; '), newId: null, customer, keys: null, bookings: [] };
    const keys = matchKeys(customer, options.country);
    const booked = bookings.length === 0 ? [] : bookings.map((booking) => ({ ...booking, id: newId() }));
    return { seq, line, reasons: null, newId: newId(), customer, keys, bookings: booked };
  };
  const watch = new RepeatWatch(survey.rows);
  let page: StagedRow[] = [];
  let repeats: Repeats = { keys: [], blocks: [] };
  let done = 0;
  for await (const rows of source.rows()) {
    for (const row of rows) {
      if (isPassedOver(row, survey)) continue;
      const staged = written?.has(row.seq) === true ? settledRow(row) : toStaged(understand(row));
      if (staged.keys !== null) watch.note(staged.keys, repeats);
      counts[staged.keys !== null ? 'open' : staged.reasons === null ? 'settled' : 'rejected'] += 1;
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

/** Whatever it says is known: it takes no part in matching. */
function settledRow({ seq, line }: SourceRow): StagedRow {
  return { seq, line, reasons: null, newId: null, customer: null, keys: null, bookings: [] };
}
