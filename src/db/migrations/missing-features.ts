import { sql } from 'drizzle-orm';
import type { ServerFeature } from '../../core/codes/checks.js';
import type { Database } from '../client/database.js';
import { failureCode, SqlState } from '../client/database-failure.js';

/** The end of a COPY in the binary format, without any rows. */
const noRows = Buffer.from([0xff, 0xff]);

/**
 * The features that syncs and imports need beyond plain SQL, each used in the same way. Nothing is written: the COPY
 * has no rows.
 */
const uses: Readonly<Record<ServerFeature, (database: Database) => Promise<unknown>>> = {
  savepoints: ({ orm }) => orm.transaction((tx) => tx.transaction((savepoint) => savepoint.execute(sql`select 1`))),
  'repeatable-read': ({ orm }) =>
    orm.transaction((tx) => tx.execute(sql`select 1`), { isolationLevel: 'repeatable read', accessMode: 'read only' }),
  snapshots: ({ orm }) => orm.execute(sql`select pg_current_snapshot()::text`),
  'row-hashes': ({ orm }) => orm.execute(sql`select hash_record_extended(row(1, 'a'::text), 0)`),
  'binary-copy': async ({ copyIn }) => {
    const copy = await copyIn('copy renos_sync.import_repeats from stdin');
    await copy.write(noRows);
    await copy.end();
  },
};

const unknown: readonly string[] = [
  SqlState.featureNotSupported,
  SqlState.syntaxError,
  SqlState.undefinedFunction,
  SqlState.undefinedObject,
];

/** Features that are missing in a migrated server: one that only has PostgreSQL's protocol may be missing some. */
export async function missingFeatures(database: Database): Promise<readonly ServerFeature[]> {
  const missing: ServerFeature[] = [];
  for (const feature of Object.keys(uses) as ServerFeature[]) {
    try {
      await uses[feature](database);
    } catch (error) {
      if (!unknown.includes(failureCode(error) ?? '')) throw error;
      missing.push(feature);
    }
  }
  return missing;
}
