import type { SyncPorts } from '../../core/calendar/sync-calendar.js';
import type { CustomerSource } from '../../core/customers/source.js';
import { type ImportAndSyncOptions, type ImportAndSyncResult, importAndSync } from '../../core/import-and-sync.js';
import type { Engine } from '../engine.js';
import type { Begun } from './workload.js';

export interface ImportOutcome {
  readonly result: ImportAndSyncResult;
  readonly stopped: unknown;
}

/** Begins an import as the command does it, visible to those who watch; the source is closed in the end. */
export function beginImport(
  engine: Engine,
  source: CustomerSource,
  options: ImportAndSyncOptions,
): Begun<ImportOutcome> {
  const { ports: world, live, workload, settings } = engine;
  return workload.begin(async (onRun) => {
    try {
      const ports = await world.importing(source);
      const { runs, progress, goesOn } = live.watch(ports.runs, onRun);
      const importing = {
        ...ports,
        progress,
        runs: { ...runs, start: withTrigger(runs.start) },
        store: {
          ...ports.store,
          findUnfinished: async (fingerprint: string, since: Date) => {
            const unfinished = await ports.store.findUnfinished(fingerprint, since);
            if (unfinished !== null && !options.importing.dryRun) goesOn(unfinished.runId);
            return unfinished;
          },
        },
      };
      const syncs = options.importing.createBookings && settings.usual.hasCalendar;
      return await importAndSync({ importing, syncing: syncs ? () => followingSync(engine) : null }, options);
    } finally {
      await source.close();
    }
  });
}

/** The sync after an import is a run of its own. */
async function followingSync({ ports: world, live }: Engine): Promise<SyncPorts> {
  const ports = await world.sync();
  const { runs, progress } = live.watch(ports.runs, () => {});
  return { ...ports, progress, runs: { ...runs, start: withTrigger(runs.start) } };
}

function withTrigger(start: SyncPorts['runs']['start']): SyncPorts['runs']['start'] {
  return (kind, options, at) => start(kind, { ...options, trigger: 'request' }, at);
}
