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

/** Starts one PostgreSQL server for the whole run, with a migrated template of either kind for tests to clone. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const templates = await prepareTemplates();
  const server = await startPostgres([], templates.cluster);
  if (templates.cluster === null) await server.createMigrated('template');
  project.provide('postgresUrl', server.url);
  project.provide('embeddedTemplate', templates.embedded);
  return server.stop;
}
