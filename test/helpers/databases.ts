import { randomUUID } from 'node:crypto';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import postgres from 'postgres';
import { inject } from 'vitest';
import type { Database } from '../../src/db/client/database.js';
import { openEmbedded } from '../../src/db/client/open-embedded.js';
import { openServer } from '../../src/db/client/open-server.js';

export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** A database of its own on the run's server: a clone of the migrated template, or an empty one. */
export async function freshDatabase(template = 'template'): Promise<TestDatabase> {
  const server = inject('postgresUrl');
  const name = `t_${randomUUID().replaceAll('-', '')}`;
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

/** The kinds of database that everything must work on. */
export const databaseKinds = ['server', 'embedded'] as const;
export type DatabaseKind = (typeof databaseKinds)[number];

/** An open, migrated, empty database of either kind, gone when it is closed. */
export async function openTestDatabase(kind: DatabaseKind): Promise<Database> {
  if (kind === 'server') {
    const fresh = await freshDatabase();
    const database = openServer(fresh.url);
    return closingWith(database, fresh.drop);
  }
  const folder = await mkdtemp(join(tmpdir(), 'renos-sync-test-'));
  await cp(inject('embeddedTemplate'), folder, { recursive: true });
  const database = await openEmbedded(folder, { release: async () => {} });
  return closingWith(database, () => rm(folder, { recursive: true, force: true }));
}

/** Empties a database of all that syncs and imports read and write, which is quicker than another one. */
export async function emptyDatabase({ orm }: Database): Promise<void> {
  await orm.execute(
    sql`truncate bookings, customers, analytics, renos_sync.links, renos_sync.calendars, renos_sync.conflicts, renos_sync.troubles, renos_sync.runs, renos_sync.journal, renos_sync.journal_creations, renos_sync.leases, renos_sync.keepers, renos_sync.customer_keys, renos_sync.customer_aliases cascade`,
  );
}

function closingWith(database: Database, after: () => Promise<void>): Database {
  return {
    ...database,
    close: async () => {
      await database.close();
      await after();
    },
  };
}
