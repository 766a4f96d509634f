import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { eventIdFor } from '../../../src/core/calendar/model/event-id.js';
import { moveCalendar } from '../../../src/core/calendar/move-calendar.js';
import { keepBookings } from '../../helpers/copied-database.js';
import { databaseKinds } from '../../helpers/databases.js';
import { personAtGoogle } from '../../helpers/person-at-google.js';
import type { SyncWorld } from '../../helpers/sync-world.js';
import { syncWorldInTurn } from '../../helpers/worlds-in-turn.js';

const calendarId = 'primary';
let world: SyncWorld;
let other: string;
const { at, later, timed, insert, patch, eventOf, expectSettled } = personAtGoogle(() => world);
const remove = (eventId: string) => world.google.events.delete({ calendarId, eventId });
const read = async (eventId: string) => (await world.google.events.get({ calendarId, eventId })).data;
const rowOf = async (id: string) => (await world.bookings()).find((row) => row.id === id);
const customers = async () => (await world.bookings()).map(({ id, customerId }) => [id, customerId]);
const nothingMade = { database: { created: 0, cancelled: 0 }, google: { created: 0, deleted: 0 } };
const declined = (responseStatus: string) => ({ attendees: [{ email: 'owner@sandbox.invalid', responseStatus }] });

/** Three bookings, of two customers, with their events in one calendar; and another calendar, which is empty. */
async function begin(opened: SyncWorld): Promise<void> {
  world = opened;
  await world.addCustomer({ id: 'k1', name: 'Mette Hansen', email: 'mette@example.dk' });
  await world.addCustomer({ id: 'k2', name: 'Ole Olsen', email: 'ole@example.dk' });
  for (const n of [1, 2, 3])
    await world.addBooking({
      id: `b${n}`,
      customerId: n === 1 ? 'k1' : 'k2',
      serviceType: 'Vinduer',
      address: `Nygade ${n}`,
      notes: `Nøgle ${n}${n}`,
      start: at(1 + n),
      end: at(1 + n, 10),
      status: 'confirmed',
    });
  await world.sync();
  later();
  other = (await world.google.calendars.insert({ requestBody: { summary: 'Fælles' } })).data.id ?? '';
}

describe.each(databaseKinds)('calendars and keys that change, on the %s database', (kind) => {
  syncWorldInTurn(kind, begin);

  test('a booking of one run with a wrong calendar is reported, and can be moved back', async () => {
    await world.addBooking({ id: 'b9', serviceType: 'Gulv', start: at(8), end: at(8, 10) });
    await world.sync({ calendarIds: [other] });
    later();
    const told = { elsewhere: [{ calendarId: other, bookings: 1 }], google: { created: 0 } };
    expect(await world.sync()).toMatchObject(told);
    await moveCalendar(world.ports(), { from: other, to: calendarId, dryRun: false, wait: false });
    later();
    expect(await world.sync()).toMatchObject({ ...nothingMade, elsewhere: [] });
    await expectSettled();
  });

  test('an event that a person moves to another synced calendar takes its booking along', async () => {
    const calendarIds = [calendarId, other] as const;
    await world.sync({ calendarIds });
    later();
    await world.google.events.move({ calendarId, eventId: await eventOf('b1'), destination: other });
    expect(await world.sync({ calendarIds })).toMatchObject(nothingMade);
    later();
    expect(await world.sync({ calendarIds })).toMatchObject({ changes: [] });
  });

  test('a row may name a new event in another synced calendar', async () => {
    const calendarIds = [calendarId, other] as const;
    await world.sync({ calendarIds });
    later();
    const says = { summary: 'Vinduer - Mette Hansen', location: 'Nygade 1', description: 'Nøgle 11' };
    const requestBody = { id: 'nu000', ...says, start: timed(at(2)), end: timed(at(2, 10)) };
    await world.google.events.insert({ calendarId: other, requestBody });
    await remove(await eventOf('b1'));
    await world.editBooking('b1', { calendarEventId: 'nu000' });
    expect(await world.sync({ calendarIds })).toMatchObject({ ...nothingMade, errors: [] });
    expect(await eventOf('b1')).toBe('nu000');
    later();
    expect(await world.sync({ calendarIds })).toMatchObject({ changes: [] });
  });

  test('bookings and customers that get new keys at once keep their events', async () => {
    await world.database.orm.execute(sql`update customers set id = 'ny-' || id`);
    await world.database.orm.execute(sql`update bookings set id = 'ny-' || id`);
    const etags = async () => (await world.events()).map(({ etag }) => etag);
    const before = await etags();
    expect(await world.sync()).toMatchObject({ changes: [], errors: [] });
    expect(await etags()).toEqual(before);
    await expectSettled();
  });

  test('rows that come back under new keys get their events again', async () => {
    const { orm } = world.database;
    const kept = await keepBookings(world.database);
    await orm.execute('delete from bookings');
    await world.sync({ maxDeletes: { percent: 100 } });
    expect(await world.events()).toHaveLength(0);
    later();
    await kept.insertAgain();
    await orm.execute(`update bookings set id = 'ny-' || id`);
    await world.sync();
    expect(await world.events()).toHaveLength(3);
    await expectSettled();
  });

  test('an event of another database under our id keeps its words, though it is of the same customer', async () => {
    const marks = { extendedProperties: { private: { renosBookingId: 'b7' } } };
    const says = { location: 'Nygade 7', description: 'Nøgle 77', start: timed(at(4)), end: timed(at(4, 10)) };
    await insert(eventIdFor('b7'), 'Vinduer - Ole Olsen', { ...says, ...marks });
    await world.sync({ direction: 'db-to-google' });
    later();
    const own = { customerId: 'k2', serviceType: 'Vinduer', address: 'Nygade 8', start: at(9), end: at(9, 10) };
    await world.addBooking({ id: 'b7', ...own });
    await world.sync({ force: true });
    expect(await eventOf('b7')).toBe(eventIdFor('b7', 1));
    expect((await read(eventIdFor('b7'))).description).toBe('Nøgle 77');
  });
});

