import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { PushedSync } from '../../src/server/push/pushed-sync.js';
import { openServerWorld, type ServerWorld, until } from './open-server.js';

/** The proxy in front of the server, which has the public address. */
let proxy: Server;
let target = 0;
let world: ServerWorld;
beforeEach(async () => {
  proxy = createServer((incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const onward = request({ port: target, method, path: url, headers }, (reply) => {
      outgoing.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(outgoing);
    });
    incoming.pipe(onward.on('error', () => outgoing.destroy()));
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const publicUrl = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  world = await openServerWorld({ env: { PUBLIC_URL: publicUrl }, limits: { pushQuiet: 200 } });
  target = world.port;
});
afterEach(async () => {
  await world.close();
  proxy.closeAllConnections();
  proxy.close();
});

const channels = () =>
  world.sql<{ id: string; expires_at: Date; token_hash: string }[]>`select * from renos_sync.channels`;
const pushes = () =>
  world.sql<
    { status: string }[]
  >`select status from renos_sync.runs where options ->> 'trigger' = 'push' order by started_at`;
const anEvent = (summary: string) => ({
  calendarId: 'primary',
  requestBody: { summary, start: { dateTime: '2027-03-01T09:00:00Z' }, end: { dateTime: '2027-03-01T10:00:00Z' } },
});

test('a change in Google becomes a booking without a request', async () => {
  const [channel] = await until(channels, (rows) => rows.length === 1);
  const left = (channel?.expires_at.getTime() ?? 0) - Date.now();
  expect(left).toBeGreaterThan(6 * 86_400_000);
  await world.post('/api/calendar-sync/sync');
  await Promise.all(['Vask', 'Puds', 'Trappe'].map((title) => world.google.events.insert(anEvent(title))));
  await until(
    () => world.sql`select id from bookings`,
    (rows) => rows.length === 3,
  );
  await until(pushes, (runs) => runs.length > 0 && runs.every(({ status }) => status === 'succeeded'));
});

test('a message without the token of its channel is ignored', async () => {
  const [channel] = await until(channels, (rows) => rows.length === 1);
  const send = (headers: Record<string, string>) =>
    fetch(`${world.url}/api/google/notifications`, { method: 'POST', headers });
  const id = channel?.id ?? '';
  const state = { 'x-goog-resource-state': 'exists' };
  for (const headers of [
    {},
    { 'x-goog-channel-id': id },
    { 'x-goog-channel-id': id, 'x-goog-channel-token': 'x' },
    { 'x-goog-channel-id': id, 'x-goog-channel-token': channel?.token_hash ?? '' },
    { 'x-goog-channel-id': 'another', 'x-goog-channel-token': '' },
    { 'x-goog-channel-id': "' or true --", 'x-goog-channel-token': '' },
  ]) {
    const response = await send({ ...state, ...(headers as Record<string, string>) });
    expect([response.status, await response.json()]).toMatchObject([404, { error: 'channel-unknown' }]);
  }
  expect(await pushes()).toHaveLength(0);
});

test('a channel near its end is followed by another and then stopped, and one that lasts is not', async () => {
  const [first] = await until(channels, (rows) => rows.length === 1);
  const again = async (isFollowed: boolean) => {
    await world.sql`delete from renos_sync.schedules where name = 'watch'`;
    const env = { PUBLIC_URL: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}` };
    const other = await openServerWorld({ beside: world, env });
    await until(
      () => world.sql`select name from renos_sync.schedules where name = 'watch'`,
      (rows) => rows.length === 1,
    );
    await until(channels, (rows) => rows.length === 1 && (rows[0]?.id !== first?.id) === isFollowed);
    await other.close();
  };
  const stops = () => world.sandbox.requests.filter(({ operation }) => operation === 'channels.stop');
  await again(false);
  expect(stops()).toHaveLength(0);
  await world.sql`update renos_sync.channels set expires_at = now() + interval '1 hour'`;
  await again(true);
  expect(stops()).toMatchObject([{ status: 204 }]);
});

test('a channel that Google will not close is no reason to be without one', async () => {
  const [first] = await until(channels, (rows) => rows.length === 1);
  await world.sql`update renos_sync.channels set expires_at = now() + interval '1 hour'`;
  await world.sql`delete from renos_sync.schedules where name = 'watch'`;
  const fault = { match: { operation: 'channels.stop' }, kind: 'status', status: 403, reason: 'forbidden', times: 0 };
  world.sandbox.addFault(fault as Parameters<typeof world.sandbox.addFault>[0]);
  const env = { PUBLIC_URL: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}` };
  const other = await openServerWorld({ beside: world, env });
  await until(channels, (rows) => rows.length === 1 && rows[0]?.id !== first?.id);
  await until(
    async () => other.lines,
    (lines) => lines.some(({ message }) => message === 'past push channel stays open'),
  );
  await other.close();
});

test('messages are gathered, and those that come during a sync are answered by one more', async () => {
  let running = 0;
  let ends: (() => void)[] = [];
  const pushed = new PushedSync(() => {
    running += 1;
    return new Promise<void>((resolve) => ends.push(resolve));
  }, 1);
  for (let n = 0; n < 10; n += 1) pushed.ask();
  await until(
    async () => running,
    (count) => count === 1,
  );
  for (let n = 0; n < 10; n += 1) pushed.ask();
  expect(running).toBe(1);
  for (const end of ends) end();
  ends = [];
  await until(
    async () => running,
    (count) => count === 2,
  );
  pushed.end();
  for (const end of ends) end();
});
