import { readdirSync, readFileSync } from 'node:fs';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkFile } from '../../../src/core/customers/import/check-file.js';
import { bookingRecord } from '../../../src/core/export/export-bookings.js';
import { usualImport } from '../../../src/core/options/import-options.js';
import { silentProgress } from '../../../src/core/ports.js';
import type { ImportResult } from '../../../src/core/results/import-result.js';
import { type Database, rowsOf } from '../../../src/db/client/database.js';
import { createBookingRepository } from '../../../src/db/read/booking-repository.js';
import { sourceOfText } from '../../../src/files/bytes/open-source.js';
import { databaseKinds, openTestDatabase } from '../../helpers/databases.js';
import {
  beforeBatches,
  bookingsIn,
  countsOf,
  customersIn,
  importText,
  killedBefore,
  withPlans,
  worldOf,
} from '../../helpers/import-world.js';

describe.each(databaseKinds)('importing into a %s database', (kind) => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  afterAll(() => database.close());

  const file = [
    'Navn;E-mail;Telefon;Adresse;Postnr;By;Omsætning;Sidste kontakt;Mærker',
    'Søren Ågård;soren@example.dk;20 30 40 50;Skovvej 3;8000;Aarhus C;1.234,50;31-03-2025;fast, erhverv',
    'Mette Holm;METTE@example.dk;+45 21314151;Havnegade 12;5000;Odense C;500;01-04-2025;',
    'Uden Navn;ikke-en-mail;;;;;;;',
    ';;;;;;;;',
    'Lars Bæk;;22 33 44 55;Engvej 7;800;Høje Taastrup;abc;;',
    '',
  ].join('\r\n');

  test('a Danish file, twice, and a dry run before it', async () => {
    const world = worldOf(database);
    const dry = await importText(world, file, { dryRun: true });
    expect(countsOf(dry)).toEqual([3, 0, 0, 0, 1]);
    expect(await customersIn(world)).toEqual([]);
    const first = await importText(world, file);
    expect(countsOf(first)).toEqual([3, 0, 0, 0, 1]);
    expect(first.findingGroups.map(({ code, column, lines }) => [code, column, lines])).toEqual([
      ['email-invalid', 'E-mail', [4]],
      ['postal-code-zero', 'Postnr', [6]],
      ['number-invalid', 'Omsætning', [6]],
    ]);
    const customers = await customersIn(world);
    expect(customers).toMatchObject([
      { name: 'Lars Bæk', email: null, phone: '+4522334455', address: 'Engvej 7, 0800 Høje Taastrup', revenue: 0 },
      {
        name: 'Mette Holm',
        email: 'METTE@example.dk',
        phone: '+4521314151',
        revenue: 500,
        last: '2025-03-31T22:00:00',
      },
      {
        name: 'Søren Ågård',
        phone: '+4520304050',
        address: 'Skovvej 3, 8000 Aarhus C',
        tags: ['fast', 'erhverv'],
        revenue: 1234.5,
        last: '2025-03-30T22:00:00',
      },
    ]);
    const second = await importText(world, file);
    expect(countsOf(second)).toEqual([0, 0, 3, 0, 1]);
    expect(await customersIn(world)).toEqual(customers);
  });

  test('changes, duplicates within the file, duplicates and conflicts', async () => {
    const world = worldOf(database);
    const changed = [
      'Name,Email,Phone,Address,Notes',
      'Søren Ågård,SOREN@EXAMPLE.DK,,,ring først',
      'Mette Holm Jensen,mette@example.dk,,,',
      'Nanna Friis,nanna@example.dk,30405060,"Bakkevej 4, 9000 Aalborg",',
      'Nanna  Friis,nanna@example.dk,,,nøgle under måtten',
      'Lars Baek,,,"Engvej 7, 0800 Høje Tåstrup",',
      'Lars Bæck,,,"Engvej 7, 0800 Høje Taastrup",',
      'Hvem Er Hvem,soren@example.dk,21314151,,',
    ].join('\n');
    const result = await importText(world, changed);
    expect(result.errors).toEqual([
      expect.stringContaining('line 7: is probably customer'),
      expect.stringContaining('line 8: the e-mail and the phone belong to two customers'),
    ]);
    expect(countsOf(result)).toEqual([1, 4, 0, 0, 2]);
    expect(countsOf(await importText(world, changed))).toEqual([0, 0, 5, 0, 2]);
  });

  test('bookings, once', async () => {
    const world = worldOf(database);
    const json = JSON.stringify({
      customers: [
        {
          name: 'Booker Bo',
          email: 'bo@example.dk',
          bookings: [
            { startTime: '2025-06-02T09:00:00Z', endTime: '2025-06-02T11:00:00Z', serviceType: 'Vinduer' },
            { startTime: '2025-06-03T09:00', duration: 90, serviceType: 'Hovedrengøring', status: 'bekræftet' },
          ],
        },
      ],
    });
    const first = await importText(world, json, { createBookings: true });
    expect([first.bookingsCreated, first.bookingsUnchanged]).toEqual([2, 0]);
    const again = await importText(world, json, { createBookings: true });
    expect([again.bookingsCreated, again.bookingsUnchanged]).toEqual([0, 2]);
    const csv = [
      'Name;Email;Booking Start;Booking End;Service Type',
      'Booker Bo;bo@example.dk;02-06-2025 11:00;02-06-2025 13:00;vinduer',
      'Booker Bo;bo@example.dk;09-06-2025 11:00;13:00;Vinduer',
      'Booker Bo;bo@example.dk;16-06-2025 11:00;13:00;Vinduer',
    ].join('\n');
    const more = await importText(world, csv, { createBookings: true });
    expect([more.bookingsCreated, more.bookingsUnchanged, ...countsOf(more)]).toEqual([2, 1, 0, 0, 3, 0, 0]);
    expect(await bookingsIn(world)).toMatchObject([
      { start: '2025-06-02T09:00', end: '2025-06-02T11:00', minutes: 120 },
      { start: '2025-06-03T07:00', end: '2025-06-03T08:30', status: 'confirmed', minutes: 90 },
      { start: '2025-06-09T09:00' },
      { start: '2025-06-16T09:00' },
    ]);
  });

  test('a booking that comes back with its id is that booking, moved', async () => {
    const world = worldOf(database);
    const columns = 'Name,Email,Booking Start,Booking End,Service Type';
    await importText(world, `${columns}\nKaj Vest,kaj@example.dk,2027-07-02T09:00,2027-07-02T11:00,Vinduer\n`, {
      createBookings: true,
    });
    const [made] = await rowsOf<{ id: string }>(
      database.orm,
      sql`select b.id from bookings b join customers c on c.id = b."customerId" where c.name = 'Kaj Vest'`,
    );
    const exported = (day: string, id = made?.id) =>
      `${columns},Booking Id\nKaj Vest,kaj@example.dk,${day}T09:00,${day}T12:00,Vinduer,${id}\n`;
    const runs = [];
    for (const day of ['2027-07-03', '2027-07-03']) {
      const dry = await importText(world, exported(day), { createBookings: true, dryRun: true });
      const result = await importText(world, exported(day), { createBookings: true });
      runs.push([dry, result].map((one) => [one.bookingsCreated, one.bookingsUpdated, one.bookingsUnchanged]));
      expect(result.findings).toEqual([]);
    }
    expect(runs).toEqual([Array(2).fill([0, 1, 0]), Array(2).fill([0, 0, 1])]);
    const his = (await bookingsIn(world)).filter(({ customer }) => customer === 'Kaj Vest');
    expect(his).toMatchObject([{ start: '2027-07-03T07:00', end: '2027-07-03T10:00', minutes: 180 }]);
    const other = await importText(world, exported('2027-07-09', 'unknown'), { createBookings: true });
    expect([other.bookingsCreated, other.bookingsUpdated]).toEqual([1, 0]);
  });

  test('a booking named by its id keeps its status where the file says none, and the journal has only what changed', async () => {
    const world = worldOf(database);
    const booked =
      'Name,Email,Booking Start,Booking End,Service Type,Booking Status\n' +
      'Rita Skov,rita@example.dk,2027-10-04T09:00,2027-10-04T11:00,Vinduer,confirmed\n';
    await importText(world, booked, { createBookings: true });
    const [made] = await rowsOf<{ id: string }>(
      database.orm,
      sql`select b.id from bookings b join customers c on c.id = b."customerId" where c.name = 'Rita Skov'`,
    );
    const columns = 'Booking Id,Name,Email,Service Type,Booking Start,Booking End';
    const row = `${made?.id},Rita Skov,rita@example.dk,Ovnrens,2027-10-04T09:00,2027-10-04T11:00`;
    const result = await importText(world, `${columns}\n${row}\n`, { createBookings: true });
    expect([result.bookingsCreated, result.bookingsUpdated]).toEqual([0, 1]);
    const hers = (await bookingsIn(world)).filter(({ customer }) => customer === 'Rita Skov');
    expect(hers).toMatchObject([{ service: 'Ovnrens', status: 'confirmed' }]);
    const told = await rowsOf<{ fields: unknown; counts: unknown }>(
      database.orm,
      sql`select j.fields, r.counts from renos_sync.journal j join renos_sync.runs r on r.id = j.run_id where j.item_id = ${made?.id} and j.action = 'update'`,
    );
    expect(told).toMatchObject([{ fields: { serviceType: ['Vinduer', 'Ovnrens'] }, counts: { bookingsUpdated: 1 } }]);
    expect(Object.keys(told[0]?.fields as object)).toEqual(['serviceType']);
  });

  test('bookings exported as JSON come back as themselves, and say nothing of their customers', async () => {
    const world = worldOf(database);
    const booked =
      'Name,Email,Address,Booking Start,Booking End,Service Type,Booking Status,Booking Notes\n' +
      'Jon Fjord,jon@example.dk,"Fjordvej 1, 8000 Aarhus",2027-09-02T09:00,2027-09-02T11:00,Vinduer,confirmed,Nøgle 7\n';
    await importText(world, booked, { createBookings: true });
    await database.orm.execute(sql`update bookings set address = 'Havnen 5' where "startTime" = '2027-09-02T07:00'`);
    const before = await customersIn(world);
    const since = new Date('2027-09-02T00:00Z');
    const filter = { ids: null, tags: null, statuses: null, since, until: new Date('2027-09-03T00:00Z') };
    const records: ReturnType<typeof bookingRecord>[] = [];
    for await (const page of createBookingRepository(database).list(filter)) records.push(...page.map(bookingRecord));
    const counts = [];
    for (const startTime of ['2027-09-02T07:00:00.000Z', '2027-09-02T08:00:00.000Z']) {
      const text = JSON.stringify(records.map((record) => ({ ...record, startTime })));
      const result = await importText(world, text, { createBookings: true });
      expect(result.findings).toEqual([]);
      counts.push([result.bookingsCreated, result.bookingsUpdated, result.bookingsUnchanged]);
    }
    expect(counts).toEqual([
      [0, 0, 1],
      [0, 1, 0],
    ]);
    expect(await customersIn(world)).toEqual(before);
    const his = (await bookingsIn(world)).filter(({ customer }) => customer === 'Jon Fjord');
    expect(his).toMatchObject([{ start: '2027-09-02T08:00', end: '2027-09-02T09:00', status: 'confirmed' }]);
  });

  test('the notes of a booking that comes back with its id are changed, and RenOS’s line about the event stays', async () => {
    const world = worldOf(database);
    const columns = 'Name,Email,Booking Start,Booking End,Service Type,Booking Notes';
    const cells = 'Pia Nord,pia@example.dk,2027-08-02T09:00,2027-08-02T11:00,Vinduer';
    await importText(world, `${columns}\n${cells},Nøgle 14\n`, { createBookings: true });
    const hers = () =>
      rowsOf<{ id: string; notes: string }>(
        database.orm,
        sql`select b.id, b.notes from bookings b join customers c on c.id = b."customerId" where c.name = 'Pia Nord'`,
      );
    const [made] = await hers();
    await database.orm.execute(
      sql`update bookings set notes = notes || ${'\n\nGoogle Calendar Event ID: abc123'}::text where id = ${made?.id}`,
    );
    const results = [];
    for (const notes of ['Nøgle 14', 'Nøgle 1', 'Nøgle 1', '']) {
      const result = await importText(world, `${columns},Booking Id\n${cells},${notes},${made?.id}\n`, {
        createBookings: true,
      });
      results.push([result.bookingsCreated, result.bookingsUpdated, result.bookingsUnchanged]);
    }
    expect(results).toEqual([
      [0, 0, 1],
      [0, 1, 0],
      [0, 0, 1],
      [0, 0, 1],
    ]);
    expect(await hers()).toEqual([{ id: made?.id, notes: 'Nøgle 1\n\nGoogle Calendar Event ID: abc123' }]);
  });

  test('a row with the booking of another customer is reported, and moves nothing', async () => {
    const world = worldOf(database);
    const columns = 'Name,Email,Booking Start,Booking End';
    const own = 'Ida Kyst,ida@example.dk,2027-08-03T09:00,2027-08-03T11:00';
    await importText(world, `${columns}\n${own}\n`, { createBookings: true });
    const hers = () =>
      rowsOf<{ id: string }>(
        database.orm,
        sql`select b.* from bookings b join customers c on c.id = b."customerId" where c.name = 'Ida Kyst'`,
      );
    const before = await hers();
    const text = `${columns},Booking Id\nAsk Kyst,ask@example.dk,2027-08-04T09:00,2027-08-04T11:00,${before[0]?.id}\n`;
    const result = await importText(world, text, { createBookings: true });
    expect([result.bookingsCreated, result.bookingsUpdated, result.bookingsUnchanged]).toEqual([0, 0, 0]);
    expect(result.findings).toMatchObject([{ code: 'booking-of-another', line: 2 }]);
    const [start, end] = ['2027-08-04T09:00', '2027-08-04T11:00'];
    const ask = { Name: 'Ask Kyst', Email: 'ask@example.dk', 'Booking Start': start, 'Booking End': end };
    const people = [
      { ...ask, 'Booking Id': before[0]?.id },
      { ...ask, Name: 'Bo Lind', Email: 'bo.lind@example.dk', 'Customer Id': 'k7' },
      { ...ask, Name: 'Ib Dam', Email: 'ib.dam@example.dk' },
    ];
    const told = await importText(world, JSON.stringify(people), { createBookings: true });
    const places = told.findings.map(({ code, record }) => [code, record?.number, record?.name]);
    expect(places.sort()).toEqual([
      ['booking-of-another', 1, 'Ask Kyst'],
      ['booking-overlaps', 2, 'Bo Lind'],
      ['customer-id-unknown', 2, 'Bo Lind'],
    ]);
    expect(await hers()).toEqual(before);
  });

  test('a booking that was moved since is the same booking, and none is made at its old time', async () => {
    const world = worldOf(database);
    const booked = [
      'Name,Email,Booking Start,Booking End,Service Type',
      'Tove Lind,tove@example.dk,2027-06-02T09:00,2027-06-02T11:00,Vinduer',
      'Tove Lind,tove@example.dk,2027-06-09T09:00,2027-06-09T11:00,Vinduer',
    ].join('\n');
    const hers = async () => (await bookingsIn(world)).filter(({ customer }) => customer === 'Tove Lind');
    expect((await importText(world, booked, { createBookings: true })).bookingsCreated).toBe(2);
    await database.orm.execute(sql`update bookings set "scheduledAt" = "scheduledAt" + interval '1 day', "startTime" = "startTime" + interval '1 day',
      "endTime" = "endTime" + interval '1 day', "serviceType" = 'Ruder' where "startTime" = '2027-06-02T07:00'`);
    const moved = await hers();
    const dry = await importText(world, booked, { createBookings: true, dryRun: true });
    const again = await importText(world, booked, { createBookings: true });
    expect([dry.bookingsCreated, again.bookingsCreated, again.bookingsUnchanged]).toEqual([0, 0, 2]);
    expect(await hers()).toEqual(moved);
    await database.orm.execute(sql`delete from bookings where "serviceType" = 'Ruder'`);
    expect((await importText(world, booked, { createBookings: true })).bookingsCreated).toBe(1);
  });
});

