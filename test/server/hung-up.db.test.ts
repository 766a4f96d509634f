import { readdir, readlink } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { tempFolder } from '../helpers/temp-folder.js';
import { openServerWorld, type ServerWorld, token, until } from './open-server.js';
import { openSocket } from './raw-call.js';

let world: ServerWorld;
const folder = tempFolder('hung-up');
beforeAll(async () => {
  vi.stubEnv('TMPDIR', folder);
  world = await openServerWorld({ limits: { bytesAtOnce: 1, roomPatience: 600_000 } });
});
afterAll(async () => {
  await world.close();
  vi.unstubAllEnvs();
});

/** Large enough to wait for room. */
const large = JSON.stringify({ customers: [{ name: 'Anna Dahl', email: 'anna@example.dk' }] }).padEnd(100_000);

interface Waiting {
  readonly answered: Promise<number | null>;
  hangUp(): void;
}

/** Sends a request, and waits for its answer until it hangs up. */
function send(method: 'GET' | 'POST', path: string, body = ''): Waiting {
  const call = request(`${world.url}${path}`, {
    method,
    agent: false,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'content-length': body.length },
  });
  const answered = new Promise<number | null>((resolve) => {
    call.on('response', (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
    });
    call.on('error', () => resolve(null));
  });
  call.end(body);
  return { answered, hangUp: () => call.destroy() };
}

/** What the server no longer does anything about. */
const over = (route: string) =>
  world.lines.filter((line) => line.message === 'request' && line.route === route && line.complete === false).length;

/** Holds what every import or export needs, while `work` looks at those that wait behind. */
async function whileHeld<Result extends object>(table: string, work: () => Promise<Result>): Promise<Result> {
  return (await world.sql.begin(async (tx) => {
    await tx.unsafe(`lock table ${table} in access exclusive mode`);
    return work();
  })) as Result;
}

const bodies = async () => (await readdir(folder)).filter((name) => name.startsWith('renos-sync-body-')).length;
const isHeldUp = async () =>
  (await world.sql`select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`)
    .length;

test('a client that hangs up while its body waits for room gives its place and its file up at once', async () => {
  const path = '/api/customer-import/import';
  const [first, last] = await whileHeld('renos_sync.leases', async () => {
    const first = send('POST', path, large);
    await until(isHeldUp, (held) => held > 0);
    const second = send('POST', path, large);
    await until(bodies, (count) => count === 1);
    second.hangUp();
    await until(bodies, (count) => count === 0);
    const last = send('POST', path, large);
    await until(bodies, (count) => count === 1);
    return [first, last] as const;
  });
  expect([await first.answered, await last.answered]).toEqual([200, 200]);
  const [{ imports = 0 } = {}] =
    await world.sql`select count(*)::int as imports from renos_sync.runs where kind = 'import'`;
  expect(imports).toBe(2);
  expect(over(path)).toBe(1);
});

/** Exports that are made or wait for their turn: each has an open file. */
async function openExports(): Promise<number> {
  const files = await Promise.all(
    (await readdir('/proc/self/fd')).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')),
  );
  return files.filter((file) => file.startsWith(join(folder, 'renos-sync-export-'))).length;
}

test('a client that hangs up while its export waits for its turn, or is made, leaves no open file', async () => {
  const path = '/api/customer-import/export';
  await world.sql`insert into customers (id, name, "updatedAt") select 'c' || n, 'Kunde ' || n, now() from generate_series(1, 2000) n`;
  const [made, left] = await whileHeld('customers', async () => {
    const [made, left] = [send('GET', path), send('GET', path)];
    await until(isHeldUp, (held) => held === 2);
    const waits = send('GET', path);
    await until(openExports, (count) => count === 3);
    waits.hangUp();
    await until(openExports, (count) => count === 2);
    left.hangUp();
    return [made, left] as const;
  });
  expect([await made.answered, await left.answered]).toEqual([200, null]);
  await until(openExports, (count) => count === 0);
  expect(await send('GET', path).answered).toBe(200);
});

test('a client that sent several requests on one connection and hangs up leaves all lines at once', async () => {
  const head = `GET /api/customer-import/export HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n\r\n`;
  await whileHeld('customers', async () => {
    const socket = await openSocket(world.port);
    socket.write(head.repeat(4));
    await until(isHeldUp, (held) => held === 2);
    await until(openExports, (count) => count === 4);
    socket.destroy();
    await until(openExports, (count) => count === 2);
    return {};
  });
  await until(openExports, (count) => count === 0);
});

test('a body that waits for room is refused with 503 as soon as the server stops', async () => {
  const path = '/api/customer-import/import';
  const stopping = await whileHeld('renos_sync.leases', async () => {
    send('POST', path, large);
    await until(isHeldUp, (held) => held > 0);
    const second = send('POST', path, large);
    await until(bodies, (count) => count === 1);
    const stopped = world.stop();
    expect(await second.answered).toBe(503);
    return [stopped] as const;
  });
  await stopping[0];
});
