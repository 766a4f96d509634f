import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../helpers/databases.js';
import { tempFolder } from '../helpers/temp-folder.js';

const library = fileURLToPath(new URL('../../dist/index.js', import.meta.url));
const folder = tempFolder('library');
let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(async () => {
  await database.drop();
});

/** Runs a program that uses the library as its user would, and gives what it printed as JSON. */
async function run(program: string): Promise<Record<string, unknown>> {
  const env = {
    PATH: process.env.PATH,
    DATABASE_URL: database.url,
    GOOGLE_CALENDAR_API_URL: 'sandbox',
    RENOS_DATA_DIR: folder,
  };
  const source = `import * as renos from ${JSON.stringify(library)};\n${program}`;
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', source], {
    env,
  });
  expect(stderr).toBe('');
  return JSON.parse(stdout) as Record<string, unknown>;
}

test("RenOS's six functions work together, with RenOS's fields", async () => {
  const start = new Date(Date.now() + 3 * 86_400_000).toISOString();
  const end = new Date(Date.now() + 3 * 86_400_000 + 7_200_000).toISOString();
  const seen = await run(`
    const imported = await renos.importCustomers([{ name: 'Åse Bøgh', email: 'aase@example.dk', totalRevenue: 1250.5, tags: ['fast'],
      bookings: [{ startTime: ${JSON.stringify(start)}, endTime: ${JSON.stringify(end)}, serviceType: 'Hovedrengøring' }] }]);
    const again = await renos.importFromCSV('Navn;E-mail\\nÅse Bøgh;AASE@example.dk\\nPer Friis;per@example.dk\\n');
    const sync = await renos.syncCalendar({ syncDirection: 'google_to_db' });
    const status = await renos.getCalendarSyncStatus();
    const stats = await renos.getCustomerImportStatistics();
    const csv = await renos.exportCustomersToCSV();
    console.log(JSON.stringify({ imported, again, sync, status, stats, csv }));
  `);
  expect(seen.imported).toMatchObject({
    success: true,
    customersProcessed: 1,
    customersCreated: 1,
    customersUpdated: 0,
    bookingsCreated: 1,
    errors: [],
    warnings: [],
    sync: { google: { created: 1 } },
  });
  expect(seen.again).toMatchObject({ success: true, customersCreated: 1, customersUnchanged: 1 });
  expect(seen.sync).toMatchObject({ success: true, eventsCreated: 0, eventsUpdated: 0, eventsDeleted: 0, errors: [] });
  expect(seen.status).toMatchObject({ totalEvents: 1, totalBookings: 1, syncErrors: 0 });
  expect(seen.stats).toMatchObject({
    totalCustomers: 2,
    customersWithEmail: 2,
    customersWithPhone: 0,
    customersWithAddress: 0,
    totalRevenue: 1250.5,
  });
  expect(String(seen.csv).split(/\r?\n/)[0]).toBe(
    'Name,Email,Phone,Address,Company,Notes,Tags,Total Leads,Total Bookings,Total Revenue,Last Contact,Created At',
  );
});

test('importing the library does nothing and opens nothing', async () => {
  expect(await run('console.log(JSON.stringify({ names: Object.keys(renos).length }))')).toMatchObject({
    names: expect.any(Number),
  });
});

test('a wrong direction is refused before anything is opened', async () => {
  const seen = await run(`
    const error = await Promise.resolve().then(() => renos.syncCalendar({ syncDirection: 'sideways' })).catch((error) => error);
    console.log(JSON.stringify({ isOurs: error instanceof renos.RenosSyncError, code: error.code, exitCode: error.exitCode }));
  `);
  expect(seen).toEqual({ isOurs: true, code: 'usage', exitCode: 2 });
});

test('a call is followed by onProgress, and ended by a signal with an InterruptedError', async () => {
  const seen = await run(`
    const steps = [];
    await renos.importCustomers([{ name: 'Karla Vig', email: 'karla@example.dk' }], { onProgress: (step) => steps.push(step) });
    const ending = new AbortController();
    const many = Array.from({ length: 500 }, (_, n) => ({ name: 'Kunde ' + n, email: 'kunde' + n + '@example.dk' }));
    const ended = await renos.importCustomers(many, { signal: ending.signal, batchSize: 1,
      onProgress: ({ label, done }) => { if (label === 'Importing' && done > 3) ending.abort(); } }).catch((error) => error);
    const before = await renos.getCustomerImportStatistics();
    const again = await renos.importCustomers(many, { batchSize: 1 });
    const after = await renos.getCustomerImportStatistics();
    console.log(JSON.stringify({ steps, ended: { name: ended.name, code: ended.code }, before, again, after }));
  `);
  expect(seen.steps).toContainEqual({ label: 'Importing', done: 0, total: expect.any(Number) });
  expect(seen.ended).toEqual({ name: 'InterruptedError', code: 'interrupted' });
  const [before, after] = [seen.before, seen.after] as { totalCustomers: number }[];
  expect(before?.totalCustomers).toBeLessThan(500);
  expect(seen.again).toMatchObject({ success: true, resumed: true });
  expect(after?.totalCustomers).toBe(503);
});
