import { afterEach, beforeEach, expect, test } from 'vitest';
import { personAtGoogle } from '../../helpers/person-at-google.js';
import { openSyncWorld, type SyncWorld } from '../../helpers/sync-world.js';

let world: SyncWorld;
beforeEach(async () => {
  world = await openSyncWorld('server');
});
afterEach(() => world.close());

const { at, book, later, timed } = personAtGoogle(() => world);
const addEvent = (id: string, days: number, more: object = {}, calendarId = 'primary') =>
  world.google.events.insert({
    calendarId,
    requestBody: {
      id,
      summary: id,
      start: timed(at(days)),
      end: timed(at(days, 10)),
      ...more,
    },
  });
const services = async () => (await world.bookings()).map(({ serviceType }) => serviceType);
const nothingDone = { changes: [], errors: [], conflicts: [] };

test('private and declined events become bookings only when they are included', async () => {
  await addEvent('lukket0', 1, { visibility: 'private' });
  await addEvent('afslag0', 2, {
    attendees: [{ email: 'owner@sandbox.invalid', self: true, responseStatus: 'declined' }],
  });
  expect(await world.sync()).toMatchObject({ database: { created: 0 }, skipped: { private: 1, declined: 1 } });
  later();
  expect(await world.sync({ force: true, include: { private: true, declined: false } })).toMatchObject({
    database: { created: 1 },
    skipped: { declined: 1 },
  });
  later();
  await world.sync({ force: true, include: { private: true, declined: true } });
  expect(await services()).toEqual(['lukket0', 'afslag0']);
});

test('nothing outside since and until is created; what is linked is followed wherever it goes', async () => {
  const bounds = { since: world.now, until: new Date(at(10)) };
  await addEvent('inden0', 3);
  await addEvent('efter0', 20);
  await world.addBooking({
    id: 'b1',
    serviceType: 'senere',
    start: at(20),
    end: at(20, 10),
  });
  expect(await world.sync(bounds)).toMatchObject({
    google: { created: 0 },
    database: { created: 1 },
    skipped: { 'outside-window': 1 },
  });
  later();
  await world.google.events.patch({
    calendarId: 'primary',
    eventId: 'inden0',
    requestBody: { start: timed(at(30)), end: timed(at(30, 10)) },
  });
  expect(await world.sync(bounds)).toMatchObject({ database: { updated: 1, created: 0 } });
  later();
  expect(await world.sync()).toMatchObject({ google: { created: 1 }, database: { created: 1 } });
  later();
  await world.sync();
  later();
  expect(await world.sync()).toMatchObject({ ...nothingDone, requests: 1 });
});

test('an event that Google refuses is reported, left alone, and tried again when it changes or on request', async () => {
  await book('b1', 1);
  const refuse = () =>
    world.sandbox.addFault({ match: { operation: 'events.insert' }, kind: 'status', status: 400, reason: 'invalid' });
  refuse();
  expect(await world.sync()).toMatchObject({ success: false, errors: [{ bookingId: 'b1' }] });
  later();
  expect(await world.sync()).toMatchObject({ google: { created: 0 }, skipped: { 'failed-before': 1 } });
  later();
  refuse();
  expect(await world.sync({ retryFailed: true })).toMatchObject({ errors: [{ bookingId: 'b1' }] });
  later();
  await world.editBooking('b1', { notes: 'rettet' });
  expect(await world.sync()).toMatchObject({ success: true, google: { created: 1 }, errors: [] });
});

test('of several calendars the first receives new bookings, and an event that moves to another keeps its booking', async () => {
  const { data } = await world.google.calendars.insert({ requestBody: { summary: 'Hold 2' } });
  const second = data.id ?? '';
  const options = { calendarIds: ['primary', second] as const };
  await addEvent('hold10', 1);
  await addEvent('hold20', 2, {}, second);
  await world.addBooking({ id: 'b1', serviceType: 'ny', start: at(3), end: at(3, 10) });
  expect(await world.sync(options)).toMatchObject({ google: { created: 1 }, database: { created: 2 } });
  expect((await world.events()).map(({ summary }) => summary).sort()).toEqual(['hold10', 'ny']);
  const before = await world.bookings();
  later();
  await world.google.events.move({ calendarId: 'primary', eventId: 'hold10', destination: second });
  expect(await world.sync(options)).toMatchObject({
    google: { created: 0, deleted: 0 },
    database: { created: 0, cancelled: 0 },
    errors: [],
  });
  expect((await world.bookings()).map(({ id, status }) => [id, status])).toEqual(
    before.map(({ id, status }) => [id, status]),
  );
  later();
  await world.editBooking(before[0]?.id ?? '', { address: 'Nygade 1' });
  expect(await world.sync(options)).toMatchObject({ google: { updated: 1 } });
  const moved = await world.google.events.get({ calendarId: second, eventId: 'hold10' });
  expect(moved.data.location).toBe('Nygade 1');
  later();
  await world.sync(options);
  later();
  expect(await world.sync(options)).toMatchObject({ ...nothingDone, requests: 2 });
});

test('titles follow the template that is set, and are read back by it', async () => {
  await world.addCustomer({ id: 'k1', name: 'Jensen', email: 'jensen@example.dk' });
  await world.addBooking({
    id: 'b1',
    customerId: 'k1',
    serviceType: 'Vask',
    start: at(3),
    end: at(3, 10),
  });
  const options = { titleTemplate: '{customerName}: {serviceType}' };
  await world.sync(options);
  const [event] = await world.events();
  expect(event?.summary).toBe('Jensen: Vask');
  later();
  expect(await world.sync(options)).toMatchObject({ ...nothingDone, requests: 1 });
  await world.google.events.patch({
    calendarId: 'primary',
    eventId: event?.id ?? '',
    requestBody: { summary: 'Jensen: Vinduer' },
  });
  await world.sync(options);
  expect(await world.bookings()).toMatchObject([{ serviceType: 'Vinduer' }]);
});
