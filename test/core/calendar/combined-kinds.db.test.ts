import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { dumpRows, restoreRows } from '../../helpers/copied-database.js';
import { databaseKinds } from '../../helpers/databases.js';
import { personAtGoogle } from '../../helpers/person-at-google.js';
import type { SyncWorld } from '../../helpers/sync-world.js';
import { syncWorldInTurn } from '../../helpers/worlds-in-turn.js';

const calendarId = 'primary';
let world: SyncWorld;
const { at, later, timed, insert, patch, eventOf, expectSettled } = personAtGoogle(() => world);

const read = async (eventId: string) => (await world.google.events.get({ calendarId, eventId })).data;
const remove = (eventId: string) => world.google.events.delete({ calendarId, eventId });
const bringBack = async (eventId: string) => {
  const { start, end } = await read(eventId);
  await patch(eventId, { status: 'confirmed', start, end });
};
const execute = (text: string) => world.database.orm.execute(sql.raw(text));
const rowOf = async (id: string) => (await world.bookings()).find((row) => row.id === id);
const ofOle = { customerId: 'k2', address: 'Torvet 2', notes: 'Nøgle 2222' };

/** Google's page copies an event with our marks. */
async function paste(from: string, id: string, to = calendarId, more: object = {}): Promise<void> {
  const { summary, location, description, extendedProperties, visibility, attendees } = await read(from);
  const texts = { summary, location, description, extendedProperties, visibility, attendees };
  const times = { start: timed(at(9)), end: timed(at(9, 10)) };
  await world.google.events.insert({ calendarId: to, requestBody: { id, ...texts, ...times, ...more } as object });
}

