import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.js';
import { runCli } from '../helpers/cli.js';
import { type OwnPostgres, startOwnPostgres } from '../helpers/own-postgres.js';
import { type ServedProgram, serveProgram } from '../helpers/served.js';
import { createMigrated } from '../helpers/start-postgres.js';
import { addBookings, customersCsv, until } from './open-server.js';

// Restarts of each kind, with what is run beside them.
vi.setConfig({ testTimeout: 900_000 });

const modes = ['fast', 'immediate'] as const;
/** CI has time for three. */
const rounds = process.env.CI === undefined ? 10 : 3;
const rows = 3_000;

let server: OwnPostgres;
let url: string;
let sandbox: Sandbox;
let program: ServedProgram;
let sql: postgres.Sql;
beforeAll(async () => {
  server = await startOwnPostgres(['fsync=off', 'max_connections=100']);
});
afterAll(() => server.stop());
beforeEach(async () => {
  url = await createMigrated(server.url, 'restarts');
  sandbox = await startSandbox({ faults: true });
  sql = postgres(url, { max: 1, onnotice: () => {} });
  // A request that is overlooked is not saved by the time that it may wait for a connection.
  program = await serveProgram({ DATABASE_URL: `${url}?pool_timeout=0`, GOOGLE_CALENDAR_API_URL: sandbox.url }, [
    '--log-level',
    'warn',
  ]);
});
afterEach(async () => {
  program.child.kill('SIGKILL');
  await sql.end({ timeout: 1 });
  await sandbox.close();
});

const post = (path: string, body: string, type: string) =>
  fetch(`${program.url}${path}`, { method: 'POST', body, headers: { 'content-type': type } });
const importPath = '/api/customer-import/import-csv?createBookings=false&batchSize=200';
const importAll = () => post(importPath, customersCsv(rows), 'text/csv');
const sync = () => post('/api/calendar-sync/sync', '{}', 'application/json');
const statistics = () => fetch(`${program.url}/api/customer-import/statistics`);

/** Restarts the database; meanwhile the server is there, and says that it is not. */
async function restart(mode: 'fast' | 'immediate'): Promise<void> {
  await server.restart(mode, async () => {
    const answer = await statistics();
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '30']);
    expect((await fetch(`${program.url}/health`)).status).toBe(200);
  });
  await until(
    async () => (await statistics()).status,
    (status) => status === 200,
  );
}

async function expectNothingRunning(): Promise<void> {
  await until(
    () => sql<{ status: string }[]>`select status from renos_sync.runs`.catch(() => null),
    (runs) => runs?.every(({ status }) => status !== 'running') === true,
    60_000,
  );
  expect(program.child.exitCode).toBeNull();
  expect(program.stderr()).not.toMatch(/TypeError|Uncaught|unhandled/i);
}

const endings = [
  [200, null],
  [503, '30'],
];

describe.each(modes)('the database is restarted in %s mode', (mode) => {
  test('while nothing happens: the next request is answered', async () => {
    for (let round = 0; round < rounds; round += 1) await restart(mode);
    await expectNothingRunning();
  });

  test('while an import runs: 503 with Retry-After, the run is closed, and the next import does the rest', async () => {
    for (let round = 0; round < rounds; round += 1) {
      await sql`truncate customers cascade`.catch(() => sql`truncate customers cascade`);
      const asked = importAll();
      await until(
        () => sql`select 1 from renos_sync.imports where stage = 'merging' and merged_before > 400`,
        (found) => found.length === 1,
      );
      await restart(mode);
      const answer = await asked;
      expect(endings).toContainEqual([answer.status, answer.headers.get('retry-after')]);
      await answer.text();
      await expectNothingRunning();
      const again = await importAll();
      expect(again.status).toBe(200);
      const [count] = await sql`select count(*)::int as customers, count(distinct email)::int as emails from customers`;
      expect(count).toEqual({ customers: rows, emails: rows });
    }
    const runs = await sql<{ status: string }[]>`select status from renos_sync.runs where kind = 'import'`;
    expect(runs.every(({ status }) => ['succeeded', 'interrupted'].includes(status))).toBe(true);
  });

  test('while a sync runs: the run is closed, and the next sync makes no event twice', async () => {
    await addBookings(sql, 60);
    for (let round = 0; round < rounds; round += 1) {
      await sql`update bookings set "serviceType" = ${`Vask ${round}`}, "updatedAt" = now()`;
      sandbox.addFault({ match: { operation: 'events.' }, kind: 'slow', delayMs: 30, times: 60 } as never);
      const before = sandbox.requests.length;
      const asked = sync();
      await until(
        async () => sandbox.requests.length - before,
        (requests) => requests > 10,
      );
      await restart(mode);
      const answer = await asked;
      expect(endings).toContainEqual([answer.status, answer.headers.get('retry-after')]);
      await answer.text();
      await expectNothingRunning();
      expect((await sync()).status).toBe(200);
      const [links] =
        await sql`select count(*)::int as links, count(distinct event_id)::int as events from renos_sync.links`;
      expect(links).toEqual({ links: 60, events: 60 });
    }
    const inserted = sandbox.requests.filter(
      ({ operation, status }) => operation === 'events.insert' && status === 200,
    );
    expect(inserted).toHaveLength(60);
  });
});

