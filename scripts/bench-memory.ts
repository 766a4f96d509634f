/**
 * The most memory that a run held, node itself included: `npx tsx scripts/bench-memory.ts`. A first sync of 10,000 events on
 * a server (at most 180 MB), and on the embedded database an import of 20,000 new customers, the same again, and `status`
 * (at most 450 MB each), beside what the embedded database takes alone: opened, and with the rows written in one statement
 * a thousand. Exits 1 above a limit.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startSandbox } from '../src/sandbox/start-sandbox.js';
import { startPostgres } from '../test/helpers/start-postgres.js';
import { owner, stockCalendars } from '../test/helpers/stocked-calendar.js';
import { csvHeader, csvRow, madeUpCustomer } from './made-up-customers.js';

const program = process.env.BENCH_PROGRAM ?? fileURLToPath(new URL('../bin/run.js', import.meta.url));
const report = new URL('../test/helpers/report-memory.mjs', import.meta.url).href;
const rows = Number(process.env.BENCH_ROWS ?? 20_000);
const folder = mkdtempSync(join(tmpdir(), 'renos-sync-memory-'));
const run = promisify(execFile);

/** Runs words of node; tells the megabytes that the operating system lent it at most. */
async function measure(name: string, words: readonly string[], env: Record<string, string>, limit: number | null) {
  const file = join(folder, 'report.json');
  await run(process.execPath, words, {
    env: { PATH: process.env.PATH, HOME: folder, NODE_OPTIONS: `--import ${report}`, MEMORY_REPORT: file, ...env },
    maxBuffer: 1 << 28,
    cwd: fileURLToPath(new URL('..', import.meta.url)),
  });
  const { resident, held } = JSON.parse(readFileSync(file, 'utf8')) as { resident: number; held: number };
  const isGood = limit === null || resident <= limit;
  const told = `${name.padEnd(52)} ${resident.toFixed(0).padStart(5)} MB, of them JavaScript's ${held.toFixed(0)}`;
  process.stdout.write(`${told}${limit === null ? '' : ` (at most ${limit})`}\n`);
  if (!isGood) process.exitCode = 1;
}

const sync = async () => {
  const server = await startPostgres();
  const stock = stockCalendars({ [owner]: 10_000 }, new Date());
  const sandbox = await startSandbox({ state: stock.stateFile });
  const databaseUrl = await server.createMigrated('memory');
  const env = { DATABASE_URL: databaseUrl, GOOGLE_CALENDAR_API_URL: sandbox.url, GOOGLE_CALENDAR_ID: owner };
  await measure('first sync of 10,000 events, server', [program, 'sync', '--json'], env, 180);
  await measure('idle sync, server', [program, 'sync', '--json'], env, null);
  await sandbox.close();
  await server.stop();
  await stock.remove();
};

const embedded = async () => {
  const file = join(folder, 'kunder.csv');
  const lines = Array.from({ length: rows }, (_, number) => csvRow(madeUpCustomer(number)));
  writeFileSync(file, [csvHeader, ...lines].join('\r\n'));
  const env = { RENOS_DATA_DIR: join(folder, 'data'), GOOGLE_CALENDAR_API_URL: 'sandbox' };
  await measure('migrate, embedded', [program, 'migrate'], env, 450);
  const words = [program, 'import-csv', file, '--no-sync', '--json', '--quiet'];
  await measure(`import of ${rows} new customers, embedded`, words, env, 450);
  await measure('the same again, embedded', words, env, 450);
  await measure('status, embedded', [program, 'status', '--json'], env, 450);
  const open = `const { PGlite } = await import('@electric-sql/pglite'); const db = new PGlite('${join(folder, 'bare')}');`;
  const table =
    'create table t (id text primary key, name text, email text unique, phone text, address text, notes text)';
  const write = `await db.query('insert into t select n::text, md5(n::text) || md5(n::text), md5(n::text) || n, n::text, repeat(md5(n::text), 2), repeat(md5(n::text), 3) from generate_series($1::int, $1::int + 999) n', [at * 1000])`;
  const filled = `${open} await db.exec('${table}'); for (let at = 0; at < ${rows / 1_000}; at += 1) ${write}; await db.close();`;
  await measure(
    'PGlite alone: opened',
    ['--input-type=module', '-e', `${open} await db.query('select 1'); await db.close();`],
    {},
    null,
  );
  await measure(`PGlite alone: ${rows} rows written`, ['--input-type=module', '-e', filled], {}, null);
};

const asked = process.argv.slice(2);
try {
  if (asked.length === 0 || asked.includes('sync')) await sync();
  if (asked.length === 0 || asked.includes('embedded')) await embedded();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
