import { generateKeyPairSync } from 'node:crypto';
import { chmod, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { examineNode } from '../../src/core/doctor/examine.js';
import type { DoctorResult } from '../../src/core/results/setup-result.js';
import { type SandboxOptions, startSandbox } from '../../src/sandbox/start-sandbox.js';
import { runCli } from '../helpers/cli.js';
import { freshDatabase } from '../helpers/databases.js';
import { type OperatorWorld, openOperatorWorld } from '../helpers/operator-world.js';
import { tempFolder } from '../helpers/temp-folder.js';

// The program is started several times in one test.
vi.setConfig({ testTimeout: 120_000 });

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
const account = { GOOGLE_CLIENT_EMAIL: 'sync@project.iam.gserviceaccount.com', GOOGLE_PRIVATE_KEY: privateKey };

let world: OperatorWorld;
let folder: string;
beforeEach(async () => {
  world = await openOperatorWorld();
  folder = tempFolder('doctor');
});
afterEach(async () => {
  await world.close();
});

async function examine(env: Record<string, string> = {}) {
  const outcome = await world.run(['doctor', '--json'], env);
  const { checks, success } = outcome.json() as unknown as DoctorResult;
  const { exitCode, stderr } = outcome;
  return { exitCode, stderr, success, checks, of: (name: string) => checks.find((check) => check.name === name) };
}

test('all is well: every check says so, nothing is written, and --quiet is silent', async () => {
  const { exitCode, success, checks, stderr } = await examine(account);
  expect({ exitCode, success, stderr }).toEqual({ exitCode: 0, success: true, stderr: '' });
  expect(checks.map(({ name, state }) => `${name}: ${state}`)).toEqual([
    'node: ok',
    'configuration: ok',
    'data folder: skipped',
    'database: ok',
    'schema: ok',
    'permissions: ok',
    'features: ok',
    'size: ok',
    'credentials: ok',
    'sign-in: ok',
    'calendar primary: ok',
    'write access primary: ok',
    'clock: ok',
  ]);
  expect(world.sandbox.requests.filter(({ method }) => method !== 'GET').map(({ operation }) => operation)).toEqual([
    'oauth.token',
    'oauth.token',
  ]);
  expect(await world.run(['doctor', '--quiet'], account)).toMatchObject({ exitCode: 0, stdout: '', stderr: '' });
});

test('reports a missing scope for the calendar’s own id', async () => {
  world.sandbox.addFault({
    kind: 'status',
    status: 403,
    reason: 'insufficientPermissions',
    times: 0,
    match: { operation: 'calendars.get' },
  });
  const { exitCode, of } = await examine(account);
  expect(exitCode).toBe(0);
  expect(of('calendar primary')).toMatchObject({
    state: 'warn',
    says: expect.stringContaining('another calendar under the same name'),
    fix: [expect.stringContaining('https://www.googleapis.com/auth/calendar.calendars.readonly')],
  });
});

test('doctor reports the sizes of our tables, and a sync removes runs that are older than RENOS_KEEP_HISTORY', async () => {
  await world.sql`insert into renos_sync.runs (id, kind, status, options, counts, started_at, finished_at)
    select 'r' || days, 'sync', 'succeeded', '{}', '{}', now() - days * interval '1 day', now() - days * interval '1 day'
    from unnest(array[20, 40, 500]) as days`;
  const oldest = async () => {
    const { tables } = (await world.run(['doctor', '--json'], account)).json() as unknown as DoctorResult;
    const { rows = 0, bytes = 0, oldest: since = null } = tables.find(({ table }) => table === 'runs') ?? {};
    expect(bytes).toBeGreaterThan(0);
    return [rows, Math.round((Date.now() - Date.parse(since ?? '')) / 86_400_000)];
  };
  expect(await oldest()).toEqual([3, 500]);
  expect((await world.run(['sync'])).exitCode).toBe(0);
  expect(await oldest()).toEqual([3, 40]);
  expect((await world.run(['sync'], { RENOS_KEEP_HISTORY: '30' })).exitCode).toBe(0);
  expect(await oldest()).toEqual([3, 20]);
  const { stdout } = await world.run(['doctor'], account);
  expect(stdout).toMatch(/size: renos-sync's own tables take \d+\.\d MB\. History is kept for 400 days/);
  expect(stdout).toMatch(/runs: 3 rows, \d+\.\d MB, the oldest of \d{4}-\d\d-\d\d/);
});

test('on a new machine doctor creates nothing, and names the first step', async () => {
  const env = { RENOS_DATA_DIR: join(folder, 'ny') };
  const alone = await runCli(['doctor'], env);
  expect(alone).toMatchObject({ exitCode: 2, stderr: '' });
  expect(alone.stdout).toContain('FAIL  credentials: No credentials');
  expect(alone.stdout).toContain('GOOGLE_CALENDAR_API_URL=sandbox renos-sync sync');
  expect(await runCli(['doctor'], { ...env, GOOGLE_CALENDAR_API_URL: 'sandbox' })).toMatchObject({ exitCode: 0 });
  expect(await readdir(folder)).toEqual([]);
});

test('an embedded database that is there is looked at; a folder that others can read is a warning', async () => {
  const env = { RENOS_DATA_DIR: folder, GOOGLE_CALENDAR_API_URL: world.sandbox.url };
  expect((await runCli(['sync'], env)).exitCode).toBe(0);
  const well = (await runCli(['doctor', '--json'], env)).json() as unknown as DoctorResult;
  expect(well.checks.find(({ name }) => name === 'database')?.says).toMatch(/^The embedded PostgreSQL 1\d/);
  await mkdir(join(folder, 'open'), { mode: 0o755 });
  await chmod(join(folder, 'open'), 0o755);
  const open = await runCli(['doctor'], { ...env, RENOS_DATA_DIR: join(folder, 'open') });
  expect(open.exitCode).toBe(0);
  expect(open.stdout).toContain(`chmod 700 ${join(folder, 'open')}`);
  expect(open.stdout).toContain('All is well, but for 1 warning.');
});

test('settings and key: every problem with an example, and the key is never shown', async () => {
  const wrong = await examine({ PORT: 'x', LOG_LEVEL: 'y' });
  expect(wrong).toMatchObject({ exitCode: 2, success: false });
  expect(wrong.of('configuration')).toMatchObject({
    state: 'fail',
    says: expect.stringContaining('2 settings are wrong'),
  });
  const key = privateKey.replace(/^MII/m, 'XII');
  const malformed = await examine({ ...account, GOOGLE_PRIVATE_KEY: key });
  expect(malformed.exitCode).toBe(2);
  expect(malformed.of('credentials')).toMatchObject({
    state: 'fail',
    says: expect.stringContaining('not a private RSA key'),
  });
  expect(malformed.of('clock')).toMatchObject({ state: 'skipped' });
  expect(JSON.stringify(malformed.checks)).not.toContain(key.slice(60, 90));
});

test('a database that is away is exit 5, without our tables exit 2', async () => {
  const away = await examine({ DATABASE_URL: 'postgres://renos:hemmelig@127.0.0.1:9/renos' });
  expect(away.exitCode).toBe(5);
  expect(away.of('database')).toMatchObject({
    state: 'fail',
    fix: [expect.stringContaining('DATABASE_URL'), expect.any(String)],
  });
  expect(away.of('schema')).toMatchObject({ state: 'skipped' });
  expect(away.of('calendar primary')).toMatchObject({ state: 'ok' });
  const empty = await freshDatabase('template0');
  const missing = await examine({ DATABASE_URL: empty.url });
  expect(missing.exitCode).toBe(2);
  expect(missing.of('schema')).toMatchObject({ state: 'fail', fix: expect.arrayContaining(['renos-sync migrate']) });
  expect(await runCli(['migrate'], { DATABASE_URL: empty.url })).toMatchObject({ exitCode: 0 });
  expect((await examine({ DATABASE_URL: empty.url })).exitCode).toBe(0);
  await empty.drop();
});

test('a user without rights: the statements that it takes are named, and suffice', async () => {
  const url = new URL(world.env.DATABASE_URL ?? '');
  const role = `laeser_${url.pathname.slice(3, 13)}`;
  await world.sql.unsafe(`create role ${role} login password 'test'`);
  url.username = role;
  const { exitCode, of } = await examine({ DATABASE_URL: url.href });
  expect(exitCode).toBe(2);
  const { fix = [] } = of('permissions') ?? {};
  expect(fix).toContain(`GRANT SELECT, INSERT, UPDATE ON bookings TO ${role};`);
  for (const statement of fix) await world.sql.unsafe(statement);
  const fixed = await examine({ DATABASE_URL: url.href });
  expect(fixed.checks.filter(({ state }) => state === 'fail')).toEqual([]);
  expect((await world.run(['sync'], { DATABASE_URL: url.href })).exitCode).toBe(0);
  await world.sql.unsafe(`drop owned by ${role}`);
  await world.sql.unsafe(`drop role ${role}`);
});

async function withSandbox(options: SandboxOptions, env: Record<string, string> = {}) {
  const sandbox = await startSandbox(options);
  const found = await examine({ ...account, GOOGLE_CALENDAR_API_URL: sandbox.url, ...env });
  await sandbox.close();
  return found;
}

test('a calendar that is only to be read, that is not there, and a clock that is off', async () => {
  const reader = await withSandbox({ accessRole: 'reader' });
  expect(reader.exitCode).toBe(2);
  expect(reader.of('write access primary')).toMatchObject({
    state: 'fail',
    fix: [expect.stringContaining('sync@project.iam.gserviceaccount.com'), 'renos-sync sync --direction google-to-db'],
  });
  const blind = await withSandbox({ accessRole: 'freeBusyReader' });
  expect(blind.exitCode).toBe(2);
  expect(blind.of('calendar primary')).toMatchObject({
    state: 'fail',
    says: expect.stringContaining('freeBusyReader'),
    fix: [expect.stringContaining('Make changes to events')],
  });
  const half = await withSandbox({ accessRole: 'writerWithoutPrivateAccess' });
  expect(half.exitCode).toBe(0);
  expect(half.of('calendar primary')).toMatchObject({ state: 'warn', says: expect.stringContaining('private') });
  const missing = await withSandbox({}, { GOOGLE_CALENDAR_ID: 'findes-ikke@group.calendar.google.com' });
  expect(missing.exitCode).toBe(5);
  expect(missing.of('sign-in')).toMatchObject({ state: 'ok' });
  expect(missing.of('calendar findes-ikke@group.calendar.google.com')).toMatchObject({ state: 'fail' });
  const late = await withSandbox({ now: () => Date.now() + 60_000 });
  expect(late.exitCode).toBe(0);
  expect(late.of('clock')).toMatchObject({ state: 'warn', says: expect.stringMatching(/(59|60) s behind/) });
  const later = await withSandbox(
    { now: () => Date.now() - 3_600_000 },
    { GOOGLE_CLIENT_EMAIL: '', GOOGLE_PRIVATE_KEY: '' },
  );
  expect(later.of('clock')).toMatchObject({ state: 'fail', fix: ['sudo timedatectl set-ntp true'] });
  expect((await examine({ ...account, GOOGLE_CALENDAR_API_URL: 'http://127.0.0.1:9' })).of('sign-in')).toMatchObject({
    state: 'fail',
  });
});

test.each([
  ['v20.19.0', 'ok'],
  ['v20.18.3', 'fail'],
  ['v18.20.0', 'fail'],
  ['v22.0.0', 'ok'],
])('Node %s: %s', (version, state) => {
  expect(examineNode(version).state).toBe(state);
});
