import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openServerWorld, type ServerWorld, token, until } from './open-server.js';
import { openSocket, rawCall, readAll } from './raw-call.js';

let world: ServerWorld;
beforeAll(async () => {
  world = await openServerWorld({ limits: { headerPatience: 1_500, bodyPatience: 500, wrongTokensPerMinute: 10_000 } });
});
afterAll(() => world.close());

const bearer = `Host: x\r\nAuthorization: Bearer ${token}`;
const get = (more: string, path = '/api/customer-import/statistics') =>
  `GET ${path} HTTP/1.1\r\n${bearer}\r\n${more}\r\n`;
const post = (more: string, body = '', path = '/api/customer-import/validate') =>
  `POST ${path} HTTP/1.1\r\n${bearer}\r\nContent-Type: text/csv\r\n${more}\r\n\r\n${body}`;
/** The last answer on a connection: others may have come before it. */
function lastAnswer(said: string): { readonly status: number; readonly body: unknown } {
  const answer = said.slice(said.lastIndexOf('HTTP/1.1 '));
  const text = answer.slice(answer.indexOf('\r\n\r\n') + 4);
  const body = /^Transfer-Encoding/im.test(answer) ? text.split('\r\n')[1] : text;
  return { status: Number(answer.slice(9, 12)), body: JSON.parse(body || '{}') };
}

