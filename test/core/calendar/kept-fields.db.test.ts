import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isCutOf, restOf, withRest } from '../../../src/core/calendar/model/cut-text.js';
import { readStatus } from '../../../src/core/calendar/status/sync-status.js';
import { defaultSyncOptions } from '../../../src/core/options/sync-options.js';
import { createStatusStore } from '../../../src/db/read/status-store.js';
import { databaseKinds } from '../../helpers/databases.js';
import { personAtGoogle } from '../../helpers/person-at-google.js';
import { openSyncWorld, type SyncWorld } from '../../helpers/sync-world.js';

let world: SyncWorld;
const { at, book, later, patch, insert, eventOf, expectSettled } = personAtGoogle(() => world);
const calendarId = 'primary';
const remove = async (bookingId: string) =>
  world.google.events.delete({ calendarId, eventId: await eventOf(bookingId) });
const binned = (eventId: string, day: number) =>
  patch(eventId, { status: 'confirmed', start: { dateTime: at(day) }, end: { dateTime: at(day, 11) } });
const words = async () => Object.fromEntries((await world.bookings()).map(({ id, status }) => [id, status]));

describe.each(databaseKinds)('what is kept of a booking, on the %s database', (kind) => {
  beforeEach(async () => {
    world = await openSyncWorld(kind);
  });
  afterEach(() => world.close());

  test('an event that is deleted and restored brings its booking back as what it was', async () => {
    const statuses = { b1: 'confirmed', b2: 'pending', b3: 'Bekræftet', b4: 'scheduled' };
    const days = { b1: 2, b2: 3, b3: 4, b4: 5 };
    for (const id of ['b1', 'b2', 'b3', 'b4'] as const) await book(id, days[id], { status: 'scheduled' });
    await world.sync();
    later();
    // The application alone knows of it.
    for (const [id, status] of Object.entries(statuses)) await world.editBooking(id, { status });
    const events = await Promise.all(Object.keys(days).map(eventOf));
    for (const id of Object.keys(days)) await remove(id);
    await world.sync({ maxDeletes: { percent: 100 } });
    expect(new Set(Object.values(await words()))).toEqual(new Set(['cancelled']));
    later();
    for (const [n, eventId] of events.entries()) await binned(eventId, n + 2);
    expect(await world.sync()).toMatchObject({ database: { updated: 4 } });
    expect(await words()).toEqual(statuses);
    await expectSettled();
  });

  test('so does one that was cancelled in RenOS, though other runs have come since', async () => {
    await book('b1', 2, { status: 'scheduled' });
    await book('b2', 3, { status: 'cancelled' });
    await world.sync();
    later();
    await world.editBooking('b1', { status: 'confirmed' });
    await world.sync();
    later();
    const eventId = await eventOf('b1');
    await world.editBooking('b1', { status: 'Aflyst' });
    await world.sync();
    later();
    await world.editBooking('b1', { notes: 'Ring' });
    await world.sync();
    later();
    await binned(eventId, 2);
    await world.sync();
    expect(await words()).toEqual({ b1: 'confirmed', b2: 'cancelled' });
  });

  test('rows that come back unchanged get their events again', async () => {
    for (const [id, day] of [
      ['b1', 2],
      ['b2', 3],
      ['b3', 4],
    ] as const)
      await book(id, day, { status: 'confirmed' });
    await book('b4', 5, { status: 'completed' });
    await world.sync();
    later();
    const { orm } = world.database;
    await orm.execute('create table kept as select * from bookings');
    await orm.execute(`delete from bookings where id <> 'b3'`);
    await world.sync({ maxDeletes: { percent: 100 } });
    expect(await world.events()).toHaveLength(1);
    later();
    // One of them is restored by hand as cancelled.
    await orm.execute(`update kept set status = 'cancelled' where id = 'b2'`);
    await orm.execute(`insert into bookings select * from kept where id <> 'b3'`);
    expect(await world.sync()).toMatchObject({ google: { created: 0, updated: 1 }, errors: [] });
    expect((await world.events()).map(({ id }) => id).sort()).toEqual(
      [await eventOf('b1'), await eventOf('b3')].sort(),
    );
    later();
    expect(await world.sync()).toMatchObject({ requests: 1, changes: [] });
  });

  test('rows come back after Google has forgotten their events, or while a person restored them', async () => {
    await book('b1', 2);
    await book('b2', 3);
    await world.sync();
    later();
    const second = await eventOf('b2');
    const { orm } = world.database;
    await orm.execute('create table kept as select * from bookings');
    await orm.execute('delete from bookings');
    await world.sync({ maxDeletes: { percent: 100 } });
    later();
    await orm.execute('insert into bookings select * from kept');
    await binned(second, 3);
    world.sandbox.addFault({ kind: 'expire-tombstones' });
    await world.sync();
    expect(await world.events()).toHaveLength(2);
    await expectSettled();
  });

  test('a word corrected in Google keeps what Google never had', async () => {
    const notes = Array.from({ length: 2_000 }, (_, n) => `linje${n}`).join(' ');
    await book('b1', 2, { notes });
    await world.sync();
    const eventId = await eventOf('b1');
    const kept = async () => (await world.google.events.get({ calendarId, eventId })).data.description ?? '';
    expect((await kept()).length).toBe(8_192);
    const says = async () => (await world.bookings())[0]?.notes;
    later();
    await patch(eventId, { description: (await kept()).replace('linje7 ', 'Linje syv ') });
    await world.sync();
    expect(await says()).toBe(notes.replace('linje7 ', 'Linje syv '));
    later();
    await patch(eventId, { description: (await kept()).replace('linje1 ', '') });
    await world.sync();
    expect(await says()).toBe(notes.replace('linje7 ', 'Linje syv ').replace('linje1 ', ''));
    await world.editBooking('b1', { notes: `${notes} til sidst` });
    later();
    await world.sync();
    later();
    expect(await world.sync()).toMatchObject({ changes: [] });
    later();
    // Emptied in Google: what it never showed is still there.
    await patch(eventId, { description: null });
    await world.sync();
    expect(await says()).toMatch(/linje1999 til sidst$/);
    later();
    expect(await world.sync()).toMatchObject({ requests: 1, changes: [] });
  });

  test('so it does where the policy decides for Google, and no dispute is seen before the first sync', async () => {
    const notes = `<b>Nøgle</b>\n${'æøå 😀 '.repeat(3_000)}slut`;
    await book('b1', 2, { notes });
    await world.sync();
    later();
    const eventId = await eventOf('b1');
    const { description } = (await world.google.events.get({ calendarId, eventId })).data;
    await patch(eventId, { description: `OBS ${description}` });
    await world.editBooking('b1', { notes: `${notes}!` });
    await world.sync({ policy: 'google' });
    expect((await world.bookings())[0]?.notes).toMatch(/^OBS [\s\S]*slut$/);
    later();
    await world.database.orm.execute('truncate renos_sync.links, renos_sync.calendars, renos_sync.conflicts');
    expect(await world.sync()).toMatchObject({ changes: [], conflicts: [] });
  });

  test('an event that is declined after it was linked is reported once, and by status as long as it is declined', async () => {
    await world.addCustomer({ id: 'k1', name: 'Jensen', email: 'Jensen@example.dk' });
    await book('b1', 2);
    await book('b2', 3, { customerId: 'k1' });
    await insert('afslag', 'Nej tak', { attendees: [{ email: 'owner@sandbox.invalid', responseStatus: 'declined' }] });
    expect(await world.sync({ include: { private: false, declined: true } })).toMatchObject({ notes: [] });
    later();
    const declined = (email: string) => ({ attendees: [{ email, responseStatus: 'declined' }] });
    await patch(await eventOf('b1'), declined('owner@sandbox.invalid'));
    await patch(await eventOf('b2'), { ...declined('jensen@example.dk'), location: 'Torvet' });
    const told = [
      { code: 'declined', bookingId: 'b1' },
      { code: 'declined-by-customer', bookingId: 'b2' },
    ];
    const run = await world.sync();
    expect([...run.notes].sort((a, b) => (a.bookingId < b.bookingId ? -1 : 1))).toMatchObject(told);
    expect(run).toMatchObject({ success: true, google: { deleted: 0 }, database: { cancelled: 0, updated: 1 } });
    later();
    expect(await world.sync({ force: true })).toMatchObject({ notes: [], changes: [] });
    const ports = world.ports();
    const status = async () =>
      readStatus(
        {
          store: createStatusStore(world.database),
          runs: ports.runs,
          clock: ports.clock,
          googleAs: null,
          sync: async () => world.ports(),
        },
        { sync: defaultSyncOptions, maxAge: null },
      );
    const found = await status();
    expect(found.verdict).toBe('in-step');
    expect(found.notes.filter(({ bookingId }) => /^b\d$/.test(bookingId))).toMatchObject(told);
    later();
    await patch(await eventOf('b1'), { attendees: [{ email: 'owner@sandbox.invalid', responseStatus: 'accepted' }] });
    await world.editBooking('b2', { status: 'cancelled' });
    expect(await world.sync()).toMatchObject({ notes: [] });
    expect((await status()).notes.filter(({ bookingId }) => /^b\d$/.test(bookingId))).toEqual([]);
  });
});

