import { sql } from 'drizzle-orm';
import { defaultSyncOptions, type SyncOptions } from '../../src/core/options/sync-options.js';
import { silentProgress } from '../../src/core/ports.js';
import type { UndoResult } from '../../src/core/results/undo-result.js';
import type { UndoPorts } from '../../src/core/undo/undo-ports.js';
import { undoRun } from '../../src/core/undo/undo-run.js';
import { newCuid } from '../../src/db/client/cuid.js';
import { type Database, rowsOf } from '../../src/db/client/database.js';
import { createHistoryStore } from '../../src/db/read/history-store.js';
import { createRunRepository } from '../../src/db/read/run-repository.js';
import { createLeases } from '../../src/db/sync/leases.js';
import { createSyncStore } from '../../src/db/sync/sync-store.js';
import { createUndoStore } from '../../src/db/undo/undo-store.js';
import type { SyncWorld } from './sync-world.js';

/** All that an undo needs, on a test's database; without a world it must not ask Google. */
function undoPorts(database: Database, world: SyncWorld | null = null): UndoPorts {
  return {
    history: createHistoryStore(database),
    store: createUndoStore(database),
    storeFor: (lease) => createSyncStore(database, lease),
    syncing: async () => {
      if (world === null) throw new Error('Google was asked');
      return world.ports();
    },
    runs: createRunRepository(database),
    leases: createLeases(database, () => {}),
    clock: () => world?.now ?? new Date(),
    newId: newCuid,
    progress: silentProgress,
    signal: new AbortController().signal,
  };
}

export interface UndoChoice extends Partial<SyncOptions> {
  readonly ports?: Partial<UndoPorts>;
}

/** Undoes a run, whatever it removes unless a test says more; throws what stopped it. */
export async function undo(
  where: Database | SyncWorld,
  runId: string,
  { ports = {}, dryRun = false, ...options }: UndoChoice = {},
): Promise<UndoResult> {
  const [database, world] = 'database' in where ? [where.database, where] : [where, null];
  const { result, stopped } = await undoRun({ ...undoPorts(database, world), ...ports }, runId, {
    dryRun,
    wait: false,
    sync: { ...defaultSyncOptions, maxDeletes: { percent: 100 }, ...options },
  });
  if (stopped !== null) throw stopped;
  return result;
}

/** The newest run. */
export async function lastRun({ orm }: Database): Promise<string> {
  const [row] = await rowsOf<{ id: string }>(orm, sql`select id from renos_sync.runs order by seq desc limit 1`);
  return row?.id ?? '';
}

/** All rows of customers and bookings, but for when they were last written. */
export async function readRows({ orm }: Database): Promise<readonly unknown[]> {
  const rows = await rowsOf<{ row: unknown }>(
    orm,
    sql`select to_jsonb(c) - 'updatedAt' as row from customers c union all select to_jsonb(b) - 'updatedAt' from bookings b order by 1`,
  );
  return rows.map(({ row }) => (typeof row === 'string' ? JSON.parse(row) : row));
}
