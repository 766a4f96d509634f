import { sql } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { rowsOf } from '../../../src/db/client/database.js';
import type { DatabaseKind } from '../../helpers/databases.js';
import { openSyncWorld, type SyncWorld } from '../../helpers/sync-world.js';

const zone = 'Europe/Copenhagen';
const halfHour = 1_800_000;

/** The clocks went forward at 01:00 UTC on 29 March 2026, and back at 01:00 UTC on 25 October. */
const changes = ['2026-03-29T01:00:00Z', '2026-10-25T01:00:00Z'];
/** Each half hour of the twelve hours before each change and the twelve after. */
const halfHours = changes.flatMap((change) =>
  Array.from({ length: 48 }, (_, index) => new Date(Date.parse(change) + (index - 24) * halfHour)),
);

const processZone = process.env.TZ;
const utc = (at: Date | number) => `${new Date(at).toISOString().slice(0, 19)}Z`;
const inCopenhagen = (at: Date) =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone).toString({ timeZoneName: 'never' });

let kind: DatabaseKind = 'server';
let world: SyncWorld;
beforeEach(async () => {
  world = await openSyncWorld(kind);
  world.now = new Date('2026-03-10T12:00:00Z');
});
afterEach(() => world.close());

const addEvent = (id: string, start: object, end: object, more: object = {}) =>
  world.google.events.insert({ calendarId: 'primary', requestBody: { id, summary: id, start, end, ...more } });

const bookingsByService = async () => new Map((await world.bookings()).map((row) => [row.serviceType, row]));

/** Nothing is left to say, neither in what changed nor when everything is compared. */
async function expectQuiet(): Promise<void> {
  for (const force of [false, true]) {
    world.now = new Date(world.now.getTime() + 300_000);
    expect(await world.sync({ force })).toMatchObject({ changes: [], conflicts: [], errors: [] });
  }
}

describe.each([
  ['America/New_York', 19, 'server'],
  ['Europe/Copenhagen', 1, 'embedded'],
  ['Asia/Kathmandu', 5, 'server'],
] as const)('with the process in %s', (TZ, hourAtNewYear, databaseKind) => {
  beforeAll(() => {
    process.env.TZ = TZ;
    kind = databaseKind;
  });
  afterAll(() => {
    kind = 'server';
    if (processZone === undefined) delete process.env.TZ;
    else process.env.TZ = processZone;
  });

  test('every half hour around both changes of the clocks keeps its instant and its wall-clock time', async () => {
    expect(new Date('2026-01-01T00:00:00Z').getHours()).toBe(hourAtNewYear);
    for (const at of halfHours)
      await world.addBooking({
        id: `b${utc(at)}`,
        serviceType: `ud ${utc(at)}`,
        start: utc(at),
        end: utc(at.getTime() + halfHour),
      });
    await Promise.all(
      halfHours.map((at, index) => {
        // As people's clients write it: wall-clock time with its offset.
        const end = new Date(at.getTime() + halfHour);
        const time = (instant: Date) => ({ dateTime: inCopenhagen(instant), timeZone: zone });
        return addEvent(`ind${String(index).padStart(3, '0')}`, time(at), time(end));
      }),
    );
    const made = halfHours.length;
    expect(await world.sync()).toMatchObject({ google: { created: made }, database: { created: made }, errors: [] });

    const events = new Map((await world.events()).map((event) => [event.summary, event]));
    const bookings = await bookingsByService();
    for (const [index, at] of halfHours.entries()) {
      const [sent, read] = [events.get(`ud ${utc(at)}`), bookings.get(`ind${String(index).padStart(3, '0')}`)];
      expect(sent?.start).toEqual({ dateTime: inCopenhagen(at), timeZone: zone });
      expect(sent?.end).toEqual({ dateTime: inCopenhagen(new Date(at.getTime() + halfHour)), timeZone: zone });
      expect(read).toMatchObject({ start: utc(at), end: utc(at.getTime() + halfHour) });
    }
    await expectQuiet();
  });
});

test('a weekly series keeps its wall-clock time across both changes', async () => {
  await addEvent(
    'ugentlig',
    { dateTime: '2026-03-15T09:00:00', timeZone: zone },
    { dateTime: '2026-03-15T11:30:00', timeZone: zone },
    { recurrence: ['RRULE:FREQ=WEEKLY;COUNT=35'] },
  );
  expect(await world.sync()).toMatchObject({ database: { created: 35 } });
  const bookings = await world.bookings();
  expect(new Set(bookings.map(({ start }) => inCopenhagen(new Date(start)).slice(11, 16)))).toEqual(new Set(['09:00']));
  expect(new Set(bookings.map(({ end }) => inCopenhagen(new Date(end)).slice(11, 16)))).toEqual(new Set(['11:30']));
  expect(new Set(bookings.map(({ start }) => start.slice(11, 16)))).toEqual(new Set(['08:00', '07:00']));
  await expectQuiet();
});

