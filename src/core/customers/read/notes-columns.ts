import { foldHeader } from '../columns/fold-header.js';
import type { ColumnTarget } from '../columns/header-words.js';
import type { ColumnMapping, MappedColumn } from '../columns/map-headers.js';
import { hashOf } from '../model/hash.js';
import { textOfHtml } from '../values/clean-text.js';
import type { Texts } from './row-context.js';

/**
 * A line that a column wrote into a customer's notes: eight hexadecimal digits for the column and its list, sixteen for
 * the line.
 */
export type NotesLine = string;

const columnDigits = 8;
export const columnOf = (line: NotesLine) => line.slice(0, columnDigits);
export const fingerprintOf = (line: NotesLine) => line.slice(columnDigits);

const hex = (hash: number) => (hash >>> 0).toString(16).padStart(8, '0');

export function fingerprint(text: string): string {
  const line = text.trim();
  return hex(hashOf(line)) + hex(hashOf(line, 0x9e3779b1));
}

const identifying: ReadonlySet<ColumnTarget | null> = new Set<ColumnTarget | null>([
  'name',
  'lastFirstName',
  'firstName',
  'lastName',
  'email',
]);

/**
 * The columns that are written into the notes, each with its digits. A list is identified by its headers of names and
 * e-mails: a column of notes in another list may have the same header, and must not change the lines of this one.
 */
export function notesColumns(mapping: ColumnMapping): ReadonlyMap<MappedColumn, string> {
  const list = mapping.flatMap(({ target, header }) => (identifying.has(target) ? [foldHeader(header)] : [])).sort();
  const seed = hashOf(list.join('\n'));
  const notes = mapping.filter(({ target }) => target === 'notes');
  return new Map(notes.map((column) => [column, hex(hashOf(foldHeader(column.header), seed))]));
}

interface ReadNotes {
  readonly notes: readonly string[];
  readonly lines: readonly NotesLine[];
}

const noNotes: ReadNotes = { notes: [], lines: [] };

/** The lines from the cells of such columns. */
export function readNotes(cells: Texts | undefined, columns: ReadonlyMap<MappedColumn, string>): ReadNotes {
  if (cells === undefined) return noNotes;
  const notes: string[] = [];
  const lines: NotesLine[] = [];
  for (const cell of cells) {
    const text = textOfHtml(cell.text);
    if (text === '') continue;
    notes.push(text);
    const column = columns.get(cell.column) ?? '';
    for (const line of text.split('\n')) if (line.trim() !== '') lines.push(column + fingerprint(line));
  }
  return { notes, lines };
}
