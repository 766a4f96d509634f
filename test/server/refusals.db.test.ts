import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openServerWorld, type ServerWorld, token } from './open-server.js';
import { openSocket, rawCall, readAll, sayPiecemeal } from './raw-call.js';

let world: ServerWorld;
beforeAll(async () => {
  world = await openServerWorld({
    limits: {
      jsonBytes: 20_000,
      fileBytes: 50_000,
      bodyPatience: 300,
      headerPatience: 1_500,
      wrongTokensPerMinute: 1_000,
    },
  });
  await world.sql`insert into customers (id, name, email, "updatedAt") values ('c1', 'Hemmelig Kunde', 'hemmelig@example.dk', now())`;
});
afterAll(async () => {
  const log = JSON.stringify(world.lines);
  await world.close();
  for (const secret of [token, 'Hemmelig', 'hemmelig@example.dk', 'Bodil']) expect(log).not.toContain(secret);
});

const protectedPaths = [
  ['GET', '/api/calendar-sync/status'],
  ['POST', '/api/calendar-sync/sync'],
  ['POST', '/api/customer-import/import'],
  ['GET', '/api/customer-import/export'],
  ['GET', '/api/customer-import/statistics'],
  ['GET', '/api/runs/0123456789'],
  ['GET', '/ready'],
  ['GET', '/metrics'],
  ['GET', '/openapi.json'],
  ['GET', '/docs'],
  ['GET', '/nowhere'],
] as const;

describe('without the token', () => {
  const shown = [
    {},
    { authorization: 'Bearer wrong-token-wrong-token' },
    { authorization: `bearer${token}` },
    { authorization: `Bearer ${token}x` },
    { authorization: `Bearer ${token.slice(0, -1)}` },
  ];
  test.each(protectedPaths)('%s %s tells nothing', async (method, path) => {
    for (const headers of shown) {
      const response = await fetch(`${world.url}${path}`, { method, headers: headers as Record<string, string> });
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toMatch(/^(Bearer|Basic)/);
      expect(await response.json()).toMatchObject({ success: false, error: expect.stringMatching(/^token-/) });
    }
  });

  test('only /health answers; a browser may show the token for the page alone', async () => {
    expect((await fetch(`${world.url}/health`)).status).toBe(200);
    const basic = { authorization: `Basic ${Buffer.from(`anyone:${token}`).toString('base64')}` };
    const statuses = [];
    for (const path of ['/docs', '/openapi.json', '/metrics', '/api/customer-import/statistics']) {
      statuses.push((await fetch(`${world.url}${path}`, { headers: basic })).status);
    }
    expect(statuses).toEqual([200, 200, 401, 401]);
  });
});

const csvHead = `POST /api/customer-import/import-csv HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Type: text/csv\r\n`;

