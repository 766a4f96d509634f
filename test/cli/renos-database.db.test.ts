import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventIdFor } from '../../src/core/calendar/model/event-id.js';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.js';
import { runCli } from '../helpers/cli.js';
import { freshDatabase, type TestDatabase } from '../helpers/databases.js';

const tables = [
  'leads',
  'quotes',
  'bookings',
  'analytics',
  'customers',
  'cleaning_plans',
  'cleaning_plan_bookings',
  'breaks',
  'invoices',
];
const pairs = 500;
let database: TestDatabase;
let sandbox: Sandbox;
let sql: postgres.Sql;

beforeEach(async () => {
  database = await freshDatabase('template0');
  sandbox = await startSandbox();
  sql = postgres(database.url, { max: 2, onnotice: () => {} });
  await sql.unsafe(await readFile(fileURLToPath(new URL('../fixtures/renos-schema.sql', import.meta.url)), 'utf8'));
});
afterEach(async () => {
  await sql.end();
  await sandbox.close();
  await database.drop();
});

/** 500 customers and bookings as RenOS wrote them over the years, and their events at Google. */
async function fillAsRenosDid(): Promise<void> {
  const start = Date.UTC(new Date().getUTCFullYear(), new Date().getUTCMonth(), new Date().getUTCDate(), 8);
  await sql`insert into customers ${sql(Array.from({ length: pairs }, (_, n) => ({ id: `k${n}`, name: `Kunde ${n}`, email: `kunde${n}@example.dk`, updatedAt: new Date(start) })))}`;
  for (let n = 0; n < pairs; n += 1) {
    const from = new Date(start + (n - 20) * 6 * 3_600_000);
    const until = new Date(from.getTime() + 2 * 3_600_000);
    const id = `gammel${eventIdFor(String(n)).slice(5, 25)}`;
    // Old rows know neither startTime nor calendarEventId; the id stands at the end of their notes.
    const isOld = n % 3 === 0;
    const notes = n % 2 === 0 ? `Nøgle ${n}` : null;
    await sql`insert into bookings ${sql({
      id: `b${n}`,
      customerId: `k${n}`,
      serviceType: `Rengøring ${n % 7}`,
      address: n % 5 === 0 ? null : `Nygade ${n}, 8000 Aarhus C`,
      scheduledAt: from,
      estimatedDuration: 120,
      startTime: isOld ? null : from,
      endTime: isOld ? null : until,
      status: n % 11 === 0 ? 'completed' : 'confirmed',
      calendarEventId: isOld ? null : id,
      notes: isOld ? [notes, `Google Calendar Event ID: ${id}`].filter((line) => line !== null).join('\n') : notes,
      updatedAt: new Date(start),
    })}`;
    const summary = n % 4 === 0 ? `Rengøring ${n % 7}` : `Rengøring ${n % 7} - Kunde ${n}`;
    const answer = await fetch(`${sandbox.url}calendar/v3/calendars/primary/events`, {
      method: 'POST',
      headers: { authorization: 'Bearer person', 'content-type': 'application/json' },
      body: JSON.stringify({
        id,
        summary,
        location: n % 5 === 0 ? undefined : `Nygade ${n}, 8000 Aarhus C`,
        description: notes ?? undefined,
        start: { dateTime: from.toISOString() },
        end: { dateTime: until.toISOString() },
      }),
    });
    expect(answer.status).toBe(200);
  }
}

async function contents(): Promise<Record<string, unknown[]>> {
  const entries = tables.map(
    async (table) =>
      [
        table,
        await sql`select t::text as row from ${sql(table)} t where t::text not like '%calendar_sync%' order by 1`,
      ] as const,
  );
  return Object.fromEntries((await Promise.all(entries)).map(([table, rows]) => [table, [...rows]]));
}

async function shape(): Promise<unknown[]> {
  return [
    ...(await sql`select table_name, column_name, data_type, column_default, is_nullable, ordinal_position from information_schema.columns where table_schema = 'public' order by 1, 6`),
    ...(await sql`select indexdef from pg_indexes where schemaname = 'public' order by 1`),
    ...(await sql`select conname, pg_get_constraintdef(oid) from pg_constraint where connamespace = 'public'::regnamespace order by 1`),
  ];
}

test('the first sync of a RenOS database whose pairs agree changes nothing on either side', async () => {
  await fillAsRenosDid();
  const env = { DATABASE_URL: database.url, GOOGLE_CALENDAR_API_URL: sandbox.url };
  const before = { contents: await contents(), shape: await shape() };
  expect((await runCli(['migrate'], env)).exitCode).toBe(0);
  const first = await runCli(['sync', '--json'], env);
  expect(first.stderr).toBe('');
  expect(first.json()).toMatchObject({ success: true, linked: pairs, changes: [], errors: [], conflicts: [] });
  expect(sandbox.requests.filter(({ method }) => method !== 'GET' && method !== 'POST')).toEqual([]);
  expect(sandbox.requests.filter(({ method }) => method === 'POST')).toHaveLength(pairs);
  expect({ contents: await contents(), shape: await shape() }).toEqual(before);
  expect(await sql`select value, metadata from analytics where metric = 'calendar_sync'`).toHaveLength(1);
  const second = await runCli(['sync', '--json'], env);
  expect(second.json()).toMatchObject({ success: true, linked: 0, changes: [], requests: 1 });
});

test('on an empty database the three tables are made as RenOS makes them', async () => {
  const renos = new Map((await shape()).map((row) => [JSON.stringify(row), row]));
  const empty = await freshDatabase('template0');
  const other = postgres(empty.url, { max: 1, onnotice: () => {} });
  try {
    expect((await runCli(['migrate'], { DATABASE_URL: empty.url })).exitCode).toBe(0);
    const columns =
      await other`select table_name, column_name, data_type, column_default, is_nullable, ordinal_position from information_schema.columns where table_schema = 'public'`;
    const indexes = await other`select indexdef from pg_indexes where schemaname = 'public'`;
    const constraints =
      await other`select conname, pg_get_constraintdef(oid) from pg_constraint where connamespace = 'public'::regnamespace`;
    const made = [...columns, ...indexes, ...constraints].map((row) => JSON.stringify(row));
    expect(made.filter((row) => !renos.has(row))).toEqual([]);
    expect(new Set(columns.map(({ table_name }) => table_name))).toEqual(
      new Set(['customers', 'bookings', 'analytics']),
    );
    const wanted = [...renos.keys()].filter(
      (row) =>
        /"(customers|bookings|analytics)"|"conname":"(customers|bookings|analytics)_/.test(row) ||
        / ON public\.(customers|bookings|analytics) /.test(row),
    );
    expect(wanted.filter((row) => !made.includes(row) && !row.includes('leadId_fkey'))).toEqual([]);
  } finally {
    await other.end();
    await empty.drop();
  }
});