describe.each(databaseKinds)('two kinds of change at once, on the %s database', (kind) => {
  syncWorldInTurn(kind, async (opened) => {
    world = opened;
    await world.addCustomer({ id: 'k1', name: 'Mette Hansen', email: 'mette@example.dk' });
    await world.addCustomer({ id: 'k2', name: 'Ole Olsen', email: 'ole@example.dk' });
    for (const day of [2, 3]) {
      const said = { serviceType: 'Vinduer', address: `Nygade ${day}`, notes: `Nøgle 111${day}` };
      await world.addBooking({ id: `b${day}`, customerId: 'k1', ...said, start: at(day), end: at(day, 10) });
    }
    await world.sync();
    later();
  });

  test('a row that is edited, or given away, writes nothing over what a person wrote into its event while that was hidden', async () => {
    for (const id of ['b2', 'b3']) await patch(await eventOf(id), { visibility: 'private' });
    world.sandbox.setRole('renos-sync', 'writerWithoutPrivateAccess');
    await world.sync();
    later();
    for (const id of ['b2', 'b3']) await patch(await eventOf(id), { location: 'Havnen 9' });
    await world.sync();
    later();
    await world.editBooking('b2', { notes: 'Ring først' });
    await world.editBooking('b3', ofOle);
    expect(await world.sync()).toMatchObject({ changes: [], errors: [] });
    later();
    world.sandbox.setRole('renos-sync', null);
    const run = await world.sync();
    expect(await rowOf('b2')).toMatchObject({ address: 'Havnen 9', notes: 'Ring først' });
    expect(await rowOf('b3')).toMatchObject(ofOle);
    expect(run.conflicts).toMatchObject([{ bookingId: 'b3', fields: ['location'], code: 'given-away' }]);
    await expectSettled();
  });

  test('an event that is deleted while it is hidden does not leave an edited row waiting', async () => {
    for (const id of ['b2', 'b3']) await patch(await eventOf(id), { visibility: 'private' });
    world.sandbox.setRole('renos-sync', 'writerWithoutPrivateAccess');
    for (const notes of ['Ring først', 'Ring to gange']) {
      await world.sync();
      later();
      await world.editBooking('b2', { notes });
    }
    for (const id of ['b2', 'b3']) await remove(await eventOf(id));
    expect(await world.sync()).toMatchObject({
      google: { updated: 1 },
      database: { cancelled: 1 },
      conflicts: [{ bookingId: 'b2', decision: 'database', code: 'edit-beats-deletion' }],
    });
    expect(await read(await eventOf('b2'))).toMatchObject({ status: 'confirmed', description: 'Ring to gange' });
    await expectSettled();
  });

  test.each([
    ['another address', { location: 'Havnen 9', description: 'Nøgle 9999' }],
    ['no address and another text', { description: 'Nøgle 9999' }],
  ])('a new event of the hour and title of a deleted one that says %s is another booking’s', async (_what, says) => {
    await execute(`update customers set name = ''`);
    await world.editBooking('b2', 'location' in says ? {} : { address: null });
    await world.sync();
    later();
    await remove(await eventOf('b2'));
    await insert('not00', 'Vinduer', says);
    expect(await world.sync()).toMatchObject({ database: { created: 1, cancelled: 1, updated: 0 } });
    expect(await rowOf('b2')).toMatchObject({ status: 'cancelled', notes: 'Nøgle 1112' });
    await expectSettled();
  });

  test.each([
    ['a person makes anew', 'Vinduer - Mette Hansen', {}],
    ['the application makes anew', 'Vinduer', { calendarEventId: 'not00' }],
    ['the application makes anew for a row that is edited', 'Vinduer', { calendarEventId: 'not00', notes: 'Ny nøgle' }],
  ])(
    'an event that %s with a bare title clears nothing: it gets the booking’s words',
    async (_what, title, columns) => {
      await remove(await eventOf('b2'));
      await insert('not00', title);
      await world.editBooking('b2', columns);
      expect(await world.sync()).toMatchObject({ google: { updated: 1, created: 0 }, conflicts: [], errors: [] });
      const notes = 'notes' in columns ? columns.notes : 'Nøgle 1112';
      expect(await rowOf('b2')).toMatchObject({
        calendarEventId: 'not00',
        address: 'Nygade 2',
        notes,
        customerId: 'k1',
      });
      expect(await read('not00')).toMatchObject({ location: 'Nygade 2', description: notes });
      await expectSettled();
    },
  );

  const self = { attendees: [{ email: 'owner@sandbox.invalid', self: true, responseStatus: 'declined' }] };
  test.each([
    ['is private', { visibility: 'private' }, {}],
    ['is declined', self, {}],
    [
      'goes to a day outside the window',
      {},
      { start: { dateTime: '2028-01-03T09:00:00Z' }, end: { dateTime: '2028-01-03T10:00:00Z' } },
    ],
  ])('an event that is cut and pasted keeps its booking though it %s', async (_what, before, after) => {
    const event = await eventOf('b2');
    await world.editBooking('b2', { status: 'confirmed' });
    await patch(event, before);
    await world.sync();
    later();
    await paste(event, 'kopi0', calendarId, after);
    await remove(event);
    expect(await world.sync()).toMatchObject({ database: { created: 0, cancelled: 0, updated: 1 } });
    expect(await rowOf('b2')).toMatchObject({ status: 'confirmed', customerId: 'k1', calendarEventId: 'kopi0' });
    later();
    expect(await world.sync()).toMatchObject({ requests: 1, changes: [] });
  });

  test('an event that is cut, and pasted into another synced calendar, keeps its booking', async () => {
    const other = (await world.google.calendars.insert({ requestBody: { summary: 'Hold 2' } })).data.id ?? '';
    const both = { calendarIds: [calendarId, other] as const };
    await world.sync(both);
    later();
    const event = await eventOf('b2');
    await paste(event, 'kopi0', other);
    await remove(event);
    expect(await world.sync(both)).toMatchObject({ database: { created: 0, cancelled: 0, updated: 1 } });
    expect(await rowOf('b2')).toMatchObject({ customerId: 'k1', start: at(9), calendarEventId: 'kopi0' });
    later();
    expect(await world.sync(both)).toMatchObject({ requests: 2, changes: [] });
  });

  test('a private series that is split keeps its bookings', async () => {
    const weekly = (count: number) => ({ recurrence: [`RRULE:FREQ=WEEKLY;COUNT=${count}`], location: 'Allé 4' });
    await insert('serie0', 'Fast', { ...weekly(4), start: timed(at(4)), end: timed(at(4, 10)) });
    await world.sync();
    await patch('serie0', { visibility: 'private' });
    await world.sync();
    later();
    const ids = (await world.bookings()).map(({ id }) => id);
    await patch('serie0', weekly(2));
    const later2 = { start: timed(at(18)), end: timed(at(18, 10)), visibility: 'private' };
    await insert('serie1', 'Fast', { ...weekly(2), ...later2 });
    expect(await world.sync()).toMatchObject({ database: { created: 0, cancelled: 0 } });
    expect((await world.bookings()).map(({ id }) => id)).toEqual(ids);
    await expectSettled();
  });

  describe('what is held stays held', () => {
    async function hold(): Promise<string> {
      const event = await eventOf('b2');
      await patch(event, { location: 'Havnen 9' });
      later();
      await world.editBooking('b2', { address: 'Torvet 1' });
      await world.sync({ policy: 'hold' });
      later(60);
      return event;
    }
    const expectHeld = async (id = 'b2') => {
      const run = await world.sync();
      expect(run).toMatchObject({
        changes: [],
        conflicts: [{ bookingId: id, fields: ['location'], decision: 'held' }],
      });
      expect(run.conflicts[0]?.code).toBe('person-decides');
      later(60);
    };

    test('after its event was deleted, and restored', async () => {
      const event = await hold();
      await remove(event);
      await world.sync();
      later(60);
      await bringBack(event);
      later(60);
      await expectHeld();
      await expectHeld();
    });

    test('after its booking was cancelled, and takes place again', async () => {
      await hold();
      await world.editBooking('b2', { status: 'cancelled' });
      await world.sync();
      later(60);
      await world.editBooking('b2', { status: 'scheduled' });
      await expectHeld();
    });

    test('after its row got another key', async () => {
      await hold();
      await execute(`update bookings set id = 'ny2' where id = 'b2'`);
      await expectHeld('ny2');
      await expectHeld('ny2');
    });
  });

  test.each([
    ['that looks like HTML', 'Brug <b>ikke</b> sæbe &amp; vand'],
    ['that Google cut within a tag', `Nøgle ${'<b>1112</b> & æble '.repeat(900)}slut`],
    ['that Google cut within another tag', `Nøgle 1 ${'<b>1112</b> & æble '.repeat(900)}slut`],
    ['that Google cut within a third tag', `Nøgle 123 ${'<b>1112</b> & æble '.repeat(900)}slut`],
  ])('a text %s is whole after its event was deleted and restored, or edited', async (_what, notes) => {
    await world.editBooking('b2', { notes });
    await world.sync();
    later();
    const event = await eventOf('b2');
    await remove(event);
    await world.sync();
    later();
    await bringBack(event);
    expect(await world.sync()).toMatchObject({ database: { updated: 1 } });
    expect((await rowOf('b2'))?.notes).toBe(notes);
    later();
    const { description } = await read(event);
    await patch(event, { description: description?.replace('Nøgle', 'NØGLE').replace('ikke', 'aldrig') });
    await world.sync();
    expect((await rowOf('b2'))?.notes).toMatch(notes.endsWith('slut') ? /^NØGLE.*slut$/ : /aldrig/);
  });

  test('the guest that the sync added leaves an event that goes to another customer, whether or not customers are invited', async () => {
    await world.sync({ withAttendees: true });
    for (const id of ['b2', 'b3']) await world.editBooking(id, { notes: 'Ring' });
    await world.editBooking('b3', { status: 'cancelled' });
    await world.sync({ withAttendees: true });
    later();
    const event = await eventOf('b2');
    const { attendees = [] } = await read(event);
    await patch(event, { attendees: [...attendees, { email: 'vikar@example.dk' }] });
    await world.sync();
    later();
    await world.editBooking('b2', ofOle);
    await world.editBooking('b3', { ...ofOle, status: 'scheduled' });
    await world.sync();
    expect((await read(event)).attendees?.map(({ email }) => email)).toEqual(['vikar@example.dk']);
    expect((await read(await eventOf('b3'))).attendees ?? []).toEqual([]);
    await expectSettled();
  });

  test.each([
    ['names the event', ''],
    ['names no event', `, "calendarEventId" = null`],
  ])('a row under another key that %s keeps it, though its key is another booking’s now', async (_what, names) => {
    const [event, next] = [await eventOf('b2'), await eventOf('b3')];
    await execute(`update bookings set id = 'x' || id${names}`);
    await execute(`update bookings set id = 'b' || (substr(id, 3)::int + 1)`);
    await world.addBooking({ id: 'b2', serviceType: 'Gulv', ...ofOle, start: at(12), end: at(12, 10) });
    expect(await world.sync()).toMatchObject({
      google: { created: 1, updated: 0, deleted: 0 },
      errors: [],
      conflicts: [],
    });
    expect([await eventOf('b3'), await eventOf('b4')]).toEqual([event, next]);
    await expectSettled();
  });

  test('a new booking under a key that another one had leaves that one its event, though it says the same customer and service', async () => {
    const event = await eventOf('b2');
    await execute(`update bookings set id = 'ny2' where id = 'b2'`);
    await world.sync();
    later();
    const own = { customerId: 'k1', serviceType: 'Vinduer', address: 'Nygade 2', notes: 'Nøgle 1112' };
    await world.addBooking({ id: 'b2', ...own, start: at(20), end: at(20, 10) });
    expect(await world.sync()).toMatchObject({ google: { created: 1, updated: 0 }, errors: [], conflicts: [] });
    expect(await eventOf('ny2')).toBe(event);
    expect(await eventOf('b2')).not.toBe(event);
    await expectSettled();
  });

  test('a backup is known though its rows came back under other keys', async () => {
    const before = await dumpRows(world.database, ['public']);
    await world.editBooking('b2', { notes: 'Dagens note' });
    await patch(await eventOf('b3'), { location: 'Havnen 9' });
    await world.sync();
    later();
    await restoreRows(world.database, before);
    await execute(`update bookings set id = 'ny-' || id`);
    await expect(world.sync()).rejects.toMatchObject({ code: 'database-restored' });
    await world.sync({ restored: 'keep-calendar' });
    expect(await rowOf('ny-b2')).toMatchObject({ notes: 'Dagens note' });
    expect(await rowOf('ny-b3')).toMatchObject({ address: 'Havnen 9' });
    await expectSettled();
  });

  test('a row under a key that a restore left free is none whose event the calendar is kept for', async () => {
    await execute(`delete from bookings where id = 'b2'`);
    await world.addBooking({ id: 'b2', serviceType: 'Gulv', ...ofOle, start: at(12), end: at(12, 10) });
    const event = await eventOf('b2');
    const run = await world.sync({ restored: 'keep-calendar' });
    expect(run.errors).toMatchObject([{ bookingId: 'b2', code: 'row-is-another' }]);
    expect(await read(event)).toMatchObject({ location: 'Nygade 2', description: 'Nøgle 1112' });
    expect(await rowOf('b2')).toMatchObject(ofOle);
  });
});
