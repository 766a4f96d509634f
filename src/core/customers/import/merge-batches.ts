import type { ImportMerging, MergedBatch } from '../match/import-store.js';

interface Merging {
  readonly merging: Pick<ImportMerging, 'merge'>;
  /** The file's last row. */
  readonly last: number;
  readonly size: number;
  /** How many batches may run at once. */
  readonly width: number;
  readonly clock: () => Date;
  readonly signal: AbortSignal;
  /** Called for each batch that was written: all rows before this one are written. */
  readonly done: (merged: MergedBatch, until: number) => void;
}

/**
 * Merges the rows from `from` on, batch after batch; a signal stops it between two batches. Parallel batches are still
 * written in the order of the file, because each transaction waits for the one before: an import that was killed has
 * written all rows up to one row, and none after it.
 */
export async function mergeBatches(from: number, { merging, last, size, width, clock, signal, done }: Merging) {
  const running: { readonly written: Promise<MergedBatch>; readonly until: number }[] = [];
  const finishOne = async () => {
    const first = running.shift();
    if (first !== undefined) done(await first.written, first.until);
  };
  let turn: Promise<unknown> = Promise.resolve();
  try {
    for (let start = from; start <= last; start += size) {
      signal.throwIfAborted();
      const until = Math.min(start + size, last + 1);
      const written = merging.merge({ from: start, until, now: clock(), turn });
      // It may fail before this loop awaits it.
      written.catch(() => {});
      turn = written;
      running.push({ written, until });
      if (running.length >= width) await finishOne();
    }
    while (running.length > 0) await finishOne();
  } finally {
    await Promise.allSettled(running.map(({ written }) => written));
  }
}
