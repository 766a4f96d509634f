/**
 * What Google's quota lets through, by the real clock: `npx tsx scripts/bench-quota.ts [few] [many] [two] [apart]`.
 *
 * few: 100 new bookings at 50 ms a reply, beside a writer that inserts one after the other: at most a third of its time.
 * many: 1,000 new bookings under 600 units in any sliding minute: at most 85 s, no request refused.
 * two: two programs at once on one database of 800 new bookings: at most 5 requests refused, all is done, once.
 * apart: two programs with databases and calendars of their own, 800 and 100 new bookings, on one account: the same.
 *
 * Starts a PostgreSQL and sandboxes of its own and runs the built program. All four take about six minutes.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { calendar as googleCalendar } from 'googleapis/build/src/apis/calendar/index.js';
import { type Sandbox, type SandboxOptions, startSandbox } from '../src/sandbox/start-sandbox.js';
import { startPostgres } from '../test/helpers/start-postgres.js';
import { addBookings, writeOneByOne } from './rival-syncs.js';

const program = fileURLToPath(new URL('../bin/run.js', import.meta.url));
const asked = process.argv.slice(2);
const isAsked = (name: string) => asked.length === 0 || asked.includes(name);
const server = await startPostgres();

function tell(isGood: boolean, text: string): void {
  process.stdout.write(`${isGood ? 'good' : 'BAD '}  ${text}\n`);
  if (!isGood) process.exitCode = 1;
}

async function withSandbox(options: SandboxOptions, work: (sandbox: Sandbox) => Promise<void>): Promise<void> {
  const sandbox = await startSandbox(options);
  await work(sandbox).finally(() => sandbox.close());
}

async function withBookings(name: string, count: number, from = 1): Promise<string> {
  const databaseUrl = await server.createMigrated(name);
  await addBookings(databaseUrl, count, from);
  return databaseUrl;
}

/** Runs the program once; gives its exit code and how long it took. */
async function sync(databaseUrl: string, sandbox: Sandbox, more: readonly string[] = []) {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [program, 'sync', '--quiet', ...more], {
    env: { PATH: process.env.PATH ?? '', DATABASE_URL: databaseUrl, GOOGLE_CALENDAR_API_URL: sandbox.url },
    stdio: 'inherit',
  });
  const [exitCode] = (await once(child, 'close')) as [number | null];
  return { exitCode, seconds: (performance.now() - startedAt) / 1000 };
}

const created = ({ requests }: Sandbox) =>
  requests.filter(({ operation, status }) => operation === 'events.insert' && status < 300).length;
const refused = ({ requests }: Sandbox) => requests.filter(({ status }) => status === 403 || status === 429).length;

/** Starts programs at once on one account, and each again when all have ended: nothing may be left to do. */
async function together(
  where: string,
  sandbox: Sandbox,
  wanted: number,
  programs: readonly (() => ReturnType<typeof sync>)[],
) {
  const runs = await Promise.all(programs.map((start) => start()));
  const again = await Promise.all(programs.map((start) => start()));
  const count = created(sandbox);
  const codes = [...runs, ...again].map(({ exitCode }) => exitCode);
  tell(
    codes.every((code) => code === 0) && count === wanted && refused(sandbox) <= 5,
    `two programs at once ${where}: exits ${codes.join(', ')}, ${count} created, ${refused(sandbox)} refused, ${Math.max(...runs.map(({ seconds }) => seconds)).toFixed(1)} s`,
  );
}

if (isAsked('few')) {
  let before = 0;
  await withSandbox({ latency: 50 }, async (sandbox) => {
    before = await writeOneByOne(await withBookings('few_old', 100), sandbox);
  });
  await withSandbox({ latency: 50 }, async (sandbox) => {
    const { exitCode, seconds } = await sync(await withBookings('few', 100), sandbox);
    const share = seconds / before;
    tell(
      exitCode === 0 && created(sandbox) === 100 && share <= 1 / 3,
      `100 at 50 ms: ${seconds.toFixed(2)} s with the start of the program, one by one ${before.toFixed(2)} s: ${(share * 100).toFixed(0)} %`,
    );
  });
}
if (isAsked('many')) {
  await withSandbox({ quotaPerMinute: 600, latency: 50 }, async (sandbox) => {
    const { exitCode, seconds } = await sync(await withBookings('many', 1_000), sandbox);
    tell(
      exitCode === 0 && created(sandbox) === 1_000 && refused(sandbox) === 0 && seconds <= 85,
      `1,000 under 600 a minute: exit ${exitCode}, ${created(sandbox)} created, ${refused(sandbox)} refused, ${seconds.toFixed(1)} s`,
    );
  });
}
if (isAsked('two')) {
  await withSandbox({ quotaPerMinute: 600, latency: 50 }, async (sandbox) => {
    const databaseUrl = await withBookings('two', 800);
    await together('on one database', sandbox, 800, [
      () => sync(databaseUrl, sandbox, ['--wait']),
      () => sync(databaseUrl, sandbox, ['--wait']),
    ]);
  });
}
if (isAsked('apart')) {
  await withSandbox({ quotaPerMinute: 600, latency: 50 }, async (sandbox) => {
    const google = googleCalendar({ version: 'v3', rootUrl: sandbox.url, headers: { Authorization: 'Bearer owner' } });
    const { data } = await google.calendars.insert({ requestBody: { summary: 'Second' } });
    const [first, second] = [await withBookings('apart', 800), await withBookings('apart_too', 100, 1_000)];
    await together('on two databases', sandbox, 900, [
      () => sync(first, sandbox),
      () => sync(second, sandbox, ['--calendar', data.id ?? '']),
    ]);
  });
}
await server.stop();
