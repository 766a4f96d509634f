import type { FindingTally } from './finding.js';
import type { ImportOptions } from './import-options.js';
import { matchKeys } from './match-keys.js';
import type { WrittenRows } from './own-export.js';
import type { ImportPorts, StagedRow } from './ports.js';
import type { SourceRow } from './source.js';
import { isBlank, type Survey } from './survey-file.js';
import { createRowReader, type UnderstoodRow } from './understand-row.js';

/** Rows a staging statement. */
const page = 2_000;

interface Staging {
  readonly importId: number;
  readonly survey: Survey;
  readonly options: ImportOptions;
  /** Rows that are settled already; null: none. */
  readonly written: WrittenRows | null;
}

/** Reads the file's rows, understands them, and stages good and bad ones alike; one page is sent while the next is read. */
export async function stageFile(
  { source, store, newId, progress, signal }: ImportPorts,
  { importId, survey, options, written }: Staging,
  tally: FindingTally,
): Promise<void> {
  const understand = createRowReader(
    {
      mapping: survey.mapping,
      formats: survey.formats,
      country: options.country,
      timeZone: options.timeZone,
      validateEmail: options.validateEmail,
      bookings: options.createBookings,
    },
    (finding) => tally.add(finding),
  );
  const toStaged = (row: UnderstoodRow): StagedRow => ({
    seq: row.seq,
    line: row.line,
    reasons: row.customer === null ? row.reasons.join('; ') : null,
    newId: row.customer === null ? null : newId(),
    customer: row.customer,
    keys: row.customer === null ? null : matchKeys(row.customer, options.country),
    bookings: row.customer === null ? [] : row.bookings.map((booking) => ({ ...booking, id: newId() })),
  });
  progress.start('Understanding the rows', survey.rows);
  let pending: StagedRow[] = [];
  let sending: Promise<void> = Promise.resolve();
  let done = 0;
  for await (const rows of source.rows()) {
    for (const row of rows) {
      if (survey.headerSeq !== null && row.seq <= survey.headerSeq) continue;
      if (isBlank(row)) continue;
      pending.push(written?.has(row.seq) === true ? settledRow(row) : toStaged(understand(row)));
    }
    if (pending.length < page) continue;
    signal.throwIfAborted();
    await sending;
    done += pending.length;
    sending = store.stage(importId, pending);
    sending.catch(() => {});
    progress.advance(done);
    pending = [];
  }
  await sending;
  if (pending.length > 0) await store.stage(importId, pending);
}

/** Whatever it says is known: it takes no part in matching. */
function settledRow({ seq, line }: SourceRow): StagedRow {
  return { seq, line, reasons: null, newId: null, customer: null, keys: null, bookings: [] };
}
