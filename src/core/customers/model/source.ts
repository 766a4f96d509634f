import type { Finding } from '../../results/import-result.js';

/** A value of a JSON document; a CSV cell is always a string. */
export type Cell = string | number | boolean | null | readonly Cell[] | { readonly [key: string]: Cell };

/** The place of a record in a file. */
export interface RowPlace {
  /** The line on which it begins, from 1; in a sheet, the number of its row. */
  readonly line: number;
  /** In JSON and contacts: its number, from 1. Several may be on one line. */
  readonly record?: number | undefined;
}

/** A place alone, as messages take it. */
export function placeOf({ line, record }: RowPlace): RowPlace {
  return record === undefined ? { line } : { line, record };
}

/** One record of a file. */
export interface SourceRow extends RowPlace {
  /** Counts records from 0, whatever lines they take. */
  readonly seq: number;
  readonly cells: readonly Cell[];
  /** Why the record could not be split into cells; `cells` is empty then. */
  readonly problem: Pick<Finding, 'code' | 'reason' | 'remedy' | 'sentence'> | null;
  /** A warning about a record that could be split. */
  readonly doubt?: Pick<Finding, 'code' | 'reason' | 'remedy' | 'sentence'> | null;
}

/** The kinds of file that customers are read from. */
/** The properties of an opened file. */
export interface SourceShape {
  readonly name: string;
  readonly format: 'csv' | 'json' | 'xlsx' | 'ods' | 'vcard';
  readonly encoding: string;
  /** null for all but CSV. */
  readonly delimiter: string | null;
  readonly compressed: boolean;
  readonly bytes: number;
  /** SHA-256 of the bytes: the same file is the same import. */
  readonly fingerprint: string;
  readonly findings: readonly Finding[];
}

/** A file, as core reads it; it can be read as often as needed. */
export interface CustomerSource {
  inspect(): Promise<SourceShape>;
  /**
   * Records in order, some hundreds at a time. The header of a CSV or a sheet is one of them; for JSON, see `fields`.
   */
  rows(): AsyncIterable<readonly SourceRow[]>;
  /**
   * The names of a JSON file's or a contact's fields in the rows read so far, in the order of `cells`; otherwise null.
   */
  fields(): readonly string[] | null;
  /** The file in the same shape, with personal data replaced. */
  redacted(redactor: Redactor): AsyncIterable<Uint8Array>;
  close(): Promise<void>;
}

/** Stores the rows that were not imported, as they were in the file. */
export interface RejectsWriter {
  /** Copies the named records, each after its reasons; returns the new file's path. `headerSeq` is CSV's header. */
  write(source: CustomerSource, headerSeq: number | null, rejects: AsyncIterable<RejectedRow>): Promise<string>;
}

export interface RejectedRow {
  readonly seq: number;
  readonly line: number;
  readonly reasons: string;
}

/** Replaces personal data in a file, in texts of the same length. */
export interface Redactor {
  /** The record with the headers, which stay; null: there is none. */
  readonly headerSeq: number | null;
  /** A cell's text, or that of a field: by the number of its column, or the field's name; null: of no column. */
  text(text: string, column: number | string | null): string;
}

/**
 * Whether a record is empty, like `;;;` or the Ctrl-Z at the end of files from old systems; or a line drawn under the
 * headers, like `|---|:---:|`.
 */
export function isBlank(row: SourceRow): boolean {
  return row.problem === null && (row.cells.every(isEmptyCell) || isRuler(row.cells));
}

const drawn = /^\s*:?[-=_+]{3,}:?\s*$/;

function isRuler(cells: SourceRow['cells']): boolean {
  return cells.every((cell) => isEmptyCell(cell) || (typeof cell === 'string' && drawn.test(cell)));
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: a control character alone is no text
const nothing = /^[\s\u0000-\u001f]*$/;

function isEmptyCell(cell: Cell): boolean {
  return cell === '' || cell === null || (typeof cell === 'string' && nothing.test(cell));
}
