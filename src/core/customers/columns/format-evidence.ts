import type { Cell } from '../model/source.js';
import { type ColumnFormat, type DateOrder, decideFormat, FormatEvidence } from '../values/formats.js';
import type { CellKind } from './cell-kinds.js';
import type { ColumnTarget } from './header-words.js';

const dateTargets: ReadonlySet<ColumnTarget> = new Set<ColumnTarget>([
  'lastContactAt',
  'bookingDate',
  'bookingStart',
  'bookingEndDate',
  'bookingEnd',
]);
const numberTargets: ReadonlySet<ColumnTarget> = new Set<ColumnTarget>(['totalLeads', 'totalBookings', 'totalRevenue']);

/** Collects how each column of a file writes its dates and numbers. */
export class ColumnEvidence {
  readonly #columns = new Map<number, FormatEvidence>();

  /** Dates without a known header may turn out to be those of bookings: `kind` is the kind of most cells of the column. */
  read(index: number, cell: Cell, target: ColumnTarget | null, kind: () => CellKind | null): void {
    const isText = typeof cell === 'string';
    if (!isText && typeof cell !== 'number') return;
    if (target === null ? isText && kind() === 'date' : dateTargets.has(target)) this.#of(index).readDate(String(cell));
    else if (isText && target !== null && numberTargets.has(target)) this.#of(index).readNumber(cell);
  }

  formats(dateOrder: DateOrder | null): ReadonlyMap<number, ColumnFormat> {
    const file = FormatEvidence.together(this.#columns.values());
    return new Map(Array.from(this.#columns, ([index, column]) => [index, decideFormat(column, file, dateOrder)]));
  }

  #of(index: number): FormatEvidence {
    let column = this.#columns.get(index);
    if (column === undefined) {
      column = new FormatEvidence();
      this.#columns.set(index, column);
    }
    return column;
  }
}
