import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eventIdFor } from '../../../src/core/calendar/model/event-id.js';
import { personAtGoogle } from '../../helpers/person-at-google.js';
import { openSyncWorld, type SyncWorld } from '../../helpers/sync-world.js';

const calendarId = 'primary';
const day = 86_400_000;
let world: SyncWorld;

beforeEach(async () => {
  world = await openSyncWorld('server');
});
afterEach(() => world.close());

const { at, book, later, timed, insert, patch, eventOf, expectSettled } = personAtGoogle(() => world);

describe('an event that was made by a run which never came to say so', () => {
  test('and then given another title in Google keeps that', async () => {
    await book();
    world.sandbox.addFault({ kind: 'commit-then-status', status: 502, times: 0, match: { n: 2 } });
    await expect(world.sync()).rejects.toMatchObject({ exitCode: 5 });
    world.sandbox.clearFaults();
    later();
    await patch(eventIdFor('b1'), { summary: 'Vask og polering' });
    await world.sync();
    expect(await world.bookings()).toMatchObject([{ serviceType: 'Vask og polering' }]);
    await expectSettled();
  });

  test.each([
    ['deleted in Google', async () => world.google.events.delete({ calendarId, eventId: eventIdFor('b1') }), 1, 0],
    ['cancelled in the database', async () => world.editBooking('b1', { status: 'cancelled' }), 0, 1],
  ] as const)('and was then %s is gone on both sides', async (_where, act, cancelled, deleted) => {
    await book();
    world.sandbox.addFault({ kind: 'commit-then-status', status: 502, times: 0, match: { n: 2 } });
    await expect(world.sync()).rejects.toMatchObject({ exitCode: 5 });
    world.sandbox.clearFaults();
    later();
    await act();
    later();
    expect(await world.sync()).toMatchObject({ errors: [], google: { deleted }, database: { created: 0, cancelled } });
    expect(await world.events()).toEqual([]);
    expect(await world.bookings()).toMatchObject([{ id: 'b1', status: 'cancelled' }]);
    await expectSettled();
  });

  test.each([
    ['Google', 'stays so', async () => patch(eventIdFor('b1'), { description: '' }), null],
    ['the booking', 'stays so', async () => world.editBooking('b1', { notes: null }), null],
    [
      'Google, and written again in the booking,',
      'is in dispute',
      async () => {
        await patch(eventIdFor('b1'), { description: '' });
        await world.editBooking('b1', { notes: 'Ring først' }, new Date(world.now.getTime() - 60_000));
      },
      'dispute',
    ],
  ] as const)('what it was made with and was then cleared in %s %s', async (_where, _becomes, act, expected) => {
    await book('b1', 2, { notes: 'Husk' });
    world.sandbox.addFault({ kind: 'commit-then-status', status: 502, times: 0, match: { n: 2 } });
    await expect(world.sync()).rejects.toMatchObject({ exitCode: 5 });
    world.sandbox.clearFaults();
    later();
    await act();
    later();
    const { conflicts } = await world.sync();
    expect(conflicts).toHaveLength(expected === null ? 0 : 1);
    expect(await world.bookings()).toMatchObject([{ notes: null }]);
    await expectSettled();
  });
});

test('a copied row whose noted event is gone gets the id of the event that was created for it without a reply', async () => {
  await insert('hej00', 'Hej');
  await world.sync();
  later();
  await world.addBooking({ id: 'b1', serviceType: 'Hej', start: at(4), end: at(4, 10), calendarEventId: 'hej00' });
  await patch('hej00', { recurrence: ['RRULE:FREQ=WEEKLY;COUNT=2'] });
  world.sandbox.addFault({ kind: 'commit-then-status', status: 502, times: 0, match: { n: 3 } });
  await expect(world.sync()).rejects.toMatchObject({ exitCode: 5 });
  world.sandbox.clearFaults();
  later();
  await world.sync();
  const [own] = (await world.bookings()).filter(({ id }) => id === 'b1');
  expect(own).toMatchObject({ calendarEventId: eventIdFor('b1') });
  await expectSettled();
});

