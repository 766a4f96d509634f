/** The migrations, for the command that applies them. */
export { migrate, readSchemaVersion } from './db/migrate.js';
