import type { BatchToMerge, ImportStore, MergedBatch } from '../match/ports.js';

interface Merging {
  readonly store: Pick<ImportStore, 'merge'>;
  readonly batch: Omit<BatchToMerge, 'from' | 'until' | 'turn' | 'now'>;
  readonly size: number;
  /** How many batches may be running at once. */
  readonly width: number;
  readonly clock: () => Date;
  readonly signal: AbortSignal;
  /** Told of each batch that was written: all rows before this one are. */
  readonly done: (merged: MergedBatch, until: number) => void;
}

/**
 * Merges the rows from `from` on, batch after batch; between two of them it may be stopped. Batches that are running
 * together are still written in the order of the file, each in a transaction that waits for the one before: a killed
 * import has written all rows up to some row, and none after it.
 */
export async function mergeBatches(from: number, { store, batch, size, width, clock, signal, done }: Merging) {
  const atWork: { readonly merging: Promise<MergedBatch>; readonly until: number }[] = [];
  const finishOne = async () => {
    const first = atWork.shift();
    if (first !== undefined) done(await first.merging, first.until);
  };
  let turn: Promise<unknown> = Promise.resolve();
  try {
    for (let start = from; start <= batch.last; start += size) {
      signal.throwIfAborted();
      const until = Math.min(start + size, batch.last + 1);
      const merging = store.merge({ ...batch, from: start, until, now: clock(), turn });
      // It may fail before its turn to be looked at.
      merging.catch(() => {});
      turn = merging;
      atWork.push({ merging, until });
      if (atWork.length >= width) await finishOne();
    }
    while (atWork.length > 0) await finishOne();
  } finally {
    await Promise.allSettled(atWork.map(({ merging }) => merging));
  }
}
