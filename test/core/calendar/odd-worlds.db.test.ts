import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import type { CalendarPort } from '../../../src/core/calendar/model/calendar-port.js';
import { namedAnew } from '../../helpers/another-calendar.js';
import { dumpRows, keepBookings, restoreRows } from '../../helpers/copied-database.js';
import { personAtGoogle } from '../../helpers/person-at-google.js';
import { differences, readSides } from '../../helpers/sync-sides.js';
import type { SyncWorld } from '../../helpers/sync-world.js';
import { syncWorldInTurn } from '../../helpers/worlds-in-turn.js';

const calendarId = 'primary';
let world: SyncWorld;
let other: string;
const { at, later, timed, insert, patch, eventOf, expectSettled } = personAtGoogle(() => world);
const rows = async () => (await world.bookings()).map(({ calendarEventId: _, ...row }) => row);
const etags = async () => (await world.events()).map(({ id, etag }) => [id, etag]);
const outcome = (options: Parameters<SyncWorld['sync']>[0] = {}, ports: Parameters<SyncWorld['syncOutcome']>[1] = {}) =>
  world.syncOutcome(options, ports).then(
    ({ result, stopped }) => ({ result, stopped: stopped as { code?: string; exitCode?: number } | null }),
    (stopped: { code?: string; exitCode?: number }) => ({ result: null, stopped }),
  );
const nothingMade = { database: { created: 0, cancelled: 0 }, google: { created: 0, deleted: 0 } };

/** Three bookings of three customers, synced; and another calendar, which is empty. */
async function begin(opened: SyncWorld): Promise<void> {
  world = opened;
  for (const n of [1, 2, 3]) {
    await world.addCustomer({ id: `k${n}`, name: ['Hansen', 'Pedersen', 'Olsen'][n - 1] ?? '' });
    const says = { serviceType: 'Vinduer', address: `Nygade ${n}`, notes: `Nøgle ${n}${n}` };
    await world.addBooking({ id: `b${n}`, customerId: `k${n}`, ...says, start: at(1 + n), end: at(1 + n, 10) });
  }
  await world.sync();
  later();
  other = (await world.google.calendars.insert({ requestBody: { summary: 'Fælles' } })).data.id ?? '';
}

