import type { ImportOptions } from '../../options/import-options.js';
import type { Cell, SourceRow } from '../model/source.js';
import type { UnderstoodRow } from '../read/understand-row.js';

/** A row, and the equal ones directly after it. */
export interface EqualRows {
  readonly seq: number;
  /** The line of the row that counts. */
  readonly line: number;
  readonly record?: number | undefined;
  readonly hasBookings: boolean;
  /** How many equal rows follow it, and the places of the first ones. */
  readonly count: number;
  readonly lines: readonly number[];
  /** Record numbers in JSON and contacts. */
  readonly records?: readonly number[];
}

/** With --on-duplicate=error each duplicate row is an error; a skipped row has other bookings than a created one. */
export function joinsEqualRows({ onDuplicate, createBookings }: ImportOptions): boolean {
  return onDuplicate === 'update' || (onDuplicate === 'skip' && !createBookings);
}

/**
 * Finds rows that equal the row directly before them, cell by cell, as pasting twice leaves them. Such a row has
 * nothing new, whatever else the file holds; a row repeated after another row of its customer may.
 */
export class EqualRowWatch {
  #row: SourceRow | null = null;

  isAgain({ cells, problem, doubt }: SourceRow): boolean {
    if (this.#row === null || problem !== null || doubt || cells.length !== this.#row.cells.length) return false;
    return this.#row.cells.every((cell, index) => isEqual(cell, cells[index] as Cell));
  }

  /** The next rows are compared with this one, if it is a customer. Rows with bookings by their ids are all read. */
  follow(row: SourceRow, { customer, isPassedOver, bookings }: UnderstoodRow): void {
    const isAlone = customer === null || isPassedOver || row.doubt || bookings.some(({ ref }) => ref !== undefined);
    this.#row = isAlone ? null : row;
  }

  forget(): void {
    this.#row = null;
  }
}

function isEqual(one: Cell, other: Cell): boolean {
  return one === other || (typeof one === 'object' && JSON.stringify(one) === JSON.stringify(other));
}
