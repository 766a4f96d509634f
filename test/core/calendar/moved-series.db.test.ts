import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { databaseKinds } from '../../helpers/databases.js';
import { personAtGoogle } from '../../helpers/person-at-google.js';
import { openSyncWorld, type SyncWorld } from '../../helpers/sync-world.js';

let world: SyncWorld;
const { later, patch, expectSettled } = personAtGoogle(() => world);
const calendarId = 'primary';
const zone = 'Europe/Copenhagen';
const day = 86_400_000;
/** A Monday; the clocks are set forward on the 29th. */
const monday = Date.parse('2026-03-02T00:00:00Z');

/** Wall-clock time, some days after that Monday. */
const wall = (days: number, hour = 9) => ({
  dateTime: `${new Date(monday + days * day).toISOString().slice(0, 10)}T${String(hour).padStart(2, '0')}:00:00`,
  timeZone: zone,
});
const series = async (recurrence: string, from = 0) => {
  const requestBody = {
    id: 'fast0',
    summary: 'Fast',
    start: wall(from),
    end: wall(from, 10),
    recurrence: [recurrence],
  };
  await world.google.events.insert({ calendarId, requestBody });
};
const move = (days: number, hour = 9, more: object = {}) =>
  patch('fast0', { start: wall(days, hour), end: wall(days, hour + 1), ...more });
/** Each booking gets a status and a word of its own, by the clock that stamped its row. */
const tell = async () => {
  for (const [n, { id }] of (await world.bookings()).entries())
    await world.editBooking(id, { notes: `nr ${n}`, status: n % 2 === 0 ? 'confirmed' : 'pending' }, new Date());
  await world.sync();
  later();
};
const told = async () =>
  (await world.bookings()).map(({ start, notes, status }) => {
    const day0 = Date.parse(`${start.slice(0, 10)}T00:00:00Z`);
    return [Math.round((day0 - monday) / day), notes, status];
  });
const words = (n: number) => (n % 2 === 0 ? 'confirmed' : 'pending');

