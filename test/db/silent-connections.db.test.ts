import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../../src/db/client/database.js';
import { rowsOf } from '../../src/db/client/database.js';
import { databaseFailure } from '../../src/db/client/database-failure.js';
import { openServer } from '../../src/db/client/open-server.js';
import { runCli } from '../helpers/cli.js';
import { freshDatabase, type TestDatabase } from '../helpers/databases.js';
import { type SilentProxy, startSilentProxy } from '../helpers/silent-proxy.js';
import { poolerMissing, startPooler } from '../helpers/start-pooler.js';
import { customersCsv, openServerWorld, until } from '../server/open-server.js';

let fresh: TestDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.drop());

const open = (address: string, parameters: string) => {
  const url = new URL(address);
  for (const [name, value] of new URLSearchParams(parameters)) url.searchParams.set(name, value);
  return openServer(url.href);
};
const failureOf = (work: Promise<unknown>) => work.then(() => null, databaseFailure);
const wentSilent = { code: 'database-unreachable', exitCode: 5, message: expect.stringContaining('went silent') };
const one = (database: Database) => rowsOf(database.orm, sql`select 1 as one`);

describe('where the network loses what is sent silently', () => {
  let proxy: SilentProxy;
  let database: Database;
  beforeEach(async () => {
    proxy = await startSilentProxy(fresh.url);
    database = open(proxy.through(fresh.url), 'tcp_user_timeout=200&connection_limit=1');
    expect(await one(database)).toHaveLength(1);
  });
  afterEach(async () => {
    await database.close();
    await proxy.close();
  });

  test.each(['to the server', 'from the server', 'both'] as const)(
    '%s: a statement ends, and the next one is answered',
    async (way) => {
      proxy.lose(way);
      expect(await failureOf(one(database))).toMatchObject(wentSilent);
      expect(await one(database)).toEqual([{ one: 1 }]);
    },
  );

  test('a statement whose answer the server cannot get rid of ends too', async () => {
    proxy.lose('from the server');
    const large = rowsOf(database.orm, sql`select repeat('x', 1000) from generate_series(1, 100000)`);
    expect(await failureOf(large)).toMatchObject(wentSilent);
  });

  test('a transaction ends where it is, and its locks are let go of', async () => {
    await database.orm.execute(sql`create table if not exists told (a int)`);
    const cut = database.orm.transaction(async (tx) => {
      await tx.execute(sql`lock table told in access exclusive mode`);
      proxy.lose('both');
      return tx.execute(sql`select 1`);
    });
    expect(await failureOf(cut)).toMatchObject(wentSilent);
    expect(await rowsOf(database.orm, sql`select count(*)::int as count from told`)).toEqual([{ count: 0 }]);
  });

  test('a COMMIT without an answer is a failure', async () => {
    const cut = database.orm.transaction(async (tx) => {
      await tx.execute(sql`select 1`);
      proxy.lose('from the server');
    });
    expect(await failureOf(cut)).toMatchObject(wentSilent);
  });

  test('a COPY ends', async () => {
    await database.orm.execute(sql`create table if not exists copied (a text)`);
    proxy.lose('both');
    const copy = await database.copyIn('copy copied from stdin');
    await copy.write(Buffer.from([0, 1, 0, 0, 0, 1, 97]));
    expect(await failureOf(copy.end())).toMatchObject(wentSilent);
    expect(await rowsOf(database.orm, sql`select count(*)::int as count from copied`)).toEqual([{ count: 0 }]);
  });

  test('a statement ends where nothing is there any more, and where something is that never answers', async () => {
    proxy.lose('both');
    proxy.takeNothingOn();
    expect(await failureOf(one(database))).toMatchObject(wentSilent);
  });

  test('a statement ends where no connection is taken any more', async () => {
    const hanging = failureOf(
      database.orm.transaction(async (tx) => {
        proxy.lose('both');
        proxy.stopListening();
        return tx.execute(sql`select 1`);
      }),
    );
    expect(await hanging).toMatchObject(wentSilent);
    expect(await failureOf(one(database))).toMatchObject({
      exitCode: 5,
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });

  test('a statement that the server works on may take as long as it likes, also one that waits for a lock', async () => {
    const before = proxy.opened();
    const slow = rowsOf(database.orm, sql`select pg_sleep(1.5)`);
    expect(await slow).toHaveLength(1);
    expect(proxy.opened() - before).toBeGreaterThan(2);
    const other = open(fresh.url, '');
    await other.orm.execute(sql`create table if not exists waited_for (a int)`);
    let waiting: Promise<unknown> = Promise.resolve();
    await other.orm.transaction(async (tx) => {
      await tx.execute(sql`lock table waited_for in access exclusive mode`);
      waiting = rowsOf(database.orm, sql`select count(*)::int as count from waited_for`);
      await tx.execute(sql`select pg_sleep(1.5)`);
    });
    expect(await waiting).toEqual([{ count: 0 }]);
    await other.close();
  });

  test('a pause between two statements is no silence', async () => {
    const before = proxy.opened();
    const done = database.orm.transaction(async (tx) => {
      await tx.execute(sql`select 1`);
      const other = open(fresh.url, '');
      await other.orm.execute(sql`select pg_sleep(1)`);
      await other.close();
      return rowsOf(tx, sql`select 2 as two`);
    });
    expect(await done).toEqual([{ two: 2 }]);
    expect(proxy.opened()).toBe(before);
  });
});

describe.skipIf(poolerMissing !== null)('behind PgBouncer', () => {
  test.each([1, 2])(
    'with a pool of %i: a long statement ends well, and one that the network lost ends too',
    async (size) => {
      const pooler = await startPooler({ server: fresh.url, size });
      const proxy = await startSilentProxy(pooler.through(fresh.url));
      const database = open(proxy.through(pooler.through(fresh.url)), 'tcp_user_timeout=200');
      try {
        expect(await rowsOf(database.orm, sql`select pg_sleep(1.5)`)).toHaveLength(1);
        const inTransaction = database.orm.transaction((tx) => rowsOf(tx, sql`select pg_sleep(1.5)`));
        expect(await inTransaction).toHaveLength(1);
        proxy.lose('both');
        expect(await failureOf(one(database))).toMatchObject(wentSilent);
        expect(await one(database)).toEqual([{ one: 1 }]);
      } finally {
        await database.close();
        await proxy.close();
        await pooler.stop();
      }
    },
  );
});

test('the server ends a transaction that may hold locks and whose client says nothing more; one that only reads may wait', async () => {
  const database = open(fresh.url, '');
  const setting = sql`select current_setting('idle_in_transaction_session_timeout') as "limit"`;
  expect(await database.orm.transaction((tx) => rowsOf(tx, setting))).toEqual([{ limit: '5min' }]);
  expect(await database.orm.transaction((tx) => rowsOf(tx, setting), { accessMode: 'read only' })).toEqual([
    { limit: '0' },
  ]);
  await database.close();
  const own = open(fresh.url, 'options=-c idle_in_transaction_session_timeout=7s');
  expect(await own.orm.transaction((tx) => rowsOf(tx, setting))).toEqual([{ limit: '7s' }]);
  await own.close();
});

describe('programs', () => {
  let proxy: SilentProxy;
  let address: string;
  beforeAll(async () => {
    proxy = await startSilentProxy(fresh.url);
    address = `${proxy.through(fresh.url)}&tcp_user_timeout=200`;
  });
  afterAll(() => proxy.close());

  test('an import whose rows the network loses ends with 5 and the reason, and the next one continues', async () => {
    const env = { DATABASE_URL: address, GOOGLE_CALENDAR_API_URL: 'http://127.0.0.1:9' };
    const words = ['import', '-', '--no-sync', '--json'];
    proxy.loseFrom('copy renos_sync');
    const cut = await runCli(words, env, { input: customersCsv(500) });
    expect(cut).toMatchObject({ exitCode: 5, stdout: expect.stringContaining('went silent') });
    expect(await runCli(words, env, { input: customersCsv(500) })).toMatchObject({ exitCode: 0 });
    const direct = open(fresh.url, '');
    expect(await rowsOf(direct.orm, sql`select count(*)::int as count from customers`)).toEqual([{ count: 500 }]);
    await direct.close();
  });

  test('the server answers 503 for what was lost, and the next requests as if nothing had been', async () => {
    const world = await openServerWorld({ databaseUrl: fresh.url, env: { DATABASE_URL: address } });
    const path = '/api/customer-import/statistics';
    const ask = async () => (await world.get(path)).status;
    expect(await ask()).toBe(200);
    proxy.lose('both');
    expect(await world.get(path)).toMatchObject({ status: 503, body: { error: 'database-unreachable' } });
    expect(await Promise.all(Array.from({ length: 10 }, ask))).toEqual(Array(10).fill(200));
    proxy.loseFrom('copy renos_sync');
    const posted = () =>
      world.post('/api/customer-import/import-csv', customersCsv(20), { 'content-type': 'text/csv' });
    expect(await posted()).toMatchObject({ status: 503, body: { error: 'database-unreachable' } });
    expect(await posted()).toMatchObject({ status: 200 });
    const running = () => world.sql`select id from renos_sync.runs where status = 'running'`;
    await until(running, ({ length }) => length === 0);
    await world.close();
  });
});
