import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isLoopback, requireTokenFor } from '../../src/server/server-settings.js';
import { openServerWorld, type ServerWorld, token, until } from './open-server.js';
import { openSocket, rawCall } from './raw-call.js';

let world: ServerWorld;
beforeAll(async () => {
  world = await openServerWorld();
});
afterAll(() => world.close());

describe('a name that an endpoint does not know', () => {
  const json = { 'content-type': 'application/json' };
  const bodies: Readonly<Record<string, unknown>> = {
    '/api/calendar-sync/sync': {},
    '/api/calendar-sync/sync-google-to-db': {},
    '/api/customer-import/import': { customers: [{ name: 'Bo Dahl', email: 'bo@example.dk' }] },
    '/api/customer-import/import-csv': { csvData: 'Name,Email\nBo Dahl,bo@example.dk\n' },
    '/api/customer-import/validate': { customers: [{ name: 'Bo Dahl', email: 'bo@example.dk' }] },
  };

  test.each(Object.entries(bodies))(
    '%s: an option beside a JSON body is 400, and nothing is done',
    async (path, body) => {
      const answer = await world.post(`${path}?dryRun=true`, body);
      expect(answer).toMatchObject({
        status: 400,
        body: { problems: [{ path: '?dryRun', message: 'is not known here' }] },
      });
      expect(await world.sql`select 1 from customers`).toEqual([]);
      expect(await world.sql`select 1 from renos_sync.runs`).toEqual([]);
    },
  );

  test('with a CSV body the query is for its options, and for no others', async () => {
    const csv = { 'content-type': 'text/csv' };
    const path = '/api/customer-import/import-csv';
    expect((await world.post(`${path}?dryrun=true`, 'Name\nBo\n', csv)).status).toBe(400);
    expect((await world.post(`${path}?dryRun=true`, 'Name\nBo\n', csv)).status).toBe(200);
  });

  test.each([
    '/api/customer-import/statistics',
    '/api/runs/0123456789',
    '/ready',
    '/metrics',
    '/docs',
    '/openapi.json',
  ])('%s takes no query', async (path) => {
    expect((await world.get(`${path}?unheard=of`)).status).toBe(400);
  });

  test('/health takes what a platform adds', async () => {
    expect((await world.get('/health?probe=1')).status).toBe(200);
  });

  test('a text that no database can hold is 400, wherever it is', async () => {
    const sync = '/api/calendar-sync/sync';
    for (const text of ['a\u0000b', 'a\ud800', '\udc00', '..', '.', 'a\nb']) {
      expect(
        (await world.request(sync, { method: 'POST', headers: json, body: JSON.stringify({ calendarId: text }) }))
          .status,
      ).toBe(400);
      expect(
        (await world.request(sync, { method: 'POST', headers: json, body: JSON.stringify({ renamedFrom: text }) }))
          .status,
      ).toBe(400);
    }
    const map = { customers: [], options: { map: ['a\u0000=name'] } };
    expect((await world.post('/api/customer-import/validate', map)).status).toBe(400);
  });

  test('an id that can never succeed is no failure of the server', async () => {
    const unknown = await world.post('/api/calendar-sync/sync', { calendarId: 'nobody@example.dk', dryRun: true });
    expect(unknown).toMatchObject({ status: 404, body: { error: 'calendar-not-found' } });
    expect(unknown.headers.get('retry-after')).toBeNull();
    const renamed = await world.post('/api/calendar-sync/sync', { renamedFrom: 'nobody@example.dk', dryRun: true });
    expect(renamed).toMatchObject({ status: 409, body: { error: 'calendar-not-renamed' } });
    expect(renamed.headers.get('retry-after')).toBeNull();
  });
});

describe('without a token', () => {
  const usual = { host: '127.0.0.1', token: null, publicUrl: null, trustsProxy: false };

  test.each([
    [{ publicUrl: 'https://sync.example.dk' }, 'PUBLIC_URL'],
    [{ publicUrl: 'http://10.0.0.7' }, 'PUBLIC_URL'],
    [{ trustsProxy: true }, 'RENOS_TRUST_PROXY'],
    [{ host: '0.0.0.0' }, '0.0.0.0'],
    [{ host: '127.999.1.1' }, '127.999.1.1'],
    [{ host: '127.0.0.1.example.dk' }, '127.0.0.1.example.dk'],
    [{ host: '::' }, '::'],
  ])('%j does not start', (more, word) => {
    const start = () => requireTokenFor({ ...usual, ...more });
    expect(start).toThrow(expect.objectContaining({ code: 'token-missing', exitCode: 2 }));
    expect(start).toThrow(word);
    expect(() => requireTokenFor({ ...usual, ...more, token })).not.toThrow();
  });

  test('an address of this machine is one that the network knows as such', () => {
    for (const host of ['127.0.0.1', '127.1.2.3', 'localhost', 'LOCALHOST', '::1']) expect(isLoopback(host)).toBe(true);
    for (const host of ['127.999.1.1', '127.1', '128.0.0.1', 'localhost.example.dk', '', '::2']) {
      expect(isLoopback(host)).toBe(false);
    }
    expect(() => requireTokenFor({ ...usual, publicUrl: 'http://127.0.0.1:3000' })).not.toThrow();
  });

  test('what came through a proxy is refused, whatever name it calls us by, and that is said at the start', async () => {
    const open = await openServerWorld({ beside: world, settings: { token: null } });
    const call = async (header: string) =>
      (
        await rawCall(
          open.port,
          `GET /api/customer-import/export HTTP/1.1\r\nHost: 127.0.0.1\r\n${header}Connection: close\r\n\r\n`,
        )
      ).slice(9, 12);
    expect(await call('')).toBe('200');
    for (const header of [
      'X-Forwarded-For: 10.0.0.1',
      'X-Forwarded-Proto: https',
      'X-Forwarded-Host: 127.0.0.1',
      'x-forwarded-server: a',
      'Forwarded: for=10.0.0.1',
      'Forwarded: for=127.0.0.1;host=localhost',
      'Via: 1.1 proxy',
      'X-Real-IP: 127.0.0.1',
      'CF-Connecting-IP: 10.0.0.1',
    ])
      expect([header, await call(`${header}\r\n`)]).toEqual([header, '403']);
    expect(open.lines.filter(({ message }) => /no token is set/.test(message))).toHaveLength(1);
    await open.close();
  });
});

