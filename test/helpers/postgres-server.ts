import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import type { TestProject } from 'vitest/node';
import { prepareTemplates } from './prepared-templates.js';
import { startPostgres } from './start-postgres.js';

export interface TestServer {
  /** The address of the test run's PostgreSQL server, without a database. */
  readonly postgresUrl: string;
  /** What the names of the run's databases begin with; they are dropped when it ends. */
  readonly prefix: string;
  /** A data folder with a migrated embedded database, to be copied. */
  readonly embeddedTemplate: string;
  /** Removed when the run ends. */
  readonly folder: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    testServer: TestServer;
  }
}

interface Started {
  readonly server: TestServer;
  stop(): Promise<void>;
}

/** Each tier that runs is set up by itself, in one process: the first starts the server for all. */
const shared = globalThis as { startedServer?: Promise<Started> };

/** Starts one PostgreSQL server for the whole run, with a migrated template of either kind for tests to clone. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const isFirst = shared.startedServer === undefined;
  shared.startedServer ??= start();
  const { server, stop } = await shared.startedServer;
  project.provide('testServer', server);
  return isFirst ? stop : async () => {};
}

async function start(): Promise<Started> {
  const templates = await prepareTemplates();
  const { url, createMigrated, stop } = await startPostgres([], templates.cluster);
  const isGiven = templates.cluster === null;
  if (isGiven) await createMigrated('template');
  const prefix = `t_${randomBytes(4).toString('hex')}`;
  const folder = await mkdtemp(join(tmpdir(), 'renos-sync-run-'));
  return {
    server: { postgresUrl: url, prefix, embeddedTemplate: templates.embedded, folder },
    stop: async () => {
      if (isGiven) await dropDatabases(url, prefix);
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function dropDatabases(url: string, prefix: string): Promise<void> {
  const admin = postgres(`${url}/postgres`, { max: 1, onnotice: () => {} });
  for (const { name } of await admin`select datname as name from pg_database where starts_with(datname, ${prefix})`)
    await admin.unsafe(`drop database if exists ${name} with (force)`);
  await admin.end();
}
