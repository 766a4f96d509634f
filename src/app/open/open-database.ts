import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import type { Config } from '../../config/config.js';
import { ConfigurationError, saying } from '../../core/errors.js';
import type { Database } from '../../db/client/database.js';
import { migrate, requireSchema } from '../../db/migrations/migrate.js';
import { fileFailure, inDataFolder, rethrown } from '../explain-failure.js';
import { type Closers, type DataHolder, lockDatabase } from './open-sandbox.js';

/** Opens the database of the settings: a server, or the embedded one, which is migrated at once. */
export async function openDatabase(
  options: DataHolder & { readonly unmigrated?: boolean },
  closers: Closers,
): Promise<Database> {
  const { config, progress } = options;
  const isMigrated = options.unmigrated !== true;
  if (config.database.kind === 'server') {
    // Loads the driver only if a server is used.
    const { openServer } = await import('../../db/client/open-server.js');
    const database = openServer(config.database.url, { note: (note) => progress.note(note) });
    closers.push(() => database.close());
    if (isMigrated) await requireSchema(database);
    return database;
  }
  const lock = await lockDatabase(options);
  // PGlite needs its own memory beside the heap. This keeps V8's space for short-lived objects at its size; by default
  // it grows to 32 MB.
  setFlagsFromString('--semi-space-growth-factor=1');
  // PGlite is PostgreSQL compiled to WebAssembly: 20 MB that a server's user never needs.
  const { openEmbedded } = await import('../../db/client/open-embedded.js');
  const place = inDataFolder(join(config.dataDir, 'database'), 'database');
  const database = await openEmbedded(config.dataDir, lock).catch(rethrown((error) => fileFailure(error, place)));
  closers.push(() => database.close());
  if (isMigrated) await migrate(database);
  return database;
}

/** An embedded database that PostgreSQL clients can connect to. */
export interface ServedDatabase {
  /** Includes the password, which is new each time. */
  readonly url: string;
  readonly port: number;
  /** Rejects if the server ends by itself. */
  readonly broken: Promise<never>;
}

/**
 * Serves the embedded database on 127.0.0.1 until the closers are called. Throws ConfigurationError if another database
 * is used.
 */
export async function serveDatabase(
  config: Config,
  open: () => Promise<Database>,
  { port: wanted, closers }: { readonly port: number; readonly closers: Closers },
): Promise<ServedDatabase> {
  if (config.database.kind === 'server') throw new ConfigurationError(saying('database-not-embedded', {}));
  const { exec } = await open();
  if (exec === undefined) throw new ConfigurationError(saying('database-not-embedded', {}));
  const { serveEmbedded } = await import('../../db/embedded/serve-embedded.js');
  const password = randomBytes(18).toString('base64url');
  const { port, broken, stop } = await serveEmbedded(exec, { port: wanted, password }).catch((error) => {
    const reason = error.code === 'EADDRINUSE' ? null : String(error.code ?? error);
    throw new ConfigurationError(saying('cannot-listen/database', { port: wanted, reason }), { cause: error });
  });
  closers.push(stop);
  return { url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres?sslmode=disable`, port, broken };
}
