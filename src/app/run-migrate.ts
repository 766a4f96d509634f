import { migrate, pendingMigrations } from '../db/migrations/migrate.js';
import type { Services } from './services.js';

/** Names and SQL of the pending migrations. */
export async function readPendingMigrations(services: Services): ReturnType<typeof pendingMigrations> {
  return pendingMigrations(await services.database());
}

/** Applies the pending migrations and returns their names. */
export async function runMigrations(services: Services): Promise<readonly string[]> {
  return migrate(await services.database());
}
