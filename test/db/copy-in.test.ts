import { sql } from 'drizzle-orm';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Database, rowsOf } from '../../src/db/database.js';
import { openServer } from '../../src/db/open-server.js';
import { databaseKinds, freshDatabase, openTestDatabase } from '../helpers/databases.js';

describe.each(databaseKinds)('COPY into a %s database', (kind) => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
    await database.orm.execute(sql`create table t (a int primary key, b text)`);
  });
  afterAll(() => database.close());
  const rows = () => rowsOf<{ a: number; b: string }>(database.orm, sql`select * from t order by a`);

  test('what is written in pieces is there at the end', async () => {
    const copy = await database.copyIn('copy t (a, b) from stdin');
    await copy.write('1\tæ\\n\\\\\n');
    await copy.write('2\t\\N\n');
    await copy.end();
    expect(await rows()).toEqual([
      { a: 1, b: 'æ\n\\' },
      { a: 2, b: null },
    ]);
  });

  test('a row that the server refuses is an error, however late it comes, and nothing hangs', async () => {
    const before = await rows();
    const copy = await database.copyIn('copy t (a, b) from stdin');
    await expect(copy.write('3\tx\n1\ttwice\n').then(() => copy.end())).rejects.toThrow();
    await copy.abort();
    expect(await rows()).toEqual(before);
  });
});

test('a COPY that is given up, or whose connection breaks, leaves nothing and lets go of everything', async () => {
  const fresh = await freshDatabase();
  const database = openServer(fresh.url);
  await database.orm.execute(sql`create table t (a int)`);
  const given = await database.copyIn('copy t (a) from stdin');
  await given.write('1\n');
  await given.abort();
  const admin = postgres(fresh.url, { max: 1 });
  // Whether the break is noticed at the next piece, at the end or after it is chance.
  for (let round = 0; round < 10; round += 1) {
    const cut = await database.copyIn('copy t (a) from stdin');
    await cut.write('2\n');
    await admin`select pg_terminate_backend(pid) from pg_stat_activity where query like 'copy t%' and pid <> pg_backend_pid()`;
    await expect(cut.write('3\n').then(() => cut.end())).rejects.toThrow();
    await cut.abort();
  }
  expect(await admin`select * from t`).toEqual([]);
  await admin.end();
  await database.close();
  await fresh.drop();
});
