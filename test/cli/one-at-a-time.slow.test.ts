import postgres from 'postgres';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.js';
import { runCli } from '../helpers/cli.js';
import { freshDatabase, freshFolder, type TestDatabase } from '../helpers/databases.js';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox({ faults: true });
});
afterEach(() => sandbox.close());

const slowReply = { match: { operation: 'events.list' }, kind: 'slow', delayMs: 2_500 } as const;

describe('two syncs at the same moment on one PostgreSQL database', () => {
  let database: TestDatabase;
  let env: Record<string, string>;
  beforeEach(async () => {
    database = await freshDatabase();
    env = { DATABASE_URL: database.url, GOOGLE_CALENDAR_API_URL: sandbox.url };
    const sql = postgres(database.url, { max: 1 });
    await sql`insert into bookings (id, "serviceType", "startTime", "endTime", "updatedAt") select 'b' || n, 'Vask', now() + n * interval '1 hour', now() + n * interval '1 hour' + interval '30 minutes', now() from generate_series(1, 12) n`;
    await sql.end();
  });
  afterEach(() => database.drop());

  test('one works, the other says so and exits 5 at once; nothing is doubled', async () => {
    sandbox.addFault(slowReply);
    const outcomes = await Promise.all([runCli(['sync', '--json'], env), runCli(['sync', '--json'], env)]);
    expect(outcomes.map(({ exitCode }) => exitCode).sort()).toEqual([0, 5]);
    const refused = outcomes.find(({ exitCode }) => exitCode === 5);
    expect(refused?.json()).toMatchObject({ success: false, error: { code: 'busy', exitCode: 5 } });
    expect(sandbox.requests.filter(({ operation }) => operation === 'events.insert')).toHaveLength(12);
  });

  test('with --wait both work, one after the other', async () => {
    sandbox.addFault(slowReply);
    const outcomes = await Promise.all([
      runCli(['sync', '--wait', '--json'], env),
      runCli(['sync', '--wait', '--json'], env),
    ]);
    expect(outcomes.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    expect(sandbox.requests.filter(({ operation }) => operation === 'events.insert')).toHaveLength(12);
  });
});

describe('two processes on one embedded database', () => {
  test('a second sync exits 5 at once; another command waits, says so, and works', async () => {
    const env = { RENOS_DATA_DIR: await freshFolder(), GOOGLE_CALENDAR_API_URL: sandbox.url };
    sandbox.addFault({ ...slowReply, delayMs: 6_000 });
    const first = runCli(['sync', '--json'], env);
    while (!sandbox.requests.some(({ operation }) => operation === 'events.list'))
      await new Promise((resolve) => setImmediate(resolve));
    const [second, status] = await Promise.all([runCli(['sync', '--json'], env), runCli(['status', '--json'], env)]);
    expect(second).toMatchObject({ exitCode: 5 });
    expect(second.json()).toMatchObject({ error: { code: 'folder-in-use' } });
    expect((await first).exitCode).toBe(0);
    expect(status.exitCode).toBe(0);
    expect(status.stderr).toContain('Waiting for another renos-sync (sync, process');
    expect(status.json()).toMatchObject({ verdict: 'in-step' });
  });
});