describe.each(databaseKinds)('the guest of a booking, on the %s database', (kind) => {
  beforeEach(async () => {
    world = await openSyncWorld(kind);
    await world.addCustomer({ id: 'k1', name: 'Jensen', email: 'jensen@example.dk' });
    await world.addCustomer({ id: 'k2', name: 'Holm', email: 'Holm@example.dk' });
    await book('b1', 2, { customerId: 'k1' });
    await world.sync({ withAttendees: true });
    later();
  });
  afterEach(() => world.close());

  const guests = async () =>
    (await world.events()).flatMap(({ attendees = [] }) => attendees.map(({ email }) => email));
  const invite = (...emails: string[]) =>
    eventOf('b1').then((id) => patch(id, { attendees: emails.map((email) => ({ email })) }));
  const run = async () => {
    const result = await world.sync({ withAttendees: true });
    expect(result).toMatchObject({ errors: [], conflicts: [] });
    later();
    expect(await world.sync({ withAttendees: true })).toMatchObject({ requests: 1, changes: [] });
    expect(world.sandbox.mails).toEqual([]);
  };

  test('is replaced by the next customer, and guests that a person invited stay', async () => {
    await invite('jensen@example.dk', 'vikar@example.dk');
    await world.sync();
    later();
    await world.editBooking('b1', { customerId: 'k2' });
    await run();
    expect(await guests()).toEqual(['vikar@example.dk', 'Holm@example.dk']);
    await world.editBooking('b1', { customerId: null });
    await run();
    expect(await guests()).toEqual(['vikar@example.dk']);
    await world.editBooking('b1', { customerId: 'k1' });
    await run();
    expect(await guests()).toEqual(['vikar@example.dk', 'jensen@example.dk']);
  });

  test('has the address that was corrected, and none where it was taken away', async () => {
    const correct = (email: string | null) =>
      world.database.orm.execute(sql`update customers set email = ${email} where id = 'k1'`);
    await correct('lise.jensen@example.dk');
    await run();
    expect(await guests()).toEqual(['lise.jensen@example.dk']);
    // At the same time as a person invites another guest.
    await correct('lise@example.dk');
    await invite('lise.jensen@example.dk', 'holm@example.dk');
    await run();
    expect(await guests()).toEqual(['holm@example.dk', 'lise@example.dk']);
    expect((await world.bookings())[0]?.customerId).toBe('k1');
    await correct(null);
    await run();
    expect(await guests()).toEqual(['holm@example.dk']);
  });

  test('a guest that a person invited is not ours, even with the customer’s address', async () => {
    await invite();
    await run();
    // Taken off by a person: not invited again.
    expect(await guests()).toEqual([]);
    await book('b2', 3);
    await world.sync({ withAttendees: true });
    later();
    await patch(await eventOf('b2'), { attendees: [{ email: 'jensen@example.dk' }] });
    await world.sync({ withAttendees: true });
    later();
    await world.editBooking('b2', { customerId: 'k2' });
    await run();
    expect(await guests()).toEqual(['jensen@example.dk', 'Holm@example.dk']);
  });

  test('is replaced also when the run that reads the event is another one, and after the links were lost', async () => {
    await world.database.orm.execute('truncate renos_sync.links, renos_sync.calendars');
    await world.sync();
    later();
    await world.editBooking('b1', { customerId: 'k2', address: 'Nygade 2' });
    await run();
    expect(await guests()).toEqual(['Holm@example.dk']);
  });
});

describe('text that was cut', () => {
  test.each([
    ['abc', 'abcdef', 'def'],
    ['abc', 'abc', ''],
    ['abc', 'xabc', ''],
    [null, 'abc', ''],
    ['ab\ufffd', 'ab😀c', '😀c'],
    ['Nøgle og', '<b>Nøgle</b> og hund', ' hund'],
  ])('%j kept of %j leaves %j', (kept, whole, rest) => {
    expect(restOf(kept, whole)).toBe(rest);
  });

  test('an edited text continues with what was never there', () => {
    const agreed = { kept: 'Ring f', whole: 'Ring først' };
    expect(withRest('Bank f', agreed)).toBe('Bank først');
    expect(withRest(null, agreed)).toBe('ørst');
    expect(withRest('Bank', { kept: 'Ring', whole: 'Ring' })).toBe('Bank');
  });

  test('a short text is not taken for one that was cut', () => {
    expect(isCutOf('Nøgle', 'Nøgle under måtten')).toBe(false);
    expect(isCutOf('x'.repeat(8_192), 'x'.repeat(9_000))).toBe(true);
  });
});
