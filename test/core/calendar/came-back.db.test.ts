import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { eventIdFor } from '../../../src/core/calendar/model/event-id.js';
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
const customerOf = async (eventId: string) => {
  const row = (await world.bookings()).find(({ calendarEventId }) => calendarEventId === eventId);
  return [row?.serviceType, row?.customerId];
};

/** Google's page copies an event with our marks. */
async function paste(from: string, id: string, more: Record<string, unknown> = {}): Promise<void> {
  const { summary, location, description, extendedProperties, start, end } = await read(from);
  const requestBody = { id, summary, location, description, extendedProperties, start, end, ...more };
  await world.google.events.insert({ calendarId, requestBody: requestBody as object });
}

describe.each(databaseKinds)('events of ours that come back, on the %s database', (kind) => {
  syncWorldInTurn(kind, async (opened) => {
    world = opened;
    await world.addCustomer({ id: 'k1', name: 'Mette Hansen', email: 'mette@example.dk' });
    await world.addCustomer({ id: 'k2', name: 'Ole Olsen', email: 'ole@example.dk' });
    await world.addBooking({
      id: 'b1',
      customerId: 'k1',
      serviceType: 'Vinduer',
      address: 'Nygade 1',
      notes: 'Nøgle 1111',
      start: at(2),
      end: at(2, 10),
    });
    await world.sync();
    later();
  });

  test.each([
    ['at the same time', {}, {}],
    ['to another day', { days: 5 }, {}],
    [
      'to another day with another note, everything read again',
      { days: 6, description: 'Nøgle hos naboen' },
      { force: true },
    ],
  ] as const)('a copy takes the link of an event that was cut and pasted %s', async (_what, moved, options) => {
    const before = await eventOf('b1');
    const { days, ...more } = { days: 2, ...moved };
    await paste(before, 'kopi0', { ...more, start: timed(at(days)), end: timed(at(days, 10)) });
    await remove(before);
    expect(await world.sync(options)).toMatchObject({ google: { created: 0 }, database: { created: 0, cancelled: 0 } });
    expect(await world.bookings()).toMatchObject([
      { id: 'b1', customerId: 'k1', status: 'scheduled', start: at(days), calendarEventId: 'kopi0' },
    ]);
    await expectSettled();
  });

  test('so does a copy of an event that a person made, once the booking has got its customer', async () => {
    await insert('haand', 'Gulv', { start: timed(at(4)), end: timed(at(4, 10)) });
    await world.sync();
    later();
    const [made] = (await world.bookings()).filter(({ calendarEventId }) => calendarEventId === 'haand');
    await world.editBooking(made?.id ?? '', { customerId: 'k2', status: 'confirmed' });
    await world.sync();
    later();
    await paste('haand', 'kopi0', { start: timed(at(7)), end: timed(at(7, 10)), description: 'Ring først' });
    await remove('haand');
    expect(await world.sync()).toMatchObject({ database: { created: 0, cancelled: 0 } });
    expect(await world.bookings()).toContainEqual(
      expect.objectContaining({
        id: made?.id,
        customerId: 'k2',
        status: 'confirmed',
        notes: 'Ring først',
        start: at(7),
      }),
    );
    await expectSettled();
  });

  test('of two copies the one that says most of what it said takes the link', async () => {
    const before = await eventOf('b1');
    await paste(before, 'kopi0', { start: timed(at(5)), end: timed(at(5, 10)), description: null });
    await paste(before, 'kopi1', { start: timed(at(6)), end: timed(at(6, 10)) });
    await remove(before);
    await world.sync();
    expect(await eventOf('b1')).toBe('kopi1');
    expect(await customerOf('kopi0')).toEqual(['Vinduer', 'k1']);
    await expectSettled();
  });

  test('a copy beside its original becomes a booking with service and customer', async () => {
    await paste(await eventOf('b1'), 'kopi0', { start: timed(at(9)), end: timed(at(9, 10)) });
    await world.sync();
    expect(await customerOf('kopi0')).toEqual(['Vinduer', 'k1']);
    await expectSettled();
  });

  test('a copy whose title names another customer gets that one', async () => {
    const own = { start: timed(at(9)), end: timed(at(9, 10)), summary: 'Vinduer - ude - Ole Olsen', location: null };
    await paste(await eventOf('b1'), 'kopi0', { ...own, description: null });
    await world.sync();
    expect(await customerOf('kopi0')).toEqual(['Vinduer - ude', 'k2']);
  });

  const renew = async (id: string, to: string) => {
    await world.database.orm.execute(sql`update bookings set id = ${to} where id = ${id}`);
  };
  const rowOf = async (bookingId: string) => {
    const rows = await world.bookings();
    return rows.find(({ id }) => id === bookingId);
  };

  describe.each([
    ['a run before', true],
    ['at the same time', false],
  ])('of a booking that got another key, %s', (_when, isSynced) => {
    test('a copy beside its original has its customer, though another one has the same name', async () => {
      await world.addCustomer({ id: 'k3', name: 'Mette Hansen' });
      const before = await eventOf('b1');
      await renew('b1', 'b11');
      if (isSynced) await world.sync();
      later();
      await paste(before, 'kopi0', { start: timed(at(9)), end: timed(at(9, 10)) });
      await world.sync();
      expect(await customerOf('kopi0')).toEqual(['Vinduer', 'k1']);
      await expectSettled();
    });

    test('a copy takes the link of an event that was cut and pasted to another day with another note', async () => {
      const before = await eventOf('b1');
      await renew('b1', 'b11');
      if (isSynced) await world.sync();
      later();
      await paste(before, 'kopi0', { start: timed(at(6)), end: timed(at(6, 10)), description: 'Nøgle hos naboen' });
      await remove(before);
      expect(await world.sync()).toMatchObject({ google: { created: 0 }, database: { created: 0, cancelled: 0 } });
      expect(await rowOf('b11')).toMatchObject({ customerId: 'k1', start: at(6), notes: 'Nøgle hos naboen' });
      await expectSettled();
    });

    test('so does the copy of a copy', async () => {
      const before = await eventOf('b1');
      await renew('b1', 'b11');
      if (isSynced) await world.sync();
      later();
      await paste(before, 'kopi0', { start: timed(at(6)), end: timed(at(6, 10)) });
      await remove(before);
      await world.sync();
      later();
      await paste('kopi0', 'kopi1', { start: timed(at(8)), end: timed(at(8, 10)), description: 'Nøgle hos naboen' });
      await remove('kopi0');
      expect(await world.sync()).toMatchObject({ database: { created: 0, cancelled: 0 } });
      expect(await rowOf('b11')).toMatchObject({ customerId: 'k1', start: at(8), notes: 'Nøgle hos naboen' });
      await expectSettled();
    });

    test('a guest of the original is not new in a copy', async () => {
      await patch(await eventOf('b1'), { attendees: [{ email: 'mette@example.dk' }, { email: 'ole@example.dk' }] });
      await world.sync();
      later();
      const before = await eventOf('b1');
      await renew('b1', 'b11');
      if (isSynced) await world.sync();
      later();
      await paste(before, 'kopi0', {
        start: timed(at(9)),
        end: timed(at(9, 10)),
        attendees: [{ email: 'ole@example.dk' }],
      });
      await world.sync();
      expect(await customerOf('kopi0')).toEqual(['Vinduer', 'k1']);
    });
  });

  test.each([
    ['a run before', true],
    ['at the same time', false],
  ])('a copy is not the next booking’s that has the key now, %s', async (_when, isSynced) => {
    await world.addBooking({ id: 'b2', customerId: 'k2', serviceType: 'Gulv', start: at(4), end: at(4, 10) });
    await world.sync();
    later();
    const before = await eventOf('b1');
    await renew('b1', 'b11');
    await renew('b2', 'b1');
    if (isSynced) await world.sync();
    later();
    await paste(before, 'kopi0', { start: timed(at(6)), end: timed(at(6, 10)), description: 'Nøgle hos naboen' });
    await remove(before);
    // If the event belonged to another row until now, the row's own values count, and that is reported.
    expect(await world.sync()).toMatchObject({
      database: { created: 0, cancelled: 0 },
      conflicts: isSynced ? [] : [{ bookingId: 'b11' }],
    });
    expect(await eventOf('b11')).toBe('kopi0');
    expect(await rowOf('b11')).toMatchObject({ customerId: 'k1', ...(isSynced ? { notes: 'Nøgle hos naboen' } : {}) });
    expect(await rowOf('b1')).toMatchObject({ customerId: 'k2', serviceType: 'Gulv', notes: null });
    await expectSettled();
  });

  test('an event is marked with the key that its row has now, once it is written to', async () => {
    await renew('b1', 'b11');
    await world.sync();
    await world.editBooking('b11', { notes: 'Ny' });
    await world.sync();
    later();
    const before = await eventOf('b11');
    await paste(before, 'kopi0', { start: timed(at(6)), end: timed(at(6, 10)), description: 'Nøgle hos naboen' });
    await remove(before);
    expect(await world.sync()).toMatchObject({ database: { created: 0, cancelled: 0 } });
    expect(await rowOf('b11')).toMatchObject({ start: at(6), notes: 'Nøgle hos naboen' });
    await expectSettled();
  });

  test('an event whose row is gone becomes a booking with service and customer', async () => {
    const before = await eventOf('b1');
    await world.database.orm.execute(sql`delete from bookings`);
    await world.database.orm.execute(sql`truncate renos_sync.links`);
    later();
    await world.sync({ force: true });
    expect(await customerOf(before)).toEqual(['Vinduer', 'k1']);
  });

  test('an event that is made weekly has the customer each week', async () => {
    await patch(await eventOf('b1'), {
      start: timed(at(2)),
      end: timed(at(2, 10)),
      recurrence: ['RRULE:FREQ=WEEKLY;COUNT=3'],
    });
    await world.sync();
    expect((await world.bookings()).map(({ serviceType, customerId }) => [serviceType, customerId])).toEqual(
      Array(3).fill(['Vinduer', 'k1']),
    );
    await expectSettled();
  });

  const olsens = { location: 'Torvet 9', description: 'Nøgle 9999', attendees: [{ email: 'ole@example.dk' }] };
  const hansens = { customerId: 'k1', address: 'Nygade 1', notes: 'Nøgle 1111' };
  const weekly = (count: number) => ({ recurrence: [`RRULE:FREQ=WEEKLY;COUNT=${count}`] });
  /** Whose words stand at which customer's bookings, of an event that a person made or what came of it. */
  const ownersOf = async (beginning: string) =>
    (await world.bookings())
      .filter(({ calendarEventId }) => calendarEventId?.startsWith(beginning))
      .map(({ customerId, address, notes }) => [customerId, address, notes]);
  const giveToHansen = async (beginning: string) => {
    for (const { id, calendarEventId } of await world.bookings())
      if (calendarEventId?.startsWith(beginning)) await world.editBooking(id, hansens);
  };

  /** Olsen is still its guest, but it is Hansen's by now. */
  async function insertGivenAway(more: Record<string, unknown> = {}): Promise<void> {
    await insert('haand', 'Besøg - Ole Olsen', { ...olsens, ...more });
    await world.sync();
    later();
    await giveToHansen('haand');
    await world.sync();
    later();
  }

  test.each([
    ['as it is', {}],
    ['and its title is cleared before', { summary: '' }],
    ['and its title has no name', { summary: 'Gulv' }],
  ])('an event that was given to another customer and is made weekly %s is theirs each week', async (_what, title) => {
    await insertGivenAway();
    await patch('haand', title);
    await world.sync();
    later();
    await patch('haand', { start: timed(at(2)), end: timed(at(2, 10)), ...weekly(3) });
    await world.sync();
    expect(await ownersOf('haand')).toEqual(Array(3).fill(['k1', 'Nygade 1', 'Nøgle 1111']));
    await expectSettled();
  });

  test.each([
    ['names them', 'Besøg - Mette Hansen', 'k1'],
    ['has no name', 'Besøg', null],
  ])(
    'a copy of an event that was given to another customer is not its guest’s where its title %s',
    async (_what, summary, owner) => {
      await insertGivenAway();
      const { attendees } = olsens;
      await paste('haand', 'kopi0', { summary, attendees, start: timed(at(9)), end: timed(at(9, 10)) });
      await world.sync();
      expect(await ownersOf('kopi0')).toEqual([[owner, 'Nygade 1', 'Nøgle 1111']]);
      await expectSettled();
    },
  );

  test.each([
    ['theirs', 'names them', {}, 'k1'],
    ['not its guest’s', 'names no customer', { summary: 'Gulv' }, null],
  ])(
    'an event that was given to another customer is %s after a backup from before its booking is restored, if its title %s',
    async (_owner, _names, title, owner) => {
      await world.sync();
      const dump = await dumpRows(world.database);
      await insertGivenAway();
      await patch('haand', title);
      await restoreRows(world.database, dump);
      await world.sync({ restored: 'keep-calendar' });
      expect(await ownersOf('haand')).toEqual([[owner, 'Nygade 1', 'Nøgle 1111']]);
    },
  );

  test('a guest who was not there before gets the copy', async () => {
    const own = { summary: 'Vinduer', location: null, description: null, attendees: olsens.attendees };
    await paste(await eventOf('b1'), 'kopi0', { ...own, start: timed(at(9)), end: timed(at(9, 10)) });
    await world.sync();
    expect(await customerOf('kopi0')).toEqual(['Vinduer', 'k2']);
    await expectSettled();
  });

  test.each([
    ['made weekly while its booking is', {}, false],
    ['made longer while its bookings are', { attendees: [], ...weekly(2) }, false],
    ['made longer after its bookings were', { attendees: [], ...weekly(2) }, true],
    ['made longer, without an address, after its bookings were', { location: null, ...weekly(2) }, true],
  ])(
    'a series that is %s given away brings the other customer none of its words',
    async (_what, more, isCarriedOut) => {
      await insert('haand', 'Besøg', { ...olsens, ...more });
      await world.sync();
      later();
      await giveToHansen('haand');
      if (isCarriedOut) await world.sync();
      later();
      await patch('haand', { start: timed(at(2)), end: timed(at(2, 10)), ...weekly(3) });
      await world.sync();
      const olsensNow = (await ownersOf('haand')).filter(([, , notes]) => notes === 'Nøgle 9999');
      expect(olsensNow.length).toBeGreaterThan(0);
      expect(olsensNow.filter(([customer]) => customer === 'k1')).toEqual([]);
      await expectSettled();
    },
  );

  test('a new occurrence of a series that gets another address at the same time has its customer', async () => {
    const mette = { attendees: [{ email: 'mette@example.dk' }] };
    await insert('fast0', 'Fast', { ...mette, location: 'Nygade 1', ...weekly(2) });
    await world.sync();
    later();
    await patch('fast0', { location: 'Nygade 1 A', ...weekly(3) });
    await world.sync();
    expect(await ownersOf('fast0')).toEqual(Array(3).fill(['k1', 'Nygade 1 A', null]));
    await expectSettled();
  });

  test("next week's occurrence takes over what all its siblings share, and nothing else", async () => {
    await insert('fast0', 'Fast hos Hansen', { recurrence: ['RRULE:FREQ=WEEKLY'] });
    await insert('fast1', 'Skiftende', { recurrence: ['RRULE:FREQ=WEEKLY'] });
    const until = () => new Date(world.now.getTime() + 20 * 86_400_000);
    await world.sync({ until: until() });
    let changing = 0;
    for (const { id, serviceType } of await world.bookings()) {
      if (serviceType === 'Fast hos Hansen') await world.editBooking(id, { customerId: 'k1' });
      if (serviceType === 'Skiftende') await world.editBooking(id, { customerId: changing++ === 0 ? 'k1' : 'k2' });
    }
    await world.sync({ until: until() });
    const known = new Set((await world.bookings()).map(({ id }) => id));
    world.now = new Date(world.now.getTime() + 7 * 86_400_000);
    await world.sync({ until: until() });
    const fresh = (await world.bookings()).filter(({ id }) => !known.has(id));
    expect(fresh.map(({ calendarEventId, customerId }) => [calendarEventId?.slice(0, 5), customerId]).sort()).toEqual([
      ['fast0', 'k1'],
      ['fast1', null],
    ]);
  });

  test('the second half of a series keeps its bookings under an id that is not Google’s usual form', async () => {
    await insert('fast0', 'Fast', { location: 'Allé 3', recurrence: ['RRULE:FREQ=WEEKLY;COUNT=4'] });
    await world.sync();
    const before = (await world.bookings()).filter(({ serviceType }) => serviceType === 'Fast').map(({ id }) => id);
    later();
    await patch('fast0', { recurrence: ['RRULE:FREQ=WEEKLY;COUNT=2'] });
    const halfway = { start: timed(at(16, 11)), end: timed(at(16, 12)), recurrence: ['RRULE:FREQ=WEEKLY;COUNT=2'] };
    await insert('heltandet', 'Fast', { location: 'Allé 3', ...halfway });
    expect(await world.sync()).toMatchObject({ database: { created: 0, cancelled: 0 } });
    const after = (await world.bookings()).filter(({ serviceType }) => serviceType === 'Fast');
    expect(after.map(({ id }) => id)).toEqual(before);
    expect(after.map(({ start }) => start.slice(11, 13))).toEqual(['09', '09', '11', '11']);
  });

  test.each([
    ['says another customer', 'Vinduer - Ole Olsen', {}],
    ['says another address', 'Vinduer', { location: 'Torvet 9' }],
  ] as const)(
    'an event under our id that was made for another database’s booking and %s is left to it',
    async (_what, summary, more) => {
      const id = eventIdFor('b2');
      const marks = { private: { renosBookingId: 'b2' } };
      await insert(id, summary, { description: 'Nøgle 9999', extendedProperties: marks, ...more });
      await world.sync({ direction: 'db-to-google' });
      await world.addBooking({
        id: 'b2',
        customerId: 'k1',
        serviceType: 'Vinduer',
        address: 'Nygade 2',
        start: at(2),
        end: at(2, 10),
      });
      later();
      await world.sync({ force: true });
      expect(await eventOf('b2')).toBe(eventIdFor('b2', 1));
      expect(await read(id)).toMatchObject({ summary, description: 'Nøgle 9999' });
      expect((await world.bookings()).find(({ id: own }) => own === 'b2')).toMatchObject({
        notes: null,
        address: 'Nygade 2',
      });
    },
  );
});
