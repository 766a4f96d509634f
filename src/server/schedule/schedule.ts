import { Cron } from 'croner';
import { ConfigurationError, saying } from '../../core/errors.js';
import { zone } from '../../core/zone.js';

/** The times at which something is due, the same in every process with the same settings. */
export interface Schedule {
  /** For people. */
  readonly words: string;
  /** The first tick after a moment. */
  next(after: Date): Date;
  /** The tick that a process which starts now may still run; null if it waits for the next. */
  current(now: Date): Date | null;
}

/** A tick every interval, counted from 1970, so that all instances have the same ticks. */
export function everyInterval(milliseconds: number): Schedule {
  const slot = (at: Date) => Math.floor(at.getTime() / milliseconds);
  return {
    words: `every ${milliseconds / 1000} s`,
    next: (after) => new Date((slot(after) + 1) * milliseconds),
    current: (now) => new Date(slot(now) * milliseconds),
  };
}

/** Ticks of a cron expression in Danish time; one with six fields begins with seconds. Throws ConfigurationError. */
export function byCron(expression: string): Schedule {
  let cron: Cron;
  try {
    cron = new Cron(expression, { timezone: zone, paused: true });
  } catch (error) {
    throw notCron(error);
  }
  if (cron.nextRun() === null) throw notCron(null);
  // An expression with a year may have no more ticks.
  const never = new Date(8.64e15);
  return { words: `cron ${expression}`, next: (after) => cron.nextRun(after) ?? never, current: () => null };
}

function notCron(cause: unknown): ConfigurationError {
  return new ConfigurationError(saying('usage/schedule', {}), cause === null ? {} : { cause });
}

/** Milliseconds from one tick to the one after it. */
export function gapAfter(schedule: Schedule, moment: Date): number {
  const first = schedule.next(moment);
  return schedule.next(first).getTime() - first.getTime();
}
