import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { ConfigurationError, SchemaVersionError } from '../core/errors.js';
import { type Database, type Orm, rowsOf } from './database.js';

const migrationsFolder = fileURLToPath(new URL('../../drizzle', import.meta.url));
const place = { migrationsFolder, migrationsSchema: 'renos_sync', migrationsTable: 'migrations' };
/** Any number will do, as long as every renos-sync takes the same: "renos" on a telephone's keys. */
const advisoryLock = 73_667;

/** Names are compared by counting bits, which PostgreSQL does from this version on. */
const oldest = 14;

export interface Migration {
  readonly name: string;
  readonly sql: string;
}

/** How the database's migrations stand to this program's. */
export interface SchemaVersion {
  readonly pending: readonly Migration[];
  /** Migrations that the database has and this program does not know: it is older than its database. */
  readonly unknown: number;
}

/** Compares the migrations that were applied with those of this program: one statement, nothing written. */
export async function readSchemaVersion(database: Database): Promise<SchemaVersion> {
  const files = migrationFiles();
  const applied = await appliedHashes(database.orm);
  return {
    pending: files.filter(({ hash }) => !applied.has(hash)),
    unknown: [...applied].filter((hash) => !files.some((file) => file.hash === hash)).length,
  };
}

/**
 * Applies what is missing, in one transaction, and gives their names. Safe to run twice and by two processes at
 * once: the second waits for the first, then finds nothing to do.
 */
export async function migrate(database: Database, databaseUrl: string | null): Promise<readonly string[]> {
  if (databaseUrl === null) return migrateEmbedded(database);
  const [{ drizzle }, { migrate: apply }, { connect }] = await Promise.all([
    import('drizzle-orm/postgres-js'),
    import('drizzle-orm/postgres-js/migrator'),
    import('./open-server.js'),
  ]);
  const client = connect(databaseUrl, 1);
  try {
    await client`select pg_advisory_lock(${advisoryLock})`;
    const pending = await pendingOrRefuse(database);
    if (pending.length > 0) await apply(drizzle(client), place);
    await client`select pg_advisory_unlock(${advisoryLock})`;
    return pending.map(({ name }) => name);
  } finally {
    await client.end({ timeout: 5 });
  }
}

async function migrateEmbedded(database: Database): Promise<readonly string[]> {
  const pending = await pendingOrRefuse(database);
  if (pending.length > 0) {
    const { migrate: apply } = await import('drizzle-orm/pglite/migrator');
    await apply(database.orm as unknown as Parameters<typeof apply>[0], place);
  }
  return pending.map(({ name }) => name);
}

async function pendingOrRefuse(database: Database): Promise<readonly Migration[]> {
  const version = await readSchemaVersion(database);
  if (version.unknown > 0) throw newerDatabase();
  return version.pending;
}

/** Throws SchemaVersionError (exit 2), with the command to run, unless the database is just as this program needs it. */
export async function requireSchema(database: Database): Promise<void> {
  const version = await readSchemaVersion(database);
  if (version.unknown > 0) throw newerDatabase();
  if (version.pending.length > 0) {
    throw new SchemaVersionError(
      'schema-missing',
      `The database lacks ${version.pending.length} migration(s) of renos-sync: ${version.pending.map(({ name }) => name).join(', ')}.`,
      { actions: ['renos-sync migrate --dry-run   # shows them', 'renos-sync migrate             # applies them'] },
    );
  }
}

function newerDatabase(): SchemaVersionError {
  return new SchemaVersionError(
    'schema-newer',
    'The database was migrated by a newer renos-sync than this one; an older program could damage it.',
    { actions: ['npm install -g renos-sync@latest', 'npx renos-sync@latest …'] },
  );
}

function olderServer(version: number): ConfigurationError {
  return new ConfigurationError(
    'database-too-old',
    `The server at DATABASE_URL is PostgreSQL ${version}: renos-sync needs ${oldest} or later.`,
    {
      actions: [
        `Upgrade the server, or set DATABASE_URL to one of version ${oldest} or later.`,
        'Unset DATABASE_URL to use the embedded database.',
      ],
    },
  );
}

async function appliedHashes(orm: Orm): Promise<Set<string>> {
  const [table] = await rowsOf<{ known: boolean; version: number }>(
    orm,
    sql`select to_regclass('renos_sync.migrations') is not null as known, current_setting('server_version_num')::int as version`,
  );
  if (table !== undefined && table.version < oldest * 10_000) throw olderServer(Math.trunc(table.version / 10_000));
  if (table?.known !== true) return new Set();
  const rows = await rowsOf<{ hash: string }>(orm, sql`select hash from renos_sync.migrations`);
  return new Set(rows.map(({ hash }) => hash));
}

function migrationFiles(): readonly (Migration & { readonly hash: string })[] {
  const journal = JSON.parse(readFileSync(`${migrationsFolder}/meta/_journal.json`, 'utf8')) as {
    entries: { tag: string }[];
  };
  return readMigrationFiles(place).map((file, index) => ({
    name: journal.entries[index]?.tag ?? `migration ${index}`,
    sql: file.sql.join(''),
    hash: file.hash,
  }));
}