test('a million names are refused before they are parsed, and others are answered meanwhile', async () => {
  const names = Array.from({ length: 1_000_000 }, (_, n) => `"k${n}":1`).join(',');
  const bodies = [
    `{${names}}`,
    `{"customers":[{${names}}]}`,
    `{"customers":[${names
      .split(',')
      .map((one) => `{${one}}`)
      .join(',')}]}`,
  ];
  for (const body of bodies) {
    const started = performance.now();
    const refused = world.post('/api/customer-import/validate', body);
    expect((await world.get('/health')).status).toBe(200);
    expect(await refused).toMatchObject({ status: 413, body: { error: 'body-too-large' } });
    expect(performance.now() - started).toBeLessThan(20_000);
  }
});

test('a look whose client hung up gives back its lease', async () => {
  const customers = Array.from({ length: 20_000 }, (_, n) => ({ name: `Kunde ${n}`, email: `k${n}@example.dk` }));
  const body = JSON.stringify({ customers });
  const held = () => world.sql`select 1 from renos_sync.leases where name = 'import' and expires_at > now()`;
  await world.sql`create or replace function slow() returns trigger language plpgsql as $$ begin perform pg_sleep(0.002); return new; end $$`;
  await world.sql`create trigger slow before insert on renos_sync.import_rows for each row execute function slow()`;
  const socket = await openSocket(world.port);
  socket.write(
    `POST /api/customer-import/validate HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
  await until(held, (rows) => rows.length === 1);
  const closed = once(socket, 'close');
  socket.destroy();
  await closed;
  const asked = performance.now();
  await until(held, (rows) => rows.length === 0, 60_000);
  // All of them would take 40 seconds.
  expect(performance.now() - asked).toBeLessThan(25_000);
  await world.sql`drop trigger slow on renos_sync.import_rows`;
});

test('a large body that comes slowly holds up no other', async () => {
  const narrow = await openServerWorld({ beside: world, limits: { bytesAtOnce: 300_000, roomPatience: 60_000 } });
  const slow = connect(narrow.port, '127.0.0.1');
  const head = [`Authorization: Bearer ${token}`, 'Content-Type: application/json', 'Content-Length: 9000000'];
  slow.write(`POST /api/customer-import/validate HTTP/1.1\r\nHost: x\r\n${head.join('\r\n')}\r\n\r\n{"customers":[`);
  const bodies = async () => (await readdir(tmpdir())).filter((name) => name.startsWith('renos-sync-body-'));
  await until(bodies, (names) => names.length > 0);
  const customers = [{ name: 'Anna Dahl', notes: 'x'.repeat(200_000) }];
  expect(await narrow.post('/api/customer-import/validate', { customers })).toMatchObject({ status: 200 });
  slow.destroy();
  await until(bodies, (names) => names.length === 0);
  await narrow.close();
});

test('large bodies wait on disk until there is room for them', async () => {
  const narrow = await openServerWorld({ beside: world, limits: { bytesAtOnce: 300_000, roomPatience: 60_000 } });
  const customers = Array.from({ length: 2_000 }, (_, n) => ({
    name: `Kunde ${n}`,
    email: `k${n}@example.dk`,
    notes: 'x'.repeat(60),
  }));
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => narrow.post('/api/customer-import/validate', { customers })),
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  await narrow.close();
  const impatient = await openServerWorld({ beside: world, limits: { bytesAtOnce: 1, roomPatience: 1 } });
  const statuses = (
    await Promise.all(Array.from({ length: 3 }, () => impatient.post('/api/customer-import/validate', { customers })))
  ).map(({ status }) => status);
  expect(statuses).toContain(200);
  expect(statuses.filter((status) => status !== 200)).toEqual([503, 503]);
  await impatient.close();
});