test('an e-mail that the application takes between plan and merge costs its row only', async () => {
  const database = await openTestDatabase('server');
  const world = worldOf(database);
  const store = beforeBatches(world.store, async () => {
    await database.orm.execute(
      sql`insert into customers (id, name, email, "updatedAt") values ('app', 'Fra appen', 'taken@example.dk', now()) on conflict do nothing`,
    );
  });
  const people = [
    { name: 'One', email: 'taken@example.dk' },
    { name: 'Two', email: 'two@example.dk' },
  ];
  const result = await importText({ database, store }, JSON.stringify(people));
  expect(countsOf(result)).toEqual([1, 0, 0, 0, 1]);
  expect(result.findings).toMatchObject([{ code: 'outrun', line: 1, record: { number: 1, name: 'One' } }]);
  expect((await customersIn(world)).map(({ name }) => name)).toEqual(['Fra appen', 'Two']);
  await database.close();
});

test('an update whose e-mail the application gives to another customer meanwhile costs its rows only', async () => {
  const database = await openTestDatabase('server');
  const world = worldOf(database);
  await importText(world, 'Name,Email,Phone\nUna Ude,una@example.dk,20304050\n');
  const store = beforeBatches(world.store, async () => {
    await database.orm.execute(
      sql`insert into customers (id, name, email, "updatedAt") values ('app', 'Fra appen', 'ny@example.dk', now()) on conflict do nothing`,
    );
  });
  const file = 'Name,Email,Phone\nUna Ude,ny@example.dk,20304050\nTo Toft,to@example.dk,\n';
  const result = await importText({ database, store }, file, { onProbable: 'update' });
  expect(countsOf(result)).toEqual([1, 0, 0, 0, 1]);
  expect(result.findings.map(({ code, line }) => [code, line])).toEqual([['outrun', 2]]);
  expect((await customersIn(world)).map(({ name, email }) => [name, email])).toEqual([
    ['Fra appen', 'ny@example.dk'],
    ['To Toft', 'to@example.dk'],
    ['Una Ude', 'una@example.dk'],
  ]);
  await database.close();
});

