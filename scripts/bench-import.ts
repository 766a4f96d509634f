/**
 * How fast files are imported, beside the limit: `npm run bench:import`. Starts a PostgreSQL of its own with RenOS's
 * tables and indexes, as durable as servers are (BENCH_FSYNC=off: not durable), and measures in one run: psql's \copy
 * of the cleaned rows, an import of new and of unchanged customers, validate (of the file alone), each the median of
 * three, so the old importer's seven statements a customer; and peak memory for 100,000 and 1,000,000 rows.
 */
import { spawnSync } from 'node:child_process';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { startOwnPostgres } from '../test/helpers/own-postgres.js';
import { createMigrated } from '../test/helpers/start-postgres.js';
import { copyInto, oldImporter, writeClean, writeCustomers } from './rival-importers.js';

const rows = Number(process.env.BENCH_ROWS ?? 100_000);
const memoryRows = Number(process.env.BENCH_MEMORY_ROWS ?? 1_000_000);
const program = process.env.BENCH_PROGRAM ?? fileURLToPath(new URL('../bin/run.js', import.meta.url));

const server = await startOwnPostgres([
  `fsync=${process.env.BENCH_FSYNC ?? 'on'}`,
  'shared_buffers=256MB',
  'max_wal_size=4GB',
]);
const { folder } = server;

try {
  await run();
} finally {
  await server.stop();
}

async function run(): Promise<void> {
  const file = await writeFileOf(rows);
  const url = await createMigrated(server.url, 'bench');
  const clean = join(folder, 'clean.csv');
  writeClean(clean, rows);
  const copies: { readonly ms: number }[] = [];
  const olds: { readonly ms: number }[] = [];
  for (let time = 0; time < 3; time += 1) {
    await empty(url);
    copies.push({ ms: copyInto(url, clean) });
    await empty(url);
    const startedAt = performance.now();
    await oldImporter(url, 1_000);
    olds.push({ ms: performance.now() - startedAt });
  }
  const copy = median(copies).ms;
  const old = median(olds).ms;
  const times: { readonly created: Measured; readonly same: Measured; readonly checked: Measured }[] = [];
  for (let time = 0; time < 3; time += 1) {
    await empty(url);
    times.push({
      created: importing(url, ['import-csv', file]),
      same: importing(url, ['import-csv', file]),
      checked: importing(url, ['validate', file]),
    });
  }
  const created = median(times.map((time) => time.created));
  const same = median(times.map((time) => time.same));
  const checked = median(times.map((time) => time.checked));
  const rate = (ms: number, count = rows) => Math.round((count / ms) * 1000);
  const line = (what: string, figure: string) => process.stdout.write(`${what.padEnd(46)} ${figure}\n`);
  line('load of this machine, and its cores', `${loadavg()[0]?.toFixed(1)}, ${cpus().length}`);
  line('fsync', process.env.BENCH_FSYNC ?? 'on');
  line('\\copy of the cleaned rows', `${rate(copy)} rows/s`);
  line('import, all new', `${rate(created.ms)} rows/s, ${percent(copy / created.ms)} of \\copy (at least 25 %)`);
  line('import, all unchanged', `${rate(same.ms)} rows/s, ${(created.ms / same.ms).toFixed(2)} × new (at least 1.4)`);
  line('validate', `${rate(checked.ms)} rows/s, ${(created.ms / checked.ms).toFixed(2)} × import (at least 1.5)`);
  line(
    'seven statements a customer',
    `${rate(old, 1_000)} rows/s; import is ${(rate(created.ms) / rate(old, 1_000)).toFixed(0)} × that (at least 50)`,
  );
  line(`peak memory, ${rows} rows`, `${created.megabytes} MB`);
  if (memoryRows > 0) {
    const large = await writeFileOf(memoryRows);
    await empty(url);
    const big = importing(url, ['import-csv', large]);
    line(
      `peak memory, ${memoryRows} rows`,
      `${big.megabytes} MB (below 250), ${(big.megabytes / created.megabytes).toFixed(2)} × (at most 1.3); ${rate(big.ms, memoryRows)} rows/s`,
    );
  }
}

async function empty(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  await sql.unsafe(
    'truncate bookings, customers cascade; truncate renos_sync.journal, renos_sync.journal_creations, renos_sync.runs, renos_sync.customer_keys',
  );
  await sql.unsafe('vacuum analyze customers');
  await sql.end();
}

async function writeFileOf(count: number): Promise<string> {
  const path = join(folder, `customers-${count}.csv`);
  await writeCustomers(path, count);
  return path;
}

function median<T extends { readonly ms: number }>(measured: readonly T[]): T {
  return [...measured].sort((one, other) => one.ms - other.ms)[measured.length >> 1] as T;
}

interface Measured {
  readonly ms: number;
  readonly megabytes: number;
}

/** Runs the built program and takes its own time from its result, and its peak memory from the system. */
function importing(url: string, args: readonly string[]): Measured {
  const report = join(folder, 'time.txt');
  const child = spawnSync(
    '/usr/bin/time',
    ['-v', '-o', report, process.execPath, program, ...args, '--json', '--quiet'],
    {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, HOME: process.env.HOME, DATABASE_URL: url },
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  const result = JSON.parse(child.stdout) as { processingTime: number; customersProcessed: number };
  if (child.status !== 0 && child.status !== 4) throw new Error(`${args[0]} exited ${child.status}: ${child.stderr}`);
  const peak = /Maximum resident set size \(kbytes\): (\d+)/.exec(
    spawnSync('cat', [report], { encoding: 'utf8' }).stdout,
  )?.[1];
  return { ms: result.processingTime, megabytes: Math.round(Number(peak ?? 0) / 1024) };
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
