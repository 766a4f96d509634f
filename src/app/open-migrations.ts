/** The migrations, for the command that applies them. */
export { migrate, pendingMigrations } from '../db/migrations/migrate.js';
