import { readFile } from 'node:fs/promises';
import { sql } from 'drizzle-orm';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { StatisticsResult } from '../../src/core/results/export-result.js';
import { readStatistics } from '../../src/core/statistics/read-statistics.js';
import { rowsOf } from '../../src/db/client/database.js';
import { openServer } from '../../src/db/client/open-server.js';
import { createCustomerRepository } from '../../src/db/read/customer-repository.js';
import { createStatisticsStore } from '../../src/db/read/statistics-store.js';
import { renderStatistics } from '../../src/reports/statistics-report.js';
import { runCli } from '../helpers/cli.js';
import { databaseKinds, freshDatabase, openTestDatabase, type TestDatabase } from '../helpers/databases.js';

/** Four customers, two of them twice the same; eight bookings; times in UTC, days and months in Denmark. */
const known = `
  insert into customers (id, name, email, phone, address, tags, "totalBookings", "totalRevenue", "updatedAt") values
    ('anna', 'Anna Dahl', 'anna@example.dk', '+4520304050', 'Skovvej 3, 8000 Aarhus C', '{fast}', 30, 0.1, now()),
    ('anna2', 'anna  dahl', 'ANNA@example.dk', '20 30 40 50', 'skovvej 3,  8000 aarhus c', '{Fast}', 1, 0.2, now()),
    ('bo', E'Bo\\u001b[31m Berg', null, '86 12 34 56', ' ', null, 2, 1e22, now()),
    ('carl', 'Carl', '', '', null, '{ny}', 0, 'NaN', now());
  insert into bookings (id, "customerId", "serviceType", status, "scheduledAt", "startTime", "quoteId", "updatedAt") values
    ('b1', 'anna', 'Vask', 'completed', '2025-11-30 22:59', '2025-11-30 22:59', 'q1', now()),
    ('b2', 'anna', 'vask ', 'completed', '2025-11-30 23:00', '2025-11-30 23:00', 'q2', now()),
    ('b3', 'bo', 'Gulv', 'scheduled', '2026-01-10 09:00', null, 'q3', now()),
    ('b4', 'anna', null, 'confirmed', '2026-01-11 09:00', null, null, now()),
    ('b5', 'bo', 'Gulv', 'Aflyst', '2026-01-12 09:00', null, 'q4', now()),
    ('b6', 'carl', 'Vinduer', 'cancelled', '2026-01-13 09:00', null, null, now()),
    ('b7', null, 'Vask', 'completed', '2026-02-01 09:00', null, 'q5', now()),
    ('b8', 'anna2', 'Vask', 'completed', '2026-02-02 09:00', null, null, now());`;
const sums = `
  create table quotes (id text primary key, total double precision not null);
  create table invoices (id text primary key, "bookingId" text, status text not null default 'draft', total double precision not null);
  insert into quotes values ('q1', 0.1), ('q2', 0.2), ('q3', 1000), ('q4', 5000), ('q5', 1.005);
  insert into invoices values ('i1', 'b3', 'paid', 700.7), ('i2', 'b3', 'sent', 99.9), ('i3', 'b3', 'draft', 1), ('i4', 'b6', 'overdue', 250),
    ('i5', 'b8', 'cancelled', 9999), ('i6', null, 'paid', 77);`;

const everything = { since: null, until: null, tags: null };
const page = (width: number | null, language: 'da' | 'en' = 'en') => ({ width, colors: false, language });

