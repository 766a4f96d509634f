import { sql } from 'drizzle-orm';
import type { DatabaseHealth } from '../../core/doctor/doctor-ports.js';
import type { DoctorResult } from '../../core/results/setup-result.js';
import { type Database, type Orm, rowOf, rowsOf, utcDateOrNull } from '../client/database.js';
import { readSchemaVersion } from './migrate.js';
import { missingFeatures } from './missing-features.js';
import { missingGrants } from './missing-grants.js';
import { indexStatements } from './unique-indexes.js';

interface HealthRow extends Record<string, unknown> {
  readonly version: string;
  readonly account: string;
  readonly name: string;
  readonly encoding: string;
  readonly read_only: boolean;
  /** The user may not read our own schema. */
  readonly own_refused: boolean;
}

/**
 * Reads the database's own properties and its user's permissions: queries the catalogue, and tries the needed features
 * without a write.
 */
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
  const isReady = !row.own_refused && version.pending.length === 0 && version.unknown === 0 && grants.length === 0;
  return {
    server: { isEmbedded: kind === 'embedded', version: row.version },
    as: `${row.account}@${row.name}`,
    encoding: row.encoding,
    readOnly: row.read_only,
    pending: version.pending.map(({ name }) => name),
    unknown: version.unknown,
    missingIndexes: version.missingIndexes.flatMap(indexStatements),
    grants,
    missingFeatures: kind === 'server' && isReady && !row.read_only ? await missingFeatures(database) : null,
    sizes: row.own_refused || version.pending.length > 0 ? [] : await readSizes(database.orm),
  };
}

/** The column with an entry's time, for tables that have one. */
const dated: Readonly<Record<string, string>> = {
  conflicts: 'at',
  customer_aliases: 'seen_at',
  imports: 'at',
  journal: 'at',
  journal_creations: 'at',
  links: 'created_at',
  runs: 'started_at',
  troubles: 'first_at',
};

/** Counts the rows of all our tables: this takes a moment for large tables. */
async function readSizes(orm: Orm): Promise<DoctorResult['tables']> {
  const tables = await rowsOf<{ table: string; bytes: number }>(
    orm,
    sql`select c.relname::text as table, pg_total_relation_size(c.oid)::float8 as bytes
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'renos_sync' and c.relkind = 'r' and has_table_privilege(c.oid, 'SELECT') order by bytes desc, c.relname`,
  );
  if (tables.length === 0) return [];
  const counts = tables.map(({ table }) => {
    const oldest = dated[table] === undefined ? sql`null::timestamptz` : sql.raw(`min(${dated[table]})`);
    return sql`select ${table}::text as table, count(*)::float8 as rows, ${oldest} as oldest from ${sql.identifier('renos_sync')}.${sql.identifier(table)}`;
  });
  const counted = await rowsOf<{ table: string; rows: number; oldest: unknown }>(
    orm,
    sql.join(counts, sql` union all `),
  );
  const byName = new Map(counted.map((each) => [each.table, each]));
  return tables.map(({ table, bytes }) => {
    const { rows = 0, oldest = null } = byName.get(table) ?? {};
    return { table, rows, bytes, oldest: utcDateOrNull(oldest)?.toISOString() ?? null };
  });
}
