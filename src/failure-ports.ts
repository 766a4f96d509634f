import type { Config } from './config.js';
import { UnavailableError } from './core/errors.js';

/** What a failure of an edge means for a person; light, as every failing command loads it. */
export { databaseFailure } from './db/database-failure.js';

/** Says what went wrong in terms that every command knows. */
export async function explainFailure(error: unknown): Promise<never> {
  const { databaseFailure } = await import('./db/database-failure.js');
  throw databaseFailure(error);
}

/** Names the statements that would allow what the database refused, as far as it can be asked. */
export async function withGrants(failure: unknown, config: Config | null): Promise<unknown> {
  const isForbidden = failure instanceof UnavailableError && failure.code === 'database-forbidden';
  if (!isForbidden || config?.database.kind !== 'server') return failure;
  const [{ openServer }, { missingGrants }] = await Promise.all([
    import('./db/open-server.js'),
    import('./db/missing-grants.js'),
  ]);
  const database = openServer(config.database.url);
  const grants = await missingGrants(database).catch(() => []);
  await database.close();
  if (grants.length === 0) return failure;
  const actions = ['As the owner of the database:', ...grants];
  return new UnavailableError('database-forbidden', failure.message, { cause: failure, actions });
}
