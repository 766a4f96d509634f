/**
 * How soon a change is on the other side while `serve --watch` runs, with push: `npx tsx scripts/bench-watch.ts`.
 *
 * BENCH_EDITS random edits on each side (200), then BENCH_REST seconds of rest (600) in which statements and requests are
 * counted; and how late the database's own counters are. Starts a PostgreSQL and a sandbox of its own and runs the built
 * program. Fails when the 95th percentile of either way is above 5 s, or when rest costs more than it should.
 */
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { calendar as googleCalendar } from 'googleapis/build/src/apis/calendar/index.js';
import postgres from 'postgres';
import { startSandbox } from '../src/sandbox/start-sandbox.js';
import { serveProgram } from '../test/helpers/served.js';
import { startPostgres } from '../test/helpers/start-postgres.js';

const edits = Number(process.env.BENCH_EDITS ?? 200);
const rest = Number(process.env.BENCH_REST ?? 600);
const bookings = 40;
const poll = 15;

const server = await startPostgres();
const sandbox = await startSandbox({ pushToLoopback: true, latency: 30 });
const databaseUrl = await server.createMigrated('watch');
const sql = postgres(databaseUrl, { max: 2, onnotice: () => {} });
const google = googleCalendar({ version: 'v3', rootUrl: sandbox.url, headers: { Authorization: 'Bearer person' } });

function tell(isGood: boolean, text: string): void {
  process.stdout.write(`${isGood ? 'good' : 'BAD '}  ${text}\n`);
  if (!isGood) process.exitCode = 1;
}

async function until(holds: () => Promise<boolean>): Promise<number> {
  const startedAt = performance.now();
  while (!(await holds())) {
    if (performance.now() - startedAt > 60_000) return Number.POSITIVE_INFINITY;
    await sleep(50);
  }
  return (performance.now() - startedAt) / 1000;
}

const eventOf = async (id: string) => {
  const [row] = await sql<{ event_id: string }[]>`select event_id from renos_sync.links where booking_id = ${id}`;
  return row?.event_id ?? '';
};

/** Each side edits bookings of its own, so that no edit hides another. */
async function editBooking(n: number): Promise<number> {
  const id = `b${(n % (bookings / 2)) + 1}`;
  const address = `Vej ${n}, ${Math.random()}`;
  await sql`update bookings set address = ${address}, "updatedAt" = now() where id = ${id}`;
  const eventId = await eventOf(id);
  return until(async () => (await google.events.get({ calendarId: 'primary', eventId })).data.location === address);
}

async function editEvent(n: number): Promise<number> {
  const id = `b${(n % (bookings / 2)) + 1 + bookings / 2}`;
  const location = `Gade ${n}, ${Math.random()}`;
  await google.events.patch({ calendarId: 'primary', eventId: await eventOf(id), requestBody: { location } });
  return until(async () => {
    const [row] = await sql<{ address: string }[]>`select address from bookings where id = ${id}`;
    return row?.address === location;
  });
}

async function measure(name: string, edit: (n: number) => Promise<number>): Promise<void> {
  const delays: Promise<number>[] = [];
  for (let n = 0; n < edits; n += 1) {
    delays.push(edit(n));
    // Nobody edits one booking twice before the first edit was carried over.
    await sleep(500 + Math.random() * 2_000);
    if (n >= bookings / 2 - 1) await delays[n - bookings / 2 + 1];
  }
  const sorted = (await Promise.all(delays)).sort((a, b) => a - b);
  const at = (share: number) => (sorted[Math.ceil(sorted.length * share) - 1] ?? 0).toFixed(2);
  tell(Number(at(0.95)) <= 5, `${name}: ${edits} edits, median ${at(0.5)} s, p95 ${at(0.95)} s, longest ${at(1)} s`);
}

/** How late the counters are when a session writes soon after it read, as an application does. */
async function lateness(): Promise<string> {
  const writer = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  const count = async () =>
    Number((await sql`select n_tup_upd as n from pg_stat_user_tables where relname = 'bookings'`)[0]?.n);
  const snapshot = async () => String((await sql`select pg_current_snapshot()::text as s`)[0]?.s);
  await sleep(1_500);
  await writer`select count(*) from bookings`;
  const [counted, seen] = [await count(), await snapshot()];
  await writer`update bookings set notes = notes where id = 'b1'`;
  const [bySnapshot, byCounter] = await Promise.all([
    until(async () => (await snapshot()) !== seen),
    until(async () => (await count()) !== counted),
  ]);
  await writer.end();
  const [{ v } = { v: '' }] = await sql<{ v: string }[]>`select current_setting('server_version') as v`;
  return `PostgreSQL ${v}: a write shows in pg_current_snapshot after ${bySnapshot.toFixed(1)} s, in pg_stat_user_tables after ${byCounter.toFixed(1)} s`;
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

await sql`insert into bookings (id, "serviceType", "startTime", "endTime", "updatedAt")
  select 'b' || n, 'Vask ' || n, now() + n * interval '1 hour', now() + n * interval '1 hour' + interval '30 minutes', now()
  from generate_series(1, ${bookings}::int) n`;
process.stdout.write(`      ${await lateness()}\n`);
const port = await freePort();
const env = {
  DATABASE_URL: databaseUrl,
  GOOGLE_CALENDAR_API_URL: sandbox.url,
  PUBLIC_URL: `http://127.0.0.1:${port}`,
};
const program = await serveProgram(env, ['--port', String(port), '--watch', '--poll', String(poll)]);
try {
  await until(async () => (await eventOf(`b${bookings}`)) !== '');
  await Promise.all([measure('booking to Google', editBooking), measure('event to RenOS', editEvent)]);
  await sleep(10_000);
  const transactions = async () =>
    Number((await sql`select xact_commit as n from pg_stat_database where datname = current_database()`)[0]?.n);
  sandbox.resetLog();
  const before = await transactions();
  await sleep(rest * 1000);
  const [requests, statements] = [sandbox.requests.length, (await transactions()) - before];
  tell(
    requests <= Math.ceil(rest / poll) && statements <= rest / 2 + (rest / 15) * 3 + 5,
    `at rest for ${rest} s: ${requests} requests to Google, ${statements} transactions, renewed leases among them`,
  );
  const code = await program.end('SIGTERM');
  tell(code === 0, `SIGTERM: exit ${code}`);
} finally {
  program.child.kill('SIGKILL');
  await sql.end();
  await sandbox.close();
  await server.stop();
}
