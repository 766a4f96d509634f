import { sql } from 'drizzle-orm';
import postgres from 'postgres';
import type { Database } from '../../../src/db/client/database.js';
import { openServer } from '../../../src/db/client/open-server.js';
import { type DatabaseKind, freshDatabase, openTestDatabase } from '../databases.js';

const clock = `create schema clock;
  create table clock.hand (moment timestamptz not null);
  insert into clock.hand values (pg_catalog.now());
  create function clock.now() returns timestamptz language sql stable as 'select moment from clock.hand';`;

export interface Clocked {
  readonly database: Database;
  setClock(now: Date): Promise<void>;
}

/** A migrated database whose own now() is the walk's clock: what RenOS and the sync stamp is then on one time line. */
export async function openClockedDatabase(kind: DatabaseKind): Promise<Clocked> {
  const database = kind === 'server' ? await openClockedServer() : await openTestDatabase(kind);
  if (kind === 'embedded') {
    for (const statement of [...clock.split(/;\n/), 'set search_path = clock, pg_catalog, public'])
      await database.orm.execute(statement);
  }
  return {
    database,
    setClock: async (now) => {
      await database.orm.execute(sql`update clock.hand set moment = ${now.toISOString()}`);
    },
  };
}

/** Where now() is looked for is a setting of the database: it holds for sessions that begin after it. */
async function openClockedServer(): Promise<Database> {
  const fresh = await freshDatabase();
  const admin = postgres(fresh.url, { max: 1, onnotice: () => {} });
  await admin.unsafe(
    `${clock} alter database ${fresh.url.split('/').at(-1)} set search_path = clock, pg_catalog, public`,
  );
  await admin.end();
  const database = openServer(fresh.url);
  return {
    ...database,
    close: async () => {
      await database.close();
      await fresh.drop();
    },
  };
}
