/** One pair of an assignment: a row, a column, and how much the total would drop without this pair. */
interface Assigned {
  readonly row: number;
  readonly column: number;
  readonly margin: number;
}

/**
 * Assigns rows to columns with the highest sum of scores, and computes by how much each pair is better than the best
 * assignment without it. Scores of 0 or less are no pairs. Exact, in the cube of the larger side: the Hungarian method
 * (H. W. Kuhn, 1955), then all shortest paths (R. W. Floyd, 1962) to find the best assignment without each pair.
 */
export function assign(scores: readonly (readonly number[])[]): readonly Assigned[] {
  const size = Math.max(scores.length, scores[0]?.length ?? 0);
  const score = (row: number, column: number) => Math.max(0, scores[row]?.[column] ?? 0);
  const columnOf = bestColumns(size, score);
  const margins = marginsOf(size, columnOf, score);
  return columnOf
    .map((column, row) => ({ row, column, margin: margins[row] ?? 0 }))
    .filter(({ row, column }) => score(row, column) > 0);
}

type Score = (row: number, column: number) => number;

/** row → its column. Rows and columns count from 1 inside: 0 is the start of a search. */
function bestColumns(size: number, score: Score): number[] {
  const rowPrice = Array<number>(size + 1).fill(0);
  const columnPrice = Array<number>(size + 1).fill(0);
  const rowOf = Array<number>(size + 1).fill(0);
  for (let row = 1; row <= size; row += 1) {
    rowOf[0] = row;
    const least = Array<number>(size + 1).fill(Number.POSITIVE_INFINITY);
    const cameFrom = Array<number>(size + 1).fill(0);
    const isSeen = Array<boolean>(size + 1).fill(false);
    let column = 0;
    while (rowOf[column] !== 0) {
      isSeen[column] = true;
      const from = rowOf[column] ?? 0;
      let step = Number.POSITIVE_INFINITY;
      let next = 0;
      for (let other = 1; other <= size; other += 1) {
        if (isSeen[other]) continue;
        const cost = -score(from - 1, other - 1) - (rowPrice[from] ?? 0) - (columnPrice[other] ?? 0);
        if (cost < (least[other] ?? 0)) {
          least[other] = cost;
          cameFrom[other] = column;
        }
        if ((least[other] ?? 0) < step) {
          step = least[other] ?? 0;
          next = other;
        }
      }
      for (let other = 0; other <= size; other += 1) {
        if (isSeen[other]) {
          rowPrice[rowOf[other] ?? 0] = (rowPrice[rowOf[other] ?? 0] ?? 0) + step;
          columnPrice[other] = (columnPrice[other] ?? 0) - step;
        } else least[other] = (least[other] ?? 0) - step;
      }
      column = next;
    }
    while (column !== 0) {
      const before = cameFrom[column] ?? 0;
      rowOf[column] = rowOf[before] ?? 0;
      column = before;
    }
  }
  const columnOf = Array<number>(size).fill(0);
  for (let column = 1; column <= size; column += 1) columnOf[(rowOf[column] ?? 1) - 1] = column - 1;
  return columnOf;
}

/** Cost of the cheapest cycle: each row gives up its column and takes the next row's, until one takes the first row's. */
function marginsOf(size: number, columnOf: readonly number[], score: Score): number[] {
  const own = (row: number) => score(row, columnOf[row] ?? 0);
  const way = Array.from({ length: size }, (_, from) =>
    Array.from({ length: size }, (_, to) =>
      from === to ? Number.POSITIVE_INFINITY : own(from) - score(from, columnOf[to] ?? 0),
    ),
  );
  for (let by = 0; by < size; by += 1) {
    for (let from = 0; from < size; from += 1) {
      const line = way[from] ?? [];
      const first = line[by] ?? 0;
      for (let to = 0; to < size; to += 1) {
        line[to] = Math.min(line[to] ?? 0, first + (way[by]?.[to] ?? 0));
      }
    }
  }
  // A pair may also be dropped without a replacement.
  return way.map((line, row) => Math.min(own(row), line[row] ?? 0));
}
