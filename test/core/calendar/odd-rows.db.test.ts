import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readNotes } from '../../../src/core/calendar/model/booking.js';
import { bookingStory } from '../../../src/core/calendar/status/pair-story.js';
import { lookAtPair } from '../../../src/core/calendar/status/show-pair.js';
import { readStatus } from '../../../src/core/calendar/status/sync-status.js';
import { everyCustomer } from '../../../src/core/export/customer-repository.js';
import { bookingRecord, bookingRows } from '../../../src/core/export/export-bookings.js';
import { customerRecord, customerRows } from '../../../src/core/export/export-customers.js';
import { defaultSyncOptions } from '../../../src/core/options/sync-options.js';
import { readStatistics } from '../../../src/core/statistics/read-statistics.js';
import { rowsOf } from '../../../src/db/client/database.js';
import { createBookingRepository } from '../../../src/db/read/booking-repository.js';
import { createCustomerRepository } from '../../../src/db/read/customer-repository.js';
import { createStatisticsStore } from '../../../src/db/read/statistics-store.js';
import { createStatusStore } from '../../../src/db/read/status-store.js';
import { createSyncStore } from '../../../src/db/sync/sync-store.js';
import { databaseKinds } from '../../helpers/databases.js';
import { personAtGoogle } from '../../helpers/person-at-google.js';
import { openSyncWorld, type SyncWorld } from '../../helpers/sync-world.js';

let world: SyncWorld;
const { at, later } = personAtGoogle(() => world);

/** What PostgreSQL's timestamp holds, and no calendar does. */
const impossible = [
  'infinity',
  '-infinity',
  '294276-12-31 23:59:59.999',
  '4713-01-01 BC',
  '0044-03-15 BC',
  '10000-01-01',
];
/** What a calendar holds, though it is far away. */
const distant = ['0001-01-01', '1066-10-14', '9999-12-31 23:00'];

/** Not by way of what both sides say: some of them say nothing that can be read. */
async function eventOf(bookingId: string): Promise<string> {
  const sides = await rowsOf<{ id: string }>(
    world.database.orm,
    sql`select event_id as id from renos_sync.links where booking_id = ${bookingId}`,
  );
  return sides[0]?.id ?? '';
}

async function everyLook(): Promise<void> {
  const ports = world.ports();
  await readStatus(
    {
      store: createStatusStore(world.database),
      runs: ports.runs,
      clock: ports.clock,
      googleAs: null,
      sync: async () => ports,
    },
    { sync: defaultSyncOptions, maxAge: 60_000 },
  );
  const store = createSyncStore(world.database, null);
  const context = { calendar: ports.calendar, store, options: defaultSyncOptions, now: world.now, newId: ports.newId };
  for (const booking of await store.findByIds((await world.bookings()).map(({ id }) => id))) {
    expect(bookingStory(booking)).toBeDefined();
    await lookAtPair(context, { bookingId: booking.id, calendarId: null, eventId: null, link: null, booking });
  }
  for (const period of [null, new Date(0)]) {
    const figures = await readStatistics(createStatisticsStore(world.database), {
      since: period,
      until: null,
      tags: null,
    });
    expect(figures.months.every(({ month }) => /^\d{4,5}-\d\d$/.test(month))).toBe(true);
  }
  const bookings = createBookingRepository(world.database);
  const customers = createCustomerRepository(world.database);
  for await (const page of bookings.list(everyCustomer)) JSON.stringify(page.map(bookingRecord));
  for await (const page of customers.list(everyCustomer)) JSON.stringify(page.map(customerRecord));
  for (const style of ['plain', 'danish'] as const) {
    for await (const _ of bookingRows(bookings.list(everyCustomer), style));
    for await (const _ of customerRows(customers.list(everyCustomer), style));
  }
}

const good = (n: number) => ({ id: `good${n}`, serviceType: `Vask ${n}`, start: at(2 + n), end: at(2 + n, 10) });

