import type { SyncPorts } from '../../core/calendar/model/sync-store.js';
import type { UndoPorts } from '../../core/undo/undo-ports.js';
import { createHistoryStore } from '../../db/read/history-store.js';
import { createSyncStore } from '../../db/sync/sync-store.js';
import { createUndoStore } from '../../db/undo/undo-store.js';
import { makeRunPorts, type RunEdges } from './open-sync.js';

export { createPlanStore } from '../../db/plans/plan-store.js';

/** All that an undo needs; the calendar is opened where it is needed. */
export function makeUndoPorts(edges: RunEdges, syncing: () => Promise<SyncPorts>): UndoPorts {
  const { database } = edges;
  return {
    ...makeRunPorts(edges),
    history: createHistoryStore(database),
    store: createUndoStore(database),
    storeFor: (lease) => createSyncStore(database, lease),
    syncing,
  };
}