describe.each(databaseKinds)('every figure against known contents, on %s', (kind) => {
  test('of all time, of a period, and of a tag; exact to the øre, in few statements', async () => {
    const database = await openTestDatabase(kind);
    try {
      for (const statement of [...known.split(';\n'), ...sums.split(';\n')])
        await database.orm.execute(sql.raw(statement));
      const store = createStatisticsStore(database);
      const before = database.statements();
      const all = await readStatistics(store, everything);
      expect(database.statements() - before).toBeLessThanOrEqual(10);
      expect(all).toEqual({
        success: true,
        totalCustomers: 4,
        customersWithEmail: 2,
        customersWithPhone: 3,
        customersWithAddress: 2,
        totalBookings: 33,
        totalRevenue: 0.3,
        period: { since: null, until: null },
        tags: [],
        coverage: { email: 50, phone: 75, address: 50 },
        duplicates: {
          customers: 2,
          likenesses: (['email', 'phone', 'name-and-address'] as const).map((by) => ({
            by,
            groups: 1,
            customers: 2,
            examples: [['anna', 'anna2']],
          })),
        },
        bookings: {
          total: 6,
          cancelled: 2,
          revenue: 1051.91,
          customersServed: 3,
          newCustomers: 3,
          returningCustomers: 0,
          cameBack: 1,
        },
        months: [
          { month: '2025-11', bookings: 1, cancelled: 0, newCustomers: 1, returningCustomers: 0, revenue: 0.1 },
          { month: '2025-12', bookings: 1, cancelled: 0, newCustomers: 0, returningCustomers: 1, revenue: 0.2 },
          { month: '2026-01', bookings: 2, cancelled: 2, newCustomers: 1, returningCustomers: 1, revenue: 1050.6 },
          { month: '2026-02', bookings: 2, cancelled: 0, newCustomers: 1, returningCustomers: 0, revenue: 1.01 },
        ],
        services: [
          { service: 'Gulv', bookings: 1, revenue: 800.6 },
          { service: 'Vinduer', bookings: 0, revenue: 250 },
          { service: 'Vask', bookings: 4, revenue: 1.31 },
          { service: null, bookings: 1, revenue: 0 },
        ],
        topCustomers: [
          { id: 'bo', name: 'Bo\u001b[31m Berg', bookings: 1, revenue: 800.6 },
          { id: 'carl', name: 'Carl', bookings: 0, revenue: 250 },
          { id: 'anna', name: 'Anna Dahl', bookings: 3, revenue: 0.3 },
          { id: 'anna2', name: 'anna  dahl', bookings: 1, revenue: 0 },
        ],
      } satisfies StatisticsResult);
      expect(await createCustomerRepository(database).statistics()).toMatchObject({
        totalRevenue: 0.3,
        totalBookings: 33,
      });
      const january = { since: new Date('2025-12-31T23:00Z'), until: new Date('2026-01-31T23:00Z'), tags: null };
      expect(await readStatistics(store, january)).toMatchObject({
        totalCustomers: 4,
        bookings: {
          total: 2,
          cancelled: 2,
          revenue: 1050.6,
          customersServed: 2,
          newCustomers: 1,
          returningCustomers: 1,
          cameBack: 1,
        },
        months: [{ month: '2026-01' }],
      });
      expect(await readStatistics(store, { ...everything, tags: ['FAST', 'ukendt'] })).toMatchObject({
        totalCustomers: 2,
        coverage: { email: 100, phone: 100, address: 100 },
        bookings: { total: 4, revenue: 0.3 },
        services: [
          { service: 'Vask', bookings: 3 },
          { service: null, bookings: 1 },
        ],
      });
    } finally {
      await database.close();
    }
  });

  test('what customers are compared by is remembered by the version of their rows', async () => {
    const database = await openTestDatabase(kind);
    const run = (statement: string) => database.orm.execute(sql.raw(statement));
    const remembered = async () =>
      new Map(
        (
          await rowsOf<{ id: string; at: string }>(
            database.orm,
            sql`select customer_id as id, ctid::text as at from renos_sync.likeness_keys`,
          )
        ).map(({ id, at }) => [id, at]),
      );
    const alike = async () => (await readStatistics(createStatisticsStore(database), everything)).duplicates;
    try {
      await run(known.split(';\n')[0] ?? '');
      const first = await alike();
      const before = await remembered();
      expect([...before.keys()].sort()).toEqual(['anna', 'anna2', 'bo', 'carl']);
      expect(await alike()).toEqual(first);
      expect(await remembered()).toEqual(before);
      // As a script writes it: `updatedAt` stays as it was.
      await run(`update customers set email = ' Anna@Example.dk' where id = 'carl'`);
      expect((await alike()).likenesses[0]).toMatchObject({ by: 'email', examples: [['anna', 'anna2', 'carl']] });
      const after = await remembered();
      expect([...after.keys()].filter((id) => after.get(id) !== before.get(id))).toEqual(['carl']);
      // What is remembered is what counts.
      await run(`update renos_sync.likeness_keys set email = 1 where customer_id = 'anna2'`);
      expect((await alike()).likenesses[0]?.examples).toEqual([['anna', 'carl']]);
      await run(`delete from customers where id <> 'bo'`);
      expect(await alike()).toEqual({ customers: 0, likenesses: [] });
      expect([...(await remembered()).keys()]).toEqual(['bo']);
    } finally {
      await database.close();
    }
  });

  test('an empty database, and one that cannot tell what a booking came to', async () => {
    const database = await openTestDatabase(kind);
    try {
      const store = createStatisticsStore(database);
      const empty = await readStatistics(store, everything);
      expect(empty).toMatchObject({
        totalCustomers: 0,
        coverage: { email: null },
        months: [],
        services: [],
        topCustomers: [],
      });
      expect(renderStatistics(page(80), empty)).not.toMatch(/NaN|undefined|null|Infinity/);
      for (const statement of known.split(';\n')) await database.orm.execute(sql.raw(statement));
      const unpriced = await readStatistics(store, everything);
      expect(unpriced).toMatchObject({
        bookings: { revenue: null },
        months: [{ revenue: null }, {}, {}, {}],
        services: [{ service: 'Vask', bookings: 4 }, {}, {}],
        topCustomers: [{ id: 'anna', bookings: 3 }, {}, {}, {}],
      });
      expect(renderStatistics(page(80), unpriced)).toContain('neither invoices nor quotes');
    } finally {
      await database.close();
    }
  });
});

