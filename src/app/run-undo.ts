import { ConfigurationError, RenosSyncError, saying } from '../core/errors.js';
import type { ItemName } from '../core/find/find.js';
import { defaultSyncOptions, type SyncOptions } from '../core/options/sync-options.js';
import type { UndoStory } from '../core/results/story-result.js';
import type { UndoResult } from '../core/results/undo-result.js';
import type { RunLine } from '../core/runs/history.js';
import type { UndoOutcome } from '../core/undo/undo-ports.js';
import { undoRun } from '../core/undo/undo-run.js';
import { inContext, type RunContext } from './run-context.js';
import type { Services } from './services.js';

/** What a person may ask of an undo. */
export interface UndoRequest {
  /** A run's id, or a unique beginning of one. */
  readonly run: string;
  readonly dryRun: boolean;
  readonly wait: boolean;
  readonly maxDeletes: SyncOptions['maxDeletes'];
  /** Whether Google mails the guests of events that are deleted or restored. */
  readonly notify: 'none' | 'all';
}

/** Undoes a run; undoRun in core lists the errors. */
export async function runUndo(
  services: Services,
  { run, dryRun, wait, maxDeletes, notify }: UndoRequest,
  context: RunContext = {},
): Promise<UndoOutcome> {
  const { config } = services;
  const outcome = await undoRun(inContext(await services.undoPorts(), context), run, {
    dryRun: dryRun || config.runMode === 'dry-run',
    wait,
    sync: { ...defaultSyncOptions, ...config.sync, maxDeletes, notify },
  });
  return { ...outcome, result: await withNames(services, outcome.result) };
}

const mostNamed = 500;

/** Adds the names of the listed items. If that fails, the result is reported without names. */
async function withNames(services: Services, result: UndoResult): Promise<UndoResult> {
  const { dryRun, changes, kept } = result;
  const listed = [...kept.slice(0, mostNamed), ...(dryRun ? changes.slice(0, mostNamed) : [])];
  if (listed.length === 0) return result;
  const { find } = await services.reads();
  const names = await find.nameItems([...new Set(listed.map(({ id }) => id))]).catch(() => new Map<string, ItemName>());
  const named = <Item extends { readonly id: string }>(item: Item) => ({ ...item, ...names.get(item.id) });
  return { ...result, kept: kept.map(named), changes: changes.map(named) };
}

/** Whether a run can be undone, and which of its changes no longer can. Asks both sides and writes nothing. */
export async function tellUndo(services: Services, { id, changes }: RunLine): Promise<UndoStory | null> {
  if (changes === 0) return null;
  // The limit for deletions is asked for when the undo runs.
  const asked = { run: id, dryRun: true, wait: false, maxDeletes: { percent: 100 }, notify: 'none' } as const;
  try {
    const { result, stopped } = await runUndo(services, asked);
    if (stopped !== null) return { canBeUndone: 'not-known', items: 0, kept: [] };
    const { kept } = result;
    const items = result.changes.length;
    return { canBeUndone: items === 0 ? 'nothing' : kept.length === 0 ? 'all' : 'part', items, kept };
  } catch (error) {
    if (!(error instanceof RenosSyncError)) throw error;
    return { canBeUndone: 'not-known', items: 0, kept: [] };
  }
}

/** The newest run that changed something. Throws ConfigurationError (exit 2) if there is none. */
export async function findLastRun(services: Services): Promise<string> {
  const id = await (await services.undoPorts()).store.findLastChanging();
  if (id === null) {
    throw new ConfigurationError(saying('nothing-to-undo', {}));
  }
  return id;
}
