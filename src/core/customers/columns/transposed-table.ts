import { InputFileError, saying } from '../../errors.js';
import { printable } from '../model/finding.js';
import { knownTargets } from './find-header-row.js';
import { recogniseHeader } from './recognise-header.js';

/** A table of more rows is no list of fields. */
const mostFields = 100;

/**
 * Throws InputFileError for a table whose first column holds the names of fields, one below the other, and whose other
 * columns are customers: as rows they would be customers called `Telefon`. `header` is the row taken for the headers.
 */
export function refuseTransposed(texts: readonly (readonly string[])[], header: number): void {
  if (texts.length > mostFields) return;
  for (const place of [0, 1]) {
    const fields = texts.map((cells) => cells[place] ?? '').filter((cell) => cell.trim() !== '');
    const known = fields.filter((field) => recogniseHeader(field).target !== null);
    const named = knownTargets(fields).size;
    if (named < 3 || known.length * 2 < fields.length) continue;
    const beside = (texts[header] ?? []).filter((_, index) => index !== place);
    // `Vej 2` may be a header, and is what a street looks like too.
    if (knownTargets(beside).size >= named) continue;
    throw new InputFileError(
      saying('table-transposed', { fields: known.slice(0, 5).map((field) => printable(field)) }),
    );
  }
}
