import { createHash } from 'node:crypto';
import { customerHeaders, joinTags } from '../../export/export-customers.js';
import { zone } from '../../zone.js';
import { type Analysis, isPassedOver } from '../columns/analyze-file.js';
import type { ImportStaging } from '../match/import-store.js';
import type { WrittenRow } from '../match/staged-row.js';
import { WrittenRows } from '../match/written-rows.js';
import { FindingTally } from '../model/finding.js';
import type { Cell, CustomerSource, SourceRow } from '../model/source.js';
import { unescapeFormula } from '../values/clean-text.js';
import { DateReader } from '../values/local-time.js';

/*
 * A file that `export` wrote can be imported without changes. Importing cleans what people type: spaces, control
 * characters, phone numbers. RenOS's values may be anything, though. A row that is equal, letter for letter, to the
 * exported row of its customer is unchanged. Such rows are found before any other is parsed; all others are handled as
 * usual.
 */

const jsonFields: ReadonlySet<string> = new Set([
  'id',
  'name',
  'email',
  'phone',
  'address',
  'companyName',
  'notes',
  'status',
  'tags',
  'totalLeads',
  'totalBookings',
  'totalRevenue',
  'lastContactAt',
  'createdAt',
]);

/** Whether the file has the columns, or the fields, that `export` writes, and no others. */
export function isOwnExport(analysis: Analysis): boolean {
  const headers = analysis.mapping.map(({ header }) => header);
  if (analysis.headerSeq === null)
    return headers.length === jsonFields.size && headers.every((one) => jsonFields.has(one));
  return (
    headers.length === customerHeaders.length && customerHeaders.every((header, index) => headers[index] === header)
  );
}

/** Starts the findings of a file with those of its analysis. Columns that export adds need no finding. */
export function tallyOf(analysis: Analysis): FindingTally {
  const tally = new FindingTally();
  const isOwn = isOwnExport(analysis);
  for (const finding of analysis.findings) if (!isOwn || finding.code !== 'column-unused') tally.add(finding);
  return tally;
}

/** Rows per statement. */
const page = 5_000;

/** Finds the rows that equal RenOS's values, one bit per row. */
export async function findWritten(
  source: CustomerSource,
  staging: ImportStaging,
  analysis: Analysis,
): Promise<WrittenRows> {
  const found = new WrittenRows(analysis.lastSeq + 1);
  for await (const seqs of staging.findUnchanged({ kind: 'written', pages: writtenPages(source, analysis) }))
    for (const seq of seqs) found.add(seq);
  return found;
}

async function* writtenPages(source: CustomerSource, analysis: Analysis): AsyncIterable<readonly WrittenRow[]> {
  const read = writtenReader(analysis);
  let pending: WrittenRow[] = [];
  for await (const rows of source.rows()) {
    for (const row of rows) {
      const written = isPassedOver(row, analysis) ? null : read(row);
      if (written !== null) pending.push(written);
    }
    if (pending.length < page) continue;
    yield pending;
    pending = [];
  }
  if (pending.length > 0) yield pending;
}

/** Makes the function that reads a row as `export` wrote it; it returns null if export would not have written it so. */
function writtenReader(analysis: Analysis): (row: SourceRow) => WrittenRow | null {
  const dates = new DateReader(zone);
  const isJson = analysis.headerSeq === null;
  const places = new Map(analysis.mapping.map(({ header }, index) => [header, index]));
  const names = isJson ? [...jsonFields].slice(1) : customerHeaders;
  const at = (name: string) => places.get(name) ?? -1;
  const [name, email, phone, address, company, notes] = names.map(at);
  return (row) => {
    if (row.problem !== null) return null;
    const text = (index: number | undefined) => textOf(row.cells[index ?? -1], isJson);
    const texts = [name, email, phone, address, company, notes].map(text);
    const tags = tagsOf(row.cells[at(isJson ? 'tags' : 'Tags')]);
    const numbers = [
      numberOf(row.cells[at(isJson ? 'totalLeads' : 'Total Leads')]),
      numberOf(row.cells[at(isJson ? 'totalBookings' : 'Total Bookings')]),
      numberOf(row.cells[at(isJson ? 'totalRevenue' : 'Total Revenue')]),
    ];
    const contact = momentOf(row.cells[at(isJson ? 'lastContactAt' : 'Last Contact')], dates);
    const [leads, bookings, revenue] = numbers;
    if (texts.includes(null) || tags === null || contact === undefined) return null;
    if (leads === undefined || bookings === undefined || revenue === undefined) return null;
    const print = createHash('md5')
      .update([...texts, tags].join('\0'))
      .digest('hex');
    return { seq: row.seq, print, leads, bookings, revenue, contact };
  };
}

function textOf(cell: Cell | undefined, isJson: boolean): string | null {
  if (cell === null || cell === undefined) return '';
  if (typeof cell !== 'string') return null;
  return isJson ? cell : unescapeFormula(cell);
}

function tagsOf(cell: Cell | undefined): string | null {
  if (!Array.isArray(cell)) return textOf(cell, false);
  return cell.every((tag) => typeof tag === 'string' || tag === null)
    ? joinTags((cell as readonly (string | null)[]).map((tag) => tag ?? ''))
    : null;
}

/** null: empty; undefined: not as export writes numbers. */
function numberOf(cell: Cell | undefined): number | null | undefined {
  if (cell === null || cell === undefined || cell === '') return null;
  if (typeof cell === 'number') return cell;
  if (typeof cell !== 'string' || !/^-?\d+([.,]\d+)?$/.test(cell)) return undefined;
  return Number(cell.replace(',', '.'));
}

/** The same for a time; a time that no customer file can mean, such as the year 3, counts as empty. */
function momentOf(cell: Cell | undefined, dates: DateReader): Date | null | undefined {
  if (cell === null || cell === undefined || cell === '') return null;
  if (typeof cell !== 'string') return undefined;
  const isWritten = /^([+-]\d{6}|\d{4})-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$|^\d\d-\d\d-\d{4,6}( \d\d:\d\d)?$/.test(cell);
  if (!isWritten) return undefined;
  const reading = dates.read(cell, 'dmy');
  return 'value' in reading ? reading.value : null;
}