test.each<[what: string, sent: string, status: number, error: string]>([
  ['no HTTP at all', 'hello\r\n\r\n', 400, 'malformed-request'],
  ['the beginning of TLS', '\u0016\u0003\u0001\u0002\u0000\u0001', 400, 'malformed-request'],
  ['HTTP/2 without asking', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400, 'malformed-request'],
  ['an unknown version', 'GET /health HTTP/9.9\r\nHost: x\r\n\r\n', 400, 'malformed-request'],
  ['no Host', 'GET /health HTTP/1.1\r\n\r\n', 400, 'malformed-request'],
  ['an empty Host', 'GET /health HTTP/1.1\r\nHost:\r\n\r\n', 400, 'malformed-request'],
  ['two names in Host', 'GET /health HTTP/1.1\r\nHost: a b\r\n\r\n', 400, 'malformed-request'],
  ['an address without a path', 'GET health HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'malformed-request'],
  ['another server as address', 'GET ftp://x/health HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'malformed-request'],
  ['an unknown method', 'BREW /health HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'malformed-request'],
  ['a method in small letters', 'get /health HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'malformed-request'],
  ['a tunnel', 'CONNECT example.dk:443 HTTP/1.1\r\nHost: example.dk:443\r\n\r\n', 405, 'method-not-allowed'],
  ['the whole server', 'OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'malformed-request'],
  ['a header with NUL', get('X-Odd: a\u0000b\r\n'), 400, 'malformed-request'],
  ['a blank before a colon', get('X-Odd : a\r\n'), 400, 'malformed-request'],
  ['a folded header', get('X-Odd: a\r\n b\r\n'), 400, 'malformed-request'],
  ['bare line feeds', get('X-Odd: a\r\n').replaceAll('\r\n', '\n'), 400, 'malformed-request'],
  ['headers of 20 KB', get(`X-Long: ${'x'.repeat(20_000)}\r\n`), 431, 'malformed-request'],
  ['a path of 20 KB', get('', `/${'x'.repeat(20_000)}`), 431, 'malformed-request'],
  ['two lengths', post('Content-Length: 5\r\nContent-Length: 6', 'Name\n'), 400, 'malformed-request'],
  ['a negative length', post('Content-Length: -1'), 400, 'malformed-request'],
  ['a length in hex', post('Content-Length: 0x10'), 400, 'malformed-request'],
  ['a length that no number holds', post(`Content-Length: ${'9'.repeat(30)}`), 400, 'malformed-request'],
  [
    'a length and pieces',
    post('Content-Length: 5\r\nTransfer-Encoding: chunked', '0\r\n\r\n'),
    400,
    'malformed-request',
  ],
  ['pieces of an unknown kind', post('Transfer-Encoding: pieces', '0\r\n\r\n'), 400, 'malformed-request'],
  ['pieces behind pieces', post('Transfer-Encoding: chunked, identity', '0\r\n\r\n'), 400, 'malformed-request'],
  ['packed pieces', post('Transfer-Encoding: gzip, chunked', '0\r\n\r\n'), 501, 'malformed-request'],
  ['a piece of no length', post('Transfer-Encoding: chunked', 'zz\r\nName\r\n0\r\n\r\n'), 400, 'malformed-request'],
  [
    'a piece of endless length',
    post('Transfer-Encoding: chunked', `${'f'.repeat(20)}\r\nName`),
    400,
    'malformed-request',
  ],
  [
    'a piece with endless remarks',
    post('Transfer-Encoding: chunked', `1;${'x'.repeat(40_000)}\r\nN\r\n0\r\n\r\n`),
    413,
    'malformed-request',
  ],
  ['an unknown expectation', post('Content-Length: 5\r\nExpect: 200-ok', 'Name\n'), 417, 'expectation-unknown'],
  [
    'more than fits, and waits for the answer',
    post('Content-Length: 999999999\r\nExpect: 100-continue'),
    413,
    'body-too-large',
  ],
  ['a body that never comes', post('Content-Length: 5'), 408, 'body-too-slow'],
])('%s: refused in JSON, and the connection is closed', async (_, sent, status, error) => {
  const socket = await openSocket(world.port);
  socket.write(Buffer.from(sent, 'latin1'));
  const said = await readAll(socket);
  expect(lastAnswer(said)).toMatchObject({
    status,
    body: { success: false, error, message: expect.stringMatching(/\w/) },
  });
  expect(said).toMatch(/^x-content-type-options: nosniff/im);
});

const anyRun = '/api/runs/0123456789';
const allowed: readonly (readonly [path: string, methods: string])[] = [
  ['/health', 'GET'],
  ['/ready', 'GET'],
  ['/metrics', 'GET'],
  ['/openapi.json', 'GET'],
  ['/docs', 'GET'],
  ['/api/calendar-sync/status', 'GET'],
  ['/api/calendar-sync/sync', 'POST'],
  ['/api/customer-import/import', 'POST'],
  ['/api/customer-import/import-csv', 'POST'],
  ['/api/customer-import/validate', 'POST'],
  ['/api/customer-import/export', 'GET'],
  ['/api/customer-import/statistics', 'GET'],
  [anyRun, 'GET'],
  [`${anyRun}/events`, 'GET'],
  [`${anyRun}/undo`, 'POST'],
  ['/api/plans', 'POST'],
  ['/api/plans/0123456789', 'GET'],
  ['/api/plans/0123456789/apply', 'POST'],
];

describe('methods', () => {
  test.each(allowed)('%s takes %s alone', async (path, methods) => {
    for (const method of [
      'PUT',
      'PATCH',
      'DELETE',
      'OPTIONS',
      'TRACE',
      'PROPFIND',
      methods === 'GET' ? 'POST' : 'GET',
    ]) {
      const said = await rawCall(world.port, `${method} ${path} HTTP/1.1\r\n${bearer}\r\nConnection: close\r\n\r\n`);
      expect(lastAnswer(said), method).toMatchObject({ status: 405, body: { error: 'method-not-allowed' } });
      expect(said).toMatch(new RegExp(`^allow: ${methods}\r$`, 'im'));
    }
  });

  test.each(allowed)('HEAD %s is answered without a body, and leaves nothing open', async (path, methods) => {
    const said = await rawCall(world.port, `HEAD ${path} HTTP/1.1\r\n${bearer}\r\nConnection: close\r\n\r\n`);
    expect(said).toMatch(methods === 'POST' ? /^HTTP\/1\.1 405 / : /^HTTP\/1\.1 (200|404|503) /);
    expect(said.slice(said.indexOf('\r\n\r\n') + 4)).toBe('');
  });

  test('HEAD of the events of a running run, and of an export, is answered at once', async () => {
    await world.sql`insert into renos_sync.runs (id, kind, status, options, started_at) values ('goeson', 'import', 'running', '{}', now())`;
    const head = async (path: string) => (await world.request(path, { method: 'HEAD' })).headers.get('content-type');
    expect(await head('/api/runs/goeson/events')).toBe('text/event-stream');
    expect(await head('/api/customer-import/export')).toContain('text/csv');
  });

  test('paths that there are in no method are 404', async () => {
    expect((await world.get('/api/nothing')).status).toBe(404);
    expect((await world.post('/api/runs/0123456789/undo/more')).status).toBe(404);
  });
});

test.each(['__proto__=1', 'constructor=1', 'toString=1', 'colour=red', 'a[b]=1', 'a[]=1', '%00=1', '&&&x', 'x=%ff'])(
  'what a query names that is not known is refused, also %s',
  async (query) => {
    expect(await world.get(`/api/customer-import/statistics?${query}`)).toMatchObject({
      status: 400,
      body: { error: 'invalid-input' },
    });
    expect(
      await world.post(`/api/customer-import/validate?${query}`, 'Name\nBo\n', { 'content-type': 'text/csv' }),
    ).toMatchObject({ status: 400 });
  },
);

test.each(['encoding=utf-8&encoding=latin1', 'delimiter=%3B&delimiter=,', 'createBookings=true&createBookings=false'])(
  'an option that a query names twice is refused: %s',
  async (query) => {
    expect(
      await world.post(`/api/customer-import/validate?${query}`, 'Name\nBo\n', { 'content-type': 'text/csv' }),
    ).toMatchObject({ status: 400, body: { error: 'invalid-input' } });
  },
);

test.each([
  ['{"__proto__": {"dryRun": true}}', 'invalid-input'],
  ['{"constructor": {"prototype": {"dryRun": true}}}', 'invalid-input'],
  ['{"dryRun": true, "dryRun": false}', 'malformed-json'],
  ['{"dryRun": true}{"dryRun": false}', 'malformed-json'],
  ['{"dryRun": true}\u0000', 'malformed-json'],
  ['{"dryRun": NaN}', 'malformed-json'],
  ["{'dryRun': true}", 'malformed-json'],
  ['[]', 'invalid-input'],
  ['null', 'invalid-input'],
  ['"x"', 'invalid-input'],
  ['1e999', 'invalid-input'],
])('%s is not a valid sync: 400', async (body, error) => {
  expect(await world.post('/api/calendar-sync/sync', body)).toMatchObject({ status: 400, body: { error } });
  expect(({} as { dryRun?: unknown }).dryRun).toBeUndefined();
});

describe('what a body is said to be', () => {
  const send = (type: string | null, body: string | Buffer, path = '/api/customer-import/validate') =>
    world.request(path, {
      method: 'POST',
      body: typeof body === 'string' ? Buffer.from(body) : new Uint8Array(body),
      headers: type === null ? {} : { 'content-type': type },
    });
  const people = '{"customers": [{"name": "Bo Lind", "email": "bo@example.dk"}]}';

  test.each([
    'application/json; charset=utf-8',
    'Application/JSON',
    'application/json;charset="UTF-8"; x=y',
    'application/json; charset=iso-8859-1',
  ])('%s is JSON', async (type) => {
    expect((await send(type, people)).status).toBe(200);
  });
  test.each([
    'text/json',
    'application/xml',
    'application/merge-patch+json',
    'multipart/form-data; boundary=x',
    'application/x-www-form-urlencoded',
    'text/html',
    'json',
    '/',
    null,
  ])('%s is refused with 415', async (type) => {
    expect((await send(type, people)).status).toBe(415);
  });
  test.each([
    ['application/json', 'Name\nBo Lind\n', 400],
    ['text/csv', people, 400],
    ['text/csv', Buffer.from([0, 1, 2, 3, 0xff, 0xfe]), 400],
    ['text/csv', '', 400],
    ['application/octet-stream', '', 400],
    ['application/zip', 'Name\nBo Lind\n', 200],
    ['text/vcard', 'Name\nBo Lind\n', 200],
    ['application/x-ndjson', 'Name\nBo Lind\n', 200],
    ['application/json; charset=utf-16', Buffer.from(people, 'utf16le'), 400],
  ])('%s that is something else is read for what it is, or refused', async (type, body, status) => {
    const answer = await send(type, body);
    expect([status, await answer.clone().text()]).toEqual([answer.status, expect.stringContaining('"success"')]);
  });
});

test('several requests at once on one connection are answered in their order', async () => {
  const socket = await openSocket(world.port);
  const some = ['/health', '/api/nothing', '/api/customer-import/statistics', '/api/runs/x', '/health?x=1'];
  socket.write(some.map((path) => get('', path)).join('') + get('Connection: close\r\n', '/health'));
  const said = await readAll(socket);
  expect([...said.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status)).toEqual([
    '200',
    '404',
    '200',
    '404',
    '200',
    '200',
  ]);
});

test('a connection that asks a hundred things and reads no answer is let go, and nothing waits for it', async () => {
  const patient = await openServerWorld({ beside: world, limits: { readPatience: 1_000 } });
  await world.sql`insert into customers (id, name, notes, "updatedAt") select 'c' || n, 'Kunde ' || n, repeat('x', 1000), now() from generate_series(1, 5000) n`;
  const socket = (await openSocket(patient.port)).pause();
  socket.write(get('', '/api/customer-import/export').repeat(20));
  await until(
    async () => patient.lines.filter(({ message }) => message === 'request').length,
    (count) => count === 20,
  );
  expect((await patient.get('/api/customer-import/statistics')).status).toBe(200);
  await patient.close();
}, 60_000);

const odd = [
  '%00',
  '%ff',
  '%ud800',
  '..%2f..%2fetc%2fpasswd',
  '%2e%2e',
  "'%20or%201=1--",
  '%F0%9F%98%80',
  'x'.repeat(5_000),
  '-1',
  '1e9',
  '%',
  '%0d%0aSet-Cookie:x=1',
];
describe('pages', () => {
  test.each(odd)('no address makes a page fail: %s', async (word) => {
    const open = await openServerWorld({ beside: world, settings: { token: null } });
    const paths = [
      `/items/${word}`,
      `/customers/${word}`,
      `/runs/${word}`,
      `/runs/${word}/undo`,
      `/?day=${word}`,
      `/?day=2026-11-30&from=${word}&only=${word}`,
      `/customers?q=${word}`,
      `/customers?from=${word}`,
      `/enter?key=${word}`,
      `/login?next=${word}`,
      `/${word}`,
    ];
    for (const path of paths) {
      const { status, headers } = await fetch(`${open.url}${path}`, {
        redirect: 'manual',
        headers: { accept: 'text/html' },
      });
      expect([200, 303, 400, 404, 431], path).toContain(status);
      expect(headers.get('set-cookie') ?? '').not.toContain('x=1');
    }
    await open.close();
  });
});
