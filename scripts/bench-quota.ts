/**
 * A thousand bookings out under Google's quota of 600 units a minute, by the real clock: `npx tsx scripts/nightly-quota.ts`.
 * Starts a PostgreSQL and a sandbox of its own, runs the built program, and fails unless no request is refused and the
 * wall time is within 15 % of what the quota allows. Takes about two minutes.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { startSandbox } from '../src/sandbox/start-sandbox.js';
import { startPostgres } from '../test/helpers/start-postgres.js';

const program = fileURLToPath(new URL('../bin/run.js', import.meta.url));
const bookings = 1_000;
const quotaPerMinute = 600;

const server = await startPostgres();
const sandbox = await startSandbox({ quotaPerMinute });
try {
  const databaseUrl = await server.createMigrated('quota');
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  await sql`insert into bookings (id, "serviceType", "startTime", "endTime", "updatedAt")
    select 'b' || n, 'Vask ' || n, now() + n * interval '1 hour', now() + n * interval '1 hour' + interval '30 minutes', now()
    from generate_series(1, ${bookings}::int) n`;
  await sql.end();
  const startedAt = performance.now();
  const child = spawn(process.execPath, [program, 'sync', '--quiet'], {
    env: { PATH: process.env.PATH ?? '', DATABASE_URL: databaseUrl, GOOGLE_CALENDAR_API_URL: sandbox.url },
    stdio: 'inherit',
  });
  const [exitCode] = (await once(child, 'close')) as [number | null];
  const seconds = (performance.now() - startedAt) / 1000;
  const allowed = (bookings / quotaPerMinute) * 60;
  const refused = sandbox.requests.filter(({ status }) => status >= 400).length;
  const created = sandbox.requests.filter(
    ({ operation, status }) => operation === 'events.insert' && status < 300,
  ).length;
  const over = Math.round((seconds / allowed - 1) * 1000) / 10;
  process.stdout.write(
    `exit ${exitCode}, ${created} events created, ${refused} requests refused, ${seconds.toFixed(1)} s: ${over} % over the ${allowed} s that the quota allows\n`,
  );
  if (exitCode !== 0 || created !== bookings || refused > 0 || over > 15) process.exitCode = 1;
} finally {
  await sandbox.close();
  await server.stop();
}
