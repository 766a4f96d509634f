/**
 * What renos-sync costs beside other ways to do the same, in one run on one machine: `npm run bench:page` writes
 * docs/development/benchmarks.md. BENCH_ROWS customers (100,000) by each importer, the median of three rounds, and 100 new bookings and 1,000 events by each
 * sync. Starts a PostgreSQL and sandboxes of its own; what is not installed is left out and named.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { startOwnPostgres } from '../test/helpers/own-postgres.js';
import { createMigrated } from '../test/helpers/start-postgres.js';
import { readComputed } from './cpu-time.js';
import { copyInto, csvsql, isInstalled, oldImporter, pgloader, writeClean, writeCustomers } from './rival-importers.js';
import { benchSyncs, type SyncCost } from './rival-syncs.js';

const rows = Number(process.env.BENCH_ROWS ?? 100_000);
const fewRows = 1_000;
const program = fileURLToPath(new URL('../bin/run.js', import.meta.url));
const page = new URL('../docs/development/benchmarks.md', import.meta.url);

interface Cost {
  readonly name: string;
  readonly rows: number;
  readonly ms: number;
  readonly cpu: number;
  readonly megabytes: number | null;
  readonly statements: number;
}

const server = await startOwnPostgres(['shared_buffers=256MB', 'shared_preload_libraries=pg_stat_statements']);
const { folder } = server;
const url = await createMigrated(server.url, 'bench');
const sql = postgres(url, { max: 1, onnotice: () => {} });
await sql.unsafe('create extension pg_stat_statements');
let megabytes: number | null = null;

/** Runs a program; its time and its memory are the system's account of it. */
function run(words: readonly string[]): number {
  const report = join(folder, 'time.txt');
  const env = { PATH: process.env.PATH, HOME: folder, LANG: 'C.UTF-8', DATABASE_URL: url };
  const startedAt = performance.now();
  const child = spawnSync('/usr/bin/time', ['-f', '%U %S %M', '-o', report, ...words], { env, encoding: 'utf8' });
  const passed = performance.now() - startedAt;
  if (child.status !== 0) throw new Error(`${words[0]} exited ${child.status}: ${child.stderr}${child.stdout}`);
  const [user = 0, system = 0, kilobytes = 0] = readFileSync(report, 'utf8').trim().split(' ').map(Number);
  megabytes = kilobytes / 1024;
  ran = (user + system) * 1000;
  return passed;
}
let ran = 0;

async function measure(name: string, count: number, work: () => number | Promise<number>, again = false) {
  if (!again) await sql.unsafe(emptied);
  await sql`select pg_stat_statements_reset()`;
  megabytes = null;
  ran = 0;
  const before = readComputed(folder);
  const ms = await work();
  await connectionsEnded();
  const cpu = readComputed(folder) - before + ran;
  const [told] = await sql<{ calls: number }[]>`select sum(calls)::int as calls from pg_stat_statements
    where query !~ 'pg_stat_(statements|activity)'`;
  const [there] = await sql<{ count: number }[]>`select count(*)::int as count from customers`;
  if (there?.count !== count) throw new Error(`${name} wrote ${there?.count} of ${count} customers.`);
  return { name, rows: count, ms, cpu, megabytes, statements: told?.calls ?? 0 };
}

/** What a connection computed is known when its process has ended, a moment after its client. */
async function connectionsEnded(): Promise<void> {
  for (let others = 1; others > 0; await sleep(100)) {
    const [told] = await sql<{ count: number }[]>`select count(*)::int as count from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`;
    others = told?.count ?? 0;
  }
}

const emptied =
  'truncate bookings, customers cascade; truncate renos_sync.journal, renos_sync.journal_creations, renos_sync.runs, renos_sync.customer_keys; checkpoint';

