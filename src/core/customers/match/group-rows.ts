/** Finds which rows belong together from pairs of rows, in four bytes a row. */
export class RowGroups {
  #parent = new Int32Array(1024).fill(-1);
  #highest = -1;

  join(one: number, other: number): void {
    this.#reserve(Math.max(one, other));
    const first = this.#find(one);
    const second = this.#find(other);
    const [low, high] = first < second ? [first, second] : [second, first];
    this.#parent[low] = low;
    this.#parent[high] = low;
  }

  /** Every row that was joined with another, and the first row of its group; some thousands at a time. */
  *labels(size = 20_000): Iterable<(readonly [label: number, seq: number])[]> {
    let part: (readonly [number, number])[] = [];
    for (let seq = 0; seq <= this.#highest; seq += 1) {
      if (this.#parent[seq] === -1) continue;
      part.push([this.#find(seq), seq]);
      if (part.length < size) continue;
      yield part;
      part = [];
    }
    if (part.length > 0) yield part;
  }

  #find(seq: number): number {
    let root = seq;
    for (let next = this.#parent[root] ?? -1; next !== -1 && next !== root; next = this.#parent[root] ?? -1)
      root = next;
    for (let step = seq; step !== root; ) {
      const next = this.#parent[step] ?? root;
      this.#parent[step] = root;
      step = next === -1 ? root : next;
    }
    return root;
  }

  #reserve(seq: number): void {
    this.#highest = Math.max(this.#highest, seq);
    if (seq < this.#parent.length) return;
    const larger = new Int32Array(Math.max(seq + 1, this.#parent.length * 2)).fill(-1);
    larger.set(this.#parent);
    this.#parent = larger;
  }
}
