import { noting } from '../../core/customers/model/finding.js';
import type { SourceRow } from '../../core/customers/model/source.js';

/**
 * Finds a cell that may contain rows of the file: a quote that was not closed ends at the next one, however far away
 * that is. null: no line of any cell has as many delimiters as the row.
 */
export function swallowed({ line, cells }: SourceRow, delimiter: string): SourceRow['problem'] {
  if (cells.length < 3) return null;
  let at = line;
  for (const cell of cells) {
    if (typeof cell !== 'string' || !cell.includes('\n')) continue;
    const lines = cell.split('\n');
    const isRow = (text: string) => text.split(delimiter).length === cells.length;
    if (lines.slice(1).some(isRow)) return noting('quote-swallows', { opened: at, closed: at + lines.length - 1 });
    at += lines.length - 1;
  }
  return null;
}
