import { BusyError, GuardRefusal, LeaseLostError, UnavailableError } from '../errors.js';
import type { Leases } from '../ports.js';
import { underLease } from '../runs/run-under-lease.js';

/** How often a watch checks, in milliseconds. */
interface WatchPace {
  /** Between two checks of the database; during a burst of writes it checks more often. */
  readonly look: number;
  readonly burst: number;
  /** Between two requests to Google. */
  readonly poll: number;
  /** A sync begins when nothing was written for this long: an edit of several statements is synced as a whole. */
  readonly settle: number;
  /** It begins at the latest this long after the first write. */
  readonly longestSettle: number;
  /** Between two syncs without known changes: a booking may reach the window just because a day has passed. */
  readonly full: number;
  /** The first wait after a failure; it doubles up to the longest. */
  readonly retry: number;
  readonly longestRetry: number;
}

export const usualWatchPace: WatchPace = {
  look: 2_000,
  burst: 500,
  poll: 15_000,
  settle: 1_000,
  longestSettle: 2_000,
  full: 3_600_000,
  retry: 1_000,
  longestRetry: 60_000,
};

export interface WatchPorts {
  readonly leases: Leases;
  /** Whether bookings or customers may have been written since the last call; true the first time. */
  readonly wasWritten: () => Promise<boolean>;
  /** Whether Google reports changes since the last sync. */
  readonly hasNews: () => Promise<boolean>;
  /** Runs one sync; returns false if some items have to be tried again. Throws as syncCalendar does. */
  readonly sync: () => Promise<boolean>;
  /** Called once when something begins to fail, and when it works again (null). */
  readonly onFailure: (error: unknown) => void;
  /** Milliseconds of any steady clock. */
  readonly now: () => number;
  /** Waits; ends early if the signal is aborted. Never rejects. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
}

/**
 * Keeps bookings and calendars in sync until the signal: a sync follows each change within seconds. Of several watchers
 * on one database, one is active; the others wait for its lease. Temporary failures (Google or the database
 * unreachable, another sync running, a guard's refusal) are retried with growing waits; any other error is thrown.
 */
export async function watchCalendar(ports: WatchPorts, pace: WatchPace = usualWatchPace): Promise<void> {
  const { signal, wait } = ports;
  const patience = new Patience(ports, pace);
  while (!signal.aborted) {
    try {
      await underLease(ports, { name: 'watch', wait: false }, (lease) =>
        watchUnder(() => lease.assertOurs(), { ports, pace, patience }),
      );
    } catch (error) {
      if (signal.aborted) return;
      // Another watcher is running: this one begins when that one ends.
      if (error instanceof BusyError) await wait(pace.look, signal);
      else await patience.afterFailure(error);
    }
  }
}

interface Watch {
  readonly ports: WatchPorts;
  readonly pace: WatchPace;
  readonly patience: Patience;
}

async function watchUnder(assertOurs: () => Promise<void>, watch: Watch): Promise<void> {
  const { ports, pace, patience } = watch;
  const { signal, now, wait } = ports;
  const due = { sync: true, look: now(), poll: now() + pace.poll, full: now() + pace.full };
  const writes = new Writes(pace);
  while (!signal.aborted) {
    try {
      if (now() >= due.look) {
        if (await ports.wasWritten()) writes.seen(now());
        due.look = now() + (writes.areSettling() ? pace.burst : pace.look);
      }
      if (!due.sync && now() >= due.poll) {
        due.poll = now() + pace.poll;
        due.sync = await ports.hasNews();
      }
      if (due.sync || now() >= due.full || writes.haveSettled(now())) {
        due.sync = true;
        await assertOurs();
        writes.forget();
        const isDone = await ports.sync();
        patience.reset();
        Object.assign(due, { sync: false, poll: now() + pace.poll });
        due.full = now() + patience.untilNext(isDone);
      }
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof LeaseLostError) return;
      await patience.afterFailure(error);
      continue;
    }
    await wait(Math.max(0, Math.min(due.look, due.poll, due.full) - now()), signal);
  }
}

/** Writes that were seen and are not synced yet. */
class Writes {
  readonly #pace: WatchPace;
  #first: number | null = null;
  #last = 0;

  constructor(pace: WatchPace) {
    this.#pace = pace;
  }

  seen(at: number): void {
    this.#first ??= at;
    this.#last = at;
  }

  areSettling(): boolean {
    return this.#first !== null;
  }

  haveSettled(at: number): boolean {
    if (this.#first === null) return false;
    return at - this.#last >= this.#pace.settle || at - this.#first >= this.#pace.longestSettle;
  }

  forget(): void {
    this.#first = null;
  }
}

/** Waits longer after each failure, and reports only the first one. */
class Patience {
  readonly #ports: WatchPorts;
  readonly #pace: WatchPace;
  #failures = 0;
  #unfinished = 0;

  constructor(ports: WatchPorts, pace: WatchPace) {
    this.#ports = ports;
    this.#pace = pace;
  }

  /** Throws errors that are not temporary. */
  async afterFailure(error: unknown): Promise<void> {
    if (!mayPass(error)) throw error;
    if (this.#failures === 0) this.#ports.onFailure(error);
    const ms = Math.min(this.#pace.retry * 2 ** this.#failures, this.#pace.longestRetry);
    this.#failures += 1;
    await this.#ports.wait(ms, this.#ports.signal);
  }

  reset(): void {
    if (this.#failures > 0) this.#ports.onFailure(null);
    this.#failures = 0;
  }

  /** The longest time until the next sync: failed items are retried with growing waits. */
  untilNext(isDone: boolean): number {
    const { poll, full } = this.#pace;
    this.#unfinished = isDone ? 0 : this.#unfinished + 1;
    return isDone ? full : Math.min(poll * 2 ** this.#unfinished, full);
  }
}

function mayPass(error: unknown): boolean {
  return (
    error instanceof UnavailableError ||
    error instanceof BusyError ||
    error instanceof GuardRefusal ||
    error instanceof LeaseLostError
  );
}
