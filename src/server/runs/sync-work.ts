import type { CalendarPort } from '../../core/calendar/model/calendar-port.js';
import { type SyncOutcome, syncCalendar } from '../../core/calendar/sync-calendar.js';
import type { SyncOptions } from '../../core/options/sync-options.js';
import type { Engine } from '../engine.js';
import type { Begun } from './workload.js';

/** Why a sync runs: kept with its record. */
export interface Trigger {
  readonly by: 'request' | 'schedule' | 'push';
  /** The tick of a schedule. */
  readonly due?: Date;
  /** Wait for a sync that is at work, until this says no longer; otherwise give up at once. */
  readonly patience?: AbortSignal;
}

/** Begins a sync as the command does it, visible to those who watch. */
export function beginSync(engine: Engine, options: SyncOptions, trigger: Trigger): Begun<SyncOutcome> {
  const { ports: world, live, workload } = engine;
  return workload.begin(async (onRun) => {
    const ports = await world.sync();
    const { runs, progress } = live.watch(ports.runs, onRun);
    const { by, due, patience } = trigger;
    const why = { trigger: by, ...(due === undefined ? {} : { due: due.toISOString() }) };
    return syncCalendar(
      {
        ...ports,
        calendar: countingFromNow(ports.calendar),
        runs: { ...runs, start: (kind, said) => runs.start(kind, { ...said, ...why }) },
        leases: {
          acquire: (name, { wait, signal }) => ports.leases.acquire(name, { wait, signal: patience ?? signal }),
        },
        progress,
      },
      { ...options, wait: patience !== undefined },
    );
  });
}

/** The port lives as long as the server; a run tells only of its own requests. */
function countingFromNow(calendar: CalendarPort): CalendarPort {
  const before = calendar.traffic();
  return {
    ...calendar,
    traffic: () => {
      const { requests, writes, retries, skewMs } = calendar.traffic();
      return {
        requests: requests - before.requests,
        writes: writes - before.writes,
        retries: retries - before.retries,
        skewMs,
      };
    },
  };
}