describe('worlds that change while or between runs', () => {
  syncWorldInTurn('server', begin);

  test.each(['reader', 'freeBusyReader', 'writerWithoutPrivateAccess'] as const)(
    'a role that becomes %s between reading and writing loses nothing',
    async (role) => {
      await world.editBooking('b1', { address: 'Torvet 1' });
      await world.editBooking('b2', { status: 'cancelled' });
      await patch(await eventOf('b3'), { location: 'Torvet 3', visibility: 'private' });
      const { calendar } = world.ports();
      const lowered: CalendarPort = {
        ...calendar,
        listChanges: async (...list) => {
          const listing = await calendar.listChanges(...list);
          world.sandbox.setRole('renos-sync', role);
          return listing;
        },
      };
      const said = await rows();
      const { stopped } = await outcome({}, { calendar: lowered });
      expect(stopped?.exitCode ?? 0).toBe(role === 'writerWithoutPrivateAccess' ? 0 : 5);
      expect((await rows()).filter(({ id }) => id !== 'b3')).toEqual(said.filter(({ id }) => id !== 'b3'));
      world.sandbox.setRole('renos-sync', null);
      later();
      await world.sync({ retryFailed: true });
      expect((await rows()).map(({ address }) => address)).toEqual(['Torvet 1', 'Nygade 2', 'Torvet 3']);
      await expectSettled();
    },
  );

  test('two calendars that exchange their names are refused, both', async () => {
    const calendarIds = [calendarId, other] as const;
    await world.google.events.insert({
      calendarId: other,
      requestBody: { summary: 'Fælles', start: timed(at(5)), end: timed(at(5, 10)) },
    });
    await world.sync({ calendarIds });
    later();
    const real = (await world.google.calendars.get({ calendarId })).data.id ?? '';
    const before = [await etags(), await rows()];
    const port = namedAnew(namedAnew(world.ports().calendar, { is: other, account: 'x' }), {
      name: other,
      is: real,
      account: 'x',
    });
    const { stopped } = await outcome({ calendarIds }, { calendar: port });
    expect(stopped).toMatchObject({ exitCode: 3 });
    expect([await etags(), await rows()]).toEqual(before);
  });

  test.each([1, 2, 3])(
    '%i events that a person moves to another synced calendar, and back, keep their bookings',
    async (count) => {
      const calendarIds = [calendarId, other] as const;
      await world.sync({ calendarIds });
      later();
      const said = await rows();
      const moved = (await world.events()).slice(0, count).map(({ id }) => id ?? '');
      for (const eventId of moved) await world.google.events.move({ calendarId, eventId, destination: other });
      expect(await world.sync({ calendarIds })).toMatchObject({ ...nothingMade, errors: [] });
      expect(await rows()).toEqual(said);
      later();
      for (const eventId of moved)
        await world.google.events.move({ calendarId: other, eventId, destination: calendarId });
      expect(await world.sync({ calendarIds })).toMatchObject({ ...nothingMade, errors: [] });
      expect(await rows()).toEqual(said);
      later();
      expect(await world.sync({ calendarIds })).toMatchObject({ changes: [] });
    },
  );

  test('events of two calendars that a person exchanges keep their bookings', async () => {
    const calendarIds = [calendarId, other] as const;
    await world.google.events.insert({
      calendarId: other,
      requestBody: { id: 'anden', summary: 'Gulv', start: timed(at(5)), end: timed(at(5, 10)) },
    });
    await world.sync({ calendarIds });
    later();
    const said = await rows();
    await world.google.events.move({ calendarId, eventId: await eventOf('b1'), destination: other });
    await world.google.events.move({ calendarId: other, eventId: 'anden', destination: calendarId });
    expect(await world.sync({ calendarIds })).toMatchObject(nothingMade);
    expect(await rows()).toEqual(said);
  });

  test.each(['America/New_York', 'Pacific/Auckland', 'UTC'])(
    'a calendar whose time zone becomes %s moves no booking',
    async (timeZone) => {
      await insert('dag00', 'Ferie', { start: { date: at(4).slice(0, 10) }, end: { date: at(5).slice(0, 10) } });
      await insert('uge00', 'Fast', { recurrence: ['RRULE:FREQ=WEEKLY;COUNT=3'] });
      await world.sync();
      later();
      const said = await rows();
      await world.google.calendars.patch({ calendarId, requestBody: { timeZone } });
      for (const options of [{}, { force: true }]) {
        expect(await world.sync(options)).toMatchObject({ changes: [], conflicts: [], errors: [] });
        later();
      }
      const now = await rows();
      expect(now.filter(({ serviceType }) => serviceType !== 'Ferie')).toEqual(
        said.filter(({ serviceType }) => serviceType !== 'Ferie'),
      );
      await expectSettled();
    },
  );

  test('bookings whose ids differ in case alone have an event each', async () => {
    for (const id of ['Ab', 'aB', 'AB', 'ab'])
      await world.addBooking({ id, serviceType: `Gulv ${id}`, start: at(6), end: at(6, 10) });
    await world.sync();
    expect(new Set((await world.bookings()).map(({ calendarEventId }) => calendarEventId)).size).toBe(7);
    await expectSettled();
    later();
    await world.database.orm.execute(sql`truncate renos_sync.links, renos_sync.calendars`);
    expect(await world.sync()).toMatchObject(nothingMade);
    await expectSettled();
  });

  test.each([['renos_sync'], ['public']])('the tables of %s alone are restored from an earlier day', async (schema) => {
    const dump = await dumpRows(world.database, [schema]);
    await patch(await eventOf('b1'), { location: 'Torvet 1' });
    await world.editBooking('b2', { address: 'Torvet 2' });
    await world.addBooking({ id: 'b4', serviceType: 'Gulv', start: at(7), end: at(7, 10) });
    await insert('nue00', 'Ny', { start: timed(at(8)), end: timed(at(8, 10)) });
    await world.sync();
    later();
    await restoreRows(world.database, dump);
    const before = [await etags(), await rows()];
    expect((await outcome()).stopped).toMatchObject({ exitCode: 3, code: 'database-restored' });
    expect([await etags(), await rows()]).toEqual(before);
    await world.sync({ restored: 'keep-calendar', maxDeletes: { percent: 100 } });
    later();
    await world.sync();
    expect((await rows()).map(({ address }) => address)).toEqual(['Torvet 1', 'Torvet 2', 'Nygade 3', null, null]);
    const sides = await readSides(world);
    expect(differences(sides)).toEqual([]);
    await expectSettled();
  });

  test('an event becomes a series, and later a single event again', async () => {
    const id = await eventOf('b1');
    const said = await rows();
    const { data } = await world.google.events.get({ calendarId, eventId: id });
    const time = { start: timed(at(2)), end: timed(at(2, 10)) };
    expect(data.recurrence).toBeUndefined();
    await patch(id, { ...time, recurrence: ['RRULE:FREQ=WEEKLY;COUNT=3'] });
    await world.sync();
    later();
    expect(await rows()).toHaveLength(5);
    expect((await rows()).filter(({ id: row }) => row === 'b1')).toEqual(said.filter(({ id: row }) => row === 'b1'));
    await patch(id, { recurrence: null });
    await world.sync();
    later();
    expect((await rows()).filter(({ status }) => status !== 'cancelled')).toEqual(said);
    await expectSettled();
  });

  test('an event of which the calendar has an attendee’s copy alone', async () => {
    const own = {
      organizer: { email: 'chef@example.dk' },
      attendees: [
        { email: 'chef@example.dk', organizer: true },
        { email: 'owner@sandbox.invalid', self: true, responseStatus: 'accepted' },
      ],
    };
    const requestBody = {
      iCalUID: 'abc@example.dk',
      summary: 'Møde',
      ...own,
      start: timed(at(6)),
      end: timed(at(6, 10)),
    };
    await world.google.events.import({ calendarId, requestBody });
    await world.sync();
    later();
    const made = (await world.bookings()).find(({ serviceType }) => serviceType === 'Møde');
    await world.editBooking(made?.id ?? '', { address: 'Torvet 9' });
    world.sandbox.addFault({
      kind: 'status',
      status: 403,
      reason: 'forbiddenForNonOrganizer',
      times: 0,
      match: { method: 'PATCH' },
    });
    expect(await world.sync()).toMatchObject({ errors: [{ code: 'google-refused-event', bookingId: made?.id }] });
    later();
    expect(await world.sync()).toMatchObject({ requests: 1, skipped: { 'failed-before': 1 } });
    expect((await world.bookings()).find(({ id }) => id === made?.id)).toMatchObject({
      address: 'Torvet 9',
      status: 'scheduled',
    });
  });

  test.each([
    ['blanks around it', (id: string) => ` ${id}\n`],
    ['nothing but blanks', () => '  \t'],
    [
      'the link to its page',
      (id: string) => `https://www.google.com/calendar/event?eid=${Buffer.from(`${id} owner`).toString('base64')}`,
    ],
    ['upper case', (id: string) => id.toUpperCase()],
    ['another calendar’s word', () => 'ikke et id'],
  ])('a calendarEventId with %s', async (_what, change) => {
    const before = [await etags(), await rows()];
    await world.database.orm.execute(
      sql`update bookings set "calendarEventId" = ${change(await eventOf('b1'))} where id = 'b1'`,
    );
    for (let n = 0; n < 3; n += 1) {
      expect(await world.sync()).toMatchObject({ changes: [], errors: [] });
      later();
    }
    expect([await etags(), await rows()]).toEqual(before);
    await world.editBooking('b1', { address: 'Torvet 8' });
    expect(await world.sync()).toMatchObject({ google: { updated: 1, created: 0 }, errors: [] });
  });

  test.each([
    ['have lost them', null],
    ['bear another booking’s', 'b2'],
  ])('events whose private marks %s are still their bookings’', async (_what, renosBookingId) => {
    const said = await rows();
    await patch(await eventOf('b1'), { extendedProperties: { private: { renosBookingId } } });
    expect(await world.sync()).toMatchObject({ ...nothingMade, errors: [] });
    later();
    expect(await world.sync({ force: true })).toMatchObject({ ...nothingMade, errors: [] });
    expect(await rows()).toEqual(said);
    later();
    await world.database.orm.execute(sql`truncate renos_sync.links, renos_sync.calendars`);
    expect(await world.sync()).toMatchObject({ ...nothingMade, errors: [] });
    expect(await rows()).toEqual(said);
  });

  test('two customers that RenOS makes one write no other customer’s words', async () => {
    await world.database.orm.execute(
      sql`update bookings set "customerId" = 'k1', "updatedAt" = ${world.now.toISOString().replace('Z', '')}::timestamp where "customerId" = 'k2'`,
    );
    await world.database.orm.execute(sql`delete from customers where id = 'k2'`);
    const said = await rows();
    expect(await world.sync()).toMatchObject({ google: { updated: 1 }, database: { updated: 0 } });
    expect(await rows()).toEqual(said);
    await expectSettled();
  });

  test('a booking that is deleted and booked again under its key, with the same words, keeps its event', async () => {
    const before = await etags();
    const { orm } = world.database;
    const kept = await keepBookings(world.database);
    await orm.execute(`delete from bookings where id = 'b1'`);
    await kept.insertAgain(sql`id = 'b1'`);
    expect(await world.sync()).toMatchObject({ changes: [], errors: [] });
    expect(await etags()).toEqual(before);
    await expectSettled();
  });

  test('a calendar that is deleted, or not shared any more, stops the run and cancels nothing', async () => {
    const calendarIds = [calendarId, other] as const;
    await world.google.events.insert({
      calendarId: other,
      requestBody: { summary: 'Fælles', start: timed(at(5)), end: timed(at(5, 10)) },
    });
    await world.sync({ calendarIds });
    later();
    const said = await rows();
    await world.google.calendars.delete({ calendarId: other });
    const { stopped } = await outcome({ calendarIds });
    expect(stopped).toMatchObject({ exitCode: 5, code: 'calendar-not-found' });
    expect(await rows()).toEqual(said);
    expect(await world.sync()).toMatchObject(nothingMade);
    expect(await rows()).toEqual(said);
  });

  test('links that two tools wrote while no run was made: a row moves and its event is replaced and edited', async () => {
    const previous = await eventOf('b1');
    const { summary, location, description } = (await world.google.events.get({ calendarId, eventId: previous })).data;
    await insert('nu000', summary ?? '', {
      location,
      description: `${description} - ring`,
      start: timed(at(9)),
      end: timed(at(9, 10)),
    });
    await world.google.events.delete({ calendarId, eventId: previous });
    await world.editBooking('b1', { calendarEventId: 'nu000', address: 'Torvet 1' });
    expect(await world.sync()).toMatchObject({ ...nothingMade, errors: [] });
    expect((await rows()).find(({ id }) => id === 'b1')).toMatchObject({
      address: 'Torvet 1',
      notes: 'Nøgle 11 - ring',
      start: at(9),
    });
    await expectSettled();
  });
});
