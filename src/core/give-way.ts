/** Lets timers, signals and other requests have their turn: long work must not hold the process for more than 50 ms. */
export function giveWay(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
