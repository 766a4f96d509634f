import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { calendar as googleCalendar } from 'googleapis/build/src/apis/calendar/index.js';
import postgres from 'postgres';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.js';
import { freshDatabase, type TestDatabase } from '../helpers/databases.js';
import { serveProgram } from '../helpers/served.js';

const program = fileURLToPath(new URL('../../bin/run.js', import.meta.url));
const patient = { timeout: 60_000, interval: 100 };

let sandbox: Sandbox;
let database: TestDatabase;
let sql: postgres.Sql;
let env: Record<string, string>;
const children: ChildProcess[] = [];
beforeEach(async () => {
  sandbox = await startSandbox({ faults: true, pushToLoopback: true });
  database = await freshDatabase();
  env = { PATH: process.env.PATH ?? '', DATABASE_URL: database.url, GOOGLE_CALENDAR_API_URL: sandbox.url };
  sql = postgres(database.url, { max: 1, onnotice: () => {} });
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await sql.end();
  await sandbox.close();
  await database.drop();
});

const google = () =>
  googleCalendar({ version: 'v3', rootUrl: sandbox.url, headers: { Authorization: 'Bearer person' } });
const events = async () => (await google().events.list({ calendarId: 'primary' })).data.items ?? [];
const titles = async () => (await events()).map(({ summary }) => summary).sort();
const syncs = async () => (await sql`select count(*)::int as n from renos_sync.runs where status = 'succeeded'`)[0]?.n;
const book = (id: string) => sql`insert into bookings (id, "serviceType", "startTime", "endTime", "updatedAt")
  values (${id}, ${`Vask ${id}`}, now() + interval '1 day', now() + interval '26 hours', now())`;

function watch(...args: readonly string[]) {
  const child = spawn(process.execPath, [program, 'sync', '--watch', '--poll', '1', ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  const said = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text));
  const closed = once(child, 'close') as Promise<[number | null]>;
  return { child, said, closed };
}

test('carries changes over both ways, a line a sync, and ends in order on SIGTERM', async () => {
  await book('b1');
  const { child, said, closed } = watch('--json');
  await vi.waitFor(async () => expect(await titles()).toEqual(['Vask b1']), patient);
  await book('b2');
  await vi.waitFor(async () => expect(await titles()).toEqual(['Vask b1', 'Vask b2']), patient);
  const [event] = await events();
  await google().events.patch({
    calendarId: 'primary',
    eventId: event?.id ?? '',
    requestBody: { location: 'Ny vej 1' },
  });
  await vi.waitFor(
    async () => expect((await sql`select id from bookings where address = 'Ny vej 1'`).length).toBe(1),
    patient,
  );
  child.kill('SIGTERM');
  expect((await closed)[0]).toBe(0);
  const lines = said.out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.map(({ google: side, database: other }) => [side.created, other.updated])).toEqual([
    [1, 0],
    [1, 0],
    [0, 1],
  ]);
});

test('takes over from a watcher that was killed', async () => {
  const first = watch();
  await vi.waitFor(async () => expect(await syncs()).toBe(1), patient);
  const second = watch();
  await vi.waitFor(() => expect(second.said.err).toContain('Watching'), patient);
  first.child.kill('SIGKILL');
  await first.closed;
  await book('b1');
  await vi.waitFor(async () => expect(await titles()).toEqual(['Vask b1']), patient);
  second.child.kill('SIGTERM');
  expect((await second.closed)[0]).toBe(0);
});

test('continues when Google and the sessions of the database come back, and says so once for each', async () => {
  const { child, said, closed } = watch('--json');
  await vi.waitFor(async () => expect(await syncs()).toBe(1), patient);
  sandbox.addFault({ kind: 'status', status: 503, times: 0 });
  await vi.waitFor(() => expect(said.out).toContain('"success":false'), patient);
  const requests = sandbox.requests.length;
  await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`;
  sandbox.clearFaults();
  await book('b1');
  await vi.waitFor(async () => expect(await titles()).toEqual(['Vask b1']), patient);
  expect(sandbox.requests.length - requests).toBeLessThan(60);
  child.kill('SIGTERM');
  expect((await closed)[0]).toBe(0);
  const failures = said.out.split('\n').filter((line) => line.includes('"success":false'));
  expect(failures.length).toBeLessThanOrEqual(2);
});

test('serve --watch syncs a booking without a schedule, and ends in order', async () => {
  const served = await serveProgram(env, ['--watch']);
  children.push(served.child);
  await vi.waitFor(async () => expect(await syncs()).toBe(1), patient);
  await book('b1');
  await vi.waitFor(async () => expect(await titles()).toEqual(['Vask b1']), patient);
  const [run] = await sql`select options ->> 'trigger' as trigger from renos_sync.runs order by seq limit 1`;
  expect(run?.trigger).toBe('watch');
  expect(await served.end('SIGTERM')).toBe(0);
});
