import { createRequire } from 'node:module';
import type CliTable from 'cli-table3';
import { safeText } from './one-line.js';
import { type Page, paint } from './page.js';
import { textWidth } from './text-width.js';
import { fold } from './wrap.js';

const require = createRequire(import.meta.url);
/** Loaded with the first table: an error in the arguments is shown without it. */
const loadTable = () => require('cli-table3') as typeof CliTable;

export interface Column {
  readonly head: string;
  readonly align?: 'left' | 'right';
  /**
   * Its cells may be wrapped if the page is too narrow, the widest first; cells of other columns never are: ids must
   * stay whole.
   */
  readonly flexible?: boolean;
  /** Left out if the page is too narrow: other columns show the same. */
  readonly optional?: boolean;
}

export type Cell = string | number | null;

const gap = 2;
/** Narrower columns of text cannot be read. */
const least = 16;
const borders = ['top', 'bottom', 'left', 'right', 'mid'] as const;
const kinds = ['', '-mid', '-left', '-right'] as const;
const noBorders = {
  ...Object.fromEntries(borders.flatMap((side) => kinds.map((kind) => [`${side}${kind}`, '']))),
  'mid-mid': '',
  middle: ' '.repeat(gap),
};

/**
 * A table without rules: head, then cells two spaces apart. On a page with a width, flexible columns are narrowed until
 * the table fits; if it cannot fit, each row is a list of its cells. In a pipe a row is a line. Cells cannot control
 * the terminal.
 */
export function renderTable(page: Page, columns: readonly Column[], rows: readonly (readonly Cell[])[]): string {
  const texts = rows.map((row) => columns.map((_, index) => safeText(String(row[index] ?? ''))));
  const natural = columns.map(({ head }, index) =>
    Math.max(textWidth(head), ...texts.map((row) => textWidth(row[index] ?? ''))),
  );
  const widths = fitted(natural, columns, page.width);
  if (widths !== null) return inColumns(page, columns, texts, widths);
  const needed = columns.flatMap(({ optional }, index) => (optional === true ? [] : [index]));
  if (needed.length === columns.length) return asLists(page, columns, texts);
  const only = <Item>(row: readonly Item[]) => needed.map((index) => row[index] as Item);
  return renderTable(page, only(columns), texts.map(only));
}

type Texts = readonly (readonly string[])[];

function inColumns(page: Page, columns: readonly Column[], texts: Texts, widths: readonly number[]): string {
  const table = new (loadTable())({
    chars: noBorders,
    colAligns: columns.map(({ align }) => align ?? 'left'),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0, compact: true },
  });
  const cell = (text: string, index: number) => fold(text, widths[index] ?? 0);
  table.push(
    columns.map(({ head }, index) =>
      cell(head, index)
        .map((line) => paint(page, 'bold', line))
        .join('\n'),
    ),
  );
  for (const row of texts) table.push(row.map((text, index) => cell(text, index).join('\n')));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

/** Each row as a list of heads and values. */
function asLists(page: Page, columns: readonly Column[], texts: Texts): string {
  const label = Math.max(...columns.map(({ head }) => textWidth(head))) + gap;
  const rest = Math.max(least / 2, (page.width ?? 0) - label);
  const item = (text: string, index: number) =>
    fold(text, rest).map(
      (line, at) =>
        `${paint(page, 'bold', (at === 0 ? (columns[index]?.head ?? '') : '').padEnd(label))}${line.trimEnd()}`,
    );
  return texts
    .map((row) => row.flatMap((text, index) => (text === '' ? [] : item(text, index))).join('\n'))
    .join('\n\n');
}

/** Narrows the widest flexible column until the row fits; null if it cannot fit. */
function fitted(
  natural: readonly number[],
  columns: readonly Column[],
  width: number | null,
): readonly number[] | null {
  const widths = [...natural];
  if (width === null) return widths;
  const room = width - gap * (columns.length - 1);
  for (;;) {
    const over = widths.reduce((sum, each) => sum + each, 0) - room;
    if (over <= 0) return widths;
    const candidates = columns.flatMap(({ flexible }, index) =>
      flexible === true && (widths[index] ?? 0) > least ? [index] : [],
    );
    if (candidates.length === 0) return null;
    const widest = candidates.reduce((best, index) => ((widths[index] ?? 0) > (widths[best] ?? 0) ? index : best));
    const others = candidates.filter((index) => index !== widest).map((index) => widths[index] ?? 0);
    const down = Math.max(least, Math.min((widths[widest] ?? 0) - 1, Math.max(...others, least)));
    widths[widest] = Math.max(down, (widths[widest] ?? 0) - over);
  }
}
