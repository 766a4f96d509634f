import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rowsOf } from '../../../src/db/client/database.js';
import { databaseFailure } from '../../../src/db/client/database-failure.js';
import { openServer } from '../../../src/db/client/open-server.js';
import { freshDatabase, type TestDatabase } from '../../helpers/databases.js';

let fresh: TestDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.drop());

const failureOf = (work: Promise<unknown>) => work.then(() => null, databaseFailure);
const open = (parameters = '') => openServer(`${fresh.url}?${parameters}`);

/** What is waited for until a test lets it go on. */
function gate(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

test('a transaction whose failed statement was overlooked is not taken for committed', async () => {
  const database = open();
  const overlooked = database.orm.transaction(async (tx) => {
    await tx.execute(sql`create table overlooked (a int)`);
    await tx.execute(sql`select 1 / 0`).catch(() => {});
  });
  expect(await failureOf(overlooked)).toMatchObject({ code: 'database-undone', exitCode: 5 });
  expect(await rowsOf(database.orm, sql`select to_regclass('overlooked') as found`)).toEqual([{ found: null }]);
  await database.close();
});

test('the failure of a statement is that of its transaction, and the connection continues', async () => {
  const database = open('connection_limit=1');
  for (let round = 0; round < 3; round += 1) {
    const failed = database.orm.transaction((tx) => tx.execute(sql`select * from no_such_table`));
    expect(await failureOf(failed)).toMatchObject({ code: 'schema-missing' });
  }
  const nested = database.orm.transaction(async (tx) => {
    await tx.transaction((savepoint) => savepoint.execute(sql`select 1 / 0`)).catch(() => {});
    return rowsOf(tx, sql`select 1 as one`);
  });
  expect(await nested).toEqual([{ one: 1 }]);
  await database.close();
});

test('one connection is enough, and a caller that gets none fails in the end', async () => {
  const database = open('connection_limit=1&pool_timeout=1');
  const many = Array.from({ length: 20 }, (_, n) => rowsOf(database.orm, sql`select ${n}::int as n`));
  expect((await Promise.all(many)).flat()).toEqual(Array.from({ length: 20 }, (_, n) => ({ n })));
  const within = database.orm.transaction(() => database.orm.execute(sql`select 1`));
  expect(await failureOf(within)).toMatchObject({ code: 'database-busy', exitCode: 5 });
  expect(await database.session()).toMatch(/^pooled:/);
  await database.close();
});

test('a connection that was cut is replaced, and the statement in hand fails in our words', async () => {
  const database = open('connection_limit=1');
  const other = open();
  const pid = sql`select pg_backend_pid() as pid`;
  const [idle] = await rowsOf<{ pid: number }>(database.orm, pid);
  await other.orm.execute(sql`select pg_terminate_backend(${idle?.pid}::int, 10000)`);
  await expect
    .poll(() =>
      rowsOf(database.orm, pid).then(
        (rows) => rows.length,
        () => 0,
      ),
    )
    .toBe(1);
  const cut = database.orm.transaction(async (tx) => {
    const [row] = await rowsOf<{ pid: number }>(tx, pid);
    await other.orm.execute(sql`select pg_terminate_backend(${row?.pid}::int, 10000)`);
    return tx.execute(pid);
  });
  expect(await failureOf(cut)).toMatchObject({ exitCode: 5 });
  expect(await rowsOf(database.orm, pid)).toHaveLength(1);
  await Promise.all([database.close(), other.close()]);
});

test('the connection that shows others that we live is replaced as often as it is cut, and takes no room from the others', async () => {
  const database = open('connection_limit=2');
  const other = open();
  const seen = new Set<string>();
  for (let round = 0; round < 5; round += 1) {
    const session = await database.session();
    seen.add(session);
    const [pid] = session.split(':');
    await other.orm.execute(sql`select pg_terminate_backend(${pid}::int, 10000)`);
    await expect.poll(() => database.session()).not.toBe(session);
    expect(await Promise.all([1, 2, 3].map((n) => rowsOf(database.orm, sql`select ${n}::int as n`)))).toHaveLength(3);
  }
  expect(seen.size).toBe(5);
  await Promise.all([database.close(), other.close()]);
});

test('all who wait for a connection are served when all connections are cut at once', async () => {
  const database = open('connection_limit=2&pool_timeout=0');
  const other = open();
  const { promise: isFull, resolve: allWait } = gate();
  const cut = [1, 2].map(() =>
    database.orm.transaction(async (tx) => {
      const [row] = await rowsOf<{ pid: number }>(tx, sql`select pg_backend_pid() as pid`);
      await isFull;
      await other.orm.execute(sql`select pg_terminate_backend(${row?.pid}::int, 10000)`);
      return tx.execute(sql`select 1`);
    }),
  );
  const { promise: isCut, resolve: allCut } = gate();
  const waiting = Array.from({ length: 8 }, (_, n) =>
    database.orm.transaction(async (tx) => {
      await isCut;
      return rowsOf(tx, sql`select ${n}::int as n`);
    }),
  );
  allWait();
  expect(await Promise.all(cut.map(failureOf))).toMatchObject([{ exitCode: 5 }, { exitCode: 5 }]);
  allCut();
  expect((await Promise.all(waiting)).flat()).toEqual(Array.from({ length: 8 }, (_, n) => ({ n })));
  await Promise.all([database.close(), other.close()]);
});

test('a connection that opens after the waiting time is used, and is not lost to the others', async () => {
  const { hostname, port } = new URL(fresh.url);
  const { promise: isOpened, resolve: letThrough } = gate();
  let count = 0;
  const proxy = createServer(async (socket) => {
    count += 1;
    const isSecond = count === 2;
    socket.on('error', () => {});
    if (isSecond) await isOpened;
    const onward = connect(Number(port), hostname).on('error', () => socket.destroy());
    socket.pipe(onward).pipe(socket);
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const address = new URL(fresh.url);
  address.port = String((proxy.address() as AddressInfo).port);
  const database = openServer(`${address.href}?connection_limit=1&pool_timeout=1&sslmode=disable`);
  const other = open();
  const cut = database.orm.transaction(async (tx) => {
    const [row] = await rowsOf<{ pid: number }>(tx, sql`select pg_backend_pid() as pid`);
    await other.orm.execute(sql`select pg_terminate_backend(${row?.pid}::int, 10000)`);
    return tx.execute(sql`select 1`);
  });
  const first = rowsOf(database.orm, sql`select 1 as one`);
  first.catch(() => {});
  expect(await failureOf(cut)).toMatchObject({ exitCode: 5 });
  // It began to wait later: the time of the first one is over as well.
  expect(await failureOf(database.orm.execute(sql`select 2`))).toMatchObject({ code: 'database-busy' });
  letThrough();
  expect(await first).toEqual([{ one: 1 }]);
  expect(await rowsOf(database.orm, sql`select 3 as three`)).toEqual([{ three: 3 }]);
  await Promise.all([database.close(), other.close()]);
  proxy.close();
});

test('many who ask for the session at once open one connection for it', async () => {
  const database = open('connection_limit=3&pool_timeout=1');
  const other = open();
  for (let round = 0; round < 2; round += 1) {
    const sessions = new Set(await Promise.all(Array.from({ length: 6 }, () => database.session())));
    expect(sessions.size).toBe(1);
    expect(await rowsOf(database.orm, sql`select 1 as one`)).toEqual([{ one: 1 }]);
    const [session = ''] = sessions;
    await other.orm.execute(sql`select pg_terminate_backend(${session.split(':')[0]}::int, 10000)`);
    await expect.poll(() => database.session()).not.toBe(session);
  }
  await Promise.all([database.close(), other.close()]);
});

test('an unreachable server fails all callers that wait for a connection', async () => {
  const database = openServer('postgres://127.0.0.1:9/none?connection_limit=1&pool_timeout=0');
  const failures = await Promise.all([1, 2, 3, 4].map(() => failureOf(database.orm.execute(sql`select 1`))));
  expect(failures).toEqual(Array(4).fill(expect.objectContaining({ code: 'database-unreachable', exitCode: 5 })));
  await database.close();
});

test('no setting of a role changes what is read, and none of ours outlives its transaction', async () => {
  const name = new URL(fresh.url).pathname.slice(1);
  const admin = open();
  for (const setting of ["DateStyle = 'SQL, DMY'", "TimeZone = 'Europe/Copenhagen'", "IntervalStyle = 'sql_standard'"])
    await admin.orm.execute(sql.raw(`alter database ${name} set ${setting}`));
  const database = open('schema=pg_temp');
  const told = await rowsOf(
    database.orm,
    sql`select '2026-06-01 12:00+00'::timestamptz::text as at, current_setting('search_path') as path`,
  );
  expect(told).toEqual([{ at: '2026-06-01 12:00:00+00', path: '"pg_temp"' }]);
  await Promise.all([database.close(), admin.close()]);
});

test.each([
  ['target_session_attrs=standby', 'database-unreachable'],
  ['options=-c%20no_such_setting.at%20all', 'database-address'],
  ['options=-c%20work_mem=much', 'database-address'],
  ['sslmode=require', 'database-tls'],
])('%s: %s', async (parameters, code) => {
  const failed = await failureOf((async () => open(parameters).orm.execute(sql`select 1`))());
  expect(failed).toMatchObject({ code });
});

test.each(['target_session_attrs=primary', 'options=-c%20work_mem=8MB', 'sslmode=prefer', 'sslmode=allow'])(
  '%s is understood',
  async (parameters) => {
    const database = open(parameters);
    expect(await rowsOf(database.orm, sql`select 1 as one`)).toEqual([{ one: 1 }]);
    await database.close();
  },
);

test('several hosts are tried in turn', async () => {
  const { port, host } = new URL(fresh.url);
  const several = fresh.url.replace(host, `127.0.0.1:9,127.0.0.1:${port}`);
  const database = openServer(several);
  expect(await rowsOf(database.orm, sql`select 1 as one`)).toEqual([{ one: 1 }]);
  await database.close();
});

test('a lock of another session is not waited for without end', async () => {
  const database = open('lock_timeout=100');
  const other = open();
  await other.orm.execute(
    sql`insert into renos_sync.leases (name, fence, holder, session, expires_at) values ('sync', 1, 'x', 'x', now())`,
  );
  await other.orm.transaction(async (tx) => {
    await tx.execute(sql`select 1 from renos_sync.leases for update`);
    const waiting = database.orm.execute(sql`update renos_sync.leases set fence = 2`);
    const failure = await failureOf(waiting);
    expect(failure).toMatchObject({ code: 'database-locked', exitCode: 5 });
    expect((failure as Error).message).toContain('a row of leases');
  });
  await Promise.all([database.close(), other.close()]);
});
