/** What a failure of an edge means for a person; light, as every failing command loads it. */
export { databaseFailure } from './db/database-failure.js';

/** Says what went wrong in terms that every command knows. */
export async function explainFailure(error: unknown): Promise<never> {
  const { databaseFailure } = await import('./db/database-failure.js');
  throw databaseFailure(error);
}
