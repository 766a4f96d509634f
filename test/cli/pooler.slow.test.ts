import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { importAndKill } from '../../scripts/killed-imports.js';
import { openServer } from '../../src/db/client/open-server.js';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.js';
import { runCli } from '../helpers/cli.js';
import { freshDatabase, type TestDatabase } from '../helpers/databases.js';
import { serveProgram } from '../helpers/served.js';
import { type PoolerOptions, poolerMissing, type RunningPooler, startPooler } from '../helpers/start-pooler.js';
import { tempFolder } from '../helpers/temp-folder.js';
import { addBookings, customersCsv } from '../server/open-server.js';

let folder: string;
let sandbox: Sandbox;
let database: TestDatabase;
let sql: postgres.Sql;
let pooler: RunningPooler;
let env: Record<string, string>;
const begin = async (options: Omit<PoolerOptions, 'server'>) => {
  pooler = await startPooler({ server: inject('testServer').postgresUrl, ...options });
  env = { DATABASE_URL: pooler.through(database.url), GOOGLE_CALENDAR_API_URL: sandbox.url, RENOS_DATA_DIR: folder };
};
beforeEach(async () => {
  folder = tempFolder('pooled');
  sandbox = await startSandbox({ faults: true });
  database = await freshDatabase();
  sql = postgres(database.url, { max: 2, onnotice: () => {} });
});
afterEach(async () => {
  await sql.end();
  await pooler?.stop();
  await sandbox?.close();
  await database?.drop();
});

const countsIn = async () =>
  (
    await sql`select (select count(*)::int from customers) as customers, (select count(*)::int from bookings) as bookings`
  )[0];

function bookedFile(rows: number): string {
  const lines = Array.from({ length: rows }, (_, n) => {
    const booking = n % 2 === 0 ? `2031-05-${String((n % 28) + 1).padStart(2, '0')}T09:00;Vinduer` : ';';
    return `Kunde ${n} Efternavn${n};k${n}@example.dk;${20_000_000 + n};${booking}`;
  });
  return ['Navn;E-mail;Telefon;Booking start;Ydelse', ...lines].join('\n');
}

const suite = describe.skipIf(poolerMissing !== null);
const name = `through PgBouncer in transaction mode${poolerMissing === null ? '' : ` (${poolerMissing})`}`;

