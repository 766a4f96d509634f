import { ConfigurationError } from '../core/errors.js';
import { defaultSyncOptions, type SyncOptions } from '../core/options/sync-options.js';
import { type UndoOutcome, undoRun } from '../core/undo/undo-run.js';
import { inContext, type RunContext } from './run-context.js';
import type { Services } from './services.js';

/** What a person may ask of an undo. */
export interface UndoRequest {
  /** A run's id, or a beginning that only it has. */
  readonly run: string;
  readonly dryRun: boolean;
  readonly wait: boolean;
  readonly maxDeletes: SyncOptions['maxDeletes'];
  /** Whether Google mails the guests of events that go or come back. */
  readonly notify: 'none' | 'all';
}

/** Takes back what a run did; see undoRun in core for the errors it throws. */
export async function runUndo(
  services: Services,
  { run, dryRun, wait, maxDeletes, notify }: UndoRequest,
  context: RunContext = {},
): Promise<UndoOutcome> {
  const { config } = services;
  return undoRun(inContext(await services.undoPorts(), context), run, {
    dryRun: dryRun || config.runMode === 'dry-run',
    wait,
    sync: { ...defaultSyncOptions, ...config.sync, maxDeletes, notify },
  });
}

/** The newest run that changed something. Throws ConfigurationError (exit 2) where there is none. */
export async function findLastRun(services: Services): Promise<string> {
  const id = await (await services.undoPorts()).store.findLastChanging();
  if (id === null) {
    throw new ConfigurationError('nothing-to-undo', 'No run has changed anything that history still knows of.', {
      actions: ['renos-sync history'],
    });
  }
  return id;
}
