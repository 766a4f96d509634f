/** The edit distance (insert, delete, replace, swap of neighbours) of two words, or `most + 1` if it is greater than `most`. */
export function boundedDistance(one: string, other: string, most: number): number {
  if (one === other) return 0;
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let start = 0;
  while (start < one.length && start < other.length && one.charCodeAt(start) === other.charCodeAt(start)) start += 1;
  let endOne = one.length;
  let endOther = other.length;
  while (endOne > start && endOther > start && one.charCodeAt(endOne - 1) === other.charCodeAt(endOther - 1)) {
    endOne -= 1;
    endOther -= 1;
  }
  const a = one.slice(start, endOne);
  const b = other.slice(start, endOther);
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    // A cell further from the diagonal costs more than `most`.
    const from = Math.max(1, row - most);
    const to = Math.min(b.length, row + most);
    const next: number[] = new Array(to + 1);
    next[from - 1] = from === 1 ? row : most + 1;
    let least = next[from - 1] as number;
    for (let column = from; column <= to; column += 1) {
      const same = a.charCodeAt(row - 1) === b.charCodeAt(column - 1);
      let cost = Math.min(
        (last[column] ?? most) + 1,
        (next[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      );
      if (
        row > 1 &&
        column > 1 &&
        a.charCodeAt(row - 1) === b.charCodeAt(column - 2) &&
        a.charCodeAt(row - 2) === b.charCodeAt(column - 1)
      ) {
        cost = Math.min(cost, (beforeLast[column - 2] ?? 0) + 1);
      }
      next[column] = cost;
      if (cost < least) least = cost;
    }
    if (least > most) return most + 1;
    beforeLast = last;
    last = next;
  }
  return Math.min(last[b.length] ?? 0, most + 1);
}