async function benchImports(): Promise<Cost[]> {
  const [file, clean] = [join(folder, 'kunder.csv'), join(folder, 'clean.csv')];
  await writeCustomers(file, rows);
  writeClean(clean, rows);
  const ours = [process.execPath, program, 'import-csv', file, '--no-sync', '--quiet'];
  const [loader, csvkit] = [pgloader(url, clean, folder), csvsql(url, clean)];
  const rounds: (readonly (Cost | null)[])[] = [];
  for (let round = 0; round < 3; round += 1)
    rounds.push([
      await measure('psql `\\copy`, clean rows', rows, () => copyInto(url, clean)),
      await measure('**renos-sync**, new', rows, () => run(ours)),
      await measure('**renos-sync**, the same file again', rows, () => run(ours), true),
      loader && (await measure('pgloader, clean rows', rows, () => run(loader))),
      csvkit && (await measure('csvkit `csvsql --insert`, clean rows', rows, () => run(csvkit))),
      await measure('the importer that RenOS had', fewRows, async () => {
        const startedAt = performance.now();
        await oldImporter(url, fewRows);
        return performance.now() - startedAt;
      }),
    ]);
  const [first = []] = rounds;
  return first.flatMap((_, at) => {
    const measured = rounds.flatMap((round) => round[at] ?? []);
    return measured.sort((one, other) => one.ms - other.ms)[1] ?? [];
  });
}

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], lines: readonly (readonly string[])[]) =>
  [row(head), row(head.map((name) => (/^(importer|work|by)$/.test(name) ? '---' : '---:'))), ...lines.map(row)].join(
    '\n',
  );
const count = (value: number) => Math.round(value).toLocaleString('en');
const few = (value: number) => (value < 10 ? value.toFixed(2) : count(value));
const share = (part: number) => (part < 0.1 ? (part * 100).toFixed(1) : count(part * 100));

function importTable(costs: readonly Cost[]): string {
  const [copy] = costs;
  const rate = ({ rows: all, ms }: Cost) => (all / ms) * 1000;
  return table(
    ['importer', 'rows a second', 'of `\\copy`', 'CPU a 1,000 rows', 'memory', 'statements a 1,000 rows'],
    costs.map((cost) => [
      cost.name,
      count(rate(cost)),
      copy === undefined ? '' : `${share(rate(cost) / rate(copy))} %`,
      `${count((cost.cpu / cost.rows) * 1000)} ms`,
      cost.megabytes === null ? '' : `${count(cost.megabytes)} MB`,
      few((cost.statements / cost.rows) * 1000),
    ]),
  );
}

function syncTable(costs: readonly SyncCost[]): string {
  return table(
    ['work', 'by', 'seconds', 'requests to Google', 'statements'],
    costs.map((cost) => [cost.work, cost.by, cost.seconds.toFixed(2), count(cost.requests), count(cost.statements)]),
  );
}

try {
  const load = loadavg()[0] ?? 0;
  const imports = await benchImports();
  const syncs = await benchSyncs(sql, server.url, program);
  const missing = ['pgloader', 'csvsql'].filter((name) => !isInstalled(name));
  const text = pageOf({ imports, syncs, load, missing });
  writeFileSync(page, text);
  process.stdout.write(text);
} finally {
  await sql.end();
  await server.stop();
}

interface Measured {
  readonly imports: readonly Cost[];
  readonly syncs: readonly SyncCost[];
  readonly load: number;
  readonly missing: readonly string[];
}

function pageOf({ imports, syncs, load, missing }: Measured): string {
  const [cpu] = cpus();
  const date = new Date().toISOString().slice(0, 10);
  return `# Beside other ways

Written by \`npm run bench:page\`: all of it measured in one run, of imports the median of three rounds. Seconds belong to a machine; compare the lines with each other. ${date}, ${cpus().length} cores
(${cpu?.model ?? 'unknown'}), Node ${process.versions.node}, PostgreSQL 18 on the same machine with fsync on; load of the machine before the run ${load.toFixed(1)}.

## Customers

${count(rows)} customers of 13 columns into RenOS's \`customers\` with its indexes (${count(fewRows)} by the importer that RenOS had). renos-sync reads a Danish spreadsheet's file: it finds
encoding and columns, reads phones, dates and amounts, looks for duplicates in the file and among the customers, keeps a journal for \`undo\`, and can be killed anywhere. \`\\copy\`, pgloader and
csvsql get rows that were made clean before, and only write them. CPU is that of the program and of its connections; a program's own start is counted, except for \`\\copy\`.

${importTable(imports)}
${missing.length === 0 ? '' : `\nNot installed on this machine, and left out: ${missing.join(', ')}.\n`}
\`\\copy\`, pgloader and csvsql are not made to bring a table up to date: they only add rows. The importer that RenOS had is replayed by its statements, without its ORM.

## Bookings

Against the sandbox, which answers after 50 ms. "One by one" is replayed: the writer that RenOS had inserts an event and notes its id, booking after booking; its reader looks up each event's booking, and writes it.

${syncTable(syncs)}
`;
}
