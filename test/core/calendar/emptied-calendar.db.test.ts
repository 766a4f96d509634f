import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { databaseKinds } from '../../helpers/databases.js';
import { personAtGoogle } from '../../helpers/person-at-google.js';
import { differences, readSides } from '../../helpers/sync-sides.js';
import { openSyncWorld, type SyncWorld } from '../../helpers/sync-world.js';

let world: SyncWorld;
const { at, later, bookDays } = personAtGoogle(() => world);

async function book(count: number): Promise<void> {
  await bookDays(count);
  await world.sync();
  later();
}

async function deleteEvents(count: number): Promise<void> {
  for (const { id } of (await world.events()).slice(0, count))
    await world.google.events.delete({ calendarId: 'primary', eventId: id ?? '' });
}

const statuses = async () => (await world.bookings()).map(({ status }) => status);

describe.each(databaseKinds)('a calendar whose linked events are all deleted, on %s', (kind) => {
  beforeEach(async () => {
    world = await openSyncWorld(kind);
  });
  afterEach(() => world.close());

  test.each([3, 4, 10])('%d deletions in a list of changes are refused, until they are meant', async (count) => {
    await book(count);
    await deleteEvents(count);
    const items = { length: count };
    for (const dryRun of [true, false, false])
      await expect(world.sync({ dryRun })).rejects.toMatchObject({ code: 'calendar-emptied', exitCode: 3, items });
    await expect(world.sync({ maxDeletes: { count: count - 1 } })).rejects.toMatchObject({ exitCode: 3 });
    expect(await statuses()).toEqual(Array(count).fill('scheduled'));
    expect(await world.sync({ maxDeletes: { count } })).toMatchObject({ database: { cancelled: count } });
    expect(differences(await readSides(world))).toEqual([]);
  });

  test('other events that are still there, or new, do not make it less emptied', async () => {
    await book(3);
    await world.google.events.insert({
      calendarId: 'primary',
      requestBody: { summary: 'Tandlæge', visibility: 'private', start: { dateTime: at(2) }, end: { dateTime: at(3) } },
    });
    await world.sync();
    later();
    for (const { id, visibility } of await world.events())
      if (visibility !== 'private') await world.google.events.delete({ calendarId: 'primary', eventId: id ?? '' });
    for (const force of [false, true])
      await expect(world.sync({ force })).rejects.toMatchObject({ code: 'calendar-emptied' });
    expect(await statuses()).toEqual(['scheduled', 'scheduled', 'scheduled']);
  });

  test('a booking that has taken place, whose event went earlier, does not count as one that is left', async () => {
    await book(4);
    await world.editBooking('b0', { status: 'completed' });
    await world.sync();
    later();
    await deleteEvents(1);
    await world.sync();
    later();
    await deleteEvents(3);
    await expect(world.sync()).rejects.toMatchObject({ code: 'calendar-emptied', items: { length: 3 } });
  });

  test('a series that was deleted as a whole is one deletion', async () => {
    const { data } = await world.google.events.insert({
      calendarId: 'primary',
      requestBody: {
        summary: 'Fast kunde',
        start: { dateTime: at(1), timeZone: 'Europe/Copenhagen' },
        end: { dateTime: at(1, 10), timeZone: 'Europe/Copenhagen' },
        recurrence: ['RRULE:FREQ=DAILY;COUNT=5'],
      },
    });
    await world.sync();
    later();
    await world.google.events.delete({ calendarId: 'primary', eventId: data.id ?? '' });
    expect(await world.sync()).toMatchObject({ database: { cancelled: 5 } });
  });

  test('events left in slices of maxEvents are counted as a whole', async () => {
    await book(3);
    await deleteEvents(3);
    await expect(world.sync({ maxEvents: 1 })).rejects.toMatchObject({ code: 'calendar-emptied' });
  });

  test('two of two, and three of four, are cancelled', async () => {
    await book(4);
    await deleteEvents(3);
    expect(await world.sync({ maxDeletes: null })).toMatchObject({ database: { cancelled: 3 } });
    later();
    await world.addBooking({ id: 'b9', serviceType: 'Vask', start: at(9), end: at(9, 10) });
    await world.sync();
    later();
    await deleteEvents(2);
    expect(await world.sync()).toMatchObject({ database: { cancelled: 2 } });
  });

  test('events that moved on to another calendar that is synced too are not lost', async () => {
    const { data: other } = await world.google.calendars.insert({ requestBody: { summary: 'Hold 2' } });
    const calendarIds = ['primary', other.id ?? ''] as const;
    for (let n = 0; n < 3; n += 1)
      await world.addBooking({ id: `b${n}`, serviceType: `Vask ${n}`, start: at(n + 1), end: at(n + 1, 10) });
    await world.sync({ calendarIds });
    later();
    for (const { id } of await world.events())
      await world.google.events.move({ calendarId: 'primary', eventId: id ?? '', destination: other.id ?? '' });
    expect(await world.sync({ calendarIds })).toMatchObject({ database: { cancelled: 0 }, errors: [] });
    expect(await statuses()).toEqual(['scheduled', 'scheduled', 'scheduled']);
  });
});
