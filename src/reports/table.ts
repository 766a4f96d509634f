import Table from 'cli-table3';
import { safeText } from './one-line.js';
import { type Page, paint } from './page.js';
import { shorten, textWidth } from './text-width.js';

export interface Column {
  readonly head: string;
  readonly align?: 'left' | 'right';
  /** May be shortened where the page is too narrow, the widest first; others never are: ids must stay whole. */
  readonly flexible?: boolean;
}

export type Cell = string | number | null;

const gap = 2;
const least = 8;
const borders = ['top', 'bottom', 'left', 'right', 'mid'] as const;
const kinds = ['', '-mid', '-left', '-right'] as const;
const noBorders = {
  ...Object.fromEntries(borders.flatMap((side) => kinds.map((kind) => [`${side}${kind}`, '']))),
  'mid-mid': '',
  middle: ' '.repeat(gap),
};

/**
 * A table of one line a row, without rules: head, then cells two spaces apart. On a page with a width, flexible columns
 * are shortened until it fits; in a pipe everything stands in full. Cells cannot steer the terminal.
 */
export function renderTable(page: Page, columns: readonly Column[], rows: readonly (readonly Cell[])[]): string {
  const texts = rows.map((row) => columns.map((_, index) => safeText(String(row[index] ?? ''))));
  const widths = fitted(
    columns.map(({ head }, index) => Math.max(textWidth(head), ...texts.map((row) => textWidth(row[index] ?? '')))),
    columns,
    page.width,
  );
  const table = new Table({
    chars: noBorders,
    colAligns: columns.map(({ align }) => align ?? 'left'),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0, compact: true },
  });
  table.push(columns.map(({ head }, index) => paint(page, 'bold', shorten(head, widths[index] ?? 0))));
  for (const row of texts) table.push(row.map((text, index) => shorten(text, widths[index] ?? 0)));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

/** Takes from the widest flexible column until the row fits, or nothing more can be taken. */
function fitted(natural: readonly number[], columns: readonly Column[], width: number | null): readonly number[] {
  const widths = [...natural];
  if (width === null) return widths;
  const room = width - gap * (columns.length - 1);
  for (;;) {
    const over = widths.reduce((sum, each) => sum + each, 0) - room;
    const candidates = columns.flatMap(({ flexible }, index) =>
      flexible === true && (widths[index] ?? 0) > least ? [index] : [],
    );
    if (over <= 0 || candidates.length === 0) return widths;
    const widest = candidates.reduce((best, index) => ((widths[index] ?? 0) > (widths[best] ?? 0) ? index : best));
    const others = candidates.filter((index) => index !== widest).map((index) => widths[index] ?? 0);
    const down = Math.max(least, Math.min((widths[widest] ?? 0) - 1, Math.max(...others, least)));
    widths[widest] = Math.max(down, (widths[widest] ?? 0) - over);
  }
}
