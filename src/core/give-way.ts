/** Milliseconds of work before others have their turn: several such pieces may come together. */
const slice = 10;
let turnedAt = 0;

/** Lets timers, signals and other requests have their turn: long work must not hold the process for more than 50 ms. */
export function giveWay(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(() => {
      turnedAt = performance.now();
      resolve();
    });
  });
}

/** Whether it is time to: cheap enough to be asked for each row. */
export function mustGiveWay(): boolean {
  return performance.now() - turnedAt > slice;
}
