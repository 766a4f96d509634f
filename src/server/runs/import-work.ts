import type { SyncPorts } from '../../core/calendar/model/sync-ports.js';
import type { CustomerSource } from '../../core/customers/model/source.js';
import { BusyError } from '../../core/errors.js';
import { type ImportAndSyncOptions, type ImportAndSyncResult, importAndSync } from '../../core/import-and-sync.js';
import type { Leases } from '../../core/ports.js';
import type { Engine } from '../engine.js';
import type { Begun } from './workload.js';

export interface ImportOutcome {
  readonly result: ImportAndSyncResult;
  readonly stopped: unknown;
}

/** Milliseconds that a look, which writes nothing, waits for an import that is at work. */
const patience = 10_000;

/** Begins an import as the command does it, visible to those who watch; the source is closed in the end. */
export function beginImport(
  engine: Engine,
  source: CustomerSource,
  { syncs, ...asked }: ImportAndSyncOptions & { readonly syncs: boolean },
  gone: AbortSignal,
): Begun<ImportOutcome> {
  const isLook = asked.importing.dryRun;
  const options = isLook ? { ...asked, importing: { ...asked.importing, wait: true } } : asked;
  const { ports: world, live, workload } = engine;
  return workload.begin(async (onRun) => {
    try {
      const ports = await world.importing(source);
      const { runs, progress, goesOn } = live.watch(ports.runs, onRun);
      const importing = {
        ...ports,
        progress,
        // An import goes on without its client; a look is for nobody then.
        signal: isLook ? AbortSignal.any([ports.signal, gone]) : ports.signal,
        leases: isLook ? patiently(ports.leases) : ports.leases,
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
      return await importAndSync({ importing, syncing: syncs ? () => followingSync(engine) : null }, options);
    } finally {
      await source.close();
    }
  });
}

/** Looks are short, and so is most that they wait for: two people may look at once. */
function patiently(leases: Leases): Leases {
  return {
    acquire: async (name, { wait, signal }) => {
      const late = new AbortController();
      const actions = ['Ask again when it has ended.'];
      const giveUp = () =>
        late.abort(new BusyError('busy', `Another ${name} is at work on this database.`, { actions }));
      const timer = setTimeout(giveUp, patience);
      try {
        return await leases.acquire(name, { wait, signal: AbortSignal.any([signal, late.signal]) });
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

/** The sync after an import is a run of its own. */
async function followingSync({ ports: world, live }: Engine): Promise<SyncPorts> {
  const ports = await world.sync();
  const { runs, progress } = live.watch(ports.runs, () => {});
  return { ...ports, progress, runs: { ...runs, start: withTrigger(runs.start) } };
}

function withTrigger(start: SyncPorts['runs']['start']): SyncPorts['runs']['start'] {
  return (kind, options) => start(kind, { ...options, trigger: 'request' });
}
