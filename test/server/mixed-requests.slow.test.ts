import { existsSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inParallel } from '../../src/core/calendar/model/in-parallel.js';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.js';
import { freshDatabase, type TestDatabase } from '../helpers/databases.js';
import { type ServedProgram, serveProgram } from '../helpers/served.js';
import { tempFolder } from '../helpers/temp-folder.js';
import { workbookOf } from '../helpers/workbook.js';
import { until } from './open-server.js';

/** 5,000 by hand; CI has time for some hundreds. */
const count = Number(process.env.MIXED_REQUESTS ?? 600);

let database: TestDatabase;
let sandbox: Sandbox;
let program: ServedProgram;
const folder = tempFolder('mixed');
beforeAll(async () => {
  database = await freshDatabase();
  sandbox = await startSandbox({});
  program = await serveProgram(
    {
      DATABASE_URL: database.url,
      GOOGLE_CALENDAR_API_URL: sandbox.url,
      NODE_OPTIONS: `--import=${new URL('../helpers/report-held.mjs', import.meta.url).href}`,
      HELD_REPORT: join(folder, 'held'),
    },
    ['--log-level', 'silent'],
  );
});
afterAll(async () => {
  await program.end('SIGKILL');
  await sandbox.close();
  await database.drop();
});

interface Held {
  readonly bytes: number;
  readonly files: number;
  readonly resources: number;
}

async function held(): Promise<Held> {
  const path = join(folder, 'held');
  rmSync(path, { force: true });
  program.child.kill('SIGUSR2');
  const report = await until(
    async () => (existsSync(path) ? readFileSync(path, 'utf8') : ''),
    (text) => text.endsWith('}'),
  );
  return JSON.parse(report) as Held;
}

interface Call {
  readonly method: string;
  readonly path: string;
  readonly type?: string;
  readonly body?: string | Buffer;
  readonly headers?: Record<string, string>;
  /** When the client hangs up. */
  readonly ends?: 'in the body' | 'before the answer' | 'in the answer';
}

/** Gives the status; null where the client did not wait for it. */
async function send({ method, path, type, body, headers = {}, ends }: Call): Promise<number | null> {
  const call = request(`${program.url}${path}`, {
    method,
    agent: false,
    headers: { ...(type === undefined ? {} : { 'content-type': type }), ...headers },
  });
  const closed = new Promise((resolve) => call.on('error', () => {}).on('close', resolve));
  const answered = new Promise<number | null>((resolve) => {
    call.on('response', (response) => {
      if (ends === 'in the answer') response.once('data', () => call.destroy());
      response.on('error', () => {}).resume();
      resolve(response.statusCode ?? 0);
    });
    call.on('close', () => resolve(null));
  });
  if (ends === 'in the body') {
    call.write(Buffer.from(body ?? '').subarray(0, 20), () => call.destroy());
  } else {
    call.end(body);
    if (ends === 'before the answer') call.on('finish', () => setImmediate(() => call.destroy()));
  }
  const status = await answered;
  await closed;
  return ends === undefined ? status : null;
}

const csv = (rows: number, n: number) =>
  [
    'Name,Email,Phone',
    ...Array.from({ length: rows }, (_, index) => `Kunde ${n} ${index},k${n % 50}x${index}@example.dk,`),
  ].join('\n');
const customers = (n: number) => JSON.stringify({ customers: [{ name: `Ny ${n}`, email: `ny${n % 50}@example.dk` }] });
const validate = '/api/customer-import/validate';
const json = 'application/json';

const smallBook = workbookOf([
  ['Navn', 'E-mail'],
  ['Jens Hansen', 'jens@example.dk'],
]);
const hangsUp = [{}, { ends: 'before the answer' }, { ends: 'in the body' }] as const;