describe('an event that became a series', () => {
  const twice = { recurrence: ['RRULE:FREQ=WEEKLY;COUNT=2'] };
  const seriesOf = async () => (await world.google.events.get({ calendarId, eventId: eventIdFor('b1') })).data;

  test('and was moved, its first occurrence further still, is not written as a whole for the booking it had', async () => {
    await book();
    await world.sync();
    later();
    const id = eventIdFor('b1');
    await patch(id, { ...twice, start: timed(at(2, 14)), end: timed(at(2, 16)) });
    const { data } = await world.google.events.instances({ calendarId, eventId: id });
    await patch(data.items?.[0]?.id ?? '', { start: timed(at(18)), end: timed(at(18, 11)) });
    await world.editBooking('b1', { notes: 'kun denne' });
    await world.sync();
    expect((await seriesOf()).description).toBeUndefined();
    expect(await world.bookings()).toMatchObject([{ id: 'b1', notes: 'kun denne' }, { notes: null }, { notes: null }]);
    await expectSettled();
  });

  test.each([
    ['edited', { notes: 'kun denne' }, 'PATCH'],
    ['cancelled', { status: 'cancelled' }, 'DELETE'],
  ] as const)(
    'while its booking was %s is left to the next run, which does it to the one occurrence',
    async (_what, edit, method) => {
      await book();
      await world.sync();
      later();
      await world.editBooking('b1', edit);
      world.sandbox.addFault({
        kind: 'rival-edit',
        match: { method },
        patch: { ...twice, start: timed(at(2)), end: timed(at(2, 11)) },
      });
      expect(await world.sync()).toMatchObject({ errors: [{ code: 'event-became-series' }] });
      expect(await seriesOf()).toMatchObject(twice);
      expect((await seriesOf()).status).not.toBe('cancelled');
      later();
      expect(await world.sync()).toMatchObject({ errors: [] });
      expect((await seriesOf()).description).toBeUndefined();
      expect((await world.events()).length).toBeGreaterThan(0);
      await expectSettled();
    },
  );
});

describe('a series whose window moves on', () => {
  const daily = { recurrence: ['RRULE:FREQ=DAILY'] };
  const until = () => new Date(world.now.getTime() + 6 * day);

  test('and whose last occurrence in reach was deleted loses that one booking, and gets the next', async () => {
    await insert('daglig', 'Fast', daily);
    await world.sync({ until: until() });
    const before = await world.bookings();
    const last = before.at(-1);
    await world.google.events.delete({ calendarId, eventId: last?.calendarEventId ?? '' });
    world.now = new Date(world.now.getTime() + day);
    expect(await world.sync({ until: until() })).toMatchObject({ database: { created: 1, cancelled: 1 } });
    const after = await world.bookings();
    expect(after.find(({ id }) => id === last?.id)).toMatchObject({ status: 'cancelled', start: last?.start });
  });

  test('and that ends while a run looks less far loses what that run cannot see', async () => {
    await insert('daglig', 'Fast', daily);
    await world.sync({ until: new Date(world.now.getTime() + 20 * day) });
    const end = at(4, 0).replaceAll(/[-:]/g, '');
    later();
    await patch('daglig', { recurrence: [`RRULE:FREQ=DAILY;UNTIL=${end}`] });
    await world.sync({ until: until(), maxDeletes: { percent: 100 } });
    later();
    await world.sync({ until: new Date(world.now.getTime() + 20 * day), maxDeletes: { percent: 100 } });
    const alive = (await world.bookings()).filter(({ status }) => status !== 'cancelled');
    expect(alive.map(({ start }) => start.slice(0, 10))).toEqual([at(2).slice(0, 10), at(3).slice(0, 10)]);
  });
});

describe('a run that looks less far than an earlier one', () => {
  test('moves no booking of a series to a day that was added to it', async () => {
    const monday = new Date(world.now.getTime() + ((8 - world.now.getUTCDay()) % 7 || 7) * day);
    const on = (hour: number) => timed(`${monday.toISOString().slice(0, 10)}T${String(hour).padStart(2, '0')}:00:00Z`);
    await insert('hverdag', 'Fast', {
      start: on(9),
      end: on(10),
      recurrence: ['RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;COUNT=40'],
    });
    await world.sync();
    const before = new Map((await world.bookings()).map(({ id, start }) => [id, start]));
    later();
    await patch('hverdag', { recurrence: ['RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA;COUNT=48'] });
    await world.sync({ until: new Date(monday.getTime() + 13 * day) });
    const moved = (await world.bookings()).filter(({ id, start }) => before.has(id) && before.get(id) !== start);
    expect(moved).toEqual([]);
  });
});

