import type { Cell } from '../model/source.js';

/** The most titles that are stored; a file has a few. */
const mostTitles = 10_000;

/** This many single cells, if most rows have one, are not titles. */
const manyNames = 10;
/** Two words and no figure: `Mette Larsen`, but not `Walk-In` or `I alt 2 kunder`. */
const personsName = /^\s*\p{L}[^\d\s]*\s+\p{L}\D*$/u;

/** Why a row's only filled cell may be a title: it is alone in many columns, or below an empty row. */
export type LonelyCell = 'alone' | 'below-blank' | null;

/** Collects rows with a single filled cell: a block's title, a footer, a remark. */
export class LonelyCells {
  readonly #behindBlank = new Set<number>();
  #alone = 0;
  #namesAlone = 0;
  #isBehindBlank = false;

  blank(): void {
    this.#isBehindBlank = true;
  }

  row(seq: number, filled: number, cells: readonly Cell[]): void {
    if (filled === 1) {
      this.#alone += 1;
      if (cells.some((cell) => typeof cell === 'string' && personsName.test(cell))) this.#namesAlone += 1;
      if (this.#isBehindBlank && this.#behindBlank.size < mostTitles) this.#behindBlank.add(seq);
    }
    this.#isBehindBlank = false;
  }

  /**
   * Distinguishes titles from customers: a single cell in five or more columns, or below an empty row in three or more.
   * If all rows are so, most hold a person's name, or there are too many for titles, it is a list of names.
   */
  titles(rows: number, columns: number): (seq: number, filled: number) => LonelyCell {
    const isMost = this.#alone * 2 > rows && (this.#alone === rows || this.#alone >= manyNames);
    if (isMost || this.#namesAlone * 2 > rows || columns < 3) return () => null;
    return (seq, filled) => {
      if (filled !== 1) return null;
      if (this.#behindBlank.has(seq)) return 'below-blank';
      return columns >= 5 ? 'alone' : null;
    };
  }
}
