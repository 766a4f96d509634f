import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AnySchemaObject } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import postgres from 'postgres';
import { describe, expect, onTestFinished, test } from 'vitest';
import { jsonSchemas } from '../../scripts/json-schemas.js';
import { startSandbox } from '../../src/sandbox/start-sandbox.js';
import { type CliOutcome, runCli } from '../helpers/cli.js';
import { freshDatabase } from '../helpers/databases.js';
import { tempFolder } from '../helpers/temp-folder.js';

const shipped = (file: string) => readFile(new URL(`../../schemas/${file}`, import.meta.url), 'utf8');

test.each([...jsonSchemas()])('schemas/%s is what npm run schemas writes', async (file, text) => {
  expect(await shipped(file)).toBe(text);
});

/** The same schema, but a field that it does not describe is refused. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  return 'properties' in schema ? { ...inner, additionalProperties: false } : inner;
}

async function expectDescribed(command: string, outcome: CliOutcome): Promise<void> {
  const ajv = new Ajv2020({ strict: true, allErrors: true });
  formats.default(ajv);
  const validate = ajv.compile(closed(JSON.parse(await shipped(`${command}.json`))) as AnySchemaObject);
  validate(outcome.json());
  expect(validate.errors ?? []).toEqual([]);
}

describe('what a command prints with --json is one document, as its shipped schema says', () => {
  test('sync, status and conflicts: done, planned, in dispute, refused and broken off', async () => {
    const [database, sandbox] = [await freshDatabase(), await startSandbox({ faults: true })];
    const sql = postgres(database.url, { max: 1, onnotice: () => {} });
    onTestFinished(async () => {
      await sql.end();
      await sandbox.close();
      await database.drop();
    });
    const env = { DATABASE_URL: database.url, GOOGLE_CALENDAR_API_URL: sandbox.url };
    const ask = (...args: string[]) => runCli([...args, '--json'], env);
    const google = (method: string, path: string, body: object) =>
      fetch(`${sandbox.url}calendar/v3/calendars/primary/events${path}`, {
        method,
        headers: { authorization: 'Bearer person', 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const at = (hours: number) => ({ dateTime: new Date(Date.now() + hours * 3_600_000).toISOString() });
    await sql`insert into bookings (id, "serviceType", "startTime", "endTime", "updatedAt")
      select 'b' || n, 'Vask', now() + n * interval '1 day', now() + n * interval '1 day' + interval '1 hour', now() from generate_series(1, 3) n`;
    await google('POST', '', { id: 'vindue0', summary: 'Vinduer', start: at(30), end: at(31) });
    await google('POST', '', { summary: 'Lukket', visibility: 'private', start: at(30), end: at(31) });

    await expectDescribed('sync', await ask('sync', '--dry-run'));
    const first = await ask('sync');
    expect(first.json()).toMatchObject({ google: { created: 3 }, database: { created: 1 }, skipped: { private: 1 } });
    await expectDescribed('sync', first);

    // One pair is in dispute; another cannot be carried over, as it ends before it begins.
    await google('PATCH', '/vindue0', { location: 'Torvet 1' });
    await sql`update bookings set address = 'Torvet 2' where "calendarEventId" = 'vindue0'`;
    await sql`update bookings set "endTime" = "startTime" - interval '1 hour' where id = 'b1'`;
    await sql`update bookings set status = 'cancelled' where id = 'b2'`;
    const second = await ask('sync', '--on-conflict', 'hold');
    expect(second.json()).toMatchObject({ errors: [{ code: 'ends-before-start' }], conflicts: [{ decision: 'held' }] });
    await expectDescribed('sync', second);
    // A person meets each under one name: in the sync, and in what tells of it later.
    const { errors, conflicts } = second.json();
    const [{ held: later }, { failed }] = [(await ask('conflicts')).json(), (await ask('status')).json()];
    const nameOf = (all: unknown) => (all as { title: string; time: string }[]).map(({ title, time }) => [title, time]);
    expect(nameOf(conflicts)).toEqual(nameOf(later));
    expect(nameOf(errors)).toEqual(nameOf(failed));
    expect([nameOf(conflicts)[0]?.[0], nameOf(errors)[0]?.[0]]).toEqual(['Vinduer', 'Vask']);

    const [status, held, decided] = await Promise.all([ask('status'), ask('conflicts'), ask('conflicts', '--all')]);
    expect(status.json()).toMatchObject({ held: [{}], failed: [{}] });
    expect(held.json()).toMatchObject({ held: [{}] });
    await expectDescribed('status', status);
    await expectDescribed('conflicts', held);
    await expectDescribed('conflicts', decided);

    sandbox.addFault({ kind: 'status', status: 403, reason: 'forbidden', times: 0 });
    const [refused, cannotTell] = await Promise.all([ask('sync'), ask('status')]);
    expect(cannotTell.json()).toMatchObject({ verdict: 'unreachable', waiting: null });
    await expectDescribed('status', cannotTell);
    expect(refused.json()).toMatchObject({ success: false, error: {} });
    await expectDescribed('sync', refused);
  });

  test('import, validate, history, show, export, stats, doctor, and a decision: each as its schema says', async () => {
    const [database, sandbox] = [await freshDatabase(), await startSandbox({})];
    const folder = tempFolder('schemas');
    const sql = postgres(database.url, { max: 1, onnotice: () => {} });
    onTestFinished(async () => {
      await sql.end();
      await sandbox.close();
      await database.drop();
    });
    const env = { DATABASE_URL: database.url, GOOGLE_CALENDAR_API_URL: sandbox.url };
    const ask = (...args: string[]) => runCli([...args, '--json'], env, { cwd: folder });
    const day = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    await writeFile(
      join(folder, 'kunder.csv'),
      `Navn;E-mail;Telefon;Rabat;Booking start;Ydelse\nÅse;aase@example.dk;12;5;${day} 09:00;Vask\nBo;forkert;;;;\nCarl;carl@example.dk;;;;\n`,
    );
    await writeFile(join(folder, 'kunder.json'), JSON.stringify([{ name: 'Dorte', phone: '20304050' }]));
    await expectDescribed('validate', await ask('validate', 'kunder.csv'));
    await expectDescribed('redact', await ask('redact', 'kunder.csv', '-o', 'redacted.csv'));
    await expectDescribed('validate', await ask('validate', 'kunder.csv', '--print-mapping'));
    await expectDescribed('validate', await ask('validate', 'findes-ikke.csv'));
    const loud = await ask('validate', 'kunder.csv', '--log-level', 'debug');
    expect(loud.stderr).toContain('"msg":"command started"');
    expect(loud.json()).toMatchObject({ customersProcessed: 3, warnings: { length: 3 } });
    const imported = await ask('import-csv', 'kunder.csv', '--create-bookings');
    expect(imported.json()).toMatchObject({
      customersCreated: 2,
      customersRejected: 1,
      findings: [{ code: 'column-unused' }, { code: 'phone-doubtful' }, { code: 'email-invalid' }],
      rejectsFile: 'kunder.csv.rejects.csv',
      sync: { eventsCreated: 1 },
    });
    await expectDescribed('import-csv', imported);
    await expectDescribed('import', await ask('import', 'kunder.json'));
    const runs = await ask('history');
    expect(runs.json()).toMatchObject({ runs: [{ kind: 'import' }, { kind: 'sync' }, { kind: 'import' }] });
    await expectDescribed('history', runs);
    const [first] = await sql`select id from renos_sync.runs order by started_at limit 1`;
    const run = await ask('history', first?.id);
    expect(run.json()).toMatchObject({ changes: [{ action: 'create' }, {}, {}] });
    await expectDescribed('history', run);
    const [booking] = await sql`select id from bookings`;
    const shown = await ask('show', booking?.id);
    expect(shown.json()).toMatchObject({ agreed: {}, event: {}, changes: [{}, {}] });
    await expectDescribed('show', shown);
    await sql`update bookings set address = 'Torvet 2'`;
    await fetch(`${sandbox.url}calendar/v3/calendars/primary/events/${(shown.json() as { eventId: string }).eventId}`, {
      method: 'PATCH',
      headers: { authorization: 'Bearer person', 'content-type': 'application/json' },
      body: JSON.stringify({ location: 'Åvej 3' }),
    });
    await ask('sync', '--on-conflict', 'hold');
    await expectDescribed('show', await ask('show', booking?.id));
    const decided = await ask('conflicts', 'resolve', '--all', '--take', 'google');
    expect(decided.json()).toMatchObject({ resolved: [expect.any(String)], database: { updated: 1 } });
    await expectDescribed('conflicts-resolve', decided);
    await expectDescribed('conflicts-resolve', await ask('conflicts', 'resolve', '--all', '--take', 'google'));
    for (const args of [
      [],
      ['--format', 'json'],
      ['--bookings', '--format', 'ndjson'],
      ['--output', 'ud.csv'],
      ['--output', 'ud.csv'],
    ])
      await expectDescribed('export', await ask('export', ...args));
    const counted = await ask('stats');
    expect(counted.json()).toMatchObject({
      totalCustomers: 3,
      bookings: { total: 1, customersServed: 1, revenue: null },
    });
    await expectDescribed('stats', counted);
    await expectDescribed('doctor', await ask('doctor'));
  });

  test('every command that prints a document has a schema', async () => {
    const folder = new URL('../../src/cli/commands/', import.meta.url);
    const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.ts'));
    const commands = files.map((name) => name.replace(/(\/index)?\.ts$/, '').replaceAll('/', '-'));
    // These two run until they are stopped.
    const printing = commands.filter((name) => !['database', 'sandbox', 'serve', 'ui'].includes(name)).sort();
    // A plan is a file, which the commands read and write; options are what is asked.
    const schemas = [...jsonSchemas().keys()]
      .map((name) => name.replace('.json', ''))
      .filter((name) => name !== 'plan' && name !== 'options');
    expect(schemas.sort()).toEqual(printing);
  });

  test('migrate: shown, applied, and nothing left to apply', async () => {
    const database = await freshDatabase('template0');
    onTestFinished(() => database.drop());
    for (const args of [['--dry-run'], [], []]) {
      await expectDescribed('migrate', await runCli(['migrate', ...args, '--json'], { DATABASE_URL: database.url }));
    }
  });
});