test('an import that was killed continues even if a dry run of the file, or of another one, came in between', async () => {
  const database = await openTestDatabase('server');
  const world = worldOf(database);
  const lines = Array.from({ length: 30 }, (_, row) => `Kunde Nr ${row}sen,kunde${row}@example.dk`);
  const file = ['Name,Email', ...lines].join('\n');
  const dying = killedBefore(world.store, 3);
  await expect(importText({ database, store: dying }, file, { batchSize: 10 })).rejects.toThrow('killed');
  await importText(world, 'Name,Email\nEn Anden,en@example.dk\n', { dryRun: true });
  expect(countsOf(await importText(world, file, { dryRun: true }))).toEqual([11, 0, 19, 0, 0]);
  const again = await importText(world, file, { batchSize: 10 });
  expect([again.resumed, ...countsOf(again)]).toEqual([true, 30, 0, 0, 0, 0]);
  expect((await customersIn(world)).length).toBe(30);
  const [left] = await rowsOf<{ count: number }>(
    database.orm,
    sql`select count(*)::int as count from renos_sync.import_rows`,
  );
  expect(left?.count).toBe(0);
  await database.close();
});

test('a plan has an outcome for every row that was staged', async () => {
  const database = await openTestDatabase('server');
  const world = worldOf(database);
  await importText(world, 'Name,Phone,Email\nIda Krogh,20304050,ida@example.dk\nBo Friis,,bo@example.dk\n');
  const rows = [
    'Ny Kunde,ny@example.dk,',
    'Ny Kunde,ny@example.dk,',
    'Ida Krogh,ida@example.dk,21314151',
    'Ib Dam,bad,',
  ];
  const file = ['Name,Email,Phone', ...rows, 'Bo Friis,bo@example.dk,', ''].join('\n');
  let outcomes: ReadonlyMap<number, string> = new Map();
  const store = withPlans(world.store, (plan) => ({
    ...plan,
    discard: async () => {
      outcomes = await plan.outcomesOf([2, 3, 4, 5, 6]);
      await plan.discard();
    },
  }));
  await importText({ database, store }, file, { dryRun: true });
  expect([...outcomes].sort()).toEqual([
    [2, 'created'],
    [3, 'unchanged'],
    [4, 'updated'],
    [5, 'rejected'],
    [6, 'unchanged'],
  ]);
  await database.close();
});