describe('a field that was disputed from the first sync on', () => {
  test('and is then cleared in Google is cleared, and the other value is kept on record', async () => {
    await world.addBooking({
      id: 'b1',
      serviceType: 'Vask',
      address: 'Nygade 1',
      notes: 'Nøgle',
      calendarEventId: 'vinduer',
      start: at(2),
      end: at(2, 10),
    });
    await insert('vinduer', 'Vask', { description: 'Ring på' });
    expect(await world.sync({ policy: 'hold' })).toMatchObject({
      conflicts: [{ decision: 'held', fields: ['description'] }],
      changes: [{ side: 'google', fields: { location: [null, 'Nygade 1'] } }],
    });
    later();
    await patch('vinduer', { description: null });
    expect(await world.sync({ policy: 'newest' })).toMatchObject({
      conflicts: [{ decision: 'google', fields: ['description'] }],
    });
    expect(await world.bookings()).toMatchObject([{ notes: null }]);
    expect(await world.events()).toMatchObject([{ location: 'Nygade 1' }]);
    await expectSettled();
  });
});

describe('another title template', () => {
  test('is no edit: what is deleted in Google stays deleted', async () => {
    await world.addCustomer({ id: 'k1', name: 'Jensen', email: 'jensen@example.dk' });
    await book('b1', 2, { customerId: 'k1' });
    await world.sync();
    await world.google.events.delete({ calendarId, eventId: await eventOf('b1') });
    later();
    expect(await world.sync({ titleTemplate: '{customerName}: {serviceType}' })).toMatchObject({
      database: { cancelled: 1 },
      google: { updated: 0 },
      conflicts: [],
    });
  });
});

describe('a pair of which Google refuses one write', () => {
  const refuse = (method: string) =>
    world.sandbox.addFault({ kind: 'status', status: 400, reason: 'invalid', match: { method }, times: 0 });

  test('still gets what was edited in Google, and the rest when Google takes it', async () => {
    await book();
    await world.sync();
    later();
    const eventId = await eventOf('b1');
    await world.editBooking('b1', { notes: 'Nøgle under måtten' });
    await patch(eventId, { location: 'Torvet 1' });
    refuse('PATCH');
    expect(await world.sync()).toMatchObject({ errors: [{ bookingId: 'b1' }], database: { updated: 1 } });
    expect(await world.bookings()).toMatchObject([{ address: 'Torvet 1', notes: 'Nøgle under måtten' }]);
    world.sandbox.clearFaults();
    later();
    await world.sync({ retryFailed: true });
    expect(await world.events()).toMatchObject([{ location: 'Torvet 1', description: 'Nøgle under måtten' }]);
    await expectSettled();
  });

  test('before their first sync: the deletion that was decided on is not forgotten', async () => {
    await insert('vinduer', 'Vask');
    await world.addBooking({
      id: 'b1',
      serviceType: 'Vask',
      status: 'cancelled',
      calendarEventId: 'vinduer',
      start: at(2),
      end: at(2, 10),
    });
    refuse('DELETE');
    expect(await world.sync({ policy: 'database' })).toMatchObject({ errors: [{ bookingId: 'b1' }] });
    world.sandbox.clearFaults();
    later();
    expect(await world.sync({ retryFailed: true })).toMatchObject({ google: { deleted: 1 }, errors: [] });
    await expectSettled();
  });
});

describe('texts that only look different', () => {
  test('notes with something like HTML in them agree with the event that shows them', async () => {
    const notes = 'Brug <b>ikke</b> sæbe &amp; vand';
    await world.addBooking({
      id: 'b1',
      serviceType: 'Vask',
      notes,
      calendarEventId: 'vinduer',
      start: at(2),
      end: at(2, 10),
    });
    await insert('vinduer', 'Vask', { description: notes });
    expect(await world.sync()).toMatchObject({ linked: 1, changes: [], conflicts: [] });
    later();
    expect(await world.sync()).toMatchObject({ requests: 1, changes: [], conflicts: [] });
  });

  test("RenOS's bookkeeping line in an event's description is no note", async () => {
    await insert('vinduer', 'Vask', { description: 'Ring på\nGoogle Calendar Event ID: vinduer' });
    await world.sync();
    expect(await world.bookings()).toMatchObject([{ notes: 'Ring på' }]);
    await expectSettled();
    await patch('vinduer', { description: 'Bank på\nGoogle Calendar Event ID: vinduer' });
    await world.sync();
    expect(await world.bookings()).toMatchObject([{ notes: 'Bank på' }]);
    await expectSettled();
  });
});

