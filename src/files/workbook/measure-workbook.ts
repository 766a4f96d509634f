import type { Entry } from 'yauzl';
import { InputFileError, saying } from '../../core/errors.js';
import type { ArchiveLimits } from '../source-options.js';
import type { Archive } from './archive.js';

export type WorkbookFormat = 'xlsx' | 'ods';

/** How many rows and columns of a sheet are hidden. */
export interface HiddenCount {
  readonly rows: number;
  readonly columns: number;
}

/**
 * Unpacks each part of a workbook once without storing it, and counts hidden rows and columns: one entry for each sheet
 * of an .xlsx, one for all sheets of an .ods. Throws InputFileError for a workbook that unpacks to more than the limit.
 */
export async function measureWorkbook(
  archive: Archive,
  { format, name, limits }: { readonly format: WorkbookFormat; readonly name: string; readonly limits: ArchiveLimits },
): Promise<readonly HiddenCount[]> {
  let unpacked = 0;
  const hidden: HiddenCount[] = [];
  const parts = archive.entries.filter(({ fileName }) => /\.xml$/i.test(fileName));
  for (const entry of parts.sort((one, other) => sheetNumber(one) - sheetNumber(other))) {
    const isSheet = format === 'ods' ? entry.fileName === 'content.xml' : sheetNumber(entry) > 0;
    const isHeld = !isSheet;
    const counter = new HiddenCounter();
    let size = 0;
    for await (const chunk of archive.read(entry)) {
      size += chunk.length;
      unpacked += chunk.length;
      if (unpacked > limits.unpacked || (isHeld && size > limits.held)) throw tooLarge(name);
      if (isSheet) counter.read(chunk.toString('latin1'));
    }
    if (isSheet) hidden.push(counter.count);
  }
  return hidden;
}

/** Programs number the parts of sheets in the order of their tabs; 0 for any other part. */
function sheetNumber({ fileName }: Entry): number {
  return Number(/^xl\/worksheets\/sheet(\d{1,5})\.xml$/i.exec(fileName)?.[1] ?? 0);
}

export function tooLarge(name: string): InputFileError {
  return new InputFileError(saying('workbook-too-large', { name }));
}

/** Counts the tags of hidden rows and columns in a stream of text. */
class HiddenCounter {
  #rest = '';
  #rows = 0;
  #columns = 0;

  get count(): HiddenCount {
    return { rows: this.#rows, columns: this.#columns };
  }

  read(piece: string): void {
    const text = this.#rest + piece;
    const end = text.lastIndexOf('>') + 1;
    this.#rest = text.length - end > 4_096 ? '' : text.slice(end);
    for (const [tag] of text.slice(0, end).matchAll(tags)) {
      if (!isHidden.test(tag)) continue;
      if (/^<(?:row|table:table-row)/.test(tag)) this.#rows += Number(/rows-repeated="(\d{1,7})"/.exec(tag)?.[1] ?? 1);
      else this.#columns += spanOf(tag);
    }
  }
}

const tags = /<(?:row|col|table:table-row|table:table-column) [^<>]{0,2000}>/g;
const isHidden = / hidden="(?:1|true)"| table:visibility="(?:collapse|filter)"/;

function spanOf(tag: string): number {
  const [min, max] = [/ min="(\d{1,5})"/.exec(tag)?.[1], / max="(\d{1,5})"/.exec(tag)?.[1]];
  if (min !== undefined && max !== undefined) return Number(max) - Number(min) + 1;
  return Number(/columns-repeated="(\d{1,5})"/.exec(tag)?.[1] ?? 1);
}
