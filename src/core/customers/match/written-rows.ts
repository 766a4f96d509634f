/** A set of row numbers, one bit each. */
export class WrittenRows {
  readonly #bits: Uint8Array;
  size = 0;

  constructor(rows: number) {
    this.#bits = new Uint8Array((rows + 7) >> 3);
  }

  add(seq: number): void {
    if (!this.has(seq)) this.size += 1;
    this.#bits[seq >> 3] = (this.#bits[seq >> 3] ?? 0) | (1 << (seq & 7));
  }

  has(seq: number): boolean {
    return ((this.#bits[seq >> 3] ?? 0) & (1 << (seq & 7))) !== 0;
  }
}
