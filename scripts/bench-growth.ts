/**
 * How costs grow: `npm run bench:growth`. Runs each scenario at n and at 5n on a PostgreSQL of its own, with statistics that
 * are fresh, stale (of a hundredth of the rows) or absent, and exits with 1 if one grows by more than 1.5 times its size.
 * What counts is the time that this process and the server compute, so that others may use the machine meanwhile.
 * `BENCH_STATISTICS=stale npm run bench:growth -- import idle` runs, with stale ones only, the scenarios whose names contain one of these words.
 */
import postgres from 'postgres';
import { openServer } from '../src/db/client/open-server.js';
import { startPostgres } from '../test/helpers/start-postgres.js';
import { readComputed } from './cpu-time.js';
import { importScenarios } from './growth-imports.js';
import type { Scenario, Statistics } from './growth-scenario.js';
import { syncScenarios } from './growth-syncs.js';

const factor = 5;
const most = 1.5;
/** Below this, what is measured is the noise of the machine. Milliseconds. */
const floor = Number(process.env.BENCH_FLOOR_MS ?? 60);
/** The small size is run once for the compiler of JavaScript, and then this often for a median. */
const rounds = 3;
const statistics = (process.env.BENCH_STATISTICS?.split(',') ?? ['fresh', 'stale', 'absent']) as readonly Statistics[];

const words = process.argv.slice(2);
const scenarios = [...importScenarios, ...syncScenarios];
const chosen = scenarios.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
const server = await startPostgres(['autovacuum=off']);
let isTooSteep = false;
try {
  for (const scenario of chosen) {
    await timeOf(scenario, scenario.n, 'fresh');
    for (const kind of statistics) await measure(scenario, kind);
  }
} finally {
  await server.stop();
}
// The sandboxes of the scenarios are still listening.
process.exit(isTooSteep ? 1 : 0);

async function measure(scenario: Scenario, kind: Statistics): Promise<void> {
  const small = await medianOf(scenario, scenario.n, kind);
  const n = scenario.n * factor;
  const once = await timeOf(scenario, n, kind);
  const growthOf = (large: number) => Math.max(large, floor) / Math.max(small, floor) / factor;
  // What looks too steep is looked at again, as often as the small size was.
  const large = growthOf(once) > most ? await medianOf(scenario, n, kind, [once]) : once;
  const growth = growthOf(large);
  if (growth > most) isTooSteep = true;
  const figures = `${scenario.n}: ${Math.round(small)} ms, ${n}: ${Math.round(large)} ms`;
  process.stdout.write(
    `${growth > most ? 'FAIL' : 'ok  '} ${scenario.name.padEnd(46)} ${kind.padEnd(7)} ${growth.toFixed(2)} × its size   ${figures}\n`,
  );
}

async function medianOf(
  scenario: Scenario,
  n: number,
  kind: Statistics,
  measured: readonly number[] = [],
): Promise<number> {
  const times = [...measured];
  while (times.length < rounds) times.push(await timeOf(scenario, n, kind));
  return times.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0;
}

async function timeOf({ prepare }: Scenario, n: number, kind: Statistics): Promise<number> {
  const url = await server.createMigrated('growth');
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  const database = openServer(url);
  try {
    const run = await prepare({ database, sql, statistics: kind }, n);
    const from = readComputed(server.folder);
    await run();
    return readComputed(server.folder) - from;
  } finally {
    await database.close();
    await sql.end();
  }
}