describe.each(databaseKinds)('a series that is moved as a whole, on the %s database', (kind) => {
  beforeEach(async () => {
    world = await openSyncWorld(kind);
    world.now = new Date(monday - 5 * day);
  });
  afterEach(() => world.close());

  test.each([
    ['from Monday to Friday', 4],
    ['from Monday to Saturday, and to another hour', 5, 14],
    ['by a week, its own interval', 7],
    ['by ten days, across a change of the clocks', 10],
    ['by two weeks', 14],
    ['backwards by four days', -4],
  ])('%s takes its bookings along, each as it was', async (_, days, hour = 9) => {
    await series('RRULE:FREQ=WEEKLY;COUNT=6');
    await world.sync();
    later();
    await tell();
    await move(days, hour);
    const result = await world.sync();
    expect(result).toMatchObject({ database: { created: 0, cancelled: 0, updated: 6 }, errors: [], conflicts: [] });
    expect(await told()).toEqual(Array.from({ length: 6 }, (__, n) => [7 * n + days, `nr ${n}`, words(n)]));
    await expectSettled();
  });

  test('every day, by four days: the k-th continues as the k-th', async () => {
    await series('RRULE:FREQ=DAILY;COUNT=8');
    await world.sync();
    later();
    await tell();
    await move(4);
    await world.sync();
    expect(await told()).toEqual(Array.from({ length: 8 }, (_, n) => [n + 4, `nr ${n}`, words(n)]));
    await expectSettled();
  });

  test('without an end, and begun long ago, continues from the week it is in', async () => {
    await series('RRULE:FREQ=WEEKLY', -70);
    await world.sync();
    later();
    await tell();
    const before = await told();
    await move(-66);
    await world.sync();
    const after = (await told()).filter(([, notes]) => notes !== null);
    // What the window does not show of either end is not judged by this.
    expect(after.slice(1, -1)).toEqual(before.map(([at, ...rest]) => [Number(at) + 4, ...rest]).slice(1, -1));
  });

  test('with one occurrence deleted and one edited before', async () => {
    await series('RRULE:FREQ=WEEKLY;COUNT=5');
    await world.sync();
    later();
    await tell();
    const occurrence = (n: number) =>
      `fast0_${new Date(monday + n * 7 * day).toISOString().slice(0, 10).replaceAll('-', '')}T080000Z`;
    await world.google.events.delete({ calendarId, eventId: occurrence(1) });
    await world.sync();
    later();
    await move(4);
    await world.sync();
    const kept = (await told()).filter(([, , status]) => status !== 'cancelled');
    expect(kept).toEqual(expect.arrayContaining([0, 2, 3, 4].map((n) => [7 * n + 4, `nr ${n}`, words(n)])));
  });

  test('that is shortened, thinned out or begins later than before is not taken for one that was moved', async () => {
    await series('RRULE:FREQ=DAILY;COUNT=8');
    await world.sync();
    later();
    await tell();
    await move(0, 9, { recurrence: ['RRULE:FREQ=DAILY;INTERVAL=2;COUNT=4'] });
    await world.sync();
    const live = (await told()).filter(([, , status]) => status !== 'cancelled');
    expect(live).toEqual([0, 2, 4, 6].map((n) => [n, `nr ${n}`, words(n)]));
  });

  const occurrence = (n: number) =>
    `fast0_${new Date(monday + n * 7 * day).toISOString().slice(0, 10).replaceAll('-', '')}T080000Z`;
  const deleteOccurrence = async (n: number) => {
    await world.google.events.delete({ calendarId, eventId: occurrence(n) });
    later();
  };
  const statuses = async () => (await told()).map(([at, , status]) => [at, status]);

  test.each([true, false])(
    'is not what happened where its first occurrence was deleted before its last one was read, force %s',
    async (force) => {
      await series('RRULE:FREQ=WEEKLY;COUNT=3');
      await world.sync({ maxEvents: 2 });
      later();
      await deleteOccurrence(0);
      await world.sync({ force });
      expect(await statuses()).toEqual([
        [0, 'cancelled'],
        [7, 'scheduled'],
        [14, 'scheduled'],
      ]);
      await expectSettled();
    },
  );

  test.each([0, 1])('by its own interval, where only booking %i has words of its own', async (own) => {
    await series('RRULE:FREQ=WEEKLY;COUNT=3');
    await world.sync();
    later();
    const ids = (await world.bookings()).map(({ id }) => id);
    await world.editBooking(ids[own] ?? '', { notes: 'Nøgle 1234' }, new Date());
    await world.sync();
    later();
    await move(7);
    expect(await world.sync()).toMatchObject({ database: { created: 0, cancelled: 0, updated: 3 }, errors: [] });
    const rows = await world.bookings();
    expect(rows.map(({ id }) => id)).toEqual(ids);
    expect((await told()).map(([at, notes]) => [at, notes])).toEqual(
      [0, 1, 2].map((n) => [7 * n + 7, n === own ? 'Nøgle 1234' : null]),
    );
    await expectSettled();
  });

  test.each([
    ['four days', 4],
    ['a day', 1],
  ])('by %s and back, after an occurrence was deleted, has one booking an occurrence', async (_, days) => {
    await series('RRULE:FREQ=WEEKLY;COUNT=4');
    await world.sync();
    later();
    await tell();
    await deleteOccurrence(1);
    await world.sync();
    later();
    for (const to of [days, 0]) {
      await move(to);
      expect(await world.sync()).toMatchObject({ errors: [] });
      later();
      const live = (await told()).filter(([, , status]) => status !== 'cancelled').map(([at]) => at);
      expect(live.sort((a, b) => Number(a) - Number(b))).toEqual([0, 1, 2, 3].map((n) => 7 * n + to));
    }
    expect(await world.sync()).toMatchObject({ requests: 1, changes: [], errors: [] });
  });
});
