import postgres from 'postgres';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.js';
import { runCli } from '../helpers/cli.js';
import { freshDatabase, type TestDatabase } from '../helpers/databases.js';
import { type ServedProgram, serveProgram } from '../helpers/served.js';
import { tempFolder } from '../helpers/temp-folder.js';
import { addBookings, customersCsv, until } from '../server/open-server.js';

let sandbox: Sandbox;
let database: TestDatabase;
let sql: postgres.Sql;
let env: Record<string, string>;
let served: ServedProgram[];
beforeEach(async () => {
  sandbox = await startSandbox({ faults: true });
  database = await freshDatabase();
  sql = postgres(database.url, { max: 2, onnotice: () => {} });
  env = { DATABASE_URL: database.url, GOOGLE_CALENDAR_API_URL: sandbox.url };
  served = [];
});
afterEach(async () => {
  for (const { child } of served) child.kill('SIGKILL');
  await sql.end();
  await sandbox.close();
  await database.drop();
});

const serve = async (more: Record<string, string> = {}, args: readonly string[] = []) => {
  const program = await serveProgram({ ...env, ...more }, args);
  served.push(program);
  return program;
};

const post = (url: string, path: string, body: string, headers: Record<string, string> = {}) =>
  fetch(`${url}${path}`, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });

/** All that it said on stderr, every line of which must be JSON. */
function logOf(program: ServedProgram): readonly Record<string, unknown>[] {
  const lines = program.stderr().trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('ending', () => {
  test('SIGUSR2 ends nothing, and a terminal that is closed (SIGHUP) ends it in order', async () => {
    const program = await serve();
    program.child.kill('SIGUSR2');
    for (let n = 0; n < 5; n += 1) expect((await fetch(`${program.url}/health`)).status).toBe(200);
    expect(await program.end('SIGHUP')).toBe(0);
    expect(logOf(program).at(-1)).toMatchObject({ msg: 'server stopped' });
  });

  test('SIGTERM when nothing is running: exit 0, and each request left one line of JSON', async () => {
    const program = await serve();
    await (await fetch(`${program.url}/health`)).text();
    await (await fetch(`${program.url}/api/customer-import/statistics`)).text();
    expect(await program.end('SIGTERM')).toBe(0);
    const lines = logOf(program);
    expect(lines.filter(({ msg }) => msg === 'request')).toMatchObject([
      { level: 'info', method: 'GET', route: '/health', status: 200 },
      { level: 'info', method: 'GET', route: '/api/customer-import/statistics', status: 200 },
    ]);
    expect(lines.at(-1)).toMatchObject({ msg: 'server stopped' });
  });

  test('SIGTERM during an import: a whole number of batches is written, the record is interrupted, the next run continues', async () => {
    const program = await serve({}, ['--log-level', 'warn']);
    const path = '/api/customer-import/import-csv?createBookings=false&batchSize=200';
    const file = customersCsv(8_000);
    const asked = post(program.url, path, file, { 'content-type': 'text/csv' });
    await until(
      () => sql`select merged_before from renos_sync.imports where stage = 'merging' and merged_before > 400`,
      (rows) => rows.length === 1,
      90_000,
    );
    const [exitCode, answer] = await Promise.all([program.end('SIGTERM'), asked]);
    expect(exitCode).toBe(0);
    expect([answer.status, await answer.json()]).toMatchObject([503, { success: false, error: 'interrupted' }]);
    const [row] = await sql`select (select count(*)::int from customers) as customers,
      (select coalesce(sum(cardinality(customer_ids)), 0)::int from renos_sync.journal_creations) as journal`;
    expect(row?.customers).toBe(row?.journal);
    expect(row?.customers).toBeLessThan(8_000);
    expect(row?.customers % 200).toBeOneOf([0, 199]);
    const [run] = await sql`select id, status from renos_sync.runs where kind = 'import'`;
    expect(run?.status).toBe('interrupted');
    const next = await serve();
    const whole = await post(next.url, path, file, { 'content-type': 'text/csv', prefer: 'respond-async' });
    const begun = (await whole.json()) as { data: { id: string } };
    expect([whole.status, begun.data.id]).toEqual([202, run?.id]);
    const told = (await (await fetch(`${next.url}/api/runs/${begun.data.id}`)).json()) as { data: { status: string } };
    expect(told.data.status).toBeOneOf(['running', 'succeeded']);
    await until(
      () => sql`select status from renos_sync.runs where id = ${begun.data.id}`,
      ([found]) => found?.status === 'succeeded',
    );
    const [all] = await sql`select count(*)::int as count from customers`;
    expect(all?.count).toBe(8_000);
  });

  test('SIGTERM during a sync: every event has its link, and the record says interrupted', async () => {
    await addBookings(sql, 40);
    sandbox.addFault({ match: { operation: 'events.insert' }, kind: 'slow', delayMs: 100, times: 0 });
    const program = await serve();
    const asked = post(program.url, '/api/calendar-sync/sync', '{}');
    await until(
      async () => sandbox.requests.filter(({ operation }) => operation === 'events.insert').length,
      (count) => count >= 3,
    );
    const [exitCode, answer] = await Promise.all([program.end('SIGTERM'), asked]);
    expect([exitCode, answer.status]).toEqual([0, 503]);
    expect(await answer.json()).toMatchObject({ error: 'interrupted', data: { success: true } });
    const [run] = await sql`select status from renos_sync.runs`;
    const [links] = await sql`select count(*)::int as count from renos_sync.links`;
    const inserted = sandbox.requests.filter(({ operation }) => operation === 'events.insert').length;
    expect([run?.status, links?.count]).toEqual(['interrupted', inserted]);
    expect(inserted).toBeLessThan(40);
  });
});

test('three instances share the ticks; one is killed, and the next tick still runs', async () => {
  const every = ['--schedule', '* * * * * *'];
  const programs = await Promise.all([serve({}, every), serve({}, every), serve({}, every)]);
  const readRuns = () => sql<{ id: string; due: string; status: string; started_at: Date; finished_at: Date | null }[]>`
    select id, options ->> 'due' as due, status, started_at, finished_at from renos_sync.runs order by started_at`;
  const done = (count: number) =>
    until(readRuns, (rows) => rows.filter(({ status }) => status !== 'running').length >= count);
  await done(3);
  expect(await programs[0].end('SIGKILL')).toBeNull();
  const before = (await readRuns()).length;
  await done(before + 3);
  const codes = await Promise.all(programs.slice(1).map((program) => program.end('SIGTERM')));
  expect(codes).toEqual([0, 0]);
  // Which of them runs which is chance.
  expect(programs.flatMap(logOf)).toContainEqual(expect.objectContaining({ msg: 'run finished' }));
  const runs = await readRuns();
  expect(new Set(runs.map(({ due }) => due)).size).toBe(runs.length);
  const finished = runs.filter(({ status }) => status === 'succeeded');
  finished.slice(1).forEach(({ started_at }, n) => {
    expect(started_at.getTime()).toBeGreaterThanOrEqual(finished[n]?.finished_at?.getTime() ?? 0);
  });
});

describe('not starting', () => {
  test.each([
    ['beyond loopback without a token', ['--host', '0.0.0.0'], {}, 'token-missing'],
    [
      'for want of a token, whatever the database says',
      ['--host', '::'],
      { DATABASE_URL: 'postgres://127.0.0.1:9/none' },
      'token-missing',
    ],
    ['by a schedule that is none', ['--schedule', 'often'], {}, 'usage'],
    [
      'with wrong settings, all at once',
      [],
      { RENOS_API_TOKEN: 'short', PUBLIC_URL: 'http://example.dk', RENOS_ALLOWED_ORIGINS: 'x' },
      'configuration',
    ],
  ])('%s: exit 2', async (_, args, more, code) => {
    const { exitCode, json, stdout } = await runCli(['serve', '--port', '0', '--json', ...args], { ...env, ...more });
    expect([exitCode, json()]).toMatchObject([2, { success: false, error: { code } }]);
    if (code === 'configuration') for (const name of Object.keys(more)) expect(stdout).toContain(name);
  });

  test('on an embedded database it holds the folder: another command says so at once and exits 5', async () => {
    const folder = tempFolder('serve');
    const own = { RENOS_DATA_DIR: folder, DATABASE_URL: '' };
    const program = await serve(own);
    const { exitCode, json } = await runCli(['stats', '--json'], { ...env, ...own });
    expect([exitCode, json()]).toMatchObject([5, { error: { code: 'folder-in-use' } }]);
    const answer = await fetch(`${program.url}/api/customer-import/statistics`);
    expect(await answer.json()).toMatchObject({ success: true, data: { totalCustomers: 0 } });
    expect(await program.end('SIGTERM')).toBe(0);
  });
});
