/**
 * How long each request holds the event loop of the server: `npm run bench:turns`, or some groups of them, `-- syncs pages`.
 * Beside 100,000 customers and 10,000 bookings, every endpoint and page gets large input, alone and where it may be several
 * at once eight times. Says the longest time between two turns: what the main thread computed, what all threads did, and the
 * clock, which others on the same machine make longer. Exits 1 if the main thread computed for more than 50 ms.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { startSandbox } from '../src/sandbox/start-sandbox.js';
import { type ServedProgram, serveProgram } from '../test/helpers/served.js';
import { startPostgres } from '../test/helpers/start-postgres.js';
import { owner, stockCalendars } from '../test/helpers/stocked-calendar.js';
import { workbookOf } from '../test/helpers/workbook.js';
import { zipOf } from '../test/helpers/zip.js';
import { customersCsv, until } from '../test/server/open-server.js';
import { addMonthOfBookings, fileOfFindings } from '../test/server/stocked-site.js';

const rows = Number(process.env.BENCH_ROWS ?? 50_000);
const limit = 50;
const asked = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'renos-sync-turns-'));
const json = 'application/json';
const binary = 'application/octet-stream';
const customers = '/api/customer-import';

interface Turns {
  readonly clock: number;
  readonly thread: number;
  readonly all: number;
}

async function readTurns({ child }: ServedProgram): Promise<Turns> {
  const path = join(folder, 'turns');
  rmSync(path, { force: true });
  child.kill('SIGUSR2');
  const text = await until(
    async () => (existsSync(path) ? readFileSync(path, 'utf8') : ''),
    (text) => text.endsWith('}'),
  );
  return JSON.parse(text) as Turns;
}

async function measure(program: ServedProgram, name: string, work: () => Promise<unknown>): Promise<void> {
  // The turn that is under way is written down when it has ended: what went before is none of this work's.
  await readTurns(program);
  await sleep(100);
  await readTurns(program);
  const said = await work();
  const { clock, thread, all } = await readTurns(program);
  const figures = [thread, all, clock].map((ms) => ms.toFixed(0).padStart(6)).join('');
  process.stdout.write(`${name.padEnd(56)}${figures}  ${String(said)}\n`);
  if (thread > limit) process.exitCode = 1;
}

const server = await startPostgres();
const stock = stockCalendars({ [owner]: 10_000 }, new Date());
const sandbox = await startSandbox({ state: stock.stateFile });
const databaseUrl = await server.createMigrated('turns');
const sql = postgres(databaseUrl, { max: 2, onnotice: () => {} });
await sql`insert into customers (id, name, email, phone, address, "updatedAt")
  select 'stock' || n, md5('f' || n) || ' ' || md5('l' || n), 's' || n || '@example.dk', '+4530' || lpad(n::text, 6, '0'), md5('s' || n) || 'vej ' || n % 90 || ', 8000 Aarhus C', now()
  from generate_series(1, 100000) n`;
await sql`insert into renos_sync.runs (id, kind, status, started_at, finished_at, options, counts)
  select 'old' || n, 'import', 'completed', now() - n * interval '1 minute', now() - n * interval '1 minute', '{}', '{}' from generate_series(1, 5000) n`.catch(
  (error: unknown) => process.stderr.write(`no old runs: ${error}\n`),
);
const program = await serveProgram(
  {
    DATABASE_URL: databaseUrl,
    GOOGLE_CALENDAR_API_URL: sandbox.url,
    GOOGLE_CALENDAR_ID: owner,
    NODE_OPTIONS: `${process.env.BENCH_NODE_OPTIONS ?? ''} --import=${new URL('../test/helpers/report-turns.mjs', import.meta.url).href}`,
    TURNS_REPORT: join(folder, 'turns'),
  },
  ['--log-level', 'silent'],
);

interface Sent {
  readonly method?: string;
  readonly type?: string;
  readonly body?: string | Buffer;
  readonly headers?: Record<string, string>;
}

async function call(path: string, { method, type, body, headers = {} }: Sent = {}) {
  const answer = await fetch(`${program.url}${path}`, {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    headers: { ...(type === undefined ? {} : { 'content-type': type }), ...headers },
    body: body === undefined ? null : body instanceof Buffer ? new Uint8Array(body) : body,
    redirect: 'manual',
  });
  return {
    status: answer.status,
    location: answer.headers.get('location'),
    cookie: answer.headers.get('set-cookie'),
    text: await answer.text(),
  };
}

const once = (path: string, sent?: Sent) => async () => {
  const { status, text } = await call(path, sent);
  return `${status} ${text.length} ${status >= 400 ? text.slice(0, 200) : ''}`;
};
const eight = (path: string, sent?: Sent) => async () => {
  const answers = await Promise.all(Array.from({ length: 8 }, once(path, sent)));
  return `${answers[0]} …`;
};

let plan = 'none';
const csv = customersCsv(rows).replaceAll('kunde', 'firma');
const [header = '', ...lines] = csv.trimEnd().split('\r\n');
const names = header.split(',').map((name) => name.toLowerCase());
const objects = lines.map((line) => Object.fromEntries(line.split(',').map((cell, at) => [names[at], cell])));
const asJson = JSON.stringify({ customers: objects.map(({ zip: _, city: __, ...one }) => one) });
const asText = JSON.stringify({ csvData: csv });
const asLines = objects.map((one) => JSON.stringify(one)).join('\n');
const asBook = workbookOf([header, ...lines].map((line) => line.split(',')));
const asZip = zipOf([{ name: 'kunder.csv', content: csv }]);
const asCards = objects
  .map(
    ({ name, email, phone }) =>
      `BEGIN:VCARD\r\nVERSION:3.0\r\nFN:${name}\r\nEMAIL:${email}\r\nTEL:${phone}\r\nEND:VCARD\r\n`,
  )
  .join('');
const files: readonly (readonly [name: string, type: string, body: string | Buffer])[] = [
  ['CSV', 'text/csv', csv],
  ['CSV with findings', 'text/csv', fileOfFindings(rows, 3).replaceAll('kunde', 'firma')],
  ['JSON', json, asJson],
  ['csvData', json, asText],
  ['JSON lines', 'application/x-ndjson', asLines],
  ['workbook', binary, asBook],
  ['ZIP', 'application/zip', asZip],
  ['contacts', 'text/vcard', asCards],
];

async function simple() {
  for (const path of ['/openapi.json', '/docs', '/health', '/metrics', '/ready', '/api/calendar-sync/status'])
    await measure(program, `first GET ${path}`, once(path));
  for (const path of ['/openapi.json', '/docs', '/metrics', '/ready', '/api/calendar-sync/status'])
    await measure(program, `GET ${path}, eight`, eight(path));
  await measure(program, `GET ${customers}/statistics`, once(`${customers}/statistics`));
  await measure(program, `GET ${customers}/export`, once(`${customers}/export`));
  await measure(program, `GET ${customers}/export, eight`, eight(`${customers}/export`));
}

async function imports() {
  for (const [name, type, body] of files) {
    await measure(program, `validate ${name}`, once(`${customers}/validate`, { type, body }));
    await measure(program, `validate ${name}, eight`, eight(`${customers}/validate`, { type, body }));
  }
  await measure(program, 'import CSV', once(`${customers}/import`, { type: 'text/csv', body: csv }));
  await measure(program, 'import CSV again', once(`${customers}/import`, { type: 'text/csv', body: csv }));
  const changed = csv.replaceAll('vej ', 'gade ');
  await measure(program, 'plan an import', () => planned({ type: 'text/csv', body: changed }));
  await measure(program, 'show that plan', () => once(`/api/plans/${plan}`)());
  await measure(program, 'apply that plan', () =>
    once(`/api/plans/${plan}/apply`, { type: 'text/csv', body: changed })(),
  );
  await measure(program, 'import JSON', once(`${customers}/import`, { type: json, body: asJson }));
}

async function planned(sent: Sent) {
  const { status, text } = await call('/api/plans', sent);
  plan = (JSON.parse(text) as { data?: { id: string } }).data?.id ?? 'none';
  return `${status} ${text.length}`;
}

async function syncs() {
  const sync = '/api/calendar-sync/sync';
  const body = (more: object) => ({ type: json, body: JSON.stringify(more) });
  await measure(program, 'plan a sync of 10,000 events', () => planned(body({})));
  await measure(program, 'show that plan', () => once(`/api/plans/${plan}`)());
  await measure(program, 'first sync, dry run', once(sync, body({ dryRun: true })));
  await measure(program, 'first sync of 10,000 events', once(sync, body({})));
  await measure(program, 'idle sync', once(sync, body({})));
  await sql`update bookings set "serviceType" = "serviceType" || '.', "updatedAt" = now() + interval '1 second'`;
  await addMonthOfBookings(sql, 10_000);
  await measure(
    program,
    'sync, dry run: 10,000 changed, 10,000 new',
    once(sync, body({ dryRun: true, maxEvents: 100_000 })),
  );
  await measure(program, 'status with 20,000 changes', once('/api/calendar-sync/status'));
}

async function stories() {
  const [run] =
    await sql`select id from renos_sync.runs where kind = 'import' and id not like 'old%' order by started_at limit 1`;
  const [synced] = await sql`select id from renos_sync.runs where kind = 'sync' order by started_at limit 1`;
  for (const id of [run?.id, synced?.id].filter(Boolean)) {
    await measure(program, `run ${id}`, once(`/api/runs/${id}`));
    await measure(program, `events of run ${id}`, once(`/api/runs/${id}/events`));
    await measure(
      program,
      `undo of run ${id}, dry run`,
      once(`/api/runs/${id}/undo`, { type: json, body: '{"dryRun": true, "maxDeletes": "100%"}' }),
    );
  }
  await measure(
    program,
    'undo of the sync',
    once(`/api/runs/${synced?.id}/undo`, { type: json, body: '{"maxDeletes": "100%"}' }),
  );
  await measure(
    program,
    'undo of the import',
    once(`/api/runs/${run?.id}/undo`, { type: json, body: '{"maxDeletes": "100%"}' }),
  );
}

async function pages() {
  const first = await call('/');
  const cookie = first.cookie?.split(';')[0] ?? '';
  const headers = { cookie, 'sec-fetch-site': 'same-origin', accept: 'text/html' };
  const [run] = await sql`select id from renos_sync.runs where id not like 'old%' order by started_at limit 1`;
  const shown = [
    '/',
    '/?again=1',
    '/runs',
    `/runs/${run?.id}`,
    `/runs/${run?.id}/undo`,
    '/conflicts',
    '/customers',
    '/customers?q=e',
    '/customers?from=90000',
    '/customers/m1',
    '/items/b1',
    '/status',
    '/import',
  ];
  for (const path of shown) await measure(program, `page ${path}`, once(path, { headers }));
  for (const [name, , body] of files.filter(([, type]) => type !== json)) {
    const form = /name="form" value="([^"]+)"/.exec((await call('/import', { headers })).text)?.[1] ?? '';
    const boundary = 'boundary-of-a-form';
    const part = (field: string, value: string | Buffer, more = '') =>
      Buffer.concat([
        Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${field}"${more}\r\n\r\n`),
        Buffer.from(value),
        Buffer.from('\r\n'),
      ]);
    const sent = Buffer.concat([
      part('form', form),
      part('file', body, `; filename="fil"`),
      Buffer.from(`--${boundary}--\r\n`),
    ]);
    await measure(
      program,
      `page: send ${name}`,
      once('/import', { type: `multipart/form-data; boundary=${boundary}`, body: sent, headers }),
    );
    await measure(program, `page: look at ${name}`, async () => {
      const { text } = await until(
        () => call('/import/file', { headers }),
        ({ text }) => !text.includes('data-again'),
        120_000,
      );
      return text.length;
    });
  }
}

const groups = { simple, imports, syncs, stories, pages };
try {
  for (const [name, work] of Object.entries(groups)) if (asked.length === 0 || asked.includes(name)) await work();
} finally {
  await program.end('SIGKILL');
  await sql.end();
  await sandbox.close();
  await server.stop();
  await stock.remove();
  rmSync(folder, { recursive: true, force: true });
}
