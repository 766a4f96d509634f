/**
 * Three servers on one database, a schedule of one second, for a minute; half way one is killed with -9:
 * `npx tsx scripts/nightly-schedule.ts`. Starts a PostgreSQL and a sandbox of its own, runs the built program, and fails
 * unless each tick ran once, none beside another, and the ticks after the kill went on.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { startSandbox } from '../src/sandbox/start-sandbox.js';
import { serveProgram } from '../test/helpers/served.js';
import { startPostgres } from '../test/helpers/start-postgres.js';

const seconds = 60;
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
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  const runs = await sql<{ due: string; status: string; started_at: Date; finished_at: Date }[]>`
    select options ->> 'due' as due, status, started_at, finished_at from renos_sync.runs order by started_at`;
  await sql.end();
  const dues = runs.map(({ due }) => Date.parse(due)).sort((one, other) => one - other);
  const span = ((dues.at(-1) ?? 0) - (dues[0] ?? 0)) / 1000 + 1;
  const twice = dues.length - new Set(dues).size;
  const overlaps = runs
    .slice(1)
    .filter(({ started_at }, n) => started_at < (runs[n]?.finished_at ?? started_at)).length;
  const gap = Math.min(...dues.filter((due) => due > killedAt)) - killedAt;
  process.stdout.write(
    `${span} ticks came due, ${runs.length} ran, ${span - new Set(dues).size} were skipped, ${twice} ran twice, ${overlaps} overlapped; the first tick after the kill was due ${gap} ms after it; exits ${codes.join(', ')}\n`,
  );
  const isWell = twice === 0 && overlaps === 0 && gap < 3_000 && codes.every((code) => code === 0);
  if (!isWell || runs.length < span - 3) process.exitCode = 1;
} finally {
  await sandbox.close();
  await server.stop();
}
