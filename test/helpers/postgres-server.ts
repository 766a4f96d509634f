import type { TestProject } from 'vitest/node';
import { prepareTemplates } from './prepared-templates.js';
import { startPostgres } from './start-postgres.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** The address of the test run's PostgreSQL server, without a database. */
    postgresUrl: string;
    /** A data folder with a migrated embedded database, to be copied. */
    embeddedTemplate: string;
  }
}

interface TestServer {
  readonly postgresUrl: string;
  readonly embeddedTemplate: string;
  readonly stop: () => Promise<void>;
}

/** Each tier that runs is set up by itself, in one process: the first starts the server for all. */
const shared = globalThis as { testServer?: Promise<TestServer> };

/** Starts one PostgreSQL server for the whole run, with a migrated template of either kind for tests to clone. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const isFirst = shared.testServer === undefined;
  shared.testServer ??= startServer();
  const { postgresUrl, embeddedTemplate, stop } = await shared.testServer;
  project.provide('postgresUrl', postgresUrl);
  project.provide('embeddedTemplate', embeddedTemplate);
  return isFirst ? stop : async () => {};
}

async function startServer(): Promise<TestServer> {
  const templates = await prepareTemplates();
  const server = await startPostgres([], templates.cluster);
  if (templates.cluster === null) await server.createMigrated('template');
  return { postgresUrl: server.url, embeddedTemplate: templates.embedded, stop: server.stop };
}
