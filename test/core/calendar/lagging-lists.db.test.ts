import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Fault } from '../../../src/sandbox/start-sandbox.js';
import { personAtGoogle } from '../../helpers/person-at-google.js';
import { openSyncWorld, type SyncWorld } from '../../helpers/sync-world.js';

const calendarId = 'primary';
let world: SyncWorld;
const { at, book, later, expectSettled } = personAtGoogle(() => world);

beforeEach(async () => {
  world = await openSyncWorld('server');
});
afterEach(() => world.close());

/** No list shows for two hours what is inserted. */
const lag: Fault = { kind: 'delay-listing', delayMs: 7_200_000, times: 0, match: { operation: 'events.insert' } };

async function bookBehindTheList(from: number, until: number): Promise<void> {
  for (let n = from; n < until; n += 1) {
    await world.addBooking({ id: `b${n}`, serviceType: `Vask ${n}`, start: at(2, n % 20), end: at(2, (n % 20) + 1) });
  }
  world.sandbox.addFault(lag);
  await world.sync();
  world.sandbox.clearFaults();
  later();
}

async function deleteAll(bookingIds: readonly string[]): Promise<void> {
  const rows = (await world.bookings()).filter(({ id }) => bookingIds.includes(id));
  for (const { calendarEventId } of rows) {
    await world.google.events.delete({ calendarId, eventId: calendarEventId ?? '' });
  }
}

test.each([
  ['only event', 1],
  ['dozen events', 12],
])(
  'a forced run whose list is without the %s that was just made asks for them, and neither refuses nor removes',
  async (_what, count) => {
    await bookBehindTheList(0, count);
    expect(await world.sync({ force: true })).toMatchObject({ changes: [], errors: [] });
    later(150);
    expect(await world.sync()).toMatchObject({ changes: [], errors: [] });
    expect(await world.events()).toHaveLength(count);
    await expectSettled();
  },
);

test.each([
  ['is forced', async () => ({ force: true })],
  ['has lost its token', async () => world.sandbox.addFault({ kind: 'expire-token' })],
])('a run that %s takes no older version of an event for an edit of it', async (_how, before) => {
  await book('b1', 2, { notes: 'Ring' });
  await world.sync();
  later();
  await world.editBooking('b1', { notes: 'Ring ikke' });
  world.sandbox.addFault({ kind: 'delay-listing', delayMs: 7_200_000, match: { method: 'PATCH' } });
  await world.sync();
  world.sandbox.clearFaults();
  later();
  expect(await world.sync((await before()) ?? {})).toMatchObject({ changes: [], conflicts: [] });
  expect(await world.bookings()).toMatchObject([{ notes: 'Ring ikke' }]);
  later(150);
  expect(await world.sync()).toMatchObject({ changes: [], conflicts: [] });
  await expectSettled();
});

test('a restored event is not taken for deleted because a list is late', async () => {
  await book();
  await world.sync();
  later();
  await world.editBooking('b1', { status: 'cancelled' });
  await world.sync();
  later();
  await world.editBooking('b1', { status: 'confirmed' });
  world.sandbox.addFault({ kind: 'delay-listing', delayMs: 7_200_000, match: { method: 'PATCH' } });
  expect(await world.sync()).toMatchObject({ google: { updated: 1 } });
  world.sandbox.clearFaults();
  later();
  expect(await world.sync({ force: true })).toMatchObject({ changes: [], conflicts: [] });
  expect(await world.bookings()).toMatchObject([{ status: 'confirmed' }]);
  later(150);
  await world.sync();
  await expectSettled();
});

test('an emptied calendar is refused, though an event of it that no list shows yet is still there', async () => {
  for (let n = 0; n < 20; n += 1) {
    await world.addBooking({ id: `b${n}`, serviceType: `Vask ${n}`, start: at(3, n % 20), end: at(3, (n % 20) + 1) });
  }
  await world.sync();
  later();
  await bookBehindTheList(20, 21);
  await deleteAll(Array.from({ length: 20 }, (_, n) => `b${n}`));
  world.sandbox.addFault({ kind: 'expire-tombstones' });
  await expect(world.sync({ force: true })).rejects.toMatchObject({ exitCode: 3 });
  expect((await world.bookings()).every(({ status }) => status === 'scheduled')).toBe(true);
});

test('an emptied calendar costs few questions before it is refused', async () => {
  for (let n = 0; n < 40; n += 1) {
    await world.addBooking({ id: `b${n}`, serviceType: `Vask ${n}`, start: at(3, n % 20), end: at(3, (n % 20) + 1) });
  }
  await world.sync();
  later();
  await deleteAll(Array.from({ length: 40 }, (_, n) => `b${n}`));
  world.sandbox.addFault({ kind: 'expire-tombstones' });
  world.sandbox.resetLog();
  await expect(world.sync({ force: true })).rejects.toMatchObject({ exitCode: 3 });
  // The list, which calendar it is, and of ten events whether they are there and, as they are not, whether the calendar is.
  expect(world.sandbox.requests.length).toBeLessThanOrEqual(22);
});
