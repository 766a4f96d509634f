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
