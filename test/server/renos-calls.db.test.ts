import { readdir } from 'node:fs/promises';
import { writeOds } from 'hucre/ods';
import { writeXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { tempFolder } from '../helpers/temp-folder.js';
import { zipOf } from '../helpers/zip.js';
import { addBookings, customersCsv, openServerWorld, type ServerWorld } from './open-server.js';
import { checkAgainst, type OpenApiCheck } from './openapi-check.js';

let world: ServerWorld;
let check: OpenApiCheck;
beforeAll(async () => {
  world = await openServerWorld();
  await addBookings(world.sql, 3);
  check = checkAgainst(await (await world.request('/openapi.json')).text());
});
afterAll(() => world.close());

const mette = {
  name: 'Mette Hansen',
  email: 'mette@example.dk',
  phone: '20 30 40 50',
  address: 'Søndergade 1, 8000 Aarhus C',
  tags: ['fast', 'privat'],
  bookings: [{ startTime: '2027-03-01T09:00:00', endTime: '2027-03-01T11:00:00', serviceType: 'Vinduespudsning' }],
};

test('what a sync may be asked is on record as the command has it', async () => {
  const body = {
    include: ['declined'],
    sendUpdates: 'all',
    renamedFrom: 'gammel',
    until: '2027-03-28',
    maxDeletes: '5%',
  };
  await world.post('/api/calendar-sync/sync', body);
  const [run] = await world.sql`select options from renos_sync.runs order by started_at desc limit 1`;
  expect(run?.options).toMatchObject({
    include: { private: false, declined: true },
    notify: 'all',
    withAttendees: true,
    renamedFrom: 'gammel',
    until: '2027-03-27T23:00:00.000Z',
    maxDeletes: { percent: 5 },
  });
});

const customers = {
  sheets: [
    {
      name: 'Kunder',
      rows: [
        ['Navn', 'Telefon'],
        ['Ane Holm', 20304050],
      ],
    },
  ],
};
const xlsx = async () => Buffer.from(await writeXlsx(customers));
const ods = async () => Buffer.from(await writeOds(customers));

describe("RenOS's calls get RenOS's answers, and the document describes both", () => {
  test.each([
    ['sync', { syncDirection: 'bidirectional', maxEvents: 100 }, { eventsCreated: 3, eventsUpdated: 0 }],
    ['sync', {}, { eventsCreated: 0, eventsUpdated: 0, eventsDeleted: 0 }],
    ['sync', { syncDirection: 'google_to_db', calendarId: 'primary', forceSync: true }, { eventsCreated: 0 }],
    ['sync-google-to-db', { maxEvents: 50 }, { eventsCreated: 0 }],
    ['sync-db-to-google', { dryRun: true }, { eventsCreated: 0, dryRun: true }],
    ['sync', { include: ['private'], withAttendees: true, sendUpdates: 'none' }, { eventsCreated: 0 }],
  ])('POST /api/calendar-sync/%s %j', async (name, body, data) => {
    const path = `/api/calendar-sync/${name}`;
    const answer = await world.post(path, body);
    expect(answer).toMatchObject({ status: 200, body: { success: true, data, message: expect.any(String) } });
    expect(check.body('post', path, body)).toEqual([]);
    expect(answer.body.data.lastSyncTime).toMatch(/^\d{4}-.*Z$/);
  });

  test('GET /api/calendar-sync/status', async () => {
    const answer = await world.get('/api/calendar-sync/status');
    const data = { verdict: 'in-step', totalBookings: 3, totalEvents: 3, syncErrors: 0, lastSync: expect.any(String) };
    expect(answer).toMatchObject({ status: 200, body: { success: true, data } });
  });

  test.each([
    ['validate', { customers: [mette, { email: 'uden navn' }] }, { valid: false, customersRejected: 1, dryRun: true }],
    ['import', { customers: [mette], options: { dryRun: true } }, { customersCreated: 1, dryRun: true }],
    [
      'import',
      {
        customers: [mette],
        options: { validateData: true, createBookings: true, sendConfirmations: false, batchSize: 50 },
      },
      { customersCreated: 1, bookingsCreated: 1, errors: [], sync: { eventsCreated: 1 } },
    ],
    ['import', { customers: [mette] }, { customersProcessed: 1, customersCreated: 0, customersUnchanged: 1 }],
    [
      'import-csv',
      { csvData: 'Navn;E-mail\r\nJens Søgård;jens@example.dk\r\n', options: { createBookings: false } },
      { customersCreated: 1, customersRejected: 0 },
    ],
    ['import-csv', { csvData: customersCsv(20), options: {} }, { customersCreated: 20 }],
  ])('POST /api/customer-import/%s', async (name, body, data) => {
    const path = `/api/customer-import/${name}`;
    const answer = await world.post(path, body);
    expect(answer).toMatchObject({ status: 200, body: { success: true, data, message: expect.any(String) } });
    expect(check.body('post', path, body)).toEqual([]);
  });

  test('validate tells of each posted customer what is wrong with it, in the words of this API', async () => {
    const customers = [mette, { name: 'Bo', email: 'forkert' }, { email: 'uden@example.dk' }, { name: 'Ib' }];
    const { body } = await world.post('/api/customer-import/validate', { customers });
    expect(body.data).toMatchObject({ totalCustomers: 4, validCustomers: 2, invalidCustomers: 2 });
    expect(body.data.results).toEqual([
      { index: 0, name: 'Mette Hansen', valid: true, errors: [], warnings: [] },
      { index: 1, name: 'Bo', valid: false, errors: ['email has no @'], warnings: [] },
      { index: 2, name: null, valid: false, errors: ['name is missing'], warnings: [] },
      { index: 3, name: 'Ib', valid: true, errors: [], warnings: [] },
    ]);
    expect(body.data.errors).toEqual([
      'record 2, line 2, column email: has no @',
      'record 3, line 3, column name: is missing',
    ]);
    expect(JSON.stringify(body.data)).not.toContain('--');
    const many = Array.from({ length: 1_200 }, (_, n) => ({
      name: `Kunde ${n}`,
      email: n === 7 ? 'k@example.dk' : 'x',
    }));
    const cut = (await world.post('/api/customer-import/validate', { customers: many })).body.data;
    expect(cut).toMatchObject({ totalCustomers: 1_200, validCustomers: 1, invalidCustomers: 1_199 });
    expect(cut.results.every(({ valid }: { valid: boolean }) => !valid)).toBe(true);
  });

  test('several may look at once', async () => {
    const looks = Array.from({ length: 4 }, () => world.post('/api/customer-import/validate', { customers: [mette] }));
    expect((await Promise.all(looks)).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  });

  test('a CSV file is taken as the body itself, with its options in the query', async () => {
    const answer = await world.post(
      '/api/customer-import/import-csv?createBookings=false&dryRun=true',
      customersCsv(30),
      {
        'content-type': 'text/csv; charset=utf-8',
      },
    );
    expect(answer).toMatchObject({ status: 200, body: { data: { customersCreated: 10, customersUnchanged: 20 } } });
    const checked = await world.post('/api/customer-import/validate', customersCsv(3), { 'content-type': 'text/csv' });
    expect(checked).toMatchObject({ status: 200, body: { data: { valid: true, customersProcessed: 3 } } });
  });

  test.each([
    ['a workbook', xlsx, 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'xlsx'],
    ['a workbook whose kind is not said', xlsx, 'application/octet-stream', 'xlsx'],
    ['a workbook that is called a CSV', xlsx, 'text/csv', 'xlsx'],
    ['an OpenDocument sheet', ods, 'application/vnd.oasis.opendocument.spreadsheet', 'ods'],
    [
      'contacts',
      async () => Buffer.from('BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ane Holm\r\nEND:VCARD\r\n'),
      'text/vcard',
      'vcard',
    ],
    ['JSON, one object a line', async () => Buffer.from('{"name":"Ane Holm"}\n'), 'application/x-ndjson', 'json'],
    ['a ZIP archive', async () => zipOf([{ name: 'a/k.csv', content: 'Navn\nAne Holm\n' }]), 'application/zip', 'csv'],
  ])('%s is taken as the body of each route', async (_, make, type, format) => {
    const content = await make();
    for (const route of ['import', 'import-csv', 'validate']) {
      const path = `/api/customer-import/${route}?dryRun=true&createBookings=false`;
      expect(await world.post(path, content, { 'content-type': type })).toMatchObject({
        status: 200,
        body: { data: { customersProcessed: 1, file: { format } } },
      });
    }
  });

  test('the sheet and the file of an archive are chosen in the query, and errors name them so', async () => {
    const archive = zipOf([
      { name: 'nye.csv', content: 'Navn\nAne Holm\nBo Lind\n' },
      { name: 'gamle.csv', content: 'Navn\nCai Krag\n' },
    ]);
    const send = (query: string, content: Buffer) =>
      world.post(`/api/customer-import/validate?${query}`, content, { 'content-type': 'application/octet-stream' });
    expect(await send('entry=nye.csv', archive)).toMatchObject({
      status: 200,
      body: { data: { customersProcessed: 2 } },
    });
    expect(await send('', archive)).toMatchObject({
      status: 400,
      body: { error: 'archive-entry', actions: [expect.stringMatching(/^options\.entry = /)] },
    });
    expect(await send('sheet=Kunder', await xlsx())).toMatchObject({ status: 200 });
    expect(await send('sheet=Findes ikke', await xlsx())).toMatchObject({
      status: 400,
      body: { error: 'sheet-unknown' },
    });
  });

  test('an archive that unpacks to too much, a damaged one, and a photo are refused, and nothing is left on the disk', async () => {
    const kept = tempFolder('kept');
    vi.stubEnv('TMPDIR', kept);
    onTestFinished(async () => {
      vi.unstubAllEnvs();
    });
    const bomb = zipOf([
      { name: 'xl/workbook.xml', content: '<workbook/>' },
      { name: 'xl/sharedStrings.xml', content: Buffer.alloc(60_000_000, 'a') },
    ]);
    const whole = await xlsx();
    for (const [content, code] of [
      [bomb, 'workbook-too-large'],
      [whole.subarray(0, whole.length - 40), 'archive-damaged'],
      [Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.alloc(100)]), 'not-text'],
      [zipOf([{ name: 'word/document.xml', content: 'x' }]), 'not-text'],
    ] as const) {
      const type = { 'content-type': 'application/octet-stream' };
      expect(await world.post('/api/customer-import/validate', content, type)).toMatchObject({
        status: 400,
        body: { error: code },
      });
    }
    expect(await readdir(kept)).toEqual([]);
  });

  test.each([
    ['in the query of a file', true],
    ['in a JSON body', false],
  ])('columns, delimiter and encoding can be said: %s', async (_, isFile) => {
    const text = 'Hvem|Kontaktes på\r\nBørge Åkjær|boerge@example.dk\r\n';
    const path = '/api/customer-import/import-csv';
    const map = ['Hvem=name', 'Kontaktes på=email'];
    const query = new URLSearchParams([
      ...map.map((one) => ['map', one] as [string, string]),
      ['delimiter', '|'],
      ['encoding', 'windows-1252'],
      ['dryRun', 'true'],
    ]);
    const mapping = { Hvem: 'notes', 'Kontaktes på': 'email' };
    const body = { csvData: text, options: { map: map[0], mapping, delimiter: '|', dryRun: true, sync: false } };
    const answer = isFile
      ? await world.post(`${path}?${query}`, Buffer.from(text, 'latin1'), { 'content-type': 'text/csv' })
      : await world.post(path, body);
    expect(answer).toMatchObject({
      status: 200,
      body: {
        data: {
          customersCreated: 1,
          mapping: [
            { column: 'Hvem', target: 'name' },
            { column: 'Kontaktes på', target: 'email' },
          ],
          file: { delimiter: '|', encoding: isFile ? 'windows-1252' : 'utf-8' },
        },
      },
    });
    if (!isFile) expect(check.body('post', path, body)).toEqual([]);
  });

  test('a column that is named but not there, and the words for it', async () => {
    const options = { map: ['Hvem=name'] };
    const answer = await world.post('/api/customer-import/import-csv', { csvData: 'Navn\nBo\n', options });
    expect(answer).toMatchObject({ status: 400, body: { error: 'mapping-column-missing' } });
    expect(answer.body.actions).toEqual([expect.stringMatching(/options\.map/)]);
    const unnamed = await world.post('/api/customer-import/import-csv', { csvData: 'E-mail\nbo@example.dk\n' });
    expect(unnamed.body.actions).toEqual([expect.stringMatching(/^options\.map = \["HEADER=name"\]/)]);
  });

  test('validate may be strict', async () => {
    const customers = [{ name: 'Bo', email: 'bo@example.dk', ukendt: 'x' }];
    const valid = async (strict: boolean) =>
      (await world.post('/api/customer-import/validate', { customers, options: { strict } })).body.data.valid;
    expect([await valid(false), await valid(true)]).toEqual([true, false]);
  });

  test('bad rows are reported, and the good ones are imported', async () => {
    const customers = [
      { name: 'Bo', email: 'bo@example.dk' },
      { name: 'Li', email: 'li@example.dk' },
      { email: 'nobody@example.dk' },
    ];
    const answer = await world.post('/api/customer-import/import', { customers });
    const data = { customersCreated: 2, customersRejected: 1, errors: [expect.any(String)] };
    expect(answer).toMatchObject({ status: 200, body: { success: false, error: 'partly', data } });
  });

  test('GET statistics and export', async () => {
    const answer = await world.get('/api/customer-import/statistics');
    expect(answer.body).toMatchObject({ success: true, data: { totalCustomers: 24, customersWithEmail: 24 } });
    const response = await world.request('/api/customer-import/export');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="customers.csv"');
    expect(response.headers.get('content-type')).toContain('text/csv');
    const lines = (await response.text()).trimEnd().split('\r\n');
    expect(lines[0]).toMatch(/^Name,Email,Phone,Address,Company,Notes,Tags,/);
    expect(lines).toHaveLength(25);
    const [{ id } = {}] = await world.sql`select id from customers where name = 'Mette Hansen'`;
    const one = await (await world.request(`/api/customer-import/export?ids=${id}`)).text();
    expect(one.trimEnd().split('\r\n')).toHaveLength(2);
  });
});

