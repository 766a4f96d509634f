import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds before each further try, while the process lives: a database that restarts is back after some seconds. */
const pauses = [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 60_000, 120_000];

/**
 * Does what is only tidying up: once now, and where that fails, again and again behind the caller's back. Nothing hangs
 * on it, so it holds up nobody: what was not tidied up is found by the next run.
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
      // The database is still away.
    }
  }
}
