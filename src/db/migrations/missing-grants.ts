import { sql } from 'drizzle-orm';
import { type Database, rowOf } from '../client/database.js';

interface Rights extends Record<string, unknown> {
  readonly account: string;
  readonly name: string;
  /** The schema that the address or the role names first: a new table would be created there. */
  readonly wanted_schema: string | null;
  readonly wanted_refused: boolean;
  readonly target_schema: string | null;
  /** Existing tables of RenOS that the user may not use. */
  readonly refused: readonly string[];
  /** Some tables are missing, and the user may not create them. */
  readonly may_not_make: boolean;
  readonly own_schema: boolean;
  readonly own_refused: boolean;
  readonly own_tables_refused: boolean;
  readonly own_sequences_refused: boolean;
  readonly may_create_schema: boolean;
}

/**
 * The GRANT statements that the database's user needs for migrate, sync and import; the database's owner runs them.
 * Only reads the catalogue.
 */
export async function missingGrants({ orm }: Database): Promise<readonly string[]> {
  const rights = await rowOf<Rights>(
    orm,
    sql`select current_user as account, current_database() as name, w.schema as wanted_schema,
      coalesce(not has_schema_privilege(w.oid, 'USAGE'), false) as wanted_refused,
      coalesce(current_schema(), 'public') as target_schema,
      (select coalesce(jsonb_agg(t.name), '[]') from (values ('customers'), ('bookings'), ('analytics')) as t(name)
        where to_regclass(t.name) is not null and not (has_table_privilege(to_regclass(t.name), 'SELECT')
          and has_table_privilege(to_regclass(t.name), 'INSERT') and has_table_privilege(to_regclass(t.name), 'UPDATE'))) as refused,
      exists (select from (values ('customers'), ('bookings'), ('analytics')) as t(name) where to_regclass(t.name) is null)
        and not coalesce(has_schema_privilege(current_schema(), 'CREATE'), false) as may_not_make,
      o.oid is not null as own_schema,
      coalesce(not has_schema_privilege(o.oid, 'USAGE'), false) as own_refused,
      exists (select 1 from pg_class c where c.relnamespace = o.oid and c.relkind in ('r', 'p')
        and not (has_table_privilege(c.oid, 'SELECT') and has_table_privilege(c.oid, 'INSERT') and has_table_privilege(c.oid, 'UPDATE')
          and has_table_privilege(c.oid, 'DELETE') and has_table_privilege(c.oid, 'TRUNCATE'))) as own_tables_refused,
      exists (select 1 from pg_class c where c.relnamespace = o.oid
        and case when c.relkind = 'S' then not has_sequence_privilege(c.oid, 'USAGE') else false end) as own_sequences_refused,
      has_database_privilege(current_database(), 'CREATE') as may_create_schema
      from (select null) as one
      left join pg_namespace o on o.nspname = 'renos_sync'
      left join lateral (select n.oid, n.nspname as schema from pg_namespace n
        where n.nspname = (select trim(both '" ' from s) from unnest(string_to_array(current_setting('search_path'), ',')) s
          where trim(both '" ' from s) <> '$user' limit 1)) w on true`,
  );
  return statementsFor(rights);
}

interface FurtherRights extends Record<string, unknown> {
  readonly account: string;
  readonly unread: readonly string[];
  readonly undeleted: readonly string[];
}

/**
 * The same for `stats` and `undo`, which need more: reading the price of a booking and the references to a row, and
 * deleting rows of customers and bookings. A sync works without them.
 */
export async function furtherGrants({ orm }: Database): Promise<readonly string[]> {
  const { account, unread, undeleted } = await rowOf<FurtherRights>(
    orm,
    sql`select current_user as account,
      (select coalesce(jsonb_agg(t.name::text order by t.name::text), '[]') from (
        select conrelid::regclass as name from pg_constraint
          where contype = 'f' and confrelid in (to_regclass('customers'), to_regclass('bookings'))
        union select to_regclass(n) from (values ('quotes'), ('invoices')) as v(n)) t
        where t.name is not null and not has_table_privilege(t.name, 'SELECT')) as unread,
      (select coalesce(jsonb_agg(n), '[]') from (values ('customers'), ('bookings')) as v(n)
        where not has_table_privilege(to_regclass(n), 'DELETE')) as undeleted`,
  );
  const to = `TO ${quoted(account)};`;
  return [
    ...unread.map((table) => `GRANT SELECT ON ${table} ${to}`),
    ...undeleted.map((table) => `GRANT DELETE ON ${table} ${to}`),
  ];
}

function statementsFor(rights: Rights): readonly string[] {
  const to = `TO ${quoted(rights.account)};`;
  const target = quoted(rights.target_schema ?? 'public');
  const schema = rights.wanted_schema === null ? '' : quoted(rights.wanted_schema);
  return [
    // The tables in a schema without permission are not visible: they may need permissions too.
    ...(rights.wanted_refused
      ? [
          `GRANT USAGE ON SCHEMA ${schema} ${to}`,
          `GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA ${schema} ${to}`,
        ]
      : []),
    ...rights.refused.map((table) => `GRANT SELECT, INSERT, UPDATE ON ${table} ${to}`),
    ...(rights.may_not_make && !rights.wanted_refused ? [`GRANT CREATE ON SCHEMA ${target} ${to}`] : []),
    ...(rights.own_schema || rights.may_create_schema ? [] : [`GRANT CREATE ON DATABASE ${quoted(rights.name)} ${to}`]),
    ...(rights.own_refused ? [`GRANT USAGE ON SCHEMA renos_sync ${to}`] : []),
    ...(rights.own_tables_refused || rights.own_refused
      ? [`GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON ALL TABLES IN SCHEMA renos_sync ${to}`]
      : []),
    ...(rights.own_sequences_refused || rights.own_refused
      ? [`GRANT USAGE ON ALL SEQUENCES IN SCHEMA renos_sync ${to}`]
      : []),
  ];
}

function quoted(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