describe('input that is wrong', () => {
  const sync = '/api/calendar-sync/sync';
  test('every problem is named at once, and no value repeated', async () => {
    const body = { syncDirection: 'Bodil', maxEvents: 0.5, dryRun: 'Bodil', dryrun: true, since: '1.2.2026' };
    const answer = await world.post(sync, body);
    expect(answer).toMatchObject({ status: 400, body: { success: false, error: 'invalid-input' } });
    const paths = answer.body.problems.map(({ path }: { path: string }) => path);
    expect(paths.sort()).toEqual(['dryRun', 'dryrun', 'maxEvents', 'maxEvents', 'since', 'syncDirection']);
    expect(JSON.stringify(answer.body)).not.toContain('Bodil');
  });

  test('a day that no calendar has, and one that is none', async () => {
    for (const [since, until] of [
      ['2026-02-31', '2026-13-01'],
      ['0000-01-01', '+10000-01-01'],
    ]) {
      const { body } = await world.post(sync, { since, until });
      expect(body.problems.map(({ path }: { path: string }) => path)).toEqual(['since', 'until']);
    }
    expect((await world.post(sync, { since: '1970-01-01', until: '9999-12-31', dryRun: true })).status).toBe(200);
  });

  test.each([
    ['a broken document', '{"syncDirection": "Bodil', 'malformed-json'],
    ['a list', '[]', 'invalid-input'],
    ['null', 'null', 'invalid-input'],
    ['a prototype', '{"__proto__": {"dryRun": true}}', 'invalid-input'],
    ['a deep nest', '['.repeat(9_000), 'malformed-json'],
    ['a deep nest that is closed', `{"x": ${'['.repeat(5_000)}${']'.repeat(5_000)}}`, 'malformed-json'],
    ['brackets in text', `{"x": "\\"${'['.repeat(5_000)}"}`, 'invalid-input'],
  ])('%s', async (_, body, error) => {
    expect(await world.post(sync, body)).toMatchObject({ status: 400, body: { success: false, error } });
  });

  test.each([
    ['import', { customers: 'Bodil' }, ['customers']],
    [
      'import',
      { customers: [1, {}], options: { batchSize: 0, country: 'Bodil' } },
      ['customers[0]', 'options.country', 'options.batchSize'],
    ],
    ['import-csv', {}, ['csvData']],
    [
      'import-csv',
      { csvData: '', options: { onDuplicate: 'x', x: 1 } },
      ['csvData', 'options.onDuplicate', 'options.x'],
    ],
    [
      'import-csv',
      {
        csvData: 'x',
        options: { map: ['Bodil'], mapping: { Bodil: 'x' }, delimiter: 'Bodil', encoding: 'utf-8', sync: 1 },
      },
      ['options.map[0]', 'options.sync', 'options.mapping.Bodil', 'options.delimiter', 'options.encoding'],
    ],
    ['import-csv', { csvData: 'x', options: { map: 1 } }, ['options.map']],
    ['validate', { rows: [] }, ['customers', 'rows']],
    ['validate', { customers: [], options: { batchSize: 0, x: 1 } }, ['options.batchSize', 'options.x']],
    ['validate', { csvData: '', customers: [] }, ['csvData', 'customers']],
  ])('%s %j', async (name, body, paths) => {
    const answer = await world.post(`/api/customer-import/${name}`, body);
    expect(answer.status).toBe(400);
    expect(answer.body.problems.map(({ path }: { path: string }) => path)).toEqual(paths);
  });

  test.each([
    ['customers', 100_001, (many: readonly number[]) => ({ customers: many })],
    ['options.map', 1_001, (many: readonly number[]) => ({ customers: [], options: { map: many } })],
    ['options.mapping', 1_001, (many: readonly number[]) => ({ customers: [], options: { mapping: { ...many } } })],
  ])('too many %s are one problem, not as many', async (path, count, bodyOf) => {
    const wide = await openServerWorld({ beside: world });
    const answer = await wide.post('/api/customer-import/validate', bodyOf(Array.from({ length: count }, () => 1)));
    expect(answer).toMatchObject({
      status: 400,
      body: { problems: [{ path, message: expect.stringMatching(/at most$/) }] },
    });
    await wide.close();
  });

  test('more values than fit into memory are not even parsed', async () => {
    const wide = await openServerWorld({ beside: world });
    const answer = await wide.post('/api/calendar-sync/sync', `[${'1,'.repeat(2_000_001)}1`);
    expect(answer).toMatchObject({ status: 413, body: { error: 'body-too-large' } });
    await wide.close();
  });

  test.each([
    ['nothing', ''],
    ['binary', '\u0000\u0001\u0002\u0003\u0000'],
    ['no name', 'A,B\n1,2\n'],
  ])('a CSV file of %s', async (_, text) => {
    const answer = await world.post('/api/customer-import/import-csv', text, { 'content-type': 'text/csv' });
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ success: false, error: expect.any(String), message: expect.any(String) });
    expect(JSON.stringify(answer.body)).not.toContain('Bodil');
  });

  test('types that are not taken', async () => {
    const csv = '/api/customer-import/import-csv';
    expect((await world.post(sync, 'a=b', { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(415);
    expect((await world.post(csv, '<a/>', { 'content-type': 'text/xml' })).status).toBe(415);
    const packed = '\u001f\u008b\b'.repeat(10);
    const body = Buffer.from(packed, 'latin1');
    const answer = await world.request(csv, { method: 'POST', body, headers: { 'content-type': 'text/csv' } });
    expect(answer.status).toBe(415);
    // Its mark may come in two pieces.
    const mark = ['1\r\n\u001f\r\n', '2\r\n\u008b\b\r\n', '0\r\n\r\n'];
    expect(await sayPiecemeal(world.port, [`${csvHead}Transfer-Encoding: chunked\r\n\r\n`, ...mark])).toMatch(
      /^HTTP\/1\.1 415 /,
    );
    for (const [path, type] of [
      [csv, 'text/csv'],
      [sync, 'application/json'],
    ] as const) {
      const coded = await world.post(path, '{}', { 'content-type': type, 'content-encoding': 'br' });
      expect(coded).toMatchObject({ status: 415, body: { error: 'unsupported-media-type' } });
    }
    expect((await world.get('/api/customer-import/export?limit=1')).status).toBe(400);
    expect((await world.get('/api/customer-import/export?ids=c1%00')).status).toBe(400);
    expect((await world.get(sync)).status).toBe(405);
    expect((await world.get('/api/runs/0123456789')).status).toBe(404);
    expect((await world.get('/api/runs/%25')).status).toBe(404);
  });
});

describe('bodies that are too much', () => {
  const head = (path: string, type: string, more: string) =>
    `POST ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Type: ${type}\r\n${more}\r\n\r\n`;
  const csv = '/api/customer-import/import-csv';

  test('said or found to be too large: 413, and the connection is closed', async () => {
    const said = await rawCall(
      world.port,
      head('/api/calendar-sync/sync', 'application/json', 'Content-Length: 99999999'),
    );
    expect(said).toMatch(/^HTTP\/1\.1 413 /);
    const chunk = `4000\r\n${'x'.repeat(0x4000)}\r\n`;
    const chunked = 'Transfer-Encoding: chunked';
    for (const [path, type] of [
      ['/api/calendar-sync/sync', 'application/json'],
      [csv, 'text/csv'],
    ] as const) {
      expect(await rawCall(world.port, head(path, type, chunked) + chunk.repeat(5))).toMatch(/^HTTP\/1\.1 413 /);
    }
  });

  test.each(['application/json', 'text/csv'])('too slow, as %s: 408', async (type) => {
    const socket = await openSocket(world.port);
    socket.write(`${head(csv, type, 'Content-Length: 1000')}Name`);
    expect(await readAll(socket)).toMatch(/^HTTP\/1\.1 408 [\s\S]*body-too-slow/);
  });

  test('broken off: nothing is imported of it', async () => {
    const socket = await openSocket(world.port);
    socket.end(`${head(csv, 'text/csv', 'Content-Length: 1000')}Name\nBodil\n`);
    await readAll(socket);
    const [row] = await world.sql`select count(*)::int as count from customers where name = 'Bodil'`;
    expect(row?.count).toBe(0);
  });

  test('headers that drip in a letter at a time: 408', async () => {
    const sockets = await Promise.all(Array.from({ length: 20 }, () => openSocket(world.port)));
    const said = Promise.all(sockets.map(readAll));
    for (const socket of sockets) socket.write('GET /health HTTP/1.1\r\nHost: x\r\nX-Slow: ');
    const drip = setInterval(() => {
      for (const socket of sockets) if (!socket.destroyed) socket.write('x');
    }, 100);
    for (const text of await said) expect(text).toMatch(/^HTTP\/1\.1 408 /);
    clearInterval(drip);
  });

  test('headers without end: 431', async () => {
    const long = `GET /health HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(40_000)}\r\n\r\n`;
    expect(await rawCall(world.port, long)).toMatch(/^HTTP\/1\.1 431 /);
  });
});

test.each([
  '/health/../api/customer-import/statistics',
  '/health/%2e%2e/api/customer-import/statistics',
  '//api/customer-import/statistics',
  '/api//customer-import/statistics',
  '/api/customer-import/statistics%00',
  '/api/customer-import/statistics/',
  '/API/customer-import/statistics',
  '/health;/api/customer-import/statistics',
  '/health?/../api/customer-import/statistics',
  '/health%2f..%2fapi%2fcustomer-import%2fstatistics',
  '\\api\\customer-import\\statistics',
  '/%zz',
  'http://x/api/customer-import/statistics',
  'http://x:y/health',
  '*',
])('the path %s opens nothing', async (path) => {
  const said = await rawCall(world.port, `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
  expect(said).toMatch(/^HTTP\/1\.1 (200|400|401|404) /);
  if (said.startsWith('HTTP/1.1 200')) expect(said).toContain('"alive"');
  expect(said).not.toContain('totalCustomers');
  expect(said).not.toMatch(/\bat .*\.(js|ts):\d+/);
});

test('a thousand connections that say nothing are let go, and others are served meanwhile', async () => {
  const sockets = await Promise.all(Array.from({ length: 1_000 }, () => openSocket(world.port)));
  const closed = Promise.all(sockets.map((socket) => once(socket.resume(), 'close')));
  for (let n = 0; n < 20; n += 1) expect((await world.get('/api/customer-import/statistics')).status).toBe(200);
  await closed;
  expect((await world.get('/api/customer-import/statistics')).status).toBe(200);
});

describe('limits, names and origins', () => {
  test('wrong tokens are counted, and so is everything else', async () => {
    const strict = await openServerWorld({
      beside: world,
      limits: { wrongTokensPerMinute: 3, requestsPerMinute: 12, writesPerMinute: 2 },
    });
    const statusOf = async (authorization: string, method = 'GET') =>
      (await fetch(`${strict.url}/api/customer-import/statistics`, { method, headers: { authorization } })).status;
    const statuses = [];
    for (let n = 0; n < 5; n += 1) statuses.push(await statusOf('Bearer nonsense-nonsense'));
    for (let n = 0; n < 4; n += 1) statuses.push(await statusOf(`Bearer ${token}`, 'POST'));
    for (let n = 0; n < 4; n += 1) statuses.push(await statusOf(`Bearer ${token}`));
    expect(statuses).toEqual([401, 401, 401, 429, 429, 405, 405, 429, 429, 200, 200, 200, 429]);
    await strict.close();
  });

  test('behind a trusted proxy each client has its own limit, with any header of its own', async () => {
    const limits = { wrongTokensPerMinute: 1 };
    const call = async ({ url }: ServerWorld, forwarded: string) => {
      const headers = { 'x-forwarded-for': forwarded, authorization: 'Bearer nonsense-nonsense' };
      return (await fetch(`${url}/ready`, { headers })).status;
    };
    const behind = await openServerWorld({ beside: world, limits, env: { RENOS_TRUST_PROXY: 'true' } });
    const statuses = [];
    for (const from of ['10.0.0.1', '10.0.0.2', 'made-up, 10.0.0.1']) statuses.push(await call(behind, from));
    expect(statuses).toEqual([401, 401, 429]);
    await behind.close();
    const open = await openServerWorld({ beside: world, limits });
    expect([await call(open, '10.0.0.1'), await call(open, '10.0.0.2')]).toEqual([401, 429]);
    await open.close();
  });

  test('without a token, no page of another origin gets in, nor one by another name', async () => {
    const open = await openServerWorld({ beside: world, settings: { token: null } });
    const call = async (headers: string) =>
      (
        await rawCall(
          open.port,
          `GET /api/customer-import/statistics HTTP/1.1\r\n${headers}\r\nConnection: close\r\n\r\n`,
        )
      ).slice(9, 12);
    expect(await call(`Host: 127.0.0.1:${open.port}`)).toBe('200');
    expect(await call(`Host: localhost:${open.port}`)).toBe('200');
    expect(await call(`Host: 127.0.0.2:${open.port}`)).toBe('200');
    expect(await call('Host: rebound.example.com')).toBe('403');
    expect(await call(`Host: 127.0.0.1:${open.port}\r\nOrigin: https://strange.example`)).toBe('403');
    for (const [site, status] of [
      ['cross-site', '403'],
      ['same-site', '403'],
      ['same-origin', '200'],
      ['none', '200'],
    ] as const) {
      expect(await call(`Host: 127.0.0.1:${open.port}\r\nSec-Fetch-Site: ${site}`)).toBe(status);
    }
    await open.close();
  });

  test('beyond loopback it does not even start without a token', async () => {
    const opening = openServerWorld({ beside: world, settings: { token: null, host: '0.0.0.0' } });
    await expect(opening).rejects.toMatchObject({ code: 'token-missing', exitCode: 2 });
  });

  test('other origins get no permission, unless they are listed', async () => {
    const listed = await openServerWorld({ beside: world, env: { RENOS_ALLOWED_ORIGINS: 'https://renos.example.dk' } });
    const preflight = async ({ url }: ServerWorld, origin: string) => {
      const headers = {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization',
      };
      const response = await fetch(`${url}/api/calendar-sync/sync`, { method: 'OPTIONS', headers });
      return [response.status, response.headers.get('access-control-allow-origin')];
    };
    expect(await preflight(listed, 'https://renos.example.dk')).toEqual([204, 'https://renos.example.dk']);
    expect((await preflight(listed, 'https://strange.example'))[1]).toBeNull();
    expect(await preflight(world, 'https://renos.example.dk')).toEqual([401, null]);
    const answer = await listed.get('/ready', { origin: 'https://renos.example.dk' });
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://renos.example.dk');
    for (const headers of [{}, { authorization: 'Bearer wrong-token-wrong-token' }]) {
      const refused = await listed.get('/nowhere', { origin: 'https://renos.example.dk', ...headers });
      expect(refused.headers.get('access-control-allow-origin')).toBe('https://renos.example.dk');
    }
    await listed.close();
  });
});

test('each request leaves one line, with the id that its answer bears', async () => {
  const before = world.lines.length;
  const { headers } = await world.get('/api/customer-import/statistics', { 'x-request-id': 'my-own-id-1' });
  expect(headers.get('x-request-id')).toBe('my-own-id-1');
  const { headers: other } = await world.get('/ready', { 'x-request-id': 'not an id' });
  expect(other.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  const lines = world.lines.slice(before).filter(({ message }) => message === 'request');
  expect(lines[0]).toMatchObject({
    requestId: 'my-own-id-1',
    method: 'GET',
    route: '/api/customer-import/statistics',
    status: 200,
  });
});
