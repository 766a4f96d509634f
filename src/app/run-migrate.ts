import { migrate, pendingMigrations } from '../db/migrations/migrate.js';
import type { Services } from './services.js';

/** The names and SQL of the migrations that the database is missing. */
export async function readPendingMigrations(services: Services): ReturnType<typeof pendingMigrations> {
  return pendingMigrations(await services.database());
}

/** Applies them; gives their names. */
export async function runMigrations(services: Services): Promise<readonly string[]> {
  return migrate(await services.database());
}
