import { runSync } from '../../app/run-sync.js';
import type { SyncOutcome } from '../../core/calendar/sync-calendar.js';
import type { SyncOptions } from '../../core/options/sync-options.js';
import type { Engine } from '../engine.js';
import type { Begun } from './workload.js';

/** Why a sync runs: kept with its record. */
export interface Trigger {
  readonly by: 'request' | 'page' | 'schedule' | 'push' | 'watch';
  /** The tick of a schedule. */
  readonly due?: Date;
  /** Wait for a running sync, until this says no longer; otherwise give up at once. */
  readonly patience?: AbortSignal;
}

/** Begins a sync, visible to those who watch. */
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
