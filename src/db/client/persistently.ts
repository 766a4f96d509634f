import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds before each retry, while the process lives: a database that restarts is back after some seconds. */
const pauses = [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 60_000, 120_000];

/**
 * Runs a cleanup: once now, and if that fails, again in the background. Nothing depends on it, so no caller waits for
 * it: the next run does the cleanup if all retries fail.
 */
export async function persistently(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch {
    void tryAgain(work);
  }
}

async function tryAgain(work: () => Promise<unknown>): Promise<void> {
  for (const pause of pauses) {
    await sleep(pause, undefined, { ref: false });
    try {
      await work();
      return;
    } catch {
      // The database is still unreachable.
    }
  }
}
