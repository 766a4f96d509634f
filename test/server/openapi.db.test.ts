import { afterAll, beforeAll, expect, test } from 'vitest';
import { openServerWorld, type ServerWorld } from './open-server.js';
import { type OpenApi, OpenApiCheck, type Operation } from './openapi-check.js';

/** Every route with whatever can be wrong about a call of it; `get` and `post` of a world do the same for what goes well. */
let world: ServerWorld;
let document: OpenApi;
let check: OpenApiCheck;
beforeAll(async () => {
  world = await openServerWorld({ limits: { jsonBytes: 1_000, wrongTokensPerMinute: 1_000 } });
  document = (await world.get('/openapi.json')).body;
  check = new OpenApiCheck(document);
});
afterAll(() => world.close());

interface Call {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

const operations = (): readonly Call[] =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );

async function call({ method, path }: Call, init: RequestInit = {}, suffix = ''): Promise<number> {
  const asked = `${path.replace('{id}', '0123456789')}${suffix}`;
  const response = await world.request(asked, { method, ...init });
  const { status } = response;
  const type = response.headers.get('content-type')?.split(';')[0];
  expect([asked, status, type]).toEqual([asked, status, 'application/json']);
  expect(check.answer({ method, path: asked, status, body: await response.json() })).toEqual([]);
  return status;
}

test('the document names all nine routes of RenOS, and what else there is', () => {
  expect(operations().map(({ method, path }) => `${method} ${path}`)).toEqual([
    'GET /health',
    'POST /api/calendar-sync/sync',
    'POST /api/calendar-sync/sync-google-to-db',
    'POST /api/calendar-sync/sync-db-to-google',
    'GET /api/calendar-sync/status',
    'POST /api/customer-import/import',
    'POST /api/customer-import/import-csv',
    'POST /api/customer-import/validate',
    'GET /api/customer-import/export',
    'GET /api/customer-import/statistics',
    'GET /api/runs/{id}',
    'GET /api/runs/{id}/events',
    'POST /api/runs/{id}/undo',
    'POST /api/plans',
    'GET /api/plans/{id}',
    'POST /api/plans/{id}/apply',
    'GET /ready',
    'GET /metrics',
    'GET /openapi.json',
    'GET /docs',
  ]);
});

test('every route without a token, and by another method', async () => {
  for (const one of operations()) {
    const headers = { authorization: 'Bearer something-that-is-wrong' };
    const isOpen = one.path === '/health';
    expect(await call(one, { headers })).toBe(isOpen ? 200 : 401);
    const other = { ...one, method: one.method === 'GET' ? 'POST' : 'PUT' };
    const known = operations().some(({ method, path }) => path === one.path && method === other.method);
    if (!known && !one.path.includes('{')) expect(await call(other)).toBe(405);
  }
});

test('every route with a query or a body that is wrong, of another type or too large', async () => {
  const json = { 'content-type': 'application/json' };
  for (const one of operations()) {
    const isPage = ['/docs', '/openapi.json', '/metrics', '/health'].includes(one.path);
    if (one.method === 'GET') {
      const hasQuery = one.operation.parameters?.some((parameter) => parameter.in === 'query') === true;
      if (hasQuery) expect(await call(one, {}, '?unheard=of')).toBe(400);
      else if (!isPage && one.path.includes('{id}')) expect(await call(one)).toBe(404);
      continue;
    }
    expect(one.operation.requestBody?.content['application/json']).toBeDefined();
    expect(await call(one, { headers: json, body: '{"unheard":"of"}' })).toBe(400);
    expect(await call(one, { headers: json, body: '{' })).toBe(400);
    expect(await call(one, { headers: json, body: `"${'x'.repeat(2_000)}"` })).toBe(413);
    expect(await call(one, { headers: { 'content-type': 'text/xml' }, body: '<a/>' })).toBe(415);
  }
});

test('every text is of the type that it is said to be', async () => {
  for (const { path, operation } of operations().filter(({ method }) => method === 'GET')) {
    if (path.includes('{id}')) continue;
    const response = await world.request(path);
    const type = response.headers.get('content-type')?.split(';')[0] ?? '';
    expect([path, response.status, Object.keys(operation.responses['200']?.content ?? {})]).toEqual([
      path,
      200,
      [type],
    ]);
    await response.text();
  }
});

test('too many requests, and a database that is away', async () => {
  const strict = await openServerWorld({ beside: world, limits: { writesPerMinute: 1 } });
  expect((await strict.post('/api/calendar-sync/sync', { dryRun: true })).status).toBe(200);
  expect((await strict.post('/api/calendar-sync/sync', { dryRun: true })).status).toBe(429);
  await strict.close();
  await world.sql`alter schema renos_sync rename to away`;
  await world.sql`alter table customers rename to customers_away`;
  for (const one of operations().filter(({ path }) => path.startsWith('/api/'))) {
    const body =
      { '/api/customer-import/import-csv': '{"csvData":"Name\\nBo"}' }[one.path] ?? '{"customers":[{"name":"Bo"}]}';
    const posted = /^\/api\/(calendar-sync|runs|plans)/.test(one.path) ? '{}' : body;
    const init = one.method === 'POST' ? { headers: { 'content-type': 'application/json' }, body: posted } : {};
    expect([one.path, await call(one, init)]).toEqual([one.path, 503]);
  }
  await world.sql`alter schema away rename to renos_sync`;
  await world.sql`alter table customers_away rename to customers`;
});