suite(`${name}, a pool of`, () => {
  describe.each([1, 2, 5])('%i', (size) => {
    test('an import of 20,000 rows reports what is in the tables, and the next one changes nothing', async () => {
      await begin({ size });
      await writeFile(join(folder, 'customers.csv'), bookedFile(20_000));
      const words = ['import', join(folder, 'customers.csv'), '--create-bookings', '--no-sync', '--json'];
      const first = await runCli(words, env);
      expect([first.exitCode, first.json()]).toMatchObject([
        0,
        { customersCreated: 20_000, bookingsCreated: 10_000, errors: [] },
      ]);
      expect(await countsIn()).toEqual({ customers: 20_000, bookings: 10_000 });
      const second = await runCli(words, env);
      expect([second.exitCode, second.json()]).toMatchObject([0, { customersCreated: 0, bookingsCreated: 0 }]);
      expect(await countsIn()).toEqual({ customers: 20_000, bookings: 10_000 });
    });

    test('syncs go through a pool that others keep busy', async () => {
      await begin({ size });
      await addBookings(sql, 30);
      const stop = new AbortController();
      const busy = Array.from({ length: size + 1 }, async () => {
        const other = openServer(env.DATABASE_URL as string);
        while (!stop.signal.aborted) await other.orm.execute('select pg_sleep(0.02)');
        await other.close();
      });
      const codes: (number | null)[] = [];
      for (let round = 0; round < 4; round += 1) codes.push((await runCli(['sync', '--json'], env)).exitCode);
      stop.abort();
      await Promise.all(busy);
      expect(codes).toEqual([0, 0, 0, 0]);
      expect(sandbox.requests.filter(({ operation }) => operation === 'events.insert')).toHaveLength(30);
      expect((await runCli(['status', '--json'], env)).json()).toMatchObject({ verdict: 'in-step' });
    });

    test('an import that was killed can be continued at once, with the same result', async () => {
      await begin({ size });
      const trial = {
        server: `${inject('testServer').postgresUrl}/postgres`,
        through: (url: string) => pooler.through(url),
        template: 'template',
        program: fileURLToPath(new URL('../../bin/run.js', import.meta.url)),
        rows: 300,
        batchSize: 20,
        bookedEvery: 6,
      };
      const alone = await importAndKill(trial, null);
      expect(alone.database.length).toBeGreaterThan(300);
      for (const share of [0.5, 0.8]) {
        const { database: kept, calendar, milliseconds } = await importAndKill(trial, share * alone.milliseconds);
        expect({ share, kept, calendar }).toEqual({ share, kept: alone.database, calendar: alone.calendar });
        // A lease without renewal expires after 60 s: the next import knows before that its holder is gone.
        expect(milliseconds).toBeLessThan(alone.milliseconds + 50_000);
      }
    });

    test('a server imports and syncs at once', async () => {
      await begin({ size });
      await addBookings(sql, 10);
      const program = await serveProgram(env, ['--log-level', 'warn']);
      const ask = (path: string, body: string, type: string) =>
        fetch(`${program.url}${path}`, { method: 'POST', body, headers: { 'content-type': type } });
      const [imported, synced] = await Promise.all([
        ask('/api/customer-import/import-csv?createBookings=false', customersCsv(4_000), 'text/csv'),
        ask('/api/calendar-sync/sync', '{}', 'application/json'),
      ]);
      expect([imported.status, synced.status]).toEqual([200, 200]);
      expect(await imported.json()).toMatchObject({ data: { customersCreated: 4_000 } });
      expect(await countsIn()).toEqual({ customers: 4_000, bookings: 10 });
      expect((await fetch(`${program.url}/health`)).status).toBe(200);
      expect(await program.end('SIGTERM')).toBe(0);
      expect(await sql`select status from renos_sync.runs`).toEqual([{ status: 'succeeded' }, { status: 'succeeded' }]);
    });
  });

  test('1: plans are saved and applied, and what they did is undone', async () => {
    await begin({ size: 1 });
    await addBookings(sql, 5);
    const [file, plan] = [join(folder, 'customers.csv'), join(folder, 'plan.json')];
    await writeFile(file, bookedFile(8));
    const codes: (number | null)[] = [];
    for (const planned of [['sync'], ['import', file, '--create-bookings']]) {
      const steps = [
        [...planned, '--dry-run', '--save-plan', plan],
        ['apply', plan],
        ['apply', plan],
        ['undo', '--yes'],
      ];
      for (const words of steps) codes.push((await runCli([...words, '--json'], env)).exitCode);
    }
    expect(codes).toEqual(Array(8).fill(0));
    expect(await countsIn()).toEqual({ customers: 0, bookings: 5 });
    expect(sandbox.requests.filter(({ operation }) => operation === 'events.insert')).toHaveLength(5);
  });

  test('1 that another client does not give back: exit 5 in our words, and nothing was written', async () => {
    await begin({ size: 1, settings: ['query_wait_timeout = 2'] });
    const other = openServer(env.DATABASE_URL as string);
    let release: (value?: unknown) => void = () => {};
    const held = other.orm.transaction(async (tx) => {
      await tx.execute('select 1');
      await new Promise((resolve) => {
        release = resolve;
      });
    });
    const { exitCode, stderr } = await runCli(['sync'], env);
    release();
    await held;
    await other.close();
    expect(stderr).toContain('The pooler before PostgreSQL had no connection free in time');
    expect([exitCode, stderr.match(/^ +at /gm)]).toEqual([5, null]);
    expect(await sql`select 1 from renos_sync.runs`).toEqual([]);
  });
});
