/**
 * Three servers on one database, a schedule of one second, for a minute; half way one is killed with -9:
 * `npx tsx scripts/nightly-schedule.ts`. Starts a PostgreSQL and a sandbox of its own, runs the built program, and fails
 * unless each tick ran once and none beside another. Only two kinds of ticks may be left out: one during which the run
 * before it never ended, which the log then says, and the one that the killed server had in hand.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { startSandbox } from '../src/sandbox/start-sandbox.js';
import { type ServedProgram, serveProgram } from '../test/helpers/served.js';
import { startPostgres } from '../test/helpers/start-postgres.js';

const seconds = 60;
const gap = 1_000;

interface Run {
  readonly due: number;
  readonly status: string;
  readonly from: Date;
  /** null when it was killed and no other run came after it. */
  readonly until: Date | null;
}

async function readRuns(databaseUrl: string): Promise<readonly Run[]> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  const rows = await sql<(Omit<Run, 'due'> & { readonly due: string })[]>`
    select options ->> 'due' as due, status, started_at as from, finished_at as until from renos_sync.runs order by started_at`;
  await sql.end();
  return rows.map((row) => ({ ...row, due: Date.parse(row.due) }));
}

/** The ticks that a server says it left out because a run was in progress. */
function skippedBy(server: ServedProgram): readonly number[] {
  const lines = server.stderr().split('\n');
  return lines.filter((line) => line.includes('"sync skipped"')).map((line) => Date.parse(JSON.parse(line).due));
}

const server = await startPostgres();
const sandbox = await startSandbox();
try {
  const databaseUrl = await server.createMigrated('schedule');
  const env = { DATABASE_URL: databaseUrl, GOOGLE_CALENDAR_API_URL: sandbox.url };
  const start = () => serveProgram(env, ['--schedule', '* * * * * *']);
  const servers = await Promise.all([start(), start(), start()]);
  await sleep((seconds / 2) * 1000);
  await servers[0].end('SIGKILL');
  const killedAt = Date.now();
  await sleep((seconds / 2) * 1000);
  const codes = await Promise.all(servers.slice(1).map((one) => one.end('SIGTERM')));
  const runs = await readRuns(databaseUrl);
  const dues = runs.map(({ due }) => due);
  const [first, last] = [Math.min(...dues), Math.max(...dues)];
  const ticks = Array.from({ length: (last - first) / gap + 1 }, (_, n) => first + n * gap);
  const left = ticks.filter((due) => !dues.includes(due));
  const skipped = servers.flatMap(skippedBy);
  const wasBusy = (due: number) =>
    skipped.includes(due) &&
    runs.some(({ from, until }) => +from < due + gap && until !== null && +until > due + gap / 2);
  const inHand = (due: number) => due <= killedAt && due > killedAt - 2 * gap;
  const lost = left.filter((due) => !wasBusy(due) && !inHand(due));
  const twice = dues.length - new Set(dues).size;
  const overlaps = runs.slice(1).filter(({ from }, n) => from < (runs[n]?.until ?? from)).length;
  const afterKill = Math.min(...runs.filter(({ from }) => +from > killedAt).map(({ due }) => due)) - killedAt;
  const unwell = runs.filter(({ status, from }) => status !== 'succeeded' && +from > killedAt).length;
  process.stdout.write(
    `${ticks.length} ticks came due, ${runs.length} ran, ${left.length} were left out (${left.filter(wasBusy).length} as the run before went on, ${lost.length} for no reason), ${twice} ran twice, ${overlaps} overlapped; the first after the kill was due ${afterKill} ms after it; exits ${codes.join(', ')}\n`,
  );
  const isWell = lost.length + twice + overlaps + unwell === 0 && afterKill <= gap && codes.every((code) => code === 0);
  if (!isWell || ticks.length < seconds - 3) process.exitCode = 1;
} finally {
  await sandbox.close();
  await server.stop();
}
