import type { ImportOptions } from '../../options/import-options.js';
import type { Cell, SourceRow } from '../model/source.js';
import type { UnderstoodRow } from '../read/understand-row.js';

/** A row, and the equal ones right behind it. */
export interface EqualRows {
  readonly seq: number;
  /** Of the row that counts. */
  readonly line: number;
  readonly record?: number | undefined;
  readonly hasBookings: boolean;
  /** How many rows behind it are equal, and where the first of them are. */
  readonly count: number;
  readonly lines: readonly number[];
  /** Of JSON and contacts, their numbers. */
  readonly records?: readonly number[];
}

/** Where a duplicate is an error each row is one; a skipped row has other bookings than a created one. */
export function joinsEqualRows({ onDuplicate, createBookings }: ImportOptions): boolean {
  return onDuplicate === 'update' || (onDuplicate === 'skip' && !createBookings);
}

/**
 * Notices rows that are equal, cell by cell, to the row right before them, as pasting one too often leaves them. Such a
 * row says nothing new whatever else the file holds; one that comes again behind another row of its customer may.
 */
export class EqualRowWatch {
  #row: SourceRow | null = null;

  isAgain({ cells, problem, doubt }: SourceRow): boolean {
    if (this.#row === null || problem !== null || doubt || cells.length !== this.#row.cells.length) return false;
    return this.#row.cells.every((cell, index) => isEqual(cell, cells[index] as Cell));
  }

  /** From here on rows are compared with this one, if it is a customer. Bookings by their ids are each looked at. */
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
