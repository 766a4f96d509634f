import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { cp, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sql } from 'drizzle-orm';
import postgres from 'postgres';
import { inject } from 'vitest';
import { type Database, rowOf } from '../../src/db/client/database.js';
import { openEmbedded } from '../../src/db/client/open-embedded.js';
import { openServer } from '../../src/db/client/open-server.js';

export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** A database of its own on the run's server: a clone of the migrated template, or an empty one. */
export async function freshDatabase(template = 'template'): Promise<TestDatabase> {
  const { postgresUrl: server, prefix } = inject('testServer');
  const name = `${prefix}${randomUUID().replaceAll('-', '')}`;
  const admin = postgres(`${server}/postgres`, { max: 1, onnotice: () => {} });
  await admin.unsafe(`create database ${name} template ${template}`);
  await admin.end();
  return {
    url: `${server}/${name}`,
    drop: async () => {
      const again = postgres(`${server}/postgres`, { max: 1, onnotice: () => {} });
      await again.unsafe(`drop database if exists ${name} with (force)`);
      await again.end();
    },
  };
}

/** A data folder of its own with a migrated, empty embedded database, gone when the run ends. */
export async function freshFolder(template = inject('testServer').embeddedTemplate): Promise<string> {
  const folder = await mkdtemp(join(inject('testServer').folder, 'embedded-'));
  await copyFolder(template, folder);
  return folder;
}

/** Copies what a folder holds into another one. For a thousand files Node's own `cp` takes ten times as long as the system's. */
export async function copyFolder(from: string, to: string): Promise<void> {
  if (process.platform === 'win32') await cp(from, to, { recursive: true });
  else await promisify(execFile)('cp', ['-R', `${from}/.`, to]);
}

/** The kinds of database that everything must work on. */
export const databaseKinds = ['server', 'embedded'] as const;
export type DatabaseKind = (typeof databaseKinds)[number];

/** Databases that a test has closed: emptied, and with the schema of the template. Opening another one takes ten times as long. */
const idle: Readonly<Record<DatabaseKind, Database[]>> = { server: [], embedded: [] };
const schemas = new Map<DatabaseKind, string>();

/** An open, migrated, empty database of either kind; once closed, another test of this process may get it. */
export async function openTestDatabase(kind: DatabaseKind): Promise<Database> {
  const database = idle[kind].pop() ?? (await openAnother(kind));
  return {
    ...database,
    close: async () => {
      if (await isAsNew(database)) idle[kind].push(database);
      else await database.close();
    },
  };
}

async function openAnother(kind: DatabaseKind): Promise<Database> {
  const database =
    kind === 'server'
      ? openServer((await freshDatabase()).url)
      : await openEmbedded(await freshFolder(), { release: async () => {} });
  if (!schemas.has(kind)) schemas.set(kind, await schemaOf(database));
  return database;
}

async function isAsNew(database: Database): Promise<boolean> {
  try {
    await emptyDatabase(database);
    return (await schemaOf(database)) === schemas.get(database.kind);
  } catch {
    return false;
  }
}

/**
 * Empties the tables that have rows, but for what a migrated database has from the beginning. A few rows are deleted:
 * to truncate a table and its indexes makes their files anew, which takes the embedded database ten times as long.
 */
export async function emptyDatabase({ orm }: Database): Promise<void> {
  await orm.execute(sql`do $$
    declare
      name text;
      large text[] := '{}';
      has_rows boolean;
    begin
      perform set_config('lock_timeout', '5s', true), set_config('session_replication_role', 'replica', true);
      for name in select format('%I.%I', schemaname, tablename) from pg_tables
        where schemaname in ('public', 'renos_sync') and tablename not in ('migrations', 'identity')
      loop
        execute 'select exists (select 1 from ' || name || ')' into has_rows;
        if pg_relation_size(name::regclass) > 32768 then large := large || name;
        elsif has_rows then execute 'delete from ' || name;
        end if;
      end loop;
      if large <> '{}' then
        execute 'truncate ' || array_to_string(large, ', ') || ' cascade';
      end if;
      perform setval(format('%I.%I', schemaname, sequencename), start_value, false) from pg_sequences
        where schemaname in ('public', 'renos_sync') and last_value is not null and sequencename <> 'migrations_id_seq';
    end $$`);
}

/** All that a test may change beside rows: tables, constraints, triggers, functions, rights, settings, who the database is. */
async function schemaOf({ orm }: Database): Promise<string> {
  const { schema } = await rowOf<{ schema: string }>(
    orm,
    sql`with ours as (select oid, nspname, nspacl from pg_namespace where nspname !~ '^(pg_|information_schema)'),
      parts (part) as (
        select concat_ws(' ', nspname, nspacl) from ours
        union all select concat_ws(' ', c.oid, relname, relkind, relacl, relowner, reloptions, relrowsecurity)
          from pg_class c join ours on ours.oid = relnamespace
        union all select concat_ws(' ', attrelid, attname, atttypid, attnotnull, atthasdef, attacl)
          from pg_attribute a join pg_class c on c.oid = attrelid join ours on ours.oid = relnamespace
        union all select concat_ws(' ', adrelid, adnum, pg_get_expr(adbin, adrelid)) from pg_attrdef
        union all select concat_ws(' ', c.oid, conname, convalidated) from pg_constraint c join ours on ours.oid = connamespace
        union all select concat_ws(' ', tgrelid, tgname, tgenabled) from pg_trigger
        union all select concat_ws(' ', p.oid, proname, prosrc) from pg_proc p join ours on ours.oid = pronamespace
        union all select concat_ws(' ', setrole, setconfig) from pg_db_role_setting
          where setdatabase = (select oid from pg_database where datname = current_database())
        union all select concat_ws(' ', name, setting) from pg_settings where source = 'session'
        union all select to_jsonb(i)::text from renos_sync.identity i
        union all select to_jsonb(m)::text from renos_sync.migrations m)
      select md5(string_agg(part, ';' order by part)) as schema from parts`,
  );
  return schema;
}
