import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Fault, startSandbox } from '../../src/sandbox/start-sandbox.js';
import { type CliOutcome, runCli } from '../helpers/cli.js';
import { freshDatabase, type TestDatabase } from '../helpers/databases.js';
import { tempFolder } from '../helpers/temp-folder.js';

const secret = 'hemmelig-adgangskode';
const folder = tempFolder('wrong');
let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(async () => {
  await database.drop();
});

/** One clear message, no stack, no secret; the same in JSON, alone on stdout. */
function expectClear(outcome: CliOutcome, exitCode: number, ...words: (string | RegExp)[]): void {
  expect(outcome.exitCode).toBe(exitCode);
  for (const word of words) expect(outcome.stderr).toMatch(word);
  expect(outcome.stderr.match(/^Error: /gm)).toHaveLength(1);
  expect(outcome.stderr).not.toMatch(/^\s+at /m);
  expect(outcome.stderr + outcome.stdout).not.toContain(secret);
  expect(outcome.stdout).toBe('');
}

describe.concurrent('a wrong setting', () => {
  test.each([
    ['DATABASE_URL', `mysql://renos:${secret}@localhost/renos`],
    ['GOOGLE_CLIENT_EMAIL', 'ikke en adresse'],
    ['GOOGLE_PRIVATE_KEY', secret],
    ['GOOGLE_IMPERSONATED_USER', 'kontor'],
    ['GOOGLE_APPLICATION_CREDENTIALS', '/findes/ikke.json'],
    ['GOOGLE_CALENDAR_API_URL', 'ftp://example.dk'],
    ['RUN_MODE', 'måske'],
    ['LOG_LEVEL', 'højt'],
    ['PORT', '99999'],
    ['CALENDAR_SYNC_ENABLED', 'måske'],
    ['CALENDAR_SYNC_INTERVAL', 'hver time'],
    ['CUSTOMER_IMPORT_BATCH_SIZE', '0'],
    ['CUSTOMER_IMPORT_VALIDATE_EMAIL', '2'],
  ])('%s is named with an example, exit 2', async (name, value) => {
    expectClear(await runCli(['status'], { RENOS_DATA_DIR: folder, [name]: value }), 2, name, `Example: ${name}=`);
  });

  test('three at once are three lines of one message', async () => {
    const outcome = await runCli(['sync'], { PORT: 'x', LOG_LEVEL: 'y', DATABASE_URL: `mysql://renos:${secret}@h/db` });
    expectClear(outcome, 2, '3 settings are wrong', 'PORT', 'LOG_LEVEL', 'DATABASE_URL');
  });

  test('no credentials for Google: what to do is said', async () => {
    expectClear(
      await runCli(['sync'], { DATABASE_URL: database.url }),
      2,
      'No credentials',
      'GOOGLE_CALENDAR_API_URL=sandbox',
    );
  });

  test('a .env file is read, and the environment wins', async () => {
    await writeFile(join(folder, '.env'), 'PORT=x\nLOG_LEVEL=y\n');
    const outcome = await runCli(['status'], { PORT: '3000', RENOS_DATA_DIR: folder }, { cwd: folder });
    expectClear(outcome, 2, 'One setting is wrong', 'LOG_LEVEL');
  });
});

describe('a database that cannot be used', () => {
  const google = { GOOGLE_CALENDAR_API_URL: 'http://127.0.0.1:9' };

  test('unreachable: exit 5', async () => {
    expectClear(
      await runCli(['sync'], { ...google, DATABASE_URL: `postgres://renos:${secret}@127.0.0.1:9/renos` }),
      5,
      'cannot be reached',
    );
  });
  test('unknown database: exit 5', async () => {
    expectClear(
      await runCli(['sync'], { ...google, DATABASE_URL: `${inject('testServer').postgresUrl}/findes_ikke` }),
      5,
      'does not exist',
    );
  });
  test('wrong password: exit 5', async () => {
    const url = new URL(database.url);
    url.password = secret;
    expectClear(await runCli(['sync'], { ...google, DATABASE_URL: url.href }), 5, 'user or password');
  });
  test('without our tables: exit 2, with the command to run', async () => {
    const empty = await freshDatabase('template0');
    expectClear(await runCli(['sync'], { ...google, DATABASE_URL: empty.url }), 2, 'renos-sync migrate');
    await empty.drop();
  });
  test("an address with Prisma's own parameters is understood", async () => {
    const sandbox = await startSandbox();
    const outcome = await runCli(['sync'], {
      GOOGLE_CALENDAR_API_URL: sandbox.url,
      DATABASE_URL: `${database.url}?schema=public&connection_limit=5&pool_timeout=10`,
    });
    await sandbox.close();
    expect(outcome).toMatchObject({ exitCode: 0, stderr: '' });
  });
});

describe('a Google that refuses', () => {
  const times = 100;
  test.each<[string, Fault, number, string]>([
    ['401', { kind: 'status', status: 401, reason: 'authError', times }, 5, 'Google'],
    ['403 without rights', { kind: 'status', status: 403, reason: 'forbidden', times }, 5, 'Google|calendar'],
    ['404 of the calendar', { kind: 'status', status: 404, reason: 'notFound', times }, 5, 'calendar'],
  ])('%s: one message, exit 5', async (_, fault, exitCode, word) => {
    const sandbox = await startSandbox({ faults: true });
    sandbox.addFault(fault);
    const outcome = await runCli(['sync'], { DATABASE_URL: database.url, GOOGLE_CALENDAR_API_URL: sandbox.url });
    await sandbox.close();
    expectClear(outcome, exitCode, new RegExp(word, 'i'));
  });
});
