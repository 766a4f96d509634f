import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openServerWorld, type ServerWorld, token, until } from './open-server.js';
import { openSocket } from './raw-call.js';

const customers = 10_000;

let world: ServerWorld;
beforeAll(async () => {
  world = await openServerWorld();
  await world.sql`insert into customers (id, name, notes, "updatedAt")
    select 'c' || n, 'Kunde ' || n, repeat('x', 1000), now() from generate_series(1, ${customers}::int) n`;
});
afterAll(() => world.close());

const exportHead = `GET /api/customer-import/export HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n\r\n`;

const spools = async () => (await readdir(tmpdir())).filter((name) => name.startsWith('renos-sync-export-'));

test('clients that do not take their export do not block the database for others', async () => {
  const sockets = await Promise.all(Array.from({ length: 8 }, () => openSocket(world.port)));
  // The answer has begun: from here on the client is as slow as can be.
  await Promise.all(
    sockets.map(
      (socket) =>
        new Promise<void>((resolve) => {
          socket.once('readable', resolve);
          socket.write(exportHead);
        }),
    ),
  );
  const answer = await world.get('/api/customer-import/statistics');
  expect(answer).toMatchObject({ status: 200, body: { data: { totalCustomers: customers } } });
  const whole = await (await world.request('/api/customer-import/export')).text();
  expect(whole.split('\r\n')).toHaveLength(customers + 2);
  for (const socket of sockets) socket.destroy();
  expect(await spools()).toEqual([]);
});

test('a client that takes nothing for long is let go, and one that waits for its answer is not', async () => {
  const { port, request, lines, close } = await openServerWorld({ beside: world, limits: { readPatience: 300 } });
  const stalled = (await openSocket(port)).pause();
  stalled.write(exportHead.repeat(3));
  world.sandbox.addFault({ kind: 'slow', delayMs: 1_500 });
  const patient = await request('/api/calendar-sync/sync', { method: 'POST' });
  expect(patient.status).toBe(200);
  await until(
    async () => lines.filter(({ route, complete }) => route === '/api/customer-import/export' && complete === false),
    ({ length }) => length > 0,
  );
  stalled.destroy();
  await close();
});

test('some of them, by the ids that RenOS sends; an empty list is no list', async () => {
  const linesOf = async (query: string) =>
    (await (await world.request(`/api/customer-import/export${query}`)).text()).trimEnd().split('\r\n').length - 1;
  expect(await linesOf('?customerIds=c1,c2,nobody')).toBe(2);
  expect(await linesOf('?ids=c3')).toBe(1);
  expect(await linesOf('?customerIds=')).toBe(customers);
});

test('an export that fails is an error, and not half a file', async () => {
  await world.sql`alter table customers rename column notes to remarks`;
  // More than may read at once: each that failed makes room.
  for (let nth = 0; nth < 3; nth += 1) {
    const answer = await world.get('/api/customer-import/export');
    expect(answer).toMatchObject({ status: 503, body: { success: false, error: 'schema-missing' } });
    expect(answer.headers.get('content-disposition')).toBeNull();
  }
  await world.sql`alter table customers rename column remarks to notes`;
});
