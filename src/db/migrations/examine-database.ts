import { sql } from 'drizzle-orm';
import type { DatabaseHealth } from '../../core/doctor/doctor-ports.js';
import { type Database, rowOf } from '../client/database.js';
import { readSchemaVersion } from './migrate.js';
import { missingGrants } from './missing-grants.js';
import { indexStatements } from './unique-indexes.js';

interface HealthRow extends Record<string, unknown> {
  readonly version: string;
  readonly account: string;
  readonly name: string;
  readonly encoding: string;
  readonly read_only: boolean;
  /** The user may not look into our own schema. */
  readonly own_refused: boolean;
}

/** Asks a database about itself and what its user may do: reads the catalogue, and nothing else. */
export async function examineDatabase(database: Database): Promise<DatabaseHealth> {
  const { orm, kind } = database;
  const row = await rowOf<HealthRow>(
    orm,
    sql`select current_setting('server_version') as version, current_user as account, current_database() as name,
      current_setting('server_encoding') as encoding,
      pg_is_in_recovery() or current_setting('default_transaction_read_only')::boolean as read_only,
      coalesce((select not has_schema_privilege(n.oid, 'USAGE') from pg_namespace n where n.nspname = 'renos_sync'), false)
        or coalesce(not has_table_privilege(to_regclass('renos_sync.migrations'), 'SELECT'), false) as own_refused`,
  );
  const grants = await missingGrants(database);
  const nothing = { pending: [], unknown: 0, missingIndexes: [] };
  const version = row.own_refused ? nothing : await readSchemaVersion(database);
  return {
    server: `${kind === 'embedded' ? 'The embedded PostgreSQL' : 'PostgreSQL'} ${row.version}`,
    as: `${row.account}@${row.name}`,
    encoding: row.encoding,
    readOnly: row.read_only,
    pending: version.pending.map(({ name }) => name),
    unknown: version.unknown,
    missingIndexes: version.missingIndexes.flatMap(indexStatements),
    grants,
  };
}
