import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AnySchemaObject } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.js';
import { runCli } from '../helpers/cli.js';
import { freshDatabase, type TestDatabase } from '../helpers/databases.js';
import { tempFolder } from '../helpers/temp-folder.js';
import { addBookings } from '../server/open-server.js';

const folder = tempFolder('plans');
let database: TestDatabase;
let sandbox: Sandbox;
let sql: postgres.Sql;
let env: Record<string, string>;
beforeAll(async () => {
  [database, sandbox] = [await freshDatabase(), await startSandbox()];
  sql = postgres(database.url, { max: 1, onnotice: () => {} });
  env = { DATABASE_URL: database.url, GOOGLE_CALENDAR_API_URL: sandbox.url, RENOS_DATA_DIR: join(folder, 'data') };
  await addBookings(sql, 2);
});
afterAll(async () => {
  await sql.end();
  await sandbox.close();
  await database.drop();
});

const run = (words: string, more: Record<string, string> = {}) =>
  runCli(words.split(' '), { ...env, ...more }, { cwd: folder });
const path = (name: string) => join(folder, name);

async function expectDescribed(schema: string, document: unknown): Promise<void> {
  const ajv = new Ajv2020({ strict: true, allErrors: true });
  formats.default(ajv);
  const text = await readFile(new URL(`../../schemas/${schema}.json`, import.meta.url), 'utf8');
  const validate = ajv.compile(JSON.parse(text) as AnySchemaObject);
  validate(document);
  expect(validate.errors ?? []).toEqual([]);
}

test('a plan is saved for its owner alone, as its schema says, and applied; exit codes tell what there is to do', async () => {
  const planned = await run('sync --dry-run --save-plan plan.json --detailed-exitcode');
  expect(planned).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('renos-sync apply plan.json') });
  expect((await stat(path('plan.json'))).mode & 0o777).toBe(0o600);
  await expectDescribed('plan', JSON.parse(await readFile(path('plan.json'), 'utf8')));
  await sql`update bookings set address = 'Nygade 1' where id = (select min(id) from bookings)`;
  expect(await run('apply plan.json --all-or-nothing --json')).toMatchObject({ exitCode: 3 });
  const shown = await run('apply plan.json --dry-run');
  expect([shown.exitCode, shown.stdout]).toEqual([4, expect.stringContaining('something else would be done now')]);
  const applied = await run('apply plan.json --json');
  expect(applied.exitCode).toBe(4);
  await expectDescribed('apply', applied.json());
  expect(applied.json()).toMatchObject({ sync: { google: { created: 1 } }, moved: [{ reason: 'changed-since' }] });
  expect(await run('sync --dry-run --save-plan plan.json --detailed-exitcode --redact')).toMatchObject({ exitCode: 2 });
  expect(await readFile(path('plan.json'), 'utf8')).not.toContain('Nygade');
  expect(await run('apply plan.json --detailed-exitcode')).toMatchObject({ exitCode: 2 });
  expect(await run('apply plan.json --detailed-exitcode')).toMatchObject({ exitCode: 0 });
  expect(await run('sync --dry-run --save-plan plan.json --detailed-exitcode')).toMatchObject({ exitCode: 0 });
});

test('the plan of an import wants its file as it was, and says where it is', async () => {
  const text = 'Navn;E-mail\nÅse Holm;aase@example.dk\n';
  await writeFile(path('kunder.csv'), text);
  expect(await run('import kunder.csv --dry-run --save-plan kunder.json')).toMatchObject({ exitCode: 0 });
  await writeFile(path('kunder.csv'), `${text}Bo Lind;bo@example.dk\n`);
  const changed = await run('apply kunder.json --json');
  expect([changed.exitCode, changed.json()?.error]).toMatchObject([2, { code: 'plan-file-changed' }]);
  await writeFile(path('before.csv'), text);
  const applied = await run('apply kunder.json --file before.csv --json');
  expect([applied.exitCode, applied.json()]).toMatchObject([0, { import: { customersCreated: 1 }, moved: [] }]);
  const { runId } = applied.json() as { runId: string };
  expect((await run(`history ${runId}`)).stdout).toContain('It can be undone (1 change)');
  await sql`update customers set phone = '+4520304050'`;
  const told = await run(`history ${runId} --json`);
  expect(told.json()).toMatchObject({ undo: { canBeUndone: 'nothing', kept: [{ reason: 'changed-since' }] } });
});

