import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { ConfigurationError, SchemaVersionError, saying } from '../../core/errors.js';
import { type Database, type Orm, rowOf, rowsOf } from '../client/database.js';
import { indexMissing, type MissingIndex, missingIndexes } from './unique-indexes.js';

const migrationsFolder = fileURLToPath(new URL('../../../drizzle', import.meta.url));
/** Any number works if every renos-sync uses the same one: "renos" on a telephone's keys. */
const advisoryLock = 73_667;

/** Names are compared by bit_count, which PostgreSQL has from this version on. */
const oldest = 14;

interface Migration {
  readonly name: string;
  readonly sql: string;
}

interface OwnMigration extends Migration {
  readonly statements: readonly string[];
  readonly hash: string;
  /** Milliseconds; Drizzle orders them by it. */
  readonly madeAt: number;
}

/** The database's migrations compared with this program's. */
interface SchemaVersion {
  readonly pending: readonly Migration[];
  /** Migrations in the database that this program does not know: the program is older than its database. */
  readonly unknown: number;
  /** Unique indexes that are missing in RenOS's own tables. */
  readonly missingIndexes: readonly MissingIndex[];
}

/** Compares the applied migrations with those of this program: one statement, nothing written. */
export function readSchemaVersion({ orm }: Database): Promise<SchemaVersion> {
  return compare(orm);
}

async function compare(orm: Orm): Promise<SchemaVersion & { readonly pending: readonly OwnMigration[] }> {
  const files = migrationFiles();
  const { applied, missing } = await readCatalogue(orm);
  return {
    pending: files.filter(({ hash }) => !applied.has(hash)),
    unknown: [...applied].filter((hash) => !files.some((file) => file.hash === hash)).length,
    missingIndexes: missing,
  };
}

/**
 * Applies the pending migrations in one transaction, and returns their names. Safe to run twice and by two processes at
 * once: the second waits for the first, then finds nothing to do.
 */
export async function migrate({ orm }: Database): Promise<readonly string[]> {
  return orm.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${advisoryLock}::bigint)`);
    const pending = await pendingOrRefuse(tx);
    if (pending.length > 0) {
      await refuseSecondTables(tx);
      await createTable(tx);
    }
    for (const { statements, hash, madeAt } of pending) {
      for (const statement of statements) await tx.execute(sql.raw(statement));
      await tx.execute(
        sql`insert into renos_sync.migrations (hash, created_at) values (${hash}::text, ${madeAt}::bigint)`,
      );
    }
    return pending.map(({ name }) => name);
  });
}

/** If RenOS's tables are in a schema outside the search path, a second, empty set would be created. */
async function refuseSecondTables(tx: Orm): Promise<void> {
  const rows = await rowsOf<{ schema: string }>(
    tx,
    sql`select n.nspname as schema from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relname in ('customers', 'bookings') and c.relkind in ('r', 'p', 'v', 'f')
        and n.nspname !~ '^(pg_|information_schema$|renos_sync$)'
        and to_regclass('bookings') is null and to_regclass('customers') is null
      group by n.nspname having count(*) = 2 order by n.nspname`,
  );
  if (rows.length === 0) return;
  throw new ConfigurationError(saying('tables-elsewhere', { schemas: rows.map(({ schema }) => schema) }));
}

/** As Drizzle's own migrator does. */
async function createTable(tx: Orm): Promise<void> {
  // `if not exists` needs the permission to create, even if the table exists.
  const { known } = await rowOf<{ known: boolean }>(tx, sql`select to_regnamespace('renos_sync') is not null as known`);
  if (!known) await tx.execute(sql`create schema renos_sync`);
  await tx.execute(
    sql`create table if not exists renos_sync.migrations (id serial primary key, hash text not null, created_at bigint)`,
  );
}

/** The migrations that `migrate` would apply; throws as it does. */
export function pendingMigrations({ orm }: Database): Promise<readonly Migration[]> {
  return pendingOrRefuse(orm);
}

async function pendingOrRefuse(orm: Orm): Promise<readonly OwnMigration[]> {
  const { pending, unknown, missingIndexes: missing } = await compare(orm);
  if (unknown > 0) throw newerDatabase();
  if (missing.length > 0) throw indexMissing(missing);
  return pending;
}

/** Throws SchemaVersionError (exit 2), with the command to run, unless the database has exactly this program's migrations. */
export async function requireSchema(database: Database): Promise<void> {
  const version = await readSchemaVersion(database);
  if (version.unknown > 0) throw newerDatabase();
  if (version.missingIndexes.length > 0) throw indexMissing(version.missingIndexes);
  if (version.pending.length > 0) {
    throw new SchemaVersionError(
      saying('schema-missing/migrations', { names: version.pending.map(({ name }) => name) }),
    );
  }
}

function newerDatabase(): SchemaVersionError {
  return new SchemaVersionError(saying('schema-newer', {}));
}

function olderServer(version: number): ConfigurationError {
  return new ConfigurationError(saying('database-too-old', { version, oldest }));
}

interface Catalogue {
  /** Hashes of the applied migrations. */
  readonly applied: ReadonlySet<string>;
  readonly missing: readonly MissingIndex[];
}

async function readCatalogue(orm: Orm): Promise<Catalogue> {
  const table = await rowOf<{ known: boolean; version: number; missing: readonly MissingIndex[] }>(
    orm,
    sql`select to_regclass('renos_sync.migrations') is not null as known, current_setting('server_version_num')::int as version,
      ${missingIndexes} as missing`,
  );
  if (table.version < oldest * 10_000) throw olderServer(Math.trunc(table.version / 10_000));
  const { missing } = table;
  if (!table.known) return { applied: new Set(), missing };
  const rows = await rowsOf<{ hash: string }>(orm, sql`select hash from renos_sync.migrations`);
  return { applied: new Set(rows.map(({ hash }) => hash)), missing };
}

function migrationFiles(): readonly OwnMigration[] {
  const journal = JSON.parse(readFileSync(`${migrationsFolder}/meta/_journal.json`, 'utf8')) as {
    entries: { tag: string }[];
  };
  return readMigrationFiles({ migrationsFolder }).map((file, index) => ({
    name: journal.entries[index]?.tag ?? `migration ${index}`,
    sql: file.sql.join(''),
    statements: file.sql,
    hash: file.hash,
    madeAt: file.folderMillis,
  }));
}