test('a role that may only read gets the figures, and nothing is remembered', async () => {
  const database = await freshDatabase();
  const name = new URL(database.url).pathname.slice(1);
  const admin = postgres(database.url, { max: 1, onnotice: () => {} });
  const address = new URL(database.url);
  address.username = `${name}_reader`;
  address.password = 'reader';
  const reader = openServer(String(address));
  try {
    await admin.unsafe(known);
    await admin.unsafe(`create role ${name}_reader login password 'reader'; grant usage on schema public, renos_sync to ${name}_reader;
      grant select on all tables in schema public, renos_sync to ${name}_reader`);
    const { duplicates } = await readStatistics(createStatisticsStore(reader), everything);
    expect(duplicates.customers).toBe(2);
    expect(await admin`select from renos_sync.likeness_keys`).toHaveLength(0);
  } finally {
    await reader.close();
    await admin.unsafe(`drop owned by ${name}_reader; drop role ${name}_reader`);
    await admin.end();
    await database.drop();
  }
});

describe('as the operator sees it', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await freshDatabase();
    const client = postgres(database.url, { max: 1, onnotice: () => {} });
    await client.unsafe(known);
    await client.unsafe(sums);
    await client.end();
  });
  afterAll(() => database?.drop());

  test('piped: plain, in full, in the language of LANG; nothing in it steers a terminal', async () => {
    const { stdout, stderr, exitCode } = await runCli(['stats'], { DATABASE_URL: database.url, LANG: 'da_DK.UTF-8' });
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
    expect(stdout).toMatchInlineSnapshot(`
      "Kunder                                 4
      med e-mail                             2  50 %
      med telefon                            3  75 %
      med adresse                            2  50 %
      Bookinger ifølge kundekortene         33
      Omsætning ifølge kundekortene, kr.  0,30

      2 kunder ser ud til at stå der to gange:
        2 har samme e-mail, i 1 gruppe: anna = anna2
        2 har samme telefon, i 1 gruppe: anna = anna2
        2 har samme navn og adresse, i 1 gruppe: anna = anna2

      Bookinger i alt: 6, og 2 aflyst; omsætning kr. 1.051,91.
      3 kunder betjent, heraf 3 nye, 1 kom igen.

      Måned    Bookinger  Aflyst  Nye  Kendte  Omsætning, kr.
      2025-11          1       0    1       0            0,10
      2025-12          1       0    0       1            0,20
      2026-01          2       2    1       1        1.050,60
      2026-02          2       0    1       0            1,01

      Ydelse          Bookinger  Omsætning, kr.
      Gulv                    1          800,60
      Vinduer                 0          250,00
      Vask                    4            1,31
      (ikke angivet)          1            0,00

      Bedste kunder  Id     Bookinger  Omsætning, kr.
      Bo [31m Berg   bo             1          800,60
      Carl           carl           0          250,00
      Anna Dahl      anna           3            0,30
      anna  dahl     anna2          1            0,00
      "
    `);
  });

  test('the log knows no customer, at any level', async () => {
    const { stderr } = await runCli(['stats', '--log-level', 'debug', '--json'], { DATABASE_URL: database.url });
    expect(stderr).not.toMatch(/Anna|Berg|Carl|example\.dk|2030/);
  });

  test('a bound that is no day is refused', async () => {
    expect((await runCli(['stats', '--until', 'snart'])).exitCode).toBe(2);
  });
});

