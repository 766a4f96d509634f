import { join } from 'node:path';
import type { Database } from '../db/client/database.js';
import { migrate, requireSchema } from '../db/migrations/migrate.js';
import { fileFailure, inDataFolder, rethrown } from './explain-failure.js';
import { type Closers, type DataHolder, lockDatabase } from './open-sandbox.js';

/** The database as the settings have it: a server, or the embedded one, which is migrated at once. */
export async function openDatabase(
  options: DataHolder & { readonly unmigrated?: boolean },
  closers: Closers,
): Promise<Database> {
  const { config, progress } = options;
  const isMigrated = options.unmigrated !== true;
  if (config.database.kind === 'server') {
    // The driver of a server is for those who have one.
    const { openServer } = await import('../db/client/open-server.js');
    const database = openServer(config.database.url, { note: (message) => progress.note(message) });
    closers.push(() => database.close());
    if (isMigrated) await requireSchema(database);
    return database;
  }
  const lock = await lockDatabase(options);
  // PGlite is PostgreSQL compiled to WebAssembly: 20 MB that a server's user never needs.
  const { openEmbedded } = await import('../db/client/open-embedded.js');
  const place = inDataFolder(join(config.dataDir, 'database'), 'The folder of the embedded database');
  const database = await openEmbedded(config.dataDir, lock).catch(rethrown((error) => fileFailure(error, place)));
  closers.push(() => database.close());
  if (isMigrated) await migrate(database);
  return database;
}