/** Makes the staged rows as they were before each had an outcome, and brings them up to date as an upgrade does. */
async function upgradeStagedRows({ orm }: Database): Promise<void> {
  const folder = new URL('../../../drizzle/', import.meta.url);
  const name = readdirSync(folder).find((file) => file.endsWith('_staged_outcome.sql')) ?? '';
  await orm.execute(sql`insert into renos_sync.import_plan (import_id, seq, outcome, rule)
    select import_id, seq, outcome, 'row-repeated' from renos_sync.import_rows where name is null and reasons is null`);
  await orm.execute(sql`alter table renos_sync.import_rows drop column outcome`);
  for (const statement of readFileSync(new URL(name, folder), 'utf8').split('--> statement-breakpoint'))
    await orm.execute(sql.raw(statement));
}

test('an import that was killed before an upgrade is taken up after it, with every row as it was planned', async () => {
  const database = await openTestDatabase('server');
  const world = worldOf(database);
  await importText(world, 'Name,Email,Phone\nIda Krogh,ida@example.dk,20304050\n');
  const lines = Array.from({ length: 20 }, (_, row) => `Kunde Nr ${row}sen,kunde${row}@example.dk,`);
  const bad = 'Ib Dam,not an e-mail,';
  const again = lines.at(-1) as string;
  const file = ['Name,Email,Phone', ...lines, again, bad, 'Ida Krogh,ida@example.dk,21314151', bad].join('\n');
  await expect(importText({ database, store: killedBefore(world.store, 3) }, file, { batchSize: 5 })).rejects.toThrow(
    'killed',
  );
  await upgradeStagedRows(database);
  const resumed = await importText(world, file, { batchSize: 5 });
  expect([resumed.resumed, ...countsOf(resumed)]).toEqual([true, 20, 1, 1, 0, 2]);
  expect(await customersIn(world)).toHaveLength(21);
  expect(countsOf(await importText(world, file))).toEqual([0, 0, 22, 0, 2]);
  await database.close();
});