test('whole days are midnight to midnight in Copenhagen, also those of 23 and of 25 hours; their end is exclusive', async () => {
  await addEvent('foraar', { date: '2026-03-29' }, { date: '2026-03-30' });
  await addEvent('efteraar', { date: '2026-10-25' }, { date: '2026-10-26' });
  await addEvent('ferie', { date: '2026-07-06' }, { date: '2026-07-11' });
  await world.sync();
  const rows = await rowsOf(
    world.database.orm,
    sql`select "serviceType" as name, "startTime"::text as start, "endTime"::text as end, "estimatedDuration" as minutes from bookings order by 2`,
  );
  expect(rows).toEqual([
    { name: 'foraar', start: '2026-03-28 23:00:00', end: '2026-03-29 22:00:00', minutes: 23 * 60 },
    { name: 'ferie', start: '2026-07-05 22:00:00', end: '2026-07-10 22:00:00', minutes: 5 * 24 * 60 },
    { name: 'efteraar', start: '2026-10-24 22:00:00', end: '2026-10-25 23:00:00', minutes: 25 * 60 },
  ]);
  await expectQuiet();

  // The rows were written by the database's clock, so an edit after that has today's date.
  // Moved by whole days in the application it stays a whole day; moved to an hour it becomes an ordinary event.
  const bookings = await bookingsByService();
  await world.editBooking(
    bookings.get('foraar')?.id ?? '',
    {
      startTime: '2026-10-24T22:00:00',
      endTime: '2026-10-25T23:00:00',
    },
    new Date(),
  );
  await world.editBooking(
    bookings.get('ferie')?.id ?? '',
    {
      startTime: '2026-07-06T06:00:00',
      endTime: '2026-07-06T14:00:00',
    },
    new Date(),
  );
  expect(await world.sync()).toMatchObject({ google: { updated: 2 } });
  const events = new Map((await world.events()).map((event) => [event.id, event]));
  expect(events.get('foraar')).toMatchObject({ start: { date: '2026-10-25' }, end: { date: '2026-10-26' } });
  expect(events.get('ferie')).toMatchObject({
    start: { dateTime: '2026-07-06T08:00:00+02:00', timeZone: zone },
    end: { dateTime: '2026-07-06T16:00:00+02:00', timeZone: zone },
  });
  await expectQuiet();
});

test('the hour that does not exist and the hour that comes twice', async () => {
  const timed = (dateTime: string) => ({ dateTime, timeZone: zone });
  // Google's own reading of wall-clock time without an offset (RFC 5545, 3.3.5): on from the gap, the first of the two.
  await addEvent('mangler', timed('2026-03-29T02:30:00'), timed('2026-03-29T03:45:00'));
  await addEvent('foerste', timed('2026-10-25T02:30:00'), timed('2026-10-25T02:45:00'));
  await addEvent('anden', timed('2026-10-25T02:30:00+01:00'), timed('2026-10-25T02:45:00+01:00'));
  await addEvent('begge', timed('2026-10-25T02:30:00+02:00'), timed('2026-10-25T02:30:00+01:00'));
  await world.sync();
  const bookings = await bookingsByService();
  expect(bookings.get('mangler')).toMatchObject({ start: '2026-03-29T01:30:00Z', end: '2026-03-29T01:45:00Z' });
  expect(bookings.get('foerste')).toMatchObject({ start: '2026-10-25T00:30:00Z', end: '2026-10-25T00:45:00Z' });
  expect(bookings.get('anden')).toMatchObject({ start: '2026-10-25T01:30:00Z', end: '2026-10-25T01:45:00Z' });
  expect(bookings.get('begge')).toMatchObject({ start: '2026-10-25T00:30:00Z', end: '2026-10-25T01:30:00Z' });
  await expectQuiet();
});

test('no length at all, and midnight', async () => {
  const timed = (dateTime: string) => ({ dateTime, timeZone: zone });
  await addEvent('ingen0', timed('2026-06-01T10:00:00+02:00'), timed('2026-06-01T10:00:00+02:00'));
  await addEvent('natten0', timed('2026-06-02T00:00:00+02:00'), timed('2026-06-03T00:00:00+02:00'));
  await world.addBooking({ id: 'b1', serviceType: 'kort', start: '2026-06-04T22:00:00Z', end: '2026-06-04T22:00:00Z' });
  await world.addBooking({ id: 'b2', serviceType: 'døgn', start: '2026-06-05T22:00:00Z', end: '2026-06-06T22:00:00Z' });
  expect(await world.sync()).toMatchObject({ google: { created: 2 }, database: { created: 2 }, errors: [] });
  const bookings = await bookingsByService();
  expect(bookings.get('ingen0')).toMatchObject({ start: '2026-06-01T08:00:00Z', end: '2026-06-01T08:00:00Z' });
  expect(bookings.get('natten0')).toMatchObject({ start: '2026-06-01T22:00:00Z', end: '2026-06-02T22:00:00Z' });
  const events = new Map((await world.events()).map((event) => [event.summary, event]));
  // A booking never becomes a whole day by itself: that is for the person at Google's page to say.
  expect(events.get('døgn')).toMatchObject({
    start: timed('2026-06-06T00:00:00+02:00'),
    end: timed('2026-06-07T00:00:00+02:00'),
  });
  expect(events.get('kort')?.start).toEqual(events.get('kort')?.end);
  await expectQuiet();
});
