import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.js';
import { runCli } from '../helpers/cli.js';
import { freshDatabase, type TestDatabase } from '../helpers/databases.js';
import { tempFolder } from '../helpers/temp-folder.js';

const program = fileURLToPath(new URL('../../bin/run.js', import.meta.url));
const bookings = 30;

let sandbox: Sandbox;
let database: TestDatabase;
let sql: postgres.Sql;
let env: Record<string, string>;
beforeEach(async () => {
  sandbox = await startSandbox({ faults: true });
  database = await freshDatabase();
  env = { DATABASE_URL: database.url, GOOGLE_CALENDAR_API_URL: sandbox.url };
  sql = postgres(database.url, { max: 1, onnotice: () => {} });
  await sql`insert into bookings (id, "serviceType", "startTime", "endTime", "updatedAt")
    select 'b' || n, 'Vask ' || n, now() + n * interval '1 hour', now() + n * interval '1 hour' + interval '30 minutes', now()
    from generate_series(1, ${bookings}::int) n`;
});
afterEach(async () => {
  await sql.end();
  await sandbox.close();
  await database.drop();
});

/** Starts a sync and waits until `operation` has been asked for so often: its replies are slow. */
async function startSync(operation: string, delayMs: number, times = 1) {
  sandbox.addFault({ match: { operation }, kind: 'slow', delayMs, times: 0 });
  const child = spawn(process.execPath, [program, 'sync', '--json'], {
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  const ended = once(child, 'close').then(([exitCode]) => ({
    exitCode: exitCode as number | null,
    result: () => JSON.parse(stdout) as Record<string, unknown>,
  }));
  while (sandbox.requests.filter((request) => request.operation === operation).length < times) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { child, ended };
}

const inserts = () => sandbox.requests.filter(({ operation }) => operation === 'events.insert').length;

async function expectAllOnce(): Promise<void> {
  sandbox.clearFaults();
  const next = await runCli(['sync', '--json'], env);
  expect(next).toMatchObject({ exitCode: 0 });
  const answer = await fetch(`${sandbox.url}calendar/v3/calendars/primary/events?maxResults=2500`, {
    headers: { authorization: 'Bearer person' },
  });
  const { items } = (await answer.json()) as { items: { summary: string }[] };
  expect(items.map(({ summary }) => summary).sort()).toEqual(
    Array.from({ length: bookings }, (_, index) => `Vask ${index + 1}`).sort(),
  );
  expect(await sql`select count(*)::int as links from renos_sync.links`).toEqual([{ links: bookings }]);
}

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 143],
] as const)('%s ends the writes in hand, keeps and reports them, and exits %i', async (signal, exitCode) => {
  const { child, ended } = await startSync('events.insert', 400);
  child.kill(signal);
  const outcome = await ended;
  expect(outcome.exitCode).toBe(exitCode);
  const result = outcome.result() as { google: { created: number } };
  expect(result).toMatchObject({ success: false, error: { code: 'interrupted', exitCode } });
  // What was on its way is finished; no more is begun.
  expect(result.google.created).toBe(inserts());
  expect(inserts()).toBeLessThan(bookings);
  expect(await sql`select count(*)::int as links from renos_sync.links`).toEqual([{ links: inserts() }]);
  expect(await sql`select status from renos_sync.runs`).toEqual([{ status: 'interrupted' }]);
  expect(await sql`select expires_at <= now() as free from renos_sync.leases where name = 'sync'`).toEqual([
    { free: true },
  ]);
  await expectAllOnce();
});

test('a signal while Google is still listing ends the run at once, with nothing written', async () => {
  const { child, ended } = await startSync('events.list', 60_000);
  child.kill('SIGTERM');
  const outcome = await ended;
  expect(outcome.exitCode).toBe(143);
  expect(outcome.result()).toMatchObject({ success: false, error: { code: 'interrupted' } });
  expect(await sql`select status from renos_sync.runs`).toEqual([{ status: 'interrupted' }]);
  expect(inserts()).toBe(0);
  await expectAllOnce();
});

test('a process that was frozen beyond its lease writes nothing more once it wakes', async () => {
  // Twelve writes at once is all there may be, and no reply comes for so long: none is about to leave as the process stops.
  // One that was would go out once it wakes, to be refused: its id is taken, its etag has moved.
  const { child, ended } = await startSync('events.insert', 5_000, 12);
  child.kill('SIGSTOP');
  expect(inserts()).toBe(12);
  // A minute goes by: the lease runs out, and another run takes over and ends.
  await sql`update renos_sync.leases set expires_at = now() - interval '1 second' where name = 'sync'`;
  await expectAllOnce();
  const before = await sql`select id, base, etag, ctid::text, xmin::text from renos_sync.links order by id`;
  const seen = sandbox.requests.length;
  child.kill('SIGCONT');
  const outcome = await ended;
  expect(outcome.exitCode).toBe(5);
  expect(outcome.result()).toMatchObject({ success: false, error: { code: 'lease-lost', exitCode: 5 } });
  expect(await sql`select id, base, etag, ctid::text, xmin::text from renos_sync.links order by id`).toEqual(before);
  expect(sandbox.requests.slice(seen).filter(({ method }) => method !== 'GET')).toEqual([]);
  await expectAllOnce();
});

test('an import of one row 400,000 times ends within seconds of a signal, with nothing written', async () => {
  const folder = tempFolder('signal');
  const file = join(folder, 'customers.csv');
  await writeFile(file, `Name,Email,Phone\n${'Ada Holm,ada@example.dk,20304050\n'.repeat(400_000)}`);
  const child = spawn(process.execPath, [program, 'import', file, '--json'], {
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(child, 'close');
  while (child.exitCode === null && (await sql`select id from renos_sync.imports`).length === 0);
  const at = performance.now();
  child.kill('SIGTERM');
  expect((await ended)[0]).toBe(143);
  expect(performance.now() - at).toBeLessThan(10_000);
  expect(await sql`select count(*)::int as customers from customers`).toEqual([{ customers: 0 }]);
});