test('new bookings on the time of another booking are named', async () => {
  const database = await openTestDatabase('server');
  const world = worldOf(database);
  const booked = (name: string, start: string, end: string) =>
    `Name,Email,Booking Start,Booking End\n${name},${name}@example.dk,${start},${end}\n`;
  await importText(world, booked('Ane', '2025-06-02T09:00', '2025-06-02T11:00'), { createBookings: true });
  const overlaps = async (start: string, end: string) =>
    (await importText(world, booked('Bo', start, end), { createBookings: true, dryRun: true })).warnings;
  expect(await overlaps('2025-06-02T10:59', '2025-06-02T12:00')).toEqual([
    'line 2: 1 new booking overlaps another booking',
  ]);
  expect(await overlaps('2025-06-01T10:00', '2025-06-03T12:00')).toHaveLength(1);
  expect(await overlaps('2025-06-02T11:00', '2025-06-02T12:00')).toEqual([]);
  await database.orm.execute(sql`update bookings set status = 'aflyst'`);
  expect(await overlaps('2025-06-02T10:00', '2025-06-02T12:00')).toEqual([]);
  await database.close();
});

test('bookings of one file on each other’s time are named, by validate too', async () => {
  const database = await openTestDatabase('server');
  const world = worldOf(database);
  const file = [
    'Name,Email,Booking Start,Booking End,Booking Status,Service Type',
    'Ane,ane@example.dk,2025-06-02T09:00,2025-06-02T17:00,,',
    'Bo,bo@example.dk,2025-06-02T10:00,2025-06-02T11:00,,',
    'Carl,carl@example.dk,2025-06-02T12:00,2025-06-02T13:00,aflyst,',
    'Dorte,dorte@example.dk,2025-06-02T16:59,2025-06-02T18:00,,',
    'Eva,eva@example.dk,2025-06-02T18:00,2025-06-02T19:00,,',
    'Eva,eva@example.dk,2025-06-02T18:00,2025-06-02T19:00,,',
    'Fie,fie-example.dk,2025-06-02T18:30,2025-06-02T19:00,,',
    'Gerda,gerda@example.dk,2025-06-03T09:00,2025-06-03T10:00,,Trapper',
    'Gerda,gerda@example.dk,2025-06-03T09:00,2025-06-03T10:00,,Vinduer',
  ].join('\n');
  const options = { ...usualImport, createBookings: true, dryRun: true };
  const source = await sourceOfText(file, 'csv');
  const ports = { source, clock: () => new Date(), progress: silentProgress, signal: new AbortController().signal };
  const told = ({ findings, bookingsCreated }: ImportResult) => [
    bookingsCreated,
    findings.filter(({ code }) => code === 'booking-overlaps').map(({ line, reason }) => `${line} ${reason}`),
  ];
  const wanted = [7, ['2 5 new bookings overlap another booking']];
  expect(told(await importText(world, file, options))).toEqual(wanted);
  expect(told(await checkFile(ports, options))).toEqual(wanted);
  await importText(world, file, options);
  await importText(world, file, { createBookings: true });
  expect(told(await importText(world, file, options))).toEqual([0, []]);
  await database.close();
});

