/** Milliseconds of work before others have their turn: several such pieces may come together. */
const slice = 10;
let turnedAt = 0;
/** Work that has given way, in its order. */
const waiting: (() => void)[] = [];

/**
 * Lets timers, signals and other requests have their turn: long work must not hold the process for more than 50 ms. Of
 * several such works one goes on at each turn: eight pieces of work in a row would be as long as one that is eight times as long.
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

/** Whether it is time to: cheap enough to be asked for each row. */
export function mustGiveWay(): boolean {
  return performance.now() - turnedAt > slice;
}

/** Works something out of each item, in their order; others have their turn in between. */
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
