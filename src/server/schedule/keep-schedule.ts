import { setTimeout as sleep } from 'node:timers/promises';
import type { Ticks } from '../../core/ticks.js';
import type { Schedule } from './schedule.js';

interface Scheduled {
  /** Its name in the database: processes with the same one share the ticks. */
  readonly name: string;
  readonly schedule: Schedule;
  readonly ticks: Ticks;
  /** Runs a tick; `until` is when the next one is due. Never throws. */
  readonly run: (due: Date, until: Date) => Promise<void>;
  /** Called for ticks that went to another process. */
  readonly onElsewhere: () => void;
  readonly onFailure: (error: unknown) => void;
  readonly signal: AbortSignal;
  /** Milliseconds until the database is asked again after it failed. */
  readonly afterFailure?: number;
  /** 0 to 1, for the jitter. */
  readonly random?: () => number;
}

/** setTimeout has a limit; a longer wait is split. */
const longestSleep = 3_600_000;
/** The longest jitter in milliseconds, or a tenth of the gap if that is less. */
const longestJitter = 30_000;
const usualAfterFailure = 5_000;
/** If a process has missed more ticks than this, it skips all of them and waits for the next. */
const farBehind = 100;

/**
 * Runs ticks one after the other until the signal; the first process to claim a tick runs it. Of the ticks that become
 * due during a run, the newest is run after it unless another process took it; earlier ones are skipped.
 */
export async function keepSchedule(scheduled: Scheduled): Promise<void> {
  const { schedule, ticks, signal, afterFailure = usualAfterFailure } = scheduled;
  let due: Date | null = null;
  while (!signal.aborted) {
    try {
      const now = await ticks.now();
      due ??= schedule.current(now) ?? schedule.next(now);
      const wait = due.getTime() - now.getTime();
      const isFar = wait > longestSleep;
      await sleep(isFar ? longestSleep : Math.max(0, wait) + jitterOf(scheduled, due), undefined, { signal });
      if (isFar) continue;
      await runTick(scheduled, due);
      due = following(schedule, due, await ticks.now());
    } catch (error) {
      if (signal.aborted) return;
      scheduled.onFailure(error);
      due = null;
      await sleep(afterFailure, undefined, { signal }).catch(() => {});
    }
  }
}

async function runTick({ name, schedule, ticks, run, onElsewhere }: Scheduled, due: Date): Promise<void> {
  if (await ticks.claim(name, due)) await run(due, schedule.next(due));
  else onElsewhere();
}

function jitterOf({ schedule, random = Math.random }: Scheduled, due: Date): number {
  const gap = schedule.next(due).getTime() - due.getTime();
  return random() * Math.min(longestJitter, gap / 10);
}

/** The newest tick after `last` that is due, or otherwise the next one. */
function following(schedule: Schedule, last: Date, now: Date): Date {
  let due = schedule.next(last);
  for (let passed = 0; passed < farBehind; passed += 1) {
    const after = schedule.next(due);
    if (after > now) return due;
    due = after;
  }
  return schedule.next(now);
}
