import { readFile } from 'node:fs/promises';
import postgres from 'postgres';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.js';
import { runCli } from '../helpers/cli.js';
import { freshDatabase, type TestDatabase } from '../helpers/databases.js';

let database: TestDatabase;
let sandbox: Sandbox;
let sql: postgres.Sql;
let role: string;
let env: Record<string, string>;
beforeEach(async () => {
  database = await freshDatabase('template0');
  sandbox = await startSandbox();
  sql = postgres(database.url, { max: 1, onnotice: () => {} });
  role = `rolle_${new URL(database.url).pathname.slice(3, 15)}`;
  await sql.unsafe(`create role ${role} login password 'test'`);
  const url = new URL(database.url);
  url.username = role;
  env = { DATABASE_URL: url.href, GOOGLE_CALENDAR_API_URL: sandbox.url };
});
afterEach(async () => {
  await sql.unsafe(`drop owned by ${role} cascade`);
  await sql.unsafe(`drop role ${role}`);
  await sql.end();
  await sandbox.close();
  await database.drop();
});

const makeTables = async (schema: string) => {
  const text = await readFile(new URL('../fixtures/renos-schema.sql', import.meta.url), 'utf8');
  await sql.unsafe(`create schema if not exists ${schema}; set search_path to ${schema}; ${text}; reset search_path`);
};

/** Runs a command, and whatever it advises, until it works; more than one round of advice is one too many. */
async function runAsAdvised(words: readonly string[]): Promise<void> {
  const first = await runCli([...words, '--json'], env);
  if (first.exitCode === 0) return;
  const { error } = first.json() as { error: { code: string; actions: string[] } };
  expect(error.code).toBe('database-forbidden');
  const grants = error.actions.filter((action) => action.startsWith('GRANT '));
  expect(grants.length).toBeGreaterThan(0);
  for (const grant of grants) await sql.unsafe(grant);
  const second = await runCli([...words, '--json'], env);
  expect([grants, second.exitCode, second.stdout]).toEqual([grants, 0, expect.anything()]);
}

test('the rights that are advised are enough, from an empty database to a sync', async () => {
  await runAsAdvised(['migrate']);
  await runAsAdvised(['sync']);
});

test("the rights that are advised are enough on RenOS's tables, which are another user's", async () => {
  await makeTables('public');
  await runAsAdvised(['migrate']);
  await runAsAdvised(['sync']);
  await runAsAdvised(['status']);
});

test('the rights that are advised are enough for stats and undo, of which a sync needs none', async () => {
  await makeTables('public');
  await sql.unsafe(`grant create on database "${new URL(database.url).pathname.slice(1)}" to ${role}`);
  await sql.unsafe(`grant select, insert, update on customers, bookings, analytics to ${role}`);
  expect((await runCli(['migrate'], env)).exitCode).toBe(0);
  const imported = await runCli(['import', '-', '--json'], env, { input: 'Navn,E-mail\nÅse,aase@example.dk\n' });
  expect(imported.exitCode).toBe(0);
  await runAsAdvised(['undo', '--yes']);
  await runAsAdvised(['stats']);
});

test('the rights that are advised are enough where the owner migrates, and another user syncs and imports', async () => {
  await makeTables('app');
  const url = (given: string) => `${given}?schema=app`;
  expect((await runCli(['migrate'], { ...env, DATABASE_URL: url(database.url) })).exitCode).toBe(0);
  env = { ...env, DATABASE_URL: url(env.DATABASE_URL as string) };
  await runAsAdvised(['sync']);
  const imported = await runCli(['import', '-', '--json'], env, { input: 'Navn,E-mail\nÅse,aase@example.dk\n' });
  expect([imported.exitCode, imported.json()]).toMatchObject([0, { customersCreated: 1 }]);
  expect(await sql`select name from app.customers`).toEqual([{ name: 'Åse' }]);
});

test.each(['app', '"My App"'])(
  "RenOS's tables in schema %s: migrate names it, and makes no second ones",
  async (schema) => {
    await makeTables(schema);
    const name = schema.replaceAll('"', '');
    const refused = await runCli(['migrate'], { ...env, DATABASE_URL: database.url });
    expect([refused.exitCode, refused.stderr]).toEqual([2, expect.stringContaining(`in schema ${name},`)]);
    expect(refused.stderr).toContain(`?schema=${encodeURIComponent(name)}`);
    expect(await sql`select to_regclass('public.customers') as second, to_regnamespace('renos_sync') as ours`).toEqual([
      { second: null, ours: null },
    ]);
    const named = `${database.url}?schema=${encodeURIComponent(name)}`;
    expect((await runCli(['migrate'], { ...env, DATABASE_URL: named })).exitCode).toBe(0);
    expect((await runCli(['sync'], { ...env, DATABASE_URL: named })).exitCode).toBe(0);
    expect(await sql`select to_regclass('public.customers') as second`).toEqual([{ second: null }]);
  },
);

// Within a millisecond a statement may end as its time does: PostgreSQL then says that a user asked for it.
test.each(['20ms', '100ms'])(
  'statement_timeout=%s on the role is named, and no migration is reported as missing',
  async (time) => {
    await runCli(['migrate'], { ...env, DATABASE_URL: database.url });
    await sql.unsafe(`alter role ${role} set statement_timeout = '${time}'`);
    await sql.unsafe(`grant usage on schema renos_sync to ${role}`);
    await sql.unsafe(`grant select, insert, update, delete, truncate on all tables in schema renos_sync to ${role}`);
    await sql.unsafe(`grant select, insert, update on customers, bookings, analytics to ${role}`);
    // So that what is asked first takes longer than that.
    await sql.unsafe(`begin; lock table renos_sync.migrations in access exclusive mode`);
    const { exitCode, stderr } = await runCli(['sync'], env);
    await sql.unsafe('rollback');
    expect([exitCode, stderr]).toEqual([5, expect.stringContaining('because of statement_timeout')]);
  },
);

test('a lease that another session has locked: the wait ends with an error', async () => {
  await runCli(['migrate'], { ...env, DATABASE_URL: database.url });
  const owner = { ...env, DATABASE_URL: `${database.url}?lock_timeout=300` };
  expect((await runCli(['sync'], owner)).exitCode).toBe(0);
  await sql.unsafe('begin; select 1 from renos_sync.leases for update');
  const { exitCode, stderr } = await runCli(['sync'], owner);
  await sql.unsafe('rollback');
  expect([exitCode, stderr]).toEqual([5, expect.stringContaining('holds a lock on a row of leases')]);
});
