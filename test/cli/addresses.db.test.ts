import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { databaseFailure } from '../../src/db/client/database-failure.js';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.js';
import { runCli } from '../helpers/cli.js';
import { freshDatabase, type TestDatabase } from '../helpers/databases.js';

let database: TestDatabase;
let sandbox: Sandbox;
beforeAll(async () => {
  database = await freshDatabase();
  sandbox = await startSandbox();
});
afterAll(async () => {
  await sandbox.close();
  await database.drop();
});

const sync = (url: string) => runCli(['sync'], { DATABASE_URL: url, GOOGLE_CALENDAR_API_URL: sandbox.url });

test.each([
  'sslmode=prefer&connect_timeout=5&application_name=renos&target_session_attrs=read-write',
  'pgbouncer=true&connection_limit=1&pool_timeout=20&statement_cache_size=0&schema=public',
  'options=-c%20work_mem%3D8MB%20-c%20statement_timeout%3D60s',
])('an address with %s is understood, without a word', async (parameters) => {
  expect(await sync(`${database.url}?${parameters}`)).toMatchObject({ exitCode: 0, stderr: '' });
});

test('parameters that mean nothing here are ignored, with one note', async () => {
  const { exitCode, stderr } = await sync(`${database.url}?colour=red&binary_parameters=yes`);
  expect([exitCode, stderr]).toEqual([0, 'DATABASE_URL: ignored colour, binary_parameters.\n']);
});

test.each([
  ['sslmode', 'sometimes'],
  ['connect_timeout', 'soon'],
  ['target_session_attrs', 'best'],
  ['sslrootcert', '/no/such/file'],
  ['connection_limit', '-1'],
  ['options', 'x'],
])('%s=%s cannot be read: exit 2, and the error names it', async (name, value) => {
  const { exitCode, stderr } = await sync(`${database.url}?${name}=${value}`);
  expect([exitCode, stderr]).toEqual([
    2,
    expect.stringContaining(`The parameter ${name} of DATABASE_URL cannot be read`),
  ]);
});

test('sslmode=require where the server takes no TLS: exit 5', async () => {
  const { exitCode, stderr } = await sync(`${database.url}?sslmode=require`);
  expect([exitCode, stderr]).toEqual([5, expect.stringContaining('takes no TLS')]);
});

test.each(['p@ss#w/rd%', 'æøå:&=?', '%41'])('the password %s signs in, encoded or as it is', async (password) => {
  const sql = postgres(database.url, { max: 1, onnotice: () => {} });
  const role = `sign_in_${password.length}`;
  await sql.unsafe(`create role ${role} superuser login password '${password}'`);
  const written = [
    encodeURIComponent(password),
    ...(password.includes('%41') || password.includes('?') ? [] : [password]),
  ];
  for (const word of written) {
    const url = database.url.replace(/\/\/[^@]+@/, `//${role}:${word}@`);
    expect(await sync(url)).toMatchObject({ exitCode: 0, stderr: '' });
  }
  await sql.unsafe(`drop role ${role}`);
  await sql.end();
});

test("a file's failure is not taken for the database's", () => {
  const failure = Object.assign(new Error('no such file'), { code: 'ENOENT', path: '/data/sandbox.ndjson' });
  expect(databaseFailure(failure)).toBe(failure);
});
