import { sql } from 'drizzle-orm';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ExitCode } from '../../../src/core/errors.js';
import { CopyRows } from '../../../src/db/client/copy-rows.js';
import { type Database, rowsOf } from '../../../src/db/client/database.js';
import { databaseFailure } from '../../../src/db/client/database-failure.js';
import { openServer } from '../../../src/db/client/open-server.js';
import { databaseKinds, freshDatabase, openTestDatabase } from '../../helpers/databases.js';

/** One row of the table that these tests fill. */
function row(a: number, b: string | null = null): Uint8Array {
  const rows = new CopyRows();
  rows.row(2);
  rows.int(a);
  rows.text(b);
  return rows.take();
}

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
    await copy.write(row(1, 'æ\n\\'));
    await copy.write(row(2));
    await copy.end();
    expect(await rows()).toEqual([
      { a: 1, b: 'æ\n\\' },
      { a: 2, b: null },
    ]);
  });

  test('every kind of field arrives as it was, at its limits and as NULL', async () => {
    await database.orm.execute(
      sql`create table kinds (i int, d float8, t text, a text[], n int[], j jsonb, at timestamp(3))`,
    );
    const texts = ['', 'Åse Ågård', '\u07ff\u0800', '😀 € {},"\\', 'x'.repeat(300_000)];
    const moments = ['1900-01-01T00:00:00.001Z', '1999-12-31T23:59:59.999Z', '2200-12-31T00:00:00.000Z'];
    const rows = new CopyRows();
    for (const text of texts) {
      rows.row(7);
      rows.int(-2_147_483_648 + text.length);
      rows.double(0.1 + text.length);
      rows.text(text);
      rows.texts([text, 'NULL', '']);
      rows.ints([2_147_483_647, -1]);
      rows.json({ text });
      rows.timestamp(new Date(moments[text.length % 3] as string));
    }
    rows.row(7);
    rows.int(null);
    rows.double(null);
    rows.text(null);
    rows.texts([]);
    rows.ints([]);
    rows.json(null);
    rows.timestamp(null);
    const copy = await database.copyIn('copy kinds (i, d, t, a, n, j, at) from stdin');
    await copy.write(rows.take());
    await copy.end();
    const found = await rowsOf(
      database.orm,
      sql`select i, d, t, to_json(a)::text as a, to_json(n)::text as n, j ->> 'text' as j, to_json(at) #>> '{}' as at from kinds order by i nulls last`,
    );
    const expected = [...texts].sort((one, other) => one.length - other.length);
    expect(found).toEqual([
      ...expected.map((text) => ({
        i: -2_147_483_648 + text.length,
        d: 0.1 + text.length,
        t: text,
        a: JSON.stringify([text, 'NULL', '']),
        n: '[2147483647,-1]',
        j: text,
        at: moments[text.length % 3]?.replace('.000Z', '').replace('Z', ''),
      })),
      { i: null, d: null, t: null, a: '[]', n: '[]', j: null, at: null },
    ]);
  });

  test('a row that the server refuses is an error, however late it comes, and nothing hangs', async () => {
    const before = await rows();
    const copy = await database.copyIn('copy t (a, b) from stdin');
    await expect(copy.write(Buffer.concat([row(3, 'x'), row(1, 'twice')])).then(() => copy.end())).rejects.toThrow();
    await copy.abort();
    expect(await rows()).toEqual(before);
  });
});

test('a connection that breaks during a COPY is a failure in our words, and the next COPY continues', async () => {
  const fresh = await freshDatabase();
  const database = openServer(fresh.url);
  await database.orm.execute(sql`create table t (a int, b text)`);
  const admin = postgres(fresh.url, { max: 1 });
  const wide = row(2, 'x'.repeat(700_000));
  for (let round = 0; round < 5; round += 1) {
    // The lock keeps the COPY waiting until its connection is broken.
    const broken = await admin.begin(async (tx) => {
      await tx`lock table t in access exclusive mode`;
      const cut = await database.copyIn('copy t (a, b) from stdin');
      await cut.write(wide);
      await cut.write(wide);
      const isWaiting = () => tx`select pid from pg_locks where not granted`;
      while ((await isWaiting()).length === 0);
      await tx`select pg_terminate_backend(pid) from pg_locks where not granted`;
      return cut.end().catch(databaseFailure);
    });
    expect(broken).toMatchObject({ exitCode: ExitCode.unavailable });
  }
  expect(await admin`select a from t`).toEqual([]);
  const copy = await database.copyIn('copy t (a, b) from stdin');
  await copy.write(row(1));
  await copy.end();
  expect(await admin`select a from t`).toEqual([{ a: 1 }]);
  await admin.end();
  await database.close();
  await fresh.drop();
});

test('a COPY may last longer than a statement may', async () => {
  const fresh = await freshDatabase();
  const database = openServer(`${fresh.url}?statement_timeout=100`);
  await database.orm.execute(sql`create table t (a int, b text)`);
  const copy = await database.copyIn('copy t (a, b) from stdin');
  await copy.write(row(1));
  await expect(database.orm.execute(sql`select pg_sleep(10)`)).rejects.toThrow();
  await copy.write(row(2));
  await copy.end();
  expect(await rowsOf(database.orm, sql`select a from t`)).toHaveLength(2);
  await database.close();
  await fresh.drop();
});

test('a COPY that is refused after its last byte is said to be', async () => {
  const fresh = await freshDatabase();
  const database = openServer(fresh.url);
  await database.orm.execute(sql`create table t (a int, b text)`);
  await database.orm.execute(
    sql`create function refuse() returns trigger language plpgsql as $$ begin raise 'no'; end $$`,
  );
  await database.orm.execute(sql`create trigger refuse after insert on t for each statement execute function refuse()`);
  const copy = await database.copyIn('copy t (a, b) from stdin');
  await copy.write(row(1));
  expect(await copy.end().catch(databaseFailure)).toMatchObject({
    code: 'database-refused',
    exitCode: ExitCode.unavailable,
  });
  expect(await rowsOf(database.orm, sql`select a from t`)).toEqual([]);
  await database.close();
  await fresh.drop();
});
