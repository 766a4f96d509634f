import { afterEach, expect, test } from 'vitest';
import { personAtGoogle } from '../../helpers/person-at-google.js';
import { openSyncWorld, type SyncWorld } from '../../helpers/sync-world.js';

let world: SyncWorld;
afterEach(() => world.close());
const { at, book, later, timed, insert, patch, eventOf, expectSettled } = personAtGoogle(() => world);
const calendarId = 'primary';

test('notes that Google cuts stay whole in the booking', async () => {
  world = await openSyncWorld('server', { descriptionLimit: 50 });
  const long = 'x'.repeat(80);
  await book('b1', 2, { notes: long });
  await world.sync();
  later();
  expect(await world.sync()).toMatchObject({ requests: 1, changes: [] });
  await patch(await eventOf('b1'), { location: 'Torvet' });
  later();
  expect(await world.sync()).toMatchObject({ database: { updated: 1 }, google: { updated: 0 } });
  expect(await world.bookings()).toMatchObject([{ notes: long, address: 'Torvet' }]);
  later();
  await world.editBooking('b1', { notes: `${long}y` });
  await world.sync();
  later();
  expect(await world.sync()).toMatchObject({ requests: 1, changes: [] });
  expect(await world.bookings()).toMatchObject([{ notes: `${long}y` }]);
  later();
  expect(await world.sync({ force: true })).toMatchObject({ changes: [] });
  expect(await world.bookings()).toMatchObject([{ notes: `${long}y` }]);
});
test('an event that is moved to a calendar which is not synced, and back, keeps its booking', async () => {
  world = await openSyncWorld('server');
  const other = (await world.google.calendars.insert({ requestBody: { summary: 'o' } })).data.id ?? '';
  await insert('hej00', 'Hej');
  await world.sync();
  later();
  await world.google.events.move({ calendarId, eventId: 'hej00', destination: other });
  expect(await world.sync()).toMatchObject({ database: { cancelled: 1 } });
  later();
  await world.google.events.move({ calendarId: other, eventId: 'hej00', destination: calendarId });
  await world.sync();
  expect(await world.bookings()).toMatchObject([{ status: 'scheduled' }]);
  expect(await world.bookings()).toHaveLength(1);
  await expectSettled();
});
test('blanks and line ends that Google trims are no edit', async () => {
  world = await openSyncWorld('server');
  await book('b1', 2, { notes: '  a\r\nb \n', address: ' Nygade\u00a01 ' });
  await world.sync();
  later();
  expect(await world.sync()).toMatchObject({ requests: 1, changes: [] });
  later();
  expect(await world.sync({ force: true })).toMatchObject({ changes: [] });
  await patch(await eventOf('b1'), { summary: 'Vask x' });
  later();
  await world.sync();
  expect(await world.bookings()).toMatchObject([{ notes: '  a\r\nb \n', address: ' Nygade\u00a01 ' }]);
});
test('two equal ones on both sides are linked one by one, and the rows get their ids', async () => {
  world = await openSyncWorld('server');
  for (const id of ['b1', 'b2']) await world.addBooking({ id, serviceType: 'Vask', start: at(2), end: at(2, 10) });
  for (const id of ['hej00', 'hej01', 'hej02']) await insert(id, 'Vask');
  expect(await world.sync()).toMatchObject({ linked: 2, database: { created: 1 }, google: { created: 0 } });
  await expectSettled();
});
test('an event that no listing shows yet is not made twice, though nothing is remembered of it', async () => {
  world = await openSyncWorld('server');
  await book();
  world.sandbox.addFault({
    kind: 'delay-listing',
    delayMs: 3_600_000,
    times: 0,
    match: { operation: 'events.insert' },
  });
  await world.sync();
  world.sandbox.clearFaults();
  await world.database.orm.execute('truncate renos_sync.links, renos_sync.calendars');
  await world.database.orm.execute(`update bookings set "calendarEventId" = null`);
  later();
  await world.sync();
  later(120);
  await world.sync();
  expect(await world.events()).toHaveLength(1);
  await expectSettled();
});
test('a token that dies on the second page, and a full listing that breaks off once, bring what was changed', async () => {
  world = await openSyncWorld('server');
  await book();
  await world.sync();
  later();
  await patch(await eventOf('b1'), { location: 'Torvet' });
  const gone = { kind: 'status', status: 410, reason: 'fullSyncRequired' } as const;
  world.sandbox.addFault({ kind: 'empty-page', match: { syncToken: true } });
  world.sandbox.addFault({ ...gone, match: { page: 2 } });
  world.sandbox.addFault({ ...gone, match: { syncToken: false, n: 1 } });
  expect(await world.sync()).toMatchObject({ database: { updated: 1 } });
  await expectSettled();
});
test('a series of which one occurrence was moved and one has notes goes as a whole', async () => {
  world = await openSyncWorld('server');
  await insert('fast0', 'Fast', { recurrence: ['RRULE:FREQ=DAILY;COUNT=4'] });
  await world.sync();
  const [first, second] = await world.bookings();
  await patch(first?.calendarEventId ?? '', { start: timed(at(2, 15)), end: timed(at(2, 16)) });
  await world.editBooking(second?.id ?? '', { notes: 'kun her' });
  later();
  await world.sync();
  expect(await world.bookings()).toHaveLength(4);
  await expectSettled();
  await world.google.events.delete({ calendarId, eventId: 'fast0' });
  later();
  expect(await world.sync()).toMatchObject({ database: { cancelled: 4 } });
  await expectSettled();
});
test('what is not mapped survives a write: a tentative status, colour, reminders, properties of others', async () => {
  world = await openSyncWorld('server');
  await insert('hej00', 'Hej', {
    status: 'tentative',
    colorId: '3',
    reminders: { useDefault: false, overrides: [{ method: 'popup', minutes: 5 }] },
    extendedProperties: { private: { andet: '1' }, shared: { x: 'y' } },
  });
  await world.sync();
  later();
  const [b] = await world.bookings();
  await world.editBooking(b?.id ?? '', { notes: 'ny', address: null });
  await world.sync();
  const { data } = await world.google.events.get({ calendarId, eventId: 'hej00' });
  expect(data).toMatchObject({
    status: 'tentative',
    colorId: '3',
    description: 'ny',
    extendedProperties: { private: { andet: '1' }, shared: { x: 'y' } },
    reminders: { overrides: [{ minutes: 5 }] },
  });
  await expectSettled();
});