const paths = [
  '/api/customer-import/export',
  '/api/customer-import/statistics',
  '/api/calendar-sync/status',
  '/metrics',
  '/ready',
  '/health',
  ...['/', '/runs', '/customers', '/conflicts', '/status'],
];
/** Large bodies wait for each other on disk, validations for the lease, exports for their turn, and all for connections. */
const everyKind: Readonly<Record<string, () => Promise<Response>>> = {
  import: importAll,
  'import JSON': () => post('/api/customer-import/import', largeBody, 'application/json'),
  validate: () => post('/api/customer-import/validate', customersCsv(200), 'text/csv'),
  'validate JSON': () => post('/api/customer-import/validate', largeBody, 'application/json'),
  sync,
  ...Object.fromEntries(paths.map((path) => [path, () => fetch(`${program.url}${path}`)])),
};
const customer = (n: number) => ({ name: `Vare ${n}`, email: `vare${n}@example.dk`, notes: 'x'.repeat(200) });
const largeBody = JSON.stringify({ customers: Array.from({ length: 400 }, (_, n) => customer(n)) });

/** The answer as a whole; waits for it longer than any limit of the server. */
async function askedOf(kind: string, ask: () => Promise<Response>): Promise<string> {
  const noAnswer = new Promise<string>((resolve) => setTimeout(resolve, 60_000, `${kind}: no answer`).unref());
  const answered = ask().then(async (answer) => {
    await answer.arrayBuffer();
    return `${kind}: ${answer.status}${answer.headers.has('retry-after') ? ' Retry-After' : ''}`;
  });
  return Promise.race([answered, noAnswer]);
}

test.each(modes)('requests of every kind are all answered when the database is restarted in %s mode', async (mode) => {
  await addBookings(sql, 20);
  for (let round = 0; round < rounds; round += 1) {
    let answered = 0;
    const asked = Array.from({ length: 3 }, () => Object.entries(everyKind))
      .flat()
      .map(async ([kind, ask]) => {
        const answer = await askedOf(kind, ask);
        answered += 1;
        return answer;
      });
    await until(
      async () => answered,
      (count) => count > round,
    );
    await server.restart(mode);
    const answers = await Promise.all(asked);
    expect(answers.filter((answer) => !/: (200|409 Retry-After|503 Retry-After)$/.test(answer))).toEqual([]);
    await expectNothingRunning();
  }
  expect(await program.end('SIGTERM')).toBe(0);
});

test.each(modes)(
  'a command whose database is restarted in %s mode ends in our words, and the next one goes on',
  async (mode) => {
    const env = { DATABASE_URL: url, GOOGLE_CALENDAR_API_URL: sandbox.url };
    const words = ['import', '-', '--no-sync', '--batch-size', '200'];
    // `--log-level` makes it a process of its own.
    const first = runCli([...words, '--log-level', 'silent'], env, { input: customersCsv(rows) });
    await until(
      () => sql`select 1 from renos_sync.imports where stage = 'merging' and merged_before > 400`,
      (found) => found.length === 1,
    );
    await server.restart(mode);
    const { exitCode, stderr } = await first;
    expect([0, 5]).toContain(exitCode);
    expect(stderr).not.toMatch(/^\s+at |TypeError/m);
    if (exitCode === 5) expect(stderr).toMatch(/PostgreSQL (cannot be reached|is busy or going down)/);
    const history = await runCli(['history', '--json'], env);
    expect(history.json()).toMatchObject({ runs: [{ status: exitCode === 5 ? 'interrupted' : 'succeeded' }] });
    const second = await runCli([...words, '--json'], env, { input: customersCsv(rows) });
    expect(second.exitCode).toBe(0);
    const [count] = await sql`select count(*)::int as customers from customers`;
    expect(count).toEqual({ customers: rows });
  },
);
