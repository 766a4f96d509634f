import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../src/db/migrate.js';
import { openEmbedded } from '../../src/db/open-embedded.js';
import { startPostgres } from './start-postgres.js';

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
  const server = await startPostgres();
  await server.createMigrated('template');
  project.provide('postgresUrl', server.url);
  const embeddedTemplate = join(server.folder, 'embedded');
  const embedded = await openEmbedded(embeddedTemplate, { release: async () => {} });
  await migrate(embedded, null);
  await embedded.close();
  project.provide('embeddedTemplate', embeddedTemplate);
  return server.stop;
}