/** Every endpoint, asked well and badly, and by clients that do not stay. */
function callsOf(paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>): readonly ((n: number) => Call)[] {
  const described = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path: path.replace('{id}', 'abcdef') })),
  );
  return [
    ...described.map((call) => () => (call.method === 'POST' ? { ...call, type: json, body: '{"unheard": 1}' } : call)),
    ...described.map((call) => () => ({ ...call, type: json, body: '{"customers": [', ends: 'in the body' }) as const),
    ...described.map((call) => () => ({ ...call, type: json, body: '{}', ends: 'before the answer' }) as const),
    (n) => ({ method: 'POST', path: validate, type: 'text/csv', body: csv(40, n) }),
    (n) => ({ method: 'POST', path: validate, type: json, body: customers(n) }),
    (n) => ({ method: 'POST', path: validate, type: json, body: JSON.stringify({ csvData: csv(5, n) }) }),
    (n) => ({ method: 'POST', path: validate, type: 'text/csv', body: csv(2_000, n), ends: 'in the body' }),
    (n) => ({ method: 'POST', path: validate, type: 'text/csv', body: csv(500, n), ends: 'before the answer' }),
    (n) => ({ method: 'POST', path: validate, type: 'text/csv', body: csv(500, n), ends: 'in the answer' }),
    () => ({ method: 'POST', path: validate, type: json, body: '{"customers": [' }),
    () => ({ method: 'POST', path: validate, type: json, body: '['.repeat(5_000) }),
    () => ({ method: 'POST', path: validate, type: 'image/png', body: 'x' }),
    () => ({ method: 'POST', path: validate, type: 'text/csv', body: gzipSync('Name\nx') }),
    () => ({ method: 'POST', path: validate, type: json, body: '{}', headers: { 'content-encoding': 'gzip' } }),
    () => ({ method: 'POST', path: validate, type: json, headers: { 'content-length': '99999999999' } }),
    (n) => ({ method: 'POST', path: '/api/customer-import/import', type: json, body: customers(n) }),
    (n) => ({ method: 'POST', path: '/api/customer-import/import-csv?sync=false', type: 'text/csv', body: csv(5, n) }),
    () => ({ method: 'POST', path: '/api/calendar-sync/sync', type: json, body: '{"dryRun": true}' }),
    (n) => ({ method: 'POST', path: validate, type: 'application/octet-stream', body: smallBook, ...hangsUp[n % 3] }),
    () => ({ method: 'GET', path: '/api/customer-import/export', ends: 'in the answer' }),
    () => ({ method: 'GET', path: '/health', headers: { host: 'example.org' } }),
    () => ({ method: 'GET', path: '/nothing/%00/here' }),
    () => ({ method: 'DELETE', path: '/health' }),
  ];
}

test('a workbook is read beside other requests: all its rows, or why it cannot be', async () => {
  const rows = Array.from({ length: 1_501 }, (_, n) => [`Jens Navnsen${n}`, `j${n}@example.dk`]);
  const book = workbookOf([['Navn', 'E-mail'], ...rows]);
  const check = async (body: Buffer, search = '') => {
    const type = 'application/octet-stream';
    const answer = await fetch(`${program.url}${validate}${search}`, {
      method: 'POST',
      headers: { 'content-type': type },
      body: new Uint8Array(body),
    });
    return (await answer.json()) as unknown;
  };
  expect(await check(book)).toMatchObject({ data: { validCustomers: rows.length } });
  expect(await check(book, '?sheet=Ukendt')).toMatchObject({ error: 'sheet-unknown' });
  const place = book.indexOf('xl/worksheets/sheet1.xml') + 40;
  expect(
    await check(Buffer.concat([book.subarray(0, place), Buffer.alloc(200), book.subarray(place + 200)])),
  ).toMatchObject({
    error: 'archive-damaged',
  });
});

test('requests of all kinds leave memory and open files as they were', async () => {
  const document = (await (await fetch(`${program.url}/openapi.json`)).json()) as {
    readonly paths: Record<string, Record<string, unknown>>;
  };
  const calls = callsOf(document.paths);
  const statuses = new Map<number | null, number>();
  const run = (from: number, until: number) =>
    inParallel(
      Array.from({ length: until - from }, (_, index) => from + index),
      { width: 6, stop: () => false },
      async (n) => {
        const call = calls[n % calls.length]?.(n);
        const status = call === undefined ? null : await send(call);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      },
    );
  // What is loaded with the first use of each thing, and the pool of connections, stay.
  await run(0, 2 * calls.length);
  const before = await until(held, ({ files, resources }) => files + resources > 0);
  await run(2 * calls.length, 2 * calls.length + count);
  const after = await until(
    held,
    ({ files, resources }) => files <= before.files && resources <= before.resources,
    30_000,
  );
  expect(statuses.get(500) ?? 0).toBe(0);
  expect([200, 400, 404, 413, 415].filter((status) => !statuses.has(status))).toEqual([]);
  // Some hundred bytes of a compiled function here and there; a request that stayed would be tens of thousands.
  expect(after.bytes - before.bytes).toBeLessThan(6_000_000 + count * 200);
  expect(program.child.exitCode).toBeNull();
}, 900_000);
