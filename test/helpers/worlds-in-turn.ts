import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import type { Database } from '../../src/db/client/database.js';
import { type DatabaseKind, emptyDatabase, openTestDatabase } from './databases.js';
import { type World, worldOf } from './import-world.js';
import { beginning, openSyncWorld, type SyncWorld } from './sync-world.js';

/** Opens one database for all tests of a block, emptied before each; gives what holds it. */
function databaseInTurn(kind: DatabaseKind): () => Database {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  beforeEach(() => emptyDatabase(database));
  afterAll(() => database.close());
  return () => database;
}

/** A sync world for each test of a block, on one database; `begin` takes it and does what all of them begin with. */
export function syncWorldInTurn(kind: DatabaseKind, begin: (world: SyncWorld) => unknown): void {
  const database = databaseInTurn(kind);
  let world: SyncWorld;
  beforeEach(async () => {
    world = await openSyncWorld({ ...database(), close: async () => {} });
    world.now = beginning(new Date());
    await begin(world);
  });
  afterEach(() => world.close());
}

/** The same for imports, which keep nothing open of their own. */
export function importWorldInTurn(kind: DatabaseKind, begin: (world: World) => unknown): void {
  const database = databaseInTurn(kind);
  beforeEach(() => begin(worldOf(database())));
}