test('a plan of another database, no plan, and flags that do not go together are refused with their code', async () => {
  expect(await run('sync --dry-run --save-plan other.json')).toMatchObject({ exitCode: 0 });
  const other = await freshDatabase();
  const refused = await run('apply other.json --json', { DATABASE_URL: other.url });
  await other.drop();
  expect([refused.exitCode, refused.json()?.error]).toMatchObject([3, { code: 'plan-of-another-database' }]);
  await writeFile(path('none.json'), '{"success":true}');
  const codes = async (words: string) => {
    const { exitCode, json } = await run(`${words} --json`);
    return [exitCode, (json() as { error?: { code: string } } | null)?.error?.code];
  };
  expect(await codes('apply none.json')).toEqual([2, 'plan-unreadable']);
  expect(await codes('apply missing.json')).toEqual([2, 'file-unusable']);
  expect(await codes('sync --dry-run --save-plan none.json')).toEqual([2, 'plan-not-replaced']);
  expect(await codes('sync --save-plan a.json')).toEqual([2, 'usage']);
  expect(await codes('sync --dry-run --redact')).toEqual([2, 'usage']);
  expect(await codes('history --day i-går')).toEqual([2, 'usage']);
  expect(await codes('sandbox --memory --account nobody')).toEqual([2, 'usage']);
  expect(await codes('sync --save-plan a.json --detailed-exitcode')).toEqual([1, 'usage']);
  expect(await codes('sync --dry-run --renamed-from old --save-plan a.json')).toEqual([2, 'usage']);
});

test.each([
  ['MÉTTE', 1],
  ['mette holm', 1],
  ['mette@example.dk', 1],
  ['aagade 3', 1],
  ['20 30 40 51', 1],
  ['0045 20304051', 1],
  ['+45 20-30-40-51', 1],
  ['holm aps', 1],
  ['søster karla', 1],
  ['29 30 31 32', 1],
  ['1.3.2031', 0],
  ['2031-03-02', 0],
  ['mette lind', 0],
])('find %s gives %i customers, and the booking of the day', async (typed, customers) => {
  await sql`delete from bookings where id = 'bm'`;
  await sql`delete from customers where id = 'cm'`;
  await sql`insert into customers (id, name, "companyName", email, phone, address, notes, "updatedAt") values ('cm', 'Mette Holm', 'Holm ApS', 'Mette@Example.dk', '+4520304051', 'Ågade 3, 8000 Aarhus C', 'Ring til søster Karla, 29303132', now())`;
  await sql`insert into bookings (id, "customerId", "serviceType", status, "startTime", "endTime", "updatedAt") values ('bm', 'cm', 'Vask', 'scheduled', '2031-02-28 23:30', '2031-03-01 01:00', now())`;
  const found = await runCli(['find', typed, '--json'], env);
  expect(found.json()).toMatchObject({
    customersFound: customers,
    bookingsFound: customers + (typed === '1.3.2031' ? 1 : 0),
  });
});

test('history finds runs by what is remembered of a customer, and by their day', async () => {
  await writeFile(path('a.csv'), 'Navn;E-mail\nKirsten Bang;kirsten@example.dk\n');
  const imported = await run('import a.csv --json');
  const { runId } = imported.json() as { runId: string };
  const ids = async (...words: string[]) =>
    ((await runCli(['history', ...words, '--json'], env)).json() as { runs: { id: string }[] }).runs.map(
      ({ id }) => id,
    );
  expect(await ids('--customer', 'kirsten')).toEqual([runId]);
  expect(await ids('--customer', 'nobody')).toEqual([]);
  expect(await ids('--day', '1.3.2020')).toEqual([]);
  expect(await ids('--day', new Date().toLocaleDateString('sv', { timeZone: 'Europe/Copenhagen' }))).toContain(runId);
});
