/** Milliseconds of work before other work gets a turn: several such pieces may follow each other. */
const slice = 10;
let turnedAt = 0;
/** Work that has given way, in order. */
const waiting: (() => void)[] = [];

/**
 * Gives timers, signals and other requests a turn: long work must not block the process for more than 50 ms. Of several
 * such works, one continues at each turn: eight in a row would block as long as one that is eight times as long.
 */
export function giveWay(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    if (waiting.length === 1) setImmediate(goOn);
  });
}

function goOn(): void {
  turnedAt = performance.now();
  waiting.shift()?.();
  if (waiting.length > 0) setImmediate(goOn);
}

/** Whether it is time to: cheap enough to call for each row. */
export function mustGiveWay(): boolean {
  return performance.now() - turnedAt > slice;
}

/** Computes a result for each item, in order; other work gets a turn in between. */
export async function eachInTurn<Item, Result>(
  items: Iterable<Item>,
  work: (item: Item, index: number) => Result,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const item of items) {
    if (mustGiveWay()) await giveWay();
    results.push(work(item, results.length));
  }
  return results;
}
