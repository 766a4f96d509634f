/** What a sync is measured beside: the one that RenOS had, replayed. It reads and writes one event after the other. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { calendar as googleCalendar } from 'googleapis/build/src/apis/calendar/index.js';
import postgres from 'postgres';
import { type Sandbox, startSandbox } from '../src/sandbox/start-sandbox.js';
import { createMigrated } from '../test/helpers/start-postgres.js';
import { owner, stockCalendars } from '../test/helpers/stocked-calendar.js';

export interface SyncCost {
  readonly work: string;
  readonly by: string;
  readonly seconds: number;
  readonly requests: number;
  readonly statements: number;
}

const events = 1_000;
const bookings = 100;

/** `sql` counts statements, by pg_stat_statements; each sync gets a database and a sandbox of its own on `server`. */
export async function benchSyncs(sql: postgres.Sql, server: string, program: string): Promise<SyncCost[]> {
  const costs: SyncCost[] = [];
  const measure = async (work: string, by: string, database: string, sandbox: Sandbox, run: Run) => {
    await sql`select pg_stat_statements_reset()`;
    const before = sandbox.requests.length;
    const startedAt = performance.now();
    await run(`${server}/${database}`, sandbox);
    const seconds = (performance.now() - startedAt) / 1000;
    const [told] = await sql<{ calls: number }[]>`select sum(s.calls)::int as calls from pg_stat_statements s
      join pg_database d on d.oid = s.dbid where d.datname = ${database}`;
    await assertAllThere(`${server}/${database}`);
    costs.push({ work, by, seconds, requests: sandbox.requests.length - before, statements: told?.calls ?? 0 });
  };
  const ours: Run = (url, sandbox) => runSync(program, url, sandbox);
  const oneByOne = 'one by one';
  for (const by of [oneByOne, '**renos-sync**']) {
    const isOld = by === oneByOne;
    const stock = stockCalendars({ [owner]: events }, new Date());
    const sandbox = await startSandbox({ state: stock.stateFile, latency: 50 });
    const [name, url] = await makeDatabase(server, isOld ? 'read_old' : 'read_new');
    await measure(`${events} events into bookings`, by, name, sandbox, isOld ? readOneByOne : ours);
    await measure('the same again, without news', by, name, sandbox, isOld ? readOneByOne : ours);
    await addBookings(url, bookings);
    await measure(`${bookings} new bookings into events`, by, name, sandbox, isOld ? writeOneByOne : ours);
    await sandbox.close();
    await stock.remove();
  }
  return costs.sort((one, other) => one.work.localeCompare(other.work));
}

async function assertAllThere(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  const [found] = await sql<
    { linked: number; all: number }[]
  >`select count("calendarEventId")::int as linked, count(*)::int as all from bookings`;
  await sql.end();
  if (found === undefined || found.linked !== found.all || found.all % events > bookings || found.all < events)
    throw new Error(`${found?.linked} of ${found?.all} bookings are linked.`);
}

type Run = (url: string, sandbox: Sandbox) => Promise<unknown>;

async function makeDatabase(server: string, name: string) {
  return [name, await createMigrated(server, name)] as const;
}

export async function addBookings(url: string, count: number, from = 1): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  await sql`insert into bookings (id, "serviceType", "startTime", "endTime", "updatedAt")
    select 'b' || n, 'Vask ' || n, now() + n * interval '1 hour', now() + n * interval '1 hour' + interval '30 minutes', now()
    from generate_series(${from}::int, ${from + count - 1}::int) n`;
  await sql.end();
}

async function runSync(program: string, url: string, sandbox: Sandbox): Promise<void> {
  const child = spawn(process.execPath, [program, 'sync', '--quiet'], {
    env: { PATH: process.env.PATH ?? '', DATABASE_URL: url, GOOGLE_CALENDAR_API_URL: sandbox.url },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [exitCode] = await once(child, 'close');
  if (exitCode !== 0) throw new Error(`sync exited ${exitCode}.`);
}

const clientOf = (sandbox: Sandbox) =>
  googleCalendar({ version: 'v3', rootUrl: sandbox.url, headers: { Authorization: 'Bearer old' } });

/** As the program did that read a window of the calendar and looked up the booking of each event in it. */
async function readOneByOne(url: string, sandbox: Sandbox): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  const { data } = await clientOf(sandbox).events.list({ calendarId: 'primary', maxResults: 1000, singleEvents: true });
  for (const { id = '', summary, start, end } of data.items ?? []) {
    const [there] = await sql`select * from bookings where "calendarEventId" = ${id} limit 1`;
    const [from, until] = [start?.dateTime ?? '', end?.dateTime ?? ''];
    if (there === undefined)
      await sql`insert into bookings (id, "serviceType", "startTime", "endTime", "scheduledAt", "calendarEventId", "updatedAt")
        values (${`e${id}`}, ${summary ?? ''}, ${from}::timestamptz, ${until}::timestamptz, ${from}::timestamptz, ${id}, now())`;
    else
      await sql`update bookings set "serviceType" = ${summary ?? ''}, "startTime" = ${from}::timestamptz, "endTime" = ${until}::timestamptz,
        "updatedAt" = now() where id = ${there.id}`;
  }
  await sql.end();
}

/** As the program did that wrote bookings one by one: an insert, and the event's id into the booking. */
export async function writeOneByOne(url: string, sandbox: Sandbox): Promise<number> {
  const google = clientOf(sandbox);
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  const startedAt = performance.now();
  const rows = await sql<
    { id: string; summary: string; start: string; end: string }[]
  >`select id, "serviceType" as summary, to_char("startTime", 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as start,
    to_char("endTime", 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as end from bookings where "calendarEventId" is null`;
  for (const { id, summary, start, end } of rows) {
    const requestBody = { summary, start: { dateTime: start }, end: { dateTime: end } };
    const { data } = await google.events.insert({ calendarId: 'primary', requestBody });
    await sql`update bookings set "calendarEventId" = ${data.id ?? ''} where id = ${id}`;
  }
  await sql.end();
  return (performance.now() - startedAt) / 1000;
}
