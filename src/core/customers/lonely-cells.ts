/** So many titles are remembered; a file has a few. */
const mostTitles = 10_000;

/** Notices rows with a single filled cell: a block's title, a footer, a note in passing. */
export class LonelyCells {
  readonly #behindBlank = new Set<number>();
  #alone = 0;
  #isBehindBlank = false;

  blank(): void {
    this.#isBehindBlank = true;
  }

  row(seq: number, filled: number): void {
    if (filled === 1) {
      this.#alone += 1;
      if (this.#isBehindBlank && this.#behindBlank.size < mostTitles) this.#behindBlank.add(seq);
    }
    this.#isBehindBlank = false;
  }

  /**
   * Tells titles from customers: a single cell in five and more columns, or below an empty row in three and more. Where
   * most rows are so, it is a list of names.
   */
  titles(rows: number, columns: number): (seq: number, filled: number) => boolean {
    if (this.#alone * 2 > rows || columns < 3) return () => false;
    return (seq, filled) => filled === 1 && (columns >= 5 || this.#behindBlank.has(seq));
  }
}