test('customers that came since the file was opened, as while another import was waited for, are met', async () => {
  const database = await openTestDatabase('server');
  const world = worldOf(database);
  const waiting: typeof world.store = {
    ...world.store,
    begin: async (starting) => {
      await database.orm.execute(
        sql`insert into customers (id, name, phone, "updatedAt") values ('c1', 'Ida Krogh', '+4520304050', now())`,
      );
      return world.store.begin(starting);
    },
  };
  const result = await importText({ database, store: waiting }, 'Name,Phone,Notes\nIda Krogh,20 30 40 50,hund\n');
  expect(countsOf(result)).toEqual([0, 1, 0, 0, 0]);
  expect(await customersIn(world)).toMatchObject([{ name: 'Ida Krogh', notes: 'hund' }]);
  await database.close();
});

test('an export is known for one, although its customers came since it was opened', async () => {
  const database = await openTestDatabase('server');
  const world = worldOf(database);
  const waiting: typeof world.store = {
    ...world.store,
    begin: async (starting) => {
      await database.orm.execute(
        sql`insert into customers (id, name, phone, notes, "updatedAt") values ('c1', 'Ida  Krogh', '20 30 40 50', ' hund', now())`,
      );
      return world.store.begin(starting);
    },
  };
  const columns =
    'Name,Email,Phone,Address,Company,Notes,Tags,Total Leads,Total Bookings,Total Revenue,Last Contact,Created At';
  const file = `${columns}\nIda  Krogh,,20 30 40 50,,, hund,,0,0,0,,24-11-2026 10:00\n`;
  expect(countsOf(await importText({ database, store: waiting }, file))).toEqual([0, 0, 1, 0, 0]);
  await database.close();
});
