/**
 * Kills imports with kill -9 at random moments, runs them again, and compares the database with that of an import that
 * was left alone: `npx tsx scripts/kill-imports.ts [times] [rows]`. Needs DATABASE_URL of a server where databases may
 * be made, and the built program (bin/run.js, or BENCH_PROGRAM).
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { csvHeader, csvRow, madeUpCustomer, randomNumbers } from './made-up-customers.js';

const times = Number(process.argv[2] ?? 100);
const rows = Number(process.argv[3] ?? 20_000);
const server = process.env.DATABASE_URL;
if (server === undefined) throw new Error('DATABASE_URL must name a PostgreSQL server.');
const program = process.env.BENCH_PROGRAM ?? fileURLToPath(new URL('../bin/run.js', import.meta.url));
const random = randomNumbers(Number(process.env.SEED ?? 1));
const folder = await mkdtemp(join(tmpdir(), 'renos-sync-kill-'));
const admin = postgres(server, { max: 1, onnotice: () => {} });
const file = join(folder, 'customers.csv');

/** Every third customer has a booking, some rows are wrong, some repeat an earlier customer. */
function fileText(): string {
  const lines = [`${csvHeader};Booking start;Ydelse`];
  for (let number = 0; number < rows; number += 1) {
    const made = madeUpCustomer(number % 20 === 19 ? number - 7 : number);
    const email = number % 100 === 50 ? 'forkert' : made.email;
    const booking = number % 3 === 0 ? `${String(1 + (number % 28)).padStart(2, '0')}-06-2025 09:00;Vinduer` : ';';
    lines.push(`${csvRow({ ...made, email })};${booking}`);
  }
  return lines.join('\r\n');
}

const importing = ['import-csv', file, '--create-bookings', '--batch-size', '1000', '--json', '--quiet'];
const environment = (url: string) => ({ PATH: process.env.PATH, HOME: process.env.HOME, DATABASE_URL: url });

async function makeDatabase(name: string): Promise<string> {
  await admin.unsafe(`drop database if exists ${name} with (force)`);
  await admin.unsafe(`create database ${name}`);
  const url = new URL(server as string);
  url.pathname = `/${name}`;
  spawnSync(process.execPath, [program, 'migrate', '--quiet'], { env: environment(url.toString()) });
  return url.toString();
}

/** Everything but ids and times of writing. */
async function content(url: string): Promise<string> {
  const sql = postgres(url, { max: 1 });
  const [row] = await sql<{ print: string }[]>`select md5(string_agg(line, ',' order by line)) as print from (
    select row(name, email, phone, address, "companyName", notes, tags, "totalLeads", "totalBookings", "totalRevenue", "lastContactAt")::text as line from customers
    union all select row(c.name, c.email, b."startTime", b."endTime", b."serviceType", b.status, b.notes)::text from bookings b join customers c on c.id = b."customerId"
    union all select 'journal ' || kind || action || count(*) from renos_sync.journal group by kind, action) l`;
  await sql.end();
  return row?.print ?? '';
}

function runToEnd(url: string): { ms: number; counts: string } {
  const startedAt = performance.now();
  const child = spawnSync(process.execPath, [program, ...importing, '--wait'], {
    encoding: 'utf8',
    env: environment(url),
    maxBuffer: 1 << 26,
  });
  const told = JSON.parse(child.stdout) as Record<string, unknown>;
  const counts = [
    'customersCreated',
    'customersUpdated',
    'customersUnchanged',
    'customersRejected',
    'bookingsCreated',
  ].map((key) => told[key]);
  return { ms: performance.now() - startedAt, counts: JSON.stringify(counts) };
}

let wrong = 0;
let resumed = 0;
try {
  await writeFile(file, fileText());
  const alone = await makeDatabase('kill_alone');
  const whole = runToEnd(alone);
  const wanted = await content(alone);
  for (let round = 1; round <= times; round += 1) {
    const url = await makeDatabase('kill_round');
    const child = spawn(process.execPath, [program, ...importing], { env: environment(url), stdio: 'ignore' });
    const gone = new Promise((resolve) => child.once('close', resolve));
    await sleep(random() * whole.ms);
    child.kill('SIGKILL');
    await gone;
    const sql = postgres(url, { max: 1 });
    const [half] = await sql<{ count: number }[]>`select count(*)::int as count from customers`;
    const [run] = await sql<
      { merging: boolean }[]
    >`select exists (select from renos_sync.imports where stage = 'merging') as merging`;
    await sql.end();
    const again = runToEnd(url);
    const same = (await content(url)) === wanted;
    if (run?.merging === true) resumed += 1;
    const finishedBefore = run?.merging !== true && (half?.count ?? 0) > 0;
    if (!same || (again.counts !== whole.counts && !finishedBefore)) {
      wrong += 1;
      process.stdout.write(
        `round ${round}: killed with ${half?.count} customers, then ${again.counts} instead of ${whole.counts}; same content: ${same}\n`,
      );
    }
  }
  process.stdout.write(
    `${times} kills of an import of ${rows} rows, ${resumed} of them while it was writing: ${wrong} ended differently\n`,
  );
  if (wrong > 0) process.exitCode = 1;
} finally {
  await admin.unsafe('drop database if exists kill_alone with (force)');
  await admin.unsafe('drop database if exists kill_round with (force)');
  await admin.end();
  await rm(folder, { recursive: true, force: true });
}
