import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { openServer } from '../../src/db/client/open-server.js';
import { migrate } from '../../src/db/migrations/migrate.js';
import { startOwnPostgres } from './own-postgres.js';

export interface RunningPostgres {
  /** Without a database. */
  readonly url: string;
  /** Its own, gone when it stops; others may keep theirs there. */
  readonly folder: string;
  /** Makes a database with all migrations, and gives its address. */
  createMigrated(name: string): Promise<string>;
  stop(): Promise<void>;
}

/** Starts a PostgreSQL server of its own on any free port, or takes the one that TEST_POSTGRES_URL names: another version. */
export async function startPostgres(
  settings: readonly string[] = [],
  from: string | null = null,
): Promise<RunningPostgres> {
  const given = process.env.TEST_POSTGRES_URL;
  if (given !== undefined) return takeGiven(given.replace(/\/$/, ''));
  const server = await startOwnPostgres(['fsync=off', 'max_connections=200', ...settings], from);
  return { ...server, createMigrated: (name) => createMigrated(server.url, name) };
}

async function takeGiven(url: string): Promise<RunningPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'renos-sync-postgres-'));
  return {
    url,
    folder,
    createMigrated: (name) => createMigrated(url, name),
    stop: () => rm(folder, { recursive: true, force: true }),
  };
}

export async function createMigrated(url: string, name: string): Promise<string> {
  const admin = postgres(`${url}/postgres`, { max: 1, onnotice: () => {} });
  await admin.unsafe(`drop database if exists ${name} with (force)`);
  await admin.unsafe(`create database ${name} template template0 encoding 'UTF8'`);
  await admin.end();
  const database = openServer(`${url}/${name}`);
  await migrate(database);
  await database.close();
  return `${url}/${name}`;
}