describe('who changed last', () => {
  test('is not decided by a timestamp in the future', async () => {
    await book();
    await world.sync();
    later();
    await world.editBooking('b1', { address: 'Nygade 1' }, new Date(world.now.getTime() + 3 * day));
    later();
    await patch(await eventOf('b1'), { location: 'Torvet 1' });
    expect(await world.sync()).toMatchObject({ conflicts: [{ decision: 'held' }], changes: [] });
  });
});

describe('--include', () => {
  test('widened later brings what was left out', async () => {
    await insert('privat', 'Frokost', { visibility: 'private' });
    expect(await world.sync()).toMatchObject({ database: { created: 0 }, skipped: { private: 1 } });
    later();
    const include = { private: true, declined: false };
    expect(await world.sync({ include })).toMatchObject({ database: { created: 1 } });
    later();
    expect(await world.sync({ include })).toMatchObject({ requests: 1, changes: [] });
    later();
    expect(await world.sync()).toMatchObject({ requests: 1, changes: [] });
    await insert('laege', 'Lægen', { visibility: 'private', start: timed(at(4)), end: timed(at(4, 10)) });
    expect(await world.sync()).toMatchObject({ skipped: { private: 1 } });
    later();
    expect(await world.sync({ include })).toMatchObject({ database: { created: 1 } });
  });
});

describe("a rule of the application's database", () => {
  test('that refuses one booking does not stop the others', async () => {
    await world.database.orm.execute(
      sql`alter table bookings add constraint no_sunday_wash check ("serviceType" <> 'Søndag')`,
    );
    await book();
    await insert('sondag', 'Søndag');
    await insert('mandag', 'Mandag');
    expect(await world.sync()).toMatchObject({
      google: { created: 1 },
      database: { created: 1 },
      errors: [{ code: 'database-refused', eventId: 'sondag', message: expect.stringContaining('no_sunday_wash') }],
    });
    later();
    expect(await world.sync()).toMatchObject({ requests: 1, changes: [], skipped: { 'failed-before': 1 } });
    await patch('mandag', { summary: 'Søndag' });
    await world.editBooking('b1', { address: 'Nygade 1' });
    expect(await world.sync()).toMatchObject({
      google: { updated: 1 },
      errors: [{ code: 'database-refused', eventId: 'mandag' }],
    });
    await world.database.orm.execute(sql`alter table bookings drop constraint no_sunday_wash`);
    later();
    expect(await world.sync({ retryFailed: true })).toMatchObject({ database: { created: 1, updated: 1 }, errors: [] });
    await expectSettled();
    expect(await world.ports().storeFor(null).findFailures([calendarId])).toEqual([]);
  });

  test.each([
    ['was made private', () => patch('sondag', { visibility: 'private' }), {}],
    ['was deleted', () => world.google.events.delete({ calendarId, eventId: 'sondag' }), {}],
    ['was deleted and forgotten', forget, {}],
    ['has a booking made by hand', bookByHand, { force: true }],
  ] as const)('is over for an event that %s', async (_what, act, options) => {
    await world.database.orm.execute(
      sql`alter table bookings add constraint no_sunday_wash check ("serviceType" <> 'Søndag')`,
    );
    await insert('sondag', 'Søndag', { attendees: [{ email: 'kunde@example.dk' }] });
    expect(await world.sync()).toMatchObject({ errors: [{ code: 'database-refused' }] });
    later();
    await act();
    await world.sync(options);
    later();
    expect(await world.sync()).toMatchObject({ requests: 1, errors: [], skipped: {} });
    expect(await world.ports().storeFor(null).findFailures([calendarId])).toEqual([]);
  });
});

async function bookByHand(): Promise<void> {
  await world.addCustomer({ id: 'k1', name: 'Jensen', email: 'kunde@example.dk' });
  await world.addBooking({ id: 'b1', customerId: 'k1', serviceType: 'Vask', start: at(2), end: at(2, 10) });
}

async function forget(): Promise<void> {
  await world.google.events.delete({ calendarId, eventId: 'sondag' });
  world.sandbox.addFault({ kind: 'expire-tombstones' });
  await world.google.events.list({ calendarId });
  world.sandbox.addFault({ kind: 'expire-token', match: { syncToken: true } });
}
