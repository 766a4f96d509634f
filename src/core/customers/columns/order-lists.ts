import type { Finding } from '../../results/import-result.js';
import { warningOf } from '../model/finding.js';
import { foldHeader } from './fold-header.js';
import type { ColumnTarget } from './header-words.js';

/*
 * A web shop's list of orders. Its `Name` is the order's (`#1001`), and the customer is the person who is billed; an
 * order of several items takes several rows, and only the first has the customer.
 */

interface Column {
  readonly header: string;
  readonly target: ColumnTarget | null;
  readonly suggestion: ColumnTarget | null;
  readonly group: string;
}

const name = foldHeader('Name');
const billed = foldHeader('Billing Name');
const status = foldHeader('Financial Status');
const item = foldHeader('Lineitem name');

/** Takes the billed person for the customer, and ignores the order's own name. */
export function namedByBilling<C extends Column>(
  mapping: readonly C[],
  isChosen: (column: C) => boolean,
): readonly C[] {
  const [own, theirs, paid] = [name, billed, status].map((header) => columnOf(mapping, header));
  if (own === undefined || theirs === undefined || paid === undefined) return mapping;
  if (isChosen(own) || isChosen(theirs)) return mapping;
  return mapping.map((column) => {
    if (column === own) return { ...column, target: 'ignore' };
    // The billing address is used: goods may have been sent somewhere else, perhaps as a present.
    if (column.group === 'billing') return { ...column, rank: 0 };
    return column === theirs ? { ...column, target: 'name', suggestion: null } : column;
  });
}

function columnOf<C extends Column>(mapping: readonly C[], header: string): C | undefined {
  return mapping.find((column) => foldHeader(column.header) === header);
}

function isNamedByBilling(mapping: readonly Column[]): boolean {
  return columnOf(mapping, name)?.target === 'ignore' && columnOf(mapping, billed)?.target === 'name';
}

/** Finds rows that continue the order above, by their cells; null if the file is not a list of orders. */
export function furtherLines<C extends Column & { readonly index: number }>(
  mapping: readonly C[],
): ((cells: readonly unknown[]) => boolean) | null {
  const what = columnOf(mapping, item)?.index;
  if (!isNamedByBilling(mapping) || what === undefined) return null;
  const isBlank = (cell: unknown) => String(cell ?? '').trim() === '';
  const begins = [billed, status].map((header) => columnOf(mapping, header)?.index ?? -1);
  return (cells) => begins.every((index) => isBlank(cells[index])) && !isBlank(cells[what]);
}

/** Reports which person is taken for the customer, how many rows are skipped, and from which line on. */
export function ordersFindings(mapping: readonly Column[], further: number, line: number | null): Finding[] {
  if (!isNamedByBilling(mapping)) return [];
  const whose = warningOf('Billing Name', 'list-of-orders/whose', {});
  return further === 0 ? [whose] : [whose, { ...warningOf(null, 'list-of-orders/further', { count: further }), line }];
}
