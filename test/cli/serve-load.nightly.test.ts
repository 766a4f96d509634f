import postgres from 'postgres';
import { expect, test } from 'vitest';
import { startSandbox } from '../../src/sandbox/start-sandbox.js';
import { freshDatabase } from '../helpers/databases.js';
import { serveProgram } from '../helpers/served.js';
import { addBookings, customersCsv, until } from '../server/open-server.js';

const clients = 50;
const statistics = '/api/customer-import/statistics';

/** Fifty clients read, one request after the other each, until they are stopped; returns the time of each request. */
async function readUntil(url: string, isOver: () => boolean): Promise<number[]> {
  const times: number[] = [];
  const client = async () => {
    while (!isOver()) {
      const startedAt = performance.now();
      const response = await fetch(`${url}${statistics}`);
      await response.text();
      expect(response.status).toBe(200);
      times.push(performance.now() - startedAt);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return times;
}

function p99(times: readonly number[]): number {
  return [...times].sort((one, other) => one - other)[Math.floor(times.length * 0.99)] ?? Number.NaN;
}

async function memoryOf(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^process_resident_memory_bytes (\d+)$/m.exec(text)?.[1]) / 1_048_576;
}

test('10,000 customers come in as CSV beside a sync, and fifty clients read on', async ({ annotate }) => {
  const sandbox = await startSandbox({ faults: true });
  const database = await freshDatabase();
  const sql = postgres(database.url, { max: 1, onnotice: () => {} });
  await addBookings(sql, 60);
  const served = await serveProgram({ DATABASE_URL: database.url, GOOGLE_CALENDAR_API_URL: sandbox.url }, [
    '--log-level',
    'warn',
  ]);
  const { url } = served;
  // The first requests open connections and warm the code.
  const warmUntil = performance.now() + 2_000;
  await readUntil(url, () => performance.now() > warmUntil);
  const idleUntil = performance.now() + 3_000;
  const idle = await readUntil(url, () => performance.now() > idleUntil);
  const atRest = await memoryOf(url);
  sandbox.addFault({ match: { operation: 'events.insert' }, kind: 'slow', delayMs: 50, times: 0 });
  let isOver = false;
  let most = atRest;
  const reading = readUntil(url, () => isOver);
  const post = (path: string, body: string, type: string) =>
    fetch(`${url}${path}`, { method: 'POST', body, headers: { 'content-type': type } });
  const syncing = post('/api/calendar-sync/sync', '{}', 'application/json');
  await until(
    async () => sandbox.requests.length,
    (count) => count > 2,
  );
  const importing = post('/api/customer-import/import-csv?createBookings=false', customersCsv(10_000), 'text/csv');
  const work = Promise.all([importing, syncing]);
  const watching = (async () => {
    while (!isOver) most = Math.max(most, await memoryOf(url));
  })();
  const [imported, synced] = await work;
  isOver = true;
  await watching;
  const busy = await reading;
  expect([imported.status, synced.status]).toEqual([200, 200]);
  expect(await imported.json()).toMatchObject({ success: true, data: { customersCreated: 10_000 } });
  expect(await synced.json()).toMatchObject({ success: true, data: { eventsCreated: 60 } });
  const ratio = p99(busy) / p99(idle);
  await annotate(
    `p99 of ${idle.length} idle reads ${p99(idle).toFixed(0)} ms, of ${busy.length} beside the work ${p99(busy).toFixed(0)} ms (${ratio.toFixed(1)} times); memory ${atRest.toFixed(0)} MB at rest, ${most.toFixed(0)} MB at most`,
  );
  expect(ratio).toBeLessThan(20);
  expect(most).toBeLessThan(atRest + 400);
  expect(await served.end('SIGTERM')).toBe(0);
  await sql.end();
  await sandbox.close();
  await database.drop();
});