test('in a terminal of 80 columns: bars, and no line is longer', async () => {
  const result = JSON.parse(
    await readFile(new URL('../fixtures/statistics.json', import.meta.url), 'utf8'),
  ) as StatisticsResult;
  const text = renderStatistics(page(80, 'da'), result);
  expect(text).toMatchInlineSnapshot(`
    "Kunder                                     1.234
    med e-mail                                 1.100  89,1 %  █████████████████▉
    med telefon                                1.233  99,9 %  ████████████████████
    med adresse                                   12     1 %  ▎
    Bookinger ifølge kundekortene             45.678
    Omsætning ifølge kundekortene, kr.  1.234.567,50

    5 kunder ser ud til at stå der to gange:
      5 har samme e-mail, i 2 grupper: cm5h2v0c40000qzrm9b1xk3de =
      cm5h2v0c40001qzrmqz8f2w7k; cm5h2v0c40002qzrm1p0d9sab =
      cm5h2v0c40003qzrm77yhr2tu = cm5h2v0c40004qzrmzz1ab3cd

    Bookinger fra 01.01.2026 før 01.04.2026: 2.345, og 67 aflyst; omsætning kr.
    987.654,25.
    400 kunder betjent, heraf 31 nye, 369 kendt fra før, 380 kom igen.

    Måned    Bookinger  Aflyst  Nye  Kendte  Omsætning, kr.
    2026-01      1.000      20   10     300      400.000,00  █████████████▋
    2026-02      1.300      40   20     350      587.000,25  ████████████████████
    2026-03         45       7    1      40          654,00  ▏

    Ydelse                           Bookinger  Omsætning, kr.
    Hovedrengøring med vinduer ude       1.300      900.000,00  ████████████████████
    og inde og gulvbehandling efter
    aftale
    (ikke angivet)                       1.045       87.654,25  ██

    Bedste kunder          Id                         Bookinger  Omsætning, kr.
    Ejerforeningen         cm5h2v0c40000qzrm9b1xk3de         52      130.000,00
    Nørrebrogade 12-14 og
    Stengade 3 ved
    administrator
    Åse Bøgh               cm5h2v0c40002qzrm1p0d9sab         12        9.600,50"
  `);
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
});
