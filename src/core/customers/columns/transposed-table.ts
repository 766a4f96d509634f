import { InputFileError, saying } from '../../errors.js';
import { printable } from '../model/finding.js';
import { knownTargets } from './find-header-row.js';
import { recogniseHeader } from './recognise-header.js';

/** A table with more rows is not a list of fields. */
const mostFields = 100;

/**
 * Throws InputFileError for a table whose first column holds the names of fields and whose other columns are customers:
 * read as rows, there would be customers named `Telefon`. `header` is the row taken for the headers.
 */
export function refuseTransposed(texts: readonly (readonly string[])[], header: number): void {
  if (texts.length > mostFields) return;
  for (const place of [0, 1]) {
    const fields = texts.map((cells) => cells[place] ?? '').filter((cell) => cell.trim() !== '');
    const known = fields.filter((field) => recogniseHeader(field).target !== null);
    const named = knownTargets(fields).size;
    if (named < 3 || known.length * 2 < fields.length) continue;
    const beside = (texts[header] ?? []).filter((_, index) => index !== place);
    // `Vej 2` may be a header, and looks like a street too.
    if (knownTargets(beside).size >= named) continue;
    throw new InputFileError(
      saying('table-transposed', { fields: known.slice(0, 5).map((field) => printable(field)) }),
    );
  }
}
