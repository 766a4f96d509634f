import { runSync } from '../../app/run-sync.js';
import type { SyncOutcome } from '../../core/calendar/sync-calendar.js';
import type { SyncOptions } from '../../core/options/sync-options.js';
import type { Engine } from '../engine.js';
import type { Begun } from './workload.js';

/** Why a sync runs: stored with its record. */
export interface Trigger {
  readonly by: 'request' | 'page' | 'schedule' | 'push' | 'watch';
  /** The tick of a schedule. */
  readonly due?: Date;
  /** Waits for a running sync until this signal; otherwise fails at once. */
  readonly patience?: AbortSignal;
}

/** Starts a sync that clients can follow. */
export function beginSync(engine: Engine, options: SyncOptions, trigger: Trigger): Begun<SyncOutcome> {
  const { services, live, workload } = engine;
  const { by, due, patience } = trigger;
  return workload.begin((onRun) =>
    runSync(
      services,
      { ...options, wait: patience !== undefined },
      {
        facts: { trigger: by, ...(due === undefined ? {} : { due: due.toISOString() }) },
        watch: (runs) => live.watch(runs, onRun),
        ...(patience === undefined ? {} : { patience }),
      },
    ),
  );
}
