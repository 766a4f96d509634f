/**
 * What a run costs in which nothing is to be done, beside `node -e 0`: `npm run bench:idle`. The least of BENCH_ROUNDS
 * (15) runs taken in turns, since what else the machine does only adds: of the processor's time, and of the clock.
 * Starts a PostgreSQL and a sandbox of its own. Exits 1 above the limit; 3.5 is where we want to be.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { startSandbox } from '../src/sandbox/start-sandbox.js';
import { startPostgres } from '../test/helpers/start-postgres.js';

const program = process.env.BENCH_PROGRAM ?? fileURLToPath(new URL('../bin/run.js', import.meta.url));
const rounds = Number(process.env.BENCH_ROUNDS ?? 15);
const limit = 8;
const bare = 'node -e 0';
const measured = [
  { name: bare, words: ['-e', '0'] },
  { name: 'renos-sync sync', words: [program, 'sync'] },
  { name: 'renos-sync status', words: [program, 'status'] },
];

const server = await startPostgres();
const sandbox = await startSandbox({});
const databaseUrl = await server.createMigrated('idle');
const env = {
  PATH: process.env.PATH,
  HOME: server.folder,
  DATABASE_URL: databaseUrl,
  GOOGLE_CALENDAR_API_URL: sandbox.url,
};

interface Cost {
  readonly cpu: number;
  readonly clock: number;
}

/** bash's `time` counts thousandths; the server and the sandbox are other processes. */
async function costOf(words: readonly string[]): Promise<Cost> {
  const script = 'TIMEFORMAT="%R %U %S"; time "$@" >/dev/null 2>&1';
  const child = spawn('bash', ['-c', script, 'bash', process.execPath, ...words], { env });
  let told = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    told += text;
  });
  const [exitCode] = await once(child, 'close');
  if (exitCode !== 0) throw new Error(`${words.join(' ')} exited ${exitCode}.`);
  const [clock = 0, user = 0, system = 0] = told.trim().split(' ').map(Number);
  return { clock: clock * 1000, cpu: (user + system) * 1000 };
}

const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
await sql`insert into bookings (id, "serviceType", "startTime", "endTime", "updatedAt")
  select 'b' || n, 'Vask ' || n, now() + n * interval '1 hour', now() + n * interval '1 hour' + interval '30 minutes', now()
  from generate_series(1, 100) n`;
await sql.end();
try {
  for (let time = 0; time < 2; time += 1) for (const { words } of measured) await costOf(words);
  const costs = new Map(measured.map(({ name }) => [name, [] as Cost[]]));
  for (let round = 0; round < rounds; round += 1)
    for (const { name, words } of measured) costs.get(name)?.push(await costOf(words));
  const of = (name: string, part: keyof Cost) => Math.min(...(costs.get(name) ?? []).map((cost) => cost[part]));
  for (const { name } of measured) {
    const [cpu, clock] = [of(name, 'cpu'), of(name, 'clock')];
    const ratio = cpu / of(bare, 'cpu');
    process.stdout.write(
      `${name.padEnd(20)} ${cpu.toFixed(0).padStart(5)} ms of CPU ${ratio.toFixed(2)} ×, ${clock.toFixed(0).padStart(5)} ms ${(clock / of(bare, 'clock')).toFixed(2)} × (at most ${limit})\n`,
    );
    if (name !== bare && ratio > limit) process.exitCode = 1;
  }
} finally {
  await sandbox.close();
  await server.stop();
}
