import type { CellValue, StreamRow } from 'hucre';
import type { Cell, SourceRow } from '../../core/customers/model/source.js';
import { InputFileError } from '../../core/errors.js';
import { type Archive, damaged } from './archive.js';
import { tooLarge, type WorkbookFormat } from './measure-workbook.js';
import { namesOfOds, rowsOfOds } from './ods-rows.js';

/** A workbook in memory: it is unpacked again each time its rows are read. */
export interface Workbook {
  readonly name: string;
  readonly format: WorkbookFormat;
  readonly content: Buffer;
  readonly archive: Archive;
}

export interface SheetInfo {
  readonly name: string;
  readonly index: number;
  readonly hidden: boolean;
}

/** The sheets in the order of their tabs. Throws InputFileError for a damaged or locked workbook. */
export async function listSheets({ name, format, content, archive }: Workbook): Promise<readonly SheetInfo[]> {
  const sheets: SheetInfo[] = [];
  const note = (info: { name: string; index: number; hidden?: boolean; veryHidden?: boolean }) => {
    if (!sheets.some(({ index }) => index === info.index))
      sheets.push({ name: info.name, index: info.index, hidden: info.hidden === true || info.veryHidden === true });
    return false;
  };
  try {
    if (format === 'xlsx') await (await import('hucre/xlsx')).readXlsx(content, { sheets: note });
    else for (const [index, sheet] of (await namesOfOds(contentOf(archive))).entries()) note({ name: sheet, index });
  } catch (error) {
    throw failureOf(name, error);
  }
  return sheets;
}

/**
 * A million rows of thirty columns; a few bytes may state many more. Cells of a row that is wider than any list count
 * tenfold.
 */
const mostCells = 30_000_000;
const widest = 1_000;

/** The non-empty rows of a sheet, in order; a row's line is its number in the sheet. */
export async function* rowsOfSheet(workbook: Workbook, sheet: SheetInfo): AsyncIterable<SourceRow> {
  let seq = 0;
  let cells = 0;
  try {
    for await (const { index, values } of await streamOf(workbook, sheet)) {
      cells += values.length * (values.length > widest ? 10 : 1);
      if (cells > mostCells) throw tooLarge(workbook.name);
      if (values.every((value) => value === null || value === '')) continue;
      yield { seq, line: index + 1, cells: values.map(cellOf), problem: null };
      seq += 1;
    }
  } catch (error) {
    throw failureOf(workbook.name, error);
  }
}

async function streamOf(
  { format, content, archive }: Workbook,
  { index }: SheetInfo,
): Promise<AsyncIterable<Pick<StreamRow, 'index' | 'values'>>> {
  if (format === 'xlsx') return (await import('hucre/xlsx')).streamXlsxRows(content, { sheet: index });
  return rowsOfOds(contentOf(archive), index);
}

/** The sheets of an .ods are all in one part. */
function contentOf(archive: Archive): AsyncIterable<Buffer> {
  const entry = archive.entries.find(({ fileName }) => fileName === 'content.xml');
  if (entry === undefined) throw new Error('content.xml is missing');
  return archive.read(entry);
}

/** Converts a workbook's value as for JSON: numbers stay numbers, and a date is its wall-clock time without a zone. */
function cellOf(value: CellValue): Cell {
  if (value === null) return '';
  return value instanceof Date ? momentOf(value) : value;
}

/** A cell with only a time of day becomes a date before this day. */
const firstDay = Date.UTC(1904, 0, 2);

function momentOf(value: Date): string {
  const at = value.getTime();
  if (Number.isNaN(at)) return '';
  // A spreadsheet counts days in fractions: up to half a second is a rounding error.
  const [day = '', time = ''] = new Date(Math.round(at / 1_000) * 1_000).toISOString().slice(0, 19).split('T');
  if (at < firstDay) return time.slice(0, 5);
  return time === '00:00:00' ? day : `${day} ${time.endsWith(':00') ? time.slice(0, 5) : time}`;
}

function failureOf(name: string, error: unknown): InputFileError {
  if (error instanceof InputFileError) return error;
  return damaged(name, error);
}
