import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openEmbedded } from '../../src/db/client/open-embedded.js';
import { migrate } from '../../src/db/migrations/migrate.js';
import { publicTemporaryFolder, startOwnPostgres } from './own-postgres.js';
import { createMigrated } from './start-postgres.js';

export interface Templates {
  /** The data folder of a stopped server with a migrated database `template`; null: the server is another's. */
  readonly cluster: string | null;
  /** A data folder with a migrated embedded database. */
  readonly embedded: string;
}

/**
 * Databases with all migrations, made once for each state of the migrations and of the packages that run them, and kept
 * in the temporary folder: making them takes longer than most test files. Two runs at once may both make them.
 */
export async function prepareTemplates(): Promise<Templates> {
  const folder = join(publicTemporaryFolder(), `renos-sync-templates-${process.getuid?.() ?? 0}`);
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  if (process.getuid !== undefined && statSync(folder).uid !== process.getuid())
    throw new Error(`${folder} belongs to another user: remove it.`);
  const key = stateOfMigrations();
  const isGiven = process.env.TEST_POSTGRES_URL !== undefined;
  const cluster = isGiven ? null : await kept(join(folder, `${key}-cluster`), makeCluster);
  return { cluster, embedded: await kept(join(folder, `${key}-embedded`), makeEmbedded) };
}

async function kept(path: string, make: (folder: string) => Promise<string>): Promise<string> {
  if (existsSync(path)) return path;
  const folder = await mkdtemp(`${path}-`);
  const made = await make(folder);
  try {
    renameSync(made, path);
  } catch (error) {
    if (!existsSync(path)) throw error;
  }
  for (const left of [folder, dirname(made)]) await rm(left, { recursive: true, force: true });
  return path;
}

async function makeCluster(): Promise<string> {
  const server = await startOwnPostgres(['fsync=off']);
  await createMigrated(server.url, 'template');
  await server.stop({ keep: true });
  return server.data;
}

async function makeEmbedded(folder: string): Promise<string> {
  const data = join(folder, 'data');
  const database = await openEmbedded(data, { release: async () => {} });
  await migrate(database);
  await database.close();
  return data;
}

function stateOfMigrations(): string {
  const hash = createHash('sha256');
  const drizzle = fileURLToPath(new URL('../../drizzle', import.meta.url));
  for (const name of readdirSync(drizzle)
    .filter((each) => each.endsWith('.sql'))
    .sort())
    hash.update(`${name}\n`).update(readFileSync(join(drizzle, name)));
  for (const file of ['src/db/migrations/migrate.ts', 'package-lock.json', 'drizzle/meta/_journal.json'])
    hash.update(readFileSync(join(dirname(drizzle), file)));
  return hash.digest('hex').slice(0, 16);
}
