/** What a failure of an edge means for a person; light, as every failing command loads it. */
export { databaseFailure } from './db/database-failure.js';
