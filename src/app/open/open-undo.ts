import type { Config } from '../../config/config.js';
import type { Log } from '../../config/log.js';
import type { SyncPorts } from '../../core/calendar/model/sync-ports.js';
import type { Clock, Progress } from '../../core/ports.js';
import type { UndoPorts } from '../../core/undo/undo-ports.js';
import { newCuid } from '../../db/client/cuid.js';
import type { Database } from '../../db/client/database.js';
import { createHistoryStore } from '../../db/read/history-store.js';
import { createLeases } from '../../db/sync/leases.js';
import { createSyncStore } from '../../db/sync/sync-store.js';
import { createUndoStore } from '../../db/undo/undo-store.js';
import { openRuns } from './open-sync.js';

export { createPlanStore } from '../../db/plans/plan-store.js';

interface Edges {
  readonly config: Config;
  readonly database: Database;
  readonly clock: Clock;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  readonly log?: Log | undefined;
}

/** All that an undo needs, on edges that are open; the calendar is opened where it is needed. */
export function makeUndoPorts(
  { config, database, clock, progress, signal, log }: Edges,
  syncing: () => Promise<SyncPorts>,
): UndoPorts {
  return {
    history: createHistoryStore(database),
    store: createUndoStore(database),
    storeFor: (lease) => createSyncStore(database, lease),
    syncing,
    runs: openRuns(database, config, log),
    leases: createLeases(database, (note) => progress.note(note)),
    clock,
    newId: newCuid,
    progress,
    signal,
  };
}
