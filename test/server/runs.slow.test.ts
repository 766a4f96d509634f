import postgres from 'postgres';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { addBookings, customersCsv, openServerWorld, type ServerWorld, until } from './open-server.js';

let world: ServerWorld;
beforeEach(async () => {
  world = await openServerWorld();
});
afterEach(() => world.close());

const later = { prefer: 'respond-async, wait=10' };
const slowly = { match: { operation: 'events.list' }, kind: 'slow', delayMs: 1_500 } as const;

interface ServerSentEvent {
  readonly event: string;
  readonly data: {
    readonly status: string;
    readonly progress: { readonly label: string; readonly done: number } | null;
  };
}

async function followRun(id: string): Promise<ServerSentEvent[]> {
  const response = await world.request(`/api/runs/${id}/events`);
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const blocks = (await response.text()).split('\n\n').filter((block) => block.startsWith('event:'));
  return blocks.map((block) => ({
    event: /^event: (.*)$/m.exec(block)?.[1] ?? '',
    data: JSON.parse(/^data: (.*)$/m.exec(block)?.[1] ?? 'null'),
  }));
}

test('a sync begun with respond-async is a run to poll and to follow, and meanwhile another is 409', async () => {
  await addBookings(world.sql, 5);
  world.sandbox.addFault(slowly);
  const begun = await world.post('/api/calendar-sync/sync', {}, later);
  expect(begun).toMatchObject({ status: 202, body: { success: true, data: { status: 'running' } } });
  const { id, url } = begun.body.data;
  expect([begun.headers.get('location'), begun.headers.get('preference-applied')]).toEqual([url, 'respond-async']);
  const busy = await world.post('/api/calendar-sync/sync');
  expect(busy).toMatchObject({ status: 409, body: { success: false, error: 'busy' } });
  expect(Number(busy.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(busy.body.actions).toEqual(['Ask again after the seconds of Retry-After.', 'GET /api/calendar-sync/status']);
  expect((await world.post('/api/calendar-sync/sync', {}, later)).status).toBe(409);
  expect((await world.get(url)).body.data).toMatchObject({ id, kind: 'sync', status: 'running', finishedAt: null });
  const events = await followRun(id);
  expect(events.at(0)).toMatchObject({ event: 'progress', data: { id, progress: { label: expect.any(String) } } });
  expect(events.at(-1)).toMatchObject({ event: 'end', data: { status: 'succeeded', counts: { eventsCreated: 5 } } });
  const [run] = await world.sql`select status, options ->> 'trigger' as trigger from renos_sync.runs where id = ${id}`;
  expect(run).toMatchObject({ status: 'succeeded', trigger: 'request' });
  expect((await followRun(id)).map(({ event }) => event)).toEqual(['end']);
});

test('an import begun with respond-async ends as its run says', async () => {
  const path = '/api/customer-import/import-csv?createBookings=false&batchSize=500';
  const begun = await world.post(path, customersCsv(3_000), { 'content-type': 'text/csv', ...later });
  expect(begun.status).toBe(202);
  const { id, url } = begun.body.data;
  const events = await followRun(id);
  expect(events.at(-1)).toMatchObject({ event: 'end', data: { status: 'succeeded', counts: { created: 3_000 } } });
  expect((await world.get(url)).body.data).toMatchObject({ kind: 'import', status: 'succeeded', progress: null });
  const list = await world.sql`select kind, status from renos_sync.runs`;
  expect([...list]).toEqual([{ kind: 'import', status: 'succeeded' }]);
});

test('a run that another server is at can be followed here', async () => {
  const other = await openServerWorld({ beside: world });
  await addBookings(world.sql, 2);
  world.sandbox.addFault(slowly);
  const { body } = await other.post('/api/calendar-sync/sync', {}, later);
  const events = await followRun(body.data.id);
  expect(events.at(0)).toMatchObject({ event: 'progress', data: { progress: null } });
  expect(events.at(-1)).toMatchObject({ event: 'end', data: { status: 'succeeded' } });
  await other.close();
});

test('a dry run has no record, so it is waited for', async () => {
  const answer = await world.post('/api/calendar-sync/sync', { dryRun: true }, later);
  expect(answer).toMatchObject({ status: 200, body: { data: { dryRun: true } } });
});

test('Google that denies is 502, and both readiness and status say so', async () => {
  world.sandbox.addFault({ kind: 'status', status: 403, reason: 'forbidden', times: 0 });
  const sync = await world.post('/api/calendar-sync/sync', { dryRun: true });
  expect(sync).toMatchObject({ status: 502, body: { success: false, error: 'google-denied' } });
  expect(await world.get('/ready')).toMatchObject({ status: 503, body: { success: false, error: 'unreachable' } });
  const status = await world.get('/api/calendar-sync/status');
  expect(status).toMatchObject({ status: 200, body: { success: true, data: { verdict: 'unreachable' } } });
});

test('Google that does not answer: readiness does not wait for it, and asks it once', async () => {
  const other = await openServerWorld({ beside: world, limits: { readyPatience: 200 } });
  world.sandbox.addFault({ kind: 'slow', delayMs: 2_000, times: 0 });
  const before = world.sandbox.requests.length;
  for (let n = 0; n < 3; n += 1) {
    expect(await other.get('/ready')).toMatchObject({ status: 503, body: { error: 'unreachable' } });
  }
  expect(world.sandbox.requests.length - before).toBe(1);
  world.sandbox.clearFaults();
  await until(
    () => other.get('/ready'),
    ({ status }) => status === 200,
  );
  await other.close();
});

test('the database away is 503, nothing of its address leaks, and when it is back all continues', async () => {
  const name = new URL(world.databaseUrl).pathname.slice(1);
  const admin = postgres(world.databaseUrl.replace(name, 'postgres'), { max: 1, onnotice: () => {} });
  const rename = (from: string, to: string) => async () => {
    await admin`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${from}`;
    return admin.unsafe(`alter database ${from} rename to ${to}`).then(
      () => true,
      () => false,
    );
  };
  await until(rename(name, `${name}_away`), Boolean);
  const answer = await until(
    () => world.get('/api/customer-import/statistics'),
    ({ body }) => body.error === 'database-unknown',
  );
  expect(answer).toMatchObject({ status: 503, body: { success: false, error: 'database-unknown' } });
  expect(answer.headers.get('retry-after')).toBe('30');
  expect(JSON.stringify([answer.body, world.lines])).not.toMatch(/postgres:|t_[0-9a-f]{32}/);
  expect((await fetch(`${world.url}/health`)).status).toBe(200);
  await until(rename(`${name}_away`, name), Boolean);
  await until(
    () => world.get('/api/customer-import/statistics'),
    ({ status }) => status === 200,
  );
  await admin.end();
});

test('SIGTERM and work that will not end: it is cut off, and its record says interrupted', async () => {
  const other = await openServerWorld({ beside: world, limits: { endPatience: 200 } });
  await addBookings(world.sql, 2);
  world.sandbox.addFault({ match: { operation: 'events.insert' }, kind: 'slow', delayMs: 20_000, times: 0 });
  const { body } = await other.post('/api/calendar-sync/sync', {}, later);
  await until(
    async () => world.sandbox.requests.filter(({ operation }) => operation === 'events.insert').length,
    (count) => count > 0,
  );
  await other.stop();
  const [run] = await world.sql`select status, error, finished_at from renos_sync.runs where id = ${body.data.id}`;
  expect(run).toMatchObject({
    status: 'interrupted',
    error: expect.stringMatching(/^Cut off/),
    finished_at: expect.any(Date),
  });
  expect(other.lines).toContainEqual(expect.objectContaining({ message: 'work is cut off' }));
  world.sandbox.clearFaults();
  await until(
    () => world.post('/api/calendar-sync/sync'),
    ({ status }) => status === 200,
  );
  const { data } = await world.google.events.list({ calendarId: 'primary' });
  expect(data.items).toHaveLength(2);
});

test('SIGTERM during a sync: no new requests, the item in hand ends, the record says interrupted', async () => {
  await addBookings(world.sql, 30);
  world.sandbox.addFault({ match: { operation: 'events.insert' }, kind: 'slow', delayMs: 100, times: 0 });
  const { body } = await world.post('/api/calendar-sync/sync', {}, later);
  const waiting = world.request(`/api/runs/${body.data.id}/events`).then((response) => response.text());
  await until(
    async () => world.sandbox.requests.filter(({ operation }) => operation === 'events.insert').length,
    (count) => count >= 3,
  );
  await world.stop();
  await expect(fetch(`${world.url}/health`)).rejects.toThrow();
  expect(await waiting).toMatch(/event: end\ndata: .*"status":"interrupted"/);
  const [run] = await world.sql`select status, finished_at from renos_sync.runs where id = ${body.data.id}`;
  expect(run).toMatchObject({ status: 'interrupted', finished_at: expect.any(Date) });
  const { data } = await world.google.events.list({ calendarId: 'primary' });
  const [links] = await world.sql`select count(*)::int as count from renos_sync.links`;
  const [lease] = await world.sql`select expires_at <= now() as free from renos_sync.leases where name = 'sync'`;
  expect(data.items?.length).toBe(links?.count);
  expect(links?.count).toBeLessThan(30);
  expect(lease?.free).toBe(true);
});
