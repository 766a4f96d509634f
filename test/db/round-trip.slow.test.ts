import { sql } from 'drizzle-orm';
import { afterEach, describe, expect, test } from 'vitest';
import { everyCustomer } from '../../src/core/export/customer-repository.js';
import { bookingRows } from '../../src/core/export/export-bookings.js';
import type { Database } from '../../src/db/client/database.js';
import { createBookingRepository } from '../../src/db/read/booking-repository.js';
import { csvText } from '../../src/files/csv/export-text.js';
import { databaseKinds, openTestDatabase } from '../helpers/databases.js';
import { countsOf, customersIn, importInto, importText, worldOf } from '../helpers/import-world.js';
import { addStrangeCustomers, exportedAs, exportStyles, sourceOfExport } from '../helpers/round-trip.js';

let database: Database;
afterEach(() => database.close());

/** PGlite takes five times as long for the same statements. */
const customers = { server: 400, embedded: 80 };

describe.each(databaseKinds)('what export writes, import reads back as it was, on %s', (kind) => {
  test('customers made out of all of Unicode: none created, none updated, none rejected, in each format', async () => {
    database = await openTestDatabase(kind);
    const world = worldOf(database);
    const count = customers[kind];
    await addStrangeCustomers(database, count, 20_261_123);
    // More control characters than a text has, and what no JavaScript number or time is.
    await database.orm.execute(sql`insert into customers (id, name, notes, "totalRevenue", "lastContactAt", "createdAt", "updatedAt") values
      ('odd', ' ', repeat(chr(1), 50000), 'NaN', 'infinity', '0044-03-15 BC', now())`);
    const before = await customersIn(world);
    for (const style of exportStyles) {
      const result = await importInto(world, await sourceOfExport(await exportedAs(database, style), style));
      expect([style, ...countsOf(result)]).toEqual([style, 0, 0, count + 1, 0, 0]);
      expect([style, result.findings]).toEqual([style, []]);
    }
    expect(await customersIn(world)).toEqual(before);
  });

  test('a row that a person changed is understood as any other: the rest of the file stays as it was', async () => {
    database = await openTestDatabase(kind);
    const world = worldOf(database);
    await importText(
      world,
      'Name,Email,Phone,Notes,Tags\n=SUM(A1),a@example.dk,20304050,"-1\n2",x\nBo Berg,b@example.dk,,,y\n',
    );
    await database.orm.execute(sql`update customers set name = '  Bo  Berg ' where email = 'b@example.dk'`);
    const text = await exportedAs(database, 'CSV');
    expect(text).toContain("'=SUM(A1)");
    const edited = await importText(
      world,
      text.replace('b@example.dk,', 'b@example.dk,60708090').replace(',y,', ',y;fast,'),
    );
    expect(countsOf(edited)).toEqual([0, 1, 1, 0, 0]);
    expect(await customersIn(world)).toMatchObject([
      { name: '=SUM(A1)', phone: '+4520304050', notes: '-1\n2' },
      { name: 'Bo Berg', phone: '+4560708090', tags: ['y', 'fast'] },
    ]);
    // Another policy for known customers goes before.
    expect(countsOf(await importText(world, await exportedAs(database, 'CSV'), { onDuplicate: 'skip' }))).toEqual([
      0, 0, 0, 2, 0,
    ]);
    await database.orm.execute(sql`delete from customers`);
    expect(countsOf(await importText(world, text))).toEqual([2, 0, 0, 0, 0]);
    expect(await customersIn(world)).toMatchObject([
      { name: '=SUM(A1)', notes: '-1\n2', tags: ['x'] },
      { name: 'Bo Berg' },
    ]);
  });

  test('bookings read back as known ones', async () => {
    database = await openTestDatabase(kind);
    const world = worldOf(database);
    const file =
      'Name,Email,Booking Start,Service,Booking Notes\nÅse,a@example.dk,2026-03-29 09:00,Vask,"=x"\nBo,b@example.dk,2026-03-30 09:00,Gulv,\n';
    await importText(world, file, { createBookings: true });
    for (const [style, delimiter, first] of [
      ['plain', ',', "Åse,a@example.dk,,2026-03-29T07:00:00.000Z,2026-03-29T09:00:00.000Z,Vask,scheduled,,'=x,"],
      ['danish', ';', "Åse;a@example.dk;;29-03-2026 09:00;29-03-2026 11:00;Vask;scheduled;;'=x;"],
    ] as const) {
      const pages = createBookingRepository(database).list(everyCustomer);
      let text = '';
      for await (const part of csvText(bookingRows(pages, style), { delimiter, mark: false })) text += part;
      expect(text.split('\r\n')[1]?.startsWith(first)).toBe(true);
      const again = await importText(world, text, { createBookings: true });
      expect([...countsOf(again), again.bookingsCreated, again.bookingsUnchanged]).toEqual([0, 0, 2, 0, 0, 0, 2]);
    }
  });
});