describe.each(databaseKinds)('events that go and come, on the %s database', (kind) => {
  syncWorldInTurn(kind, begin);

  test('copies of several events take their links, each a week later', async () => {
    const before = await customers();
    for (const n of [1, 2, 3]) {
      const eventId = await eventOf(`b${n}`);
      const { summary, location, description, extendedProperties } = await read(eventId);
      const moved = { start: timed(at(8 + n)), end: timed(at(8 + n, 10)) };
      await insert(`kopi${n}`, summary ?? '', { location, description, extendedProperties, ...moved });
      await remove(eventId);
    }
    expect(await world.sync()).toMatchObject({ database: { created: 0, cancelled: 0 }, google: { created: 0 } });
    expect(await customers()).toEqual(before);
    await expectSettled();
  });

  test('a copied row whose notes name the event of the original gets an event of its own', async () => {
    await world.database.orm.execute(sql`insert into bookings (id, "customerId", "serviceType", address, notes, status, "startTime", "endTime", "scheduledAt", "updatedAt")
      select 'kopi', "customerId", "serviceType", address, notes || chr(10) || 'Google Calendar Event ID: ' || "calendarEventId", status,
        "startTime" + interval '3 days', "endTime" + interval '3 days', "scheduledAt", "updatedAt" from bookings where id = 'b1'`);
    expect(await world.sync()).toMatchObject({ google: { created: 1, updated: 0 }, database: { cancelled: 0 } });
    await expectSettled();
  });

  test('an event restored and moved at once brings its booking back in a status of its own', async () => {
    await world.editBooking('b1', { status: 'in_progress' });
    await world.sync();
    later();
    const eventId = await eventOf('b1');
    await remove(eventId);
    await world.sync();
    later();
    await patch(eventId, { status: 'confirmed', start: timed(at(6)), end: timed(at(6, 10)) });
    await world.sync();
    expect(await rowOf('b1')).toMatchObject({ status: 'in_progress', start: at(6) });
    await expectSettled();
  });

  test('a series deleted and restored brings its bookings back with status and customer', async () => {
    await insert('fast0', 'Fast', { recurrence: ['RRULE:FREQ=DAILY;COUNT=3'] });
    await world.sync();
    later();
    const ofSeries = async () => (await world.bookings()).filter(({ serviceType }) => serviceType === 'Fast');
    for (const { id } of await ofSeries()) await world.editBooking(id, { status: 'confirmed', customerId: 'k1' });
    await world.sync();
    later();
    await remove('fast0');
    await world.sync();
    later();
    await patch('fast0', { status: 'confirmed' });
    await world.sync();
    expect((await ofSeries()).map(({ status, customerId }) => [status, customerId])).toEqual(
      Array(3).fill(['confirmed', 'k1']),
    );
    await expectSettled();
  });

  test('one occurrence that is declined is reported once, and a tentative one is not', async () => {
    await insert('fast0', 'Fast', { recurrence: ['RRULE:FREQ=DAILY;COUNT=3'] });
    await world.sync();
    later();
    const { data } = await world.google.events.instances({ calendarId, eventId: 'fast0' });
    await patch(data.items?.[0]?.id ?? '', declined('declined'));
    await patch(data.items?.[1]?.id ?? '', declined('tentative'));
    expect(await world.sync()).toMatchObject({ notes: [{ code: 'declined' }], database: { cancelled: 0 } });
    later();
    expect(await world.sync()).toMatchObject({ notes: [], changes: [], requests: 1 });
  });

  test('a whole day is one with midnight to midnight on the day when the clocks change', async () => {
    world.now = new Date('2027-03-20T08:00:00Z');
    const own = { serviceType: 'Flytning', address: 'Torvet 1' };
    await world.addBooking({ id: 'dag', ...own, start: '2027-03-27T23:00:00Z', end: '2027-03-28T22:00:00Z' });
    const day = { start: { date: '2027-03-28' }, end: { date: '2027-03-29' } };
    await insert('helda', 'Flytning', { location: 'Torvet 1', ...day });
    expect(await world.sync()).toMatchObject({ linked: 1, google: { created: 0 }, database: { created: 0 } });
  });

  test('guests follow two bookings that exchange their customers', async () => {
    for (const id of ['b1', 'b2']) await world.editBooking(id, { notes: 'Ring' });
    await world.sync({ withAttendees: true });
    later();
    await world.editBooking('b1', { customerId: 'k2' });
    await world.editBooking('b2', { customerId: 'k1' });
    await world.sync({ withAttendees: true });
    const guests = async (id: string) => (await read(await eventOf(id))).attendees?.map(({ email }) => email);
    expect([await guests('b1'), await guests('b2')]).toEqual([['ole@example.dk'], ['mette@example.dk']]);
    later();
    expect(await world.sync({ withAttendees: true })).toMatchObject({ changes: [], requests: 1 });
    expect(world.sandbox.mails).toEqual([]);
  });
});