test('the calendar that a page calls primary is the one of GOOGLE_CALENDAR_ID', async () => {
  const office = (await world.google.calendars.insert({ requestBody: { summary: 'Kontor' } })).data.id ?? '';
  const other = await openServerWorld({ beside: world, env: { GOOGLE_CALENDAR_ID: office } });
  const answer = await other.post('/api/calendar-sync/sync-google-to-db', { calendarId: 'primary', maxEvents: 100 });
  expect(answer.status).toBe(200);
  const [run] =
    await world.sql`select options -> 'calendarIds' as ids from renos_sync.runs order by started_at desc limit 1`;
  expect(run?.ids).toEqual([office]);
  await other.close();
});

test('a guard refuses with 409 and the plan, and nothing is written', async () => {
  const { data } = await world.google.events.list({ calendarId: 'primary' });
  for (const { id } of data.items ?? []) await world.google.events.delete({ calendarId: 'primary', eventId: id ?? '' });
  const answer = await world.post('/api/calendar-sync/sync', { maxDeletes: 1 });
  expect(answer).toMatchObject({ status: 409, body: { success: false, error: expect.any(String) } });
  expect(answer.body.items.length).toBeGreaterThan(1);
  const { data: plan } = answer.body;
  expect(plan).toMatchObject({ dryRun: true, database: { cancelled: answer.body.items.length } });
  expect(plan.changes.map(({ bookingId }: { bookingId: string }) => bookingId)).toEqual(answer.body.items);
  const looked = await world.post('/api/calendar-sync/sync', { maxDeletes: 1, dryRun: true });
  expect(looked).toMatchObject({ status: 409, body: { data: { ...plan, lastSyncTime: expect.any(String) } } });
  expect(answer.headers.get('retry-after')).toBeNull();
  expect(answer.body.actions).toContainEqual(
    expect.stringMatching(/^POST \/api\/calendar-sync\/sync \{"maxDeletes": /),
  );
  const [cancelled] = await world.sql`select count(*)::int as count from bookings where status = 'cancelled'`;
  expect(cancelled?.count).toBe(0);
  const rejected = await world.post('/api/customer-import/import', {
    customers: [{ name: 'Al' }, { name: '', email: 'a@example.dk' }, { name: ' ', email: 'b@example.dk' }],
  });
  expect(rejected).toMatchObject({
    status: 409,
    body: { error: 'most-rows-rejected', data: { customersRejected: 2 } },
  });
});

test('/ready, /metrics, /health and the page tell of the server', async () => {
  const health = await fetch(`${world.url}/health`);
  expect([health.status, await health.json()]).toMatchObject([200, { success: true, data: { status: 'alive' } }]);
  expect((await world.get('/ready')).status).toBe(200);
  const metrics = await (await world.request('/metrics')).text();
  for (const line of [
    /^renos_sync_runs_total\{kind="sync",status="succeeded"\} \d+$/m,
    /^renos_sync_runs_total\{kind="import",status="succeeded"\} 4$/m,
    /^renos_sync_google_requests_total\{operation="events\.insert",status="200"\} 4$/m,
    /^renos_sync_outcomes_total\{kind="import",outcome="created"\} 24$/m,
    /^renos_sync_lag_seconds [\d.]+$/m,
    /^renos_sync_http_requests_total\{method="POST",route="\/api\/calendar-sync\/sync",status="409"\} 3$/m,
  ]) {
    expect(metrics).toMatch(line);
  }
  expect(metrics).not.toContain('example.dk');
  const page = await world.request('/docs');
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(await page.text()).toContain('/api/customer-import/import-csv');
});
