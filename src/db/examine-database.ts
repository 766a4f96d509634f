import { sql } from 'drizzle-orm';
import type { DatabaseHealth } from '../core/doctor/doctor-ports.js';
import { type Database, rowsOf } from './database.js';
import { readSchemaVersion } from './migrate.js';

/** RenOS's tables, and what is done with them. */
const uses = {
  customers: 'SELECT, INSERT, UPDATE',
  bookings: 'SELECT, INSERT, UPDATE',
  analytics: 'SELECT, INSERT, UPDATE',
};

interface HealthRow extends Record<string, unknown> {
  readonly version: string;
  readonly account: string;
  readonly name: string;
  readonly encoding: string;
  readonly read_only: boolean;
  /** Tables of RenOS that are there, and that the user may not use. */
  readonly refused: readonly string[] | string;
  readonly own_refused: boolean;
  readonly may_create: boolean;
}

/** Asks a database about itself and what its user may do: reads the catalogue, and nothing else. */
export async function examineDatabase(database: Database): Promise<DatabaseHealth> {
  const { orm, kind } = database;
  const [row] = await rowsOf<HealthRow>(
    orm,
    sql`select current_setting('server_version') as version, current_user as account, current_database() as name,
      current_setting('server_encoding') as encoding,
      pg_is_in_recovery() or current_setting('default_transaction_read_only')::boolean as read_only,
      (select coalesce(jsonb_agg(t.name), '[]') from (values ('customers'), ('bookings'), ('analytics')) as t(name)
        where to_regclass(t.name) is not null and not (has_table_privilege(to_regclass(t.name), 'SELECT')
          and has_table_privilege(to_regclass(t.name), 'INSERT') and has_table_privilege(to_regclass(t.name), 'UPDATE'))) as refused,
      exists (select 1 from pg_namespace n where n.nspname = 'renos_sync' and not has_schema_privilege(n.oid, 'USAGE'))
        or exists (select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace
          where n.nspname = 'renos_sync' and c.relkind in ('r', 'p')
            and not (has_table_privilege(c.oid, 'SELECT') and has_table_privilege(c.oid, 'INSERT')
              and has_table_privilege(c.oid, 'UPDATE') and has_table_privilege(c.oid, 'DELETE'))) as own_refused,
      to_regnamespace('renos_sync') is not null or has_database_privilege(current_database(), 'CREATE') as may_create`,
  );
  if (row === undefined) throw new Error('the database gave no row about itself');
  const account = quoted(row.account);
  const refused = typeof row.refused === 'string' ? (JSON.parse(row.refused) as string[]) : row.refused;
  const grants = [
    ...refused.map((table) => `GRANT ${uses[table as keyof typeof uses]} ON ${table} TO ${account};`),
    ...(row.may_create ? [] : [`GRANT CREATE ON DATABASE ${quoted(row.name)} TO ${account};`]),
    ...(row.own_refused
      ? [
          `GRANT USAGE ON SCHEMA renos_sync TO ${account};`,
          `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA renos_sync TO ${account};`,
        ]
      : []),
  ];
  const { pending, unknown } = row.own_refused ? { pending: [], unknown: 0 } : await readSchemaVersion(database);
  return {
    server: `${kind === 'embedded' ? 'The embedded PostgreSQL' : 'PostgreSQL'} ${row.version}`,
    as: `${row.account}@${row.name}`,
    encoding: row.encoding,
    readOnly: row.read_only,
    pending: pending.map(({ name }) => name),
    unknown,
    grants,
  };
}

function quoted(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
