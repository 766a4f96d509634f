/** Imports that are killed with kill -9, run again, and compared with one that was left alone. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { csvHeader, csvRow, madeUpCustomer } from './made-up-customers.js';

export interface Trial {
  /** A PostgreSQL server where databases may be made. */
  readonly server: string;
  /** The program's way to a database of it, where that is another one: a pooler. */
  readonly through?: (url: string) => string;
  /** A migrated database to clone. */
  readonly template: string;
  /** bin/run.js of a build. */
  readonly program: string;
  readonly rows: number;
  readonly batchSize: number;
  /** Every so many customers have a booking. */
  readonly bookedEvery: number;
}

/** What a killed import came to, once it was run again. */
export interface Ending {
  /** How far it was when it was killed: not writing yet, writing, or done with the database. */
  readonly killedWhile: 'reading' | 'writing' | 'after';
  /** Every customer and booking with what the journal has of them, but ids and times of writing. */
  readonly database: readonly string[];
  /** Every event, but its ids and times of writing. */
  readonly calendar: readonly string[];
}

/** Runs an import, left alone (`after` is null) or killed after so many milliseconds and then run again. */
export async function importAndKill(
  trial: Trial,
  after: number | null,
): Promise<Ending & { readonly milliseconds: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'renos-sync-kill-'));
  const name = `kill_${process.pid}_${Date.now()}`;
  const admin = postgres(trial.server, { max: 1, onnotice: () => {} });
  await admin.unsafe(`create database ${name} template ${trial.template}`);
  const url = new URL(trial.server);
  url.pathname = `/${name}`;
  const world = { trial, folder, url: url.toString() };
  try {
    await writeFile(join(folder, 'customers.csv'), fileText(trial));
    const killedWhile = after === null ? 'after' : await killed(world, after);
    const startedAt = performance.now();
    await start(world).ended;
    const milliseconds = performance.now() - startedAt;
    return { killedWhile, database: await contentOf(world), calendar: await eventsIn(folder), milliseconds };
  } finally {
    await admin.unsafe(`drop database if exists ${name} with (force)`);
    await admin.end();
    await rm(folder, { recursive: true, force: true });
  }
}

interface World {
  readonly trial: Trial;
  readonly folder: string;
  readonly url: string;
}

/** Some customers have a booking to come, some rows are wrong, some repeat an earlier customer. */
function fileText({ rows, bookedEvery }: Trial): string {
  const lines = [`${csvHeader};Booking start;Ydelse`];
  for (let number = 0; number < rows; number += 1) {
    const made = madeUpCustomer(number % 20 === 19 ? number - 7 : number);
    const email = number % 100 === 50 ? 'forkert' : made.email;
    const day = new Date(Date.now() + (2 + (number % 28)) * 86_400_000).toISOString().slice(0, 10);
    const booking = number % bookedEvery === 0 ? `${day}T09:00;Vinduer` : ';';
    lines.push(`${csvRow({ ...made, email })};${booking}`);
  }
  return lines.join('\r\n');
}

function start({ trial, folder, url }: World) {
  const words = ['import-csv', 'customers.csv', '--create-bookings', '--wait', '--json', '--quiet'];
  const child = spawn(process.execPath, [trial.program, ...words, '--batch-size', String(trial.batchSize)], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      RENOS_DATA_DIR: join(folder, 'data'),
      DATABASE_URL: trial.through?.(url) ?? url,
      GOOGLE_CALENDAR_API_URL: 'sandbox',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = once(child, 'close').then(([code]) => {
    if (code !== 4 && code !== 0 && child.signalCode === null) throw new Error(`import exited ${code}: ${stderr}`);
  });
  return { child, ended };
}

async function killed(world: World, after: number): Promise<Ending['killedWhile']> {
  const { child, ended } = start(world);
  await Promise.race([sleep(after), ended]);
  child.kill('SIGKILL');
  await ended;
  const sql = postgres(world.url, { max: 1 });
  const [left] = await sql<{ merging: boolean; runs: number }[]>`
    select exists (select from renos_sync.imports where stage = 'merging') as merging, (select count(*)::int from renos_sync.runs) as runs`;
  await sql.end();
  if (left?.merging === true) return 'writing';
  return (left?.runs ?? 0) > 0 ? 'after' : 'reading';
}

async function contentOf({ url }: World): Promise<readonly string[]> {
  const sql = postgres(url, { max: 1 });
  const rows = await sql<{ line: string }[]>`
    select row(name, email, phone, address, "companyName", notes, tags, "totalLeads", "totalBookings", "totalRevenue", "lastContactAt")::text as line from customers
    union all select row(c.name, c.email, b."startTime", b."endTime", b."serviceType", b.status, b.notes, b."calendarEventId" is not null)::text
      from bookings b join customers c on c.id = b."customerId"
    union all select 'journal ' || j.kind || ' ' || j.action || ' ' || count(*)
      from renos_sync.journal j join renos_sync.runs r on r.id = j.run_id where r.kind = 'import' group by j.kind, j.action
    union all select 'journal customer create ' || coalesce(sum(cardinality(customer_ids)), 0) from renos_sync.journal_creations
    order by 1`;
  await sql.end();
  return rows.map(({ line }) => line);
}

interface Kept {
  readonly kind: string;
  readonly calendarId: string;
  readonly record: { readonly event: Readonly<Record<string, unknown>> };
}

/** The last state of each event in the sandbox's journal. */
async function eventsIn(folder: string): Promise<readonly string[]> {
  const lines = (await readFile(join(folder, 'data', 'sandbox.ndjson'), 'utf8'))
    .split('\n')
    .filter((line) => line !== '');
  const events = new Map<unknown, string>();
  for (const change of lines.flatMap((line) => JSON.parse(line) as readonly Kept[])) {
    if (change.kind !== 'event') continue;
    const { id, status, summary, location, description, start, end } = change.record.event;
    events.set(id, JSON.stringify([status, summary, location, description, start, end]));
  }
  return [...events.values()].sort();
}