describe.each(databaseKinds)('rows that no calendar can hold, on the %s database', (kind) => {
  beforeEach(async () => {
    world = await openSyncWorld(kind);
  });
  afterEach(() => world.close());

  const set = (id: string, column: string, value: string | null) =>
    world.database.orm.execute(
      sql`update bookings set ${sql.identifier(column)} = ${value}::timestamp where id = ${id}`,
    );

  test('a new booking with an impossible time fails by itself, and is reported again until it is corrected', async () => {
    await world.addBooking(good(1));
    for (const [n, value] of impossible.entries()) {
      for (const column of ['startTime', 'endTime', 'scheduledAt']) {
        const id = `${column}${n}`;
        await world.addBooking({ ...good(2), id });
        if (column === 'scheduledAt') await set(id, 'startTime', null);
        await set(id, column, value);
      }
    }
    const result = await world.sync();
    expect(result.errors.map(({ code }) => code)).toEqual(Array(18).fill('time-unusable'));
    expect(result.google).toMatchObject({ created: 1 });
    await everyLook();
    later();
    expect(await world.sync()).toMatchObject({
      requests: 1,
      changes: [],
      errors: [],
      skipped: { 'failed-before': 18 },
    });
    later();
    await world.database.orm.execute(sql`delete from bookings where id not in ('good1', 'endTime0')`);
    await world.editBooking('endTime0', { endTime: at(4, 11).replace('Z', '') });
    expect(await world.sync()).toMatchObject({ google: { created: 1 }, errors: [], skipped: {} });
  });

  test('a linked booking whose time becomes impossible keeps its event, and continues once it is corrected', async () => {
    for (const n of [1, 2, 3]) await world.addBooking(good(n));
    await world.sync();
    later();
    await world.editBooking('good1', { endTime: 'infinity', address: 'Nygade 1' });
    await world.editBooking('good2', { startTime: '-infinity' });
    await world.editBooking('good3', { address: 'Nygade 3' });
    const result = await world.sync();
    expect(result).toMatchObject({ google: { updated: 1, deleted: 0 } });
    expect(result.errors).toHaveLength(2);
    await everyLook();
    later();
    // The event may be edited, and even deleted, meanwhile.
    await world.google.events.patch({
      calendarId: 'primary',
      eventId: await eventOf('good1'),
      requestBody: { location: 'Torvet' },
    });
    await world.google.events.delete({ calendarId: 'primary', eventId: await eventOf('good2') });
    expect(await world.sync()).toMatchObject({ changes: [] });
    later();
    await world.editBooking('good1', { endTime: at(3, 12).replace('Z', '') });
    await world.editBooking('good2', { status: 'cancelled' });
    expect(await world.sync({ policy: 'database' })).toMatchObject({ google: { updated: 1 }, errors: [] });
    expect((await world.events()).map(({ location }) => location).sort()).toEqual(['Nygade 1', 'Nygade 3']);
  });

  test('bookings that lie far away, or were changed at no time, stop nothing', async () => {
    await world.addCustomer({ id: 'k1', name: 'Jensen', email: 'jensen@example.dk' });
    for (const [n, value] of distant.entries()) {
      await world.addBooking({ ...good(n), id: `far${n}`, customerId: 'k1' });
      await set(`far${n}`, 'startTime', value);
    }
    for (const [n, value] of [...impossible, ...distant].entries()) {
      await world.addBooking({ ...good(n), id: `odd${n}` });
      for (const column of ['updatedAt', 'createdAt', 'actualStartTime', 'actualEndTime'])
        await set(`odd${n}`, column, value);
      await world.database.orm.execute(sql`insert into customers (id, name, "lastContactAt", "createdAt", "updatedAt")
        values (${`c${n}`}, 'Kunde', ${value}::timestamp, ${value}::timestamp, ${value}::timestamp)`);
    }
    expect(await world.sync()).toMatchObject({ google: { created: impossible.length + distant.length } });
    await everyLook();
    later();
    await world.google.events.patch({
      calendarId: 'primary',
      eventId: await eventOf('odd0'),
      requestBody: { location: 'Torvet' },
    });
    await world.database.orm.execute(
      sql`update bookings set address = 'Nygade', "updatedAt" = 'infinity' where id = 'odd0'`,
    );
    expect((await world.sync()).conflicts).toMatchObject([
      { decision: 'held', reason: 'the time of a change lies in the future' },
    ]);
  });

  test('numbers, lists and texts of every kind stop nothing', async () => {
    await world.addBooking(good(1));
    const { orm } = world.database;
    const numbers = ['NaN', 'Infinity', '-Infinity', '1e308', '-0'];
    const tags = ['{}', '{NULL}', '{{a,b},{c,NULL}}', '{""}', '{"a;b","c\nd"}'];
    for (const [n, value] of numbers.entries()) {
      await orm.execute(sql`insert into customers (id, name, email, tags, "totalRevenue", "totalBookings", "totalLeads", "updatedAt")
        values (${`n${n}`}, ${n === 0 ? '' : 'Kunde'}, ${n === 0 ? '' : null}, ${tags[n] ?? '{}'}::text::text[], ${value}::float8, 2147483647, -2147483648, now())`);
      await orm.execute(sql`insert into bookings (id, "customerId", "startTime", "estimatedDuration", "efficiencyScore", status, "updatedAt")
        values (${`n${n}`}, ${`n${n}`}, ${at(3).replace('Z', '')}::timestamp, ${n % 2 === 0 ? 2147483647 : -2147483648}, ${value}::float8, ${n === 0 ? '' : 'pending'}, now())`);
      await orm.execute(
        sql`insert into analytics (id, date, metric, value) values (${`a${n}`}, ${`2026-01-0${n + 1}`}, 'calendar_sync', ${value}::float8)`,
      );
    }
    // Every column that may be empty is.
    await orm.execute(sql`insert into bookings (id, "updatedAt") values ('bare', now())`);
    await orm.execute(sql`insert into bookings (id, notes, "serviceType", address, "calendarEventId", "startTime", "updatedAt")
      values ('', ${'\u0001\u200f\ufffe\ud83d\ude00'}, ${'x'.repeat(5_000)}, E'\t\n', ${`æ ø/?#${'å'.repeat(20_000)}`}, ${at(3).replace('Z', '')}::timestamp, now())`);
    const result = await world.sync();
    expect((await world.events()).map(({ summary }) => summary)).toContain('Vask 1');
    expect(result.errors.map(({ bookingId }) => bookingId)).toContain('n1');
    await everyLook();
    later();
    expect(await world.sync()).toMatchObject({ requests: 1, changes: [], errors: [] });
  });
});

describe('the bookkeeping line in notes', () => {
  const line = 'Google Calendar Event ID: event1';
  test.each([
    ['at the end', `Nøgle\n${line}`, 'Nøgle'],
    ['alone', line, null],
    ['at the beginning', `${line}\nNøgle`, 'Nøgle'],
    ['between what people wrote', `Nøgle\n${line}\nRing først`, 'Nøgle\nRing først'],
    ['between blank lines', `Nøgle\n\n${line}\n\n\nRing først`, 'Nøgle\n\n\nRing først'],
    ['of a Windows program, above other text', `Nøgle\r\n${line}\r\nRing først`, 'Nøgle\nRing først'],
    ['twice, the last one counts', `Google Calendar Event ID: gammel\nNøgle\n${line}\nRing`, 'Nøgle\nRing'],
    ['indented and in small letters', `Nøgle\n  \tgoogle calendar event id:event1  \nRing`, 'Nøgle\nRing'],
  ])('is read %s', (_, notes, says) => {
    expect(readNotes(notes)).toEqual({ notes: says, notedEventId: 'event1' });
  });

  test.each([
    'Se Google Calendar Event ID: ev1',
    'Google Calendar Event ID: ev1 er flyttet',
    'Google Calendar Event ID:',
  ])('is not seen in %j', (notes) => {
    expect(readNotes(notes)).toEqual({ notes, notedEventId: null });
  });

  test.each(databaseKinds)('is sorted out by the %s database in any place, and never sent', async (kind) => {
    world = await openSyncWorld(kind);
    try {
      const notes = [
        `Nøgle\n${line}\nRing`,
        `Google Calendar Event ID: ingen\r\n\r\nGoogle calendar event id: event2 \r\nRing`,
      ];
      for (const [n, text] of notes.entries()) {
        await world.google.events.insert({
          calendarId: 'primary',
          requestBody: {
            id: `event${n + 1}`,
            summary: 'Vask',
            start: { dateTime: at(2 + n) },
            end: { dateTime: at(2 + n, 10) },
          },
        });
        await world.addBooking({
          id: `b${n + 1}`,
          serviceType: 'Vask',
          notes: text,
          start: at(2 + n),
          end: at(2 + n, 10),
        });
      }
      expect(await world.sync()).toMatchObject({ google: { created: 0, updated: 2 }, database: { created: 0 } });
      expect((await world.events()).map(({ description }) => description)).toEqual(['Nøgle\nRing', 'Ring']);
      later();
      await world.google.events.patch({
        calendarId: 'primary',
        eventId: 'event1',
        requestBody: { description: 'Nøgle\nBank' },
      });
      await world.sync();
      // People write below the line again.
      const [first] = await world.bookings();
      expect(first?.notes).toBe(`Nøgle\nBank\n${line}`);
      await world.editBooking('b1', { notes: `${first?.notes}\nOg ring` });
      later();
      expect(await world.sync()).toMatchObject({ google: { updated: 1 } });
      expect((await world.events()).map(({ description }) => description)).toEqual(['Nøgle\nBank\nOg ring', 'Ring']);
      expect(await world.bookings()).toHaveLength(2);
    } finally {
      await world.close();
    }
  });
});
