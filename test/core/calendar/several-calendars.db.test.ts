import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eventIdFor } from '../../../src/core/calendar/model/event-id.js';
import { personAtGoogle } from '../../helpers/person-at-google.js';
import { openSyncWorld, type SyncWorld } from '../../helpers/sync-world.js';

const owner = 'kontor@example.dk';
const zone = 'Europe/Copenhagen';
const nothingDone = { changes: [], conflicts: [], errors: [] };
let world: SyncWorld;
const { at, book, later } = personAtGoogle(() => world);

beforeEach(async () => {
  world = await openSyncWorld('server', { owner });
  await book();
  await world.addBooking({ id: 'b2', serviceType: 'Vinduer', start: at(3), end: at(3, 11) });
});
afterEach(() => world.close());

async function addCalendar(summary: string): Promise<string> {
  const { data } = await world.google.calendars.insert({ requestBody: { summary } });
  return data.id ?? '';
}

async function addEvent(calendarId: string, id: string, more: Record<string, unknown> = {}): Promise<void> {
  const time = { start: { dateTime: at(5), timeZone: zone }, end: { dateTime: at(5, 10), timeZone: zone } };
  await world.google.events.insert({ calendarId, requestBody: { id, summary: 'Fast', ...time, ...more } });
}

describe('a calendar that is synced under another name than before', () => {
  test('is refused, and nothing changes', async () => {
    await addEvent('primary', 'fast0');
    await world.sync();
    later();
    const before = await world.bookings();
    await expect(world.sync({ calendarIds: [owner] })).rejects.toMatchObject({
      exitCode: 3,
      code: 'calendar-known-by-another-name',
    });
    expect(await world.bookings()).toEqual(before);
    expect(await world.events()).toHaveLength(3);
    expect(await world.sync()).toMatchObject(nothingDone);
  });

  test('continues where it was, once a person has said that it is the same', async () => {
    await addEvent('primary', 'fast0');
    await world.sync();
    later();
    const before = await world.bookings();
    await world.editBooking('b1', { address: 'Nygade 1' });
    expect(await world.sync({ calendarIds: [owner], renamedFrom: 'primary' })).toMatchObject({
      google: { created: 0, updated: 1, deleted: 0 },
      database: { created: 0, updated: 0, cancelled: 0 },
    });
    expect((await world.bookings()).map(({ id }) => id)).toEqual(before.map(({ id }) => id));
    later();
    await world.sync({ calendarIds: [owner] });
    later();
    expect(await world.sync({ calendarIds: [owner] })).toMatchObject({ ...nothingDone, requests: 1 });
  });

  test('is previewed, and refused by a guard, without being renamed', async () => {
    await world.sync();
    later();
    const renamedFrom = 'primary';
    expect(await world.sync({ calendarIds: [owner], renamedFrom, dryRun: true })).toMatchObject(nothingDone);
    const empty = await addCalendar('Tom');
    await expect(world.sync({ calendarIds: [empty], renamedFrom, force: true })).rejects.toMatchObject({ exitCode: 3 });
    expect(await world.sync()).toMatchObject(nothingDone);
  });

  test('cannot take over a name under which something is remembered, or one that is unknown', async () => {
    await world.sync({ calendarIds: ['primary', owner] });
    later();
    for (const renamedFrom of ['primary', 'ukendt']) {
      await expect(world.sync({ calendarIds: [owner], renamedFrom })).rejects.toMatchObject({
        code: 'calendar-not-renamed',
        exitCode: 2,
      });
    }
  });

  test('twice in one run makes one booking of an event', async () => {
    await addEvent('primary', 'fast0');
    const calendarIds = ['primary', owner] as const;
    expect(await world.sync({ calendarIds })).toMatchObject({
      database: { created: 1 },
      skipped: { 'linked-elsewhere': 1 },
    });
    for (const _ of [1, 2]) {
      later();
      expect(await world.sync({ calendarIds })).toMatchObject(nothingDone);
    }
    expect(await world.bookings()).toHaveLength(3);
    expect(await world.events()).toHaveLength(3);
  });
});

describe('an event that two synced calendars share', () => {
  test('has one booking', async () => {
    const second = await addCalendar('Hold 2');
    await addEvent('primary', 'fast0');
    await addEvent(second, 'fast0');
    const calendarIds = ['primary', second] as const;
    expect(await world.sync({ calendarIds })).toMatchObject({ database: { created: 1 } });
    later();
    await world.google.events.patch({ calendarId: second, eventId: 'fast0', requestBody: { location: 'Torvet 1' } });
    expect(await world.sync({ calendarIds })).toMatchObject({ database: { created: 0 } });
    expect(await world.bookings()).toHaveLength(3);
  });
});

describe('an event that two calendars share, and that got two bookings in previous days', () => {
  test('is deleted in one of them: its booking goes, and nothing stops', async () => {
    const second = await addCalendar('Hold 2');
    const calendarIds = ['primary', second] as const;
    await addEvent('primary', 'fast0');
    await world.sync({ calendarIds });
    const [event] = (await world.bookings()).filter(({ calendarEventId }) => calendarEventId === 'fast0');
    await addEvent(second, 'fast0');
    await world.addBooking({ id: 'dobbelt', serviceType: 'Fast', start: at(5), end: at(5, 10) });
    await world.database.orm.execute(sql`insert into renos_sync.links (id, booking_id, calendar_id, event_id, etag, base)
      select 'dobbelt', 'dobbelt', ${second}, event_id, '', base from renos_sync.links where booking_id = ${event?.id}`);
    later();
    await world.google.events.delete({ calendarId: 'primary', eventId: 'fast0' });
    expect(await world.sync({ calendarIds })).toMatchObject({ database: { cancelled: 1 }, errors: [] });
    later();
    expect(await world.sync({ calendarIds })).toMatchObject({ changes: [], errors: [] });
  });

  test('and of which the first copy is private has its booking from the other', async () => {
    const second = await addCalendar('Hold 2');
    await addEvent('primary', 'fast0', { visibility: 'private' });
    await addEvent(second, 'fast0');
    expect(await world.sync({ calendarIds: ['primary', second] })).toMatchObject({
      database: { created: 1 },
      skipped: { 'linked-elsewhere': 1 },
    });
  });
});

describe('a calendar that is not synced any more', () => {
  test('and shares an event with one that is does not stop it, also when Google has forgotten the token', async () => {
    const second = await addCalendar('Hold 2');
    await addEvent(second, 'fast0');
    await addEvent('primary', 'fast0');
    await world.sync({ calendarIds: [second, 'primary'] });
    later();
    world.sandbox.addFault({ kind: 'expire-token', match: { syncToken: true } });
    expect(await world.sync()).toMatchObject({ database: { created: 0, cancelled: 0 }, errors: [] });
    expect(await world.bookings()).toHaveLength(3);
  });
});

describe('an event that is moved to another synced calendar while the two are being read', () => {
  test.each(['after the first was read', 'before it'])('keeps its booking: moved %s', async (when) => {
    const second = await addCalendar('Hold 2');
    const calendarIds = when === 'before it' ? (['primary', second] as const) : ([second, 'primary'] as const);
    await addEvent('primary', 'fast0');
    await world.sync({ calendarIds });
    const before = (await world.bookings()).map(({ id, status }) => [id, status]);
    later();
    // Only the calendar that was read last knows of the move.
    const { calendar } = world.ports();
    let reads = 0;
    const port = {
      ...calendar,
      listChanges: async (calendarId: string, token: string | null) => {
        reads += 1;
        if (reads === 2)
          await world.google.events.move({ calendarId: 'primary', eventId: 'fast0', destination: second });
        return calendar.listChanges(calendarId, token);
      },
    };
    const { result } = await world.syncOutcome({ calendarIds }, { calendar: port });
    expect(result).toMatchObject({ database: { created: 0, cancelled: 0 }, errors: [] });
    later();
    expect(await world.sync({ calendarIds })).toMatchObject({ database: { created: 0, cancelled: 0 }, errors: [] });
    expect((await world.bookings()).map(({ id, status }) => [id, status])).toEqual(before);
    later();
    expect(await world.sync({ calendarIds })).toMatchObject({ ...nothingDone, requests: 2 });
    await world.google.events.patch({ calendarId: second, eventId: 'fast0', requestBody: { location: 'Torvet 1' } });
    expect(await world.sync({ calendarIds })).toMatchObject({ database: { updated: 1 } });
  });
});

describe('a first sync with a calendar that has none of the events that RenOS noted', () => {
  const noted = async (count: number, status = 'scheduled') => {
    for (let n = 0; n < count; n += 1) {
      const time = { start: at(4, 8 + (n % 10)), end: at(4, 9 + (n % 10)) };
      await world.addBooking({ id: `n${n}`, serviceType: 'Vask', calendarEventId: `andet${n}`, status, ...time });
    }
  };

  test('is refused, for it is most likely the wrong one', async () => {
    await noted(20);
    await addEvent('primary', 'fast0');
    await expect(world.sync()).rejects.toMatchObject({ exitCode: 3, code: 'noted-events-missing' });
    expect(await world.events()).toHaveLength(1);
    expect(await world.bookings()).toHaveLength(22);
  });

  test('asks a person about single ones, once, and does the rest', async () => {
    await noted(1);
    expect(await world.sync()).toMatchObject({
      google: { created: 2 },
      errors: [{ bookingId: 'n0', code: 'parted-before-first-sync' }],
    });
    later();
    expect(await world.sync()).toMatchObject({ requests: 1, changes: [] });
    later();
    expect(await world.sync({ policy: 'database' })).toMatchObject({ errors: [], google: { updated: 1 } });
    expect(await world.events()).toHaveLength(3);
    later();
    expect(await world.sync()).toMatchObject(nothingDone);
  });

  test('is not refused for a single one, however few removals a person allows', async () => {
    await noted(1);
    expect(await world.sync({ maxDeletes: { count: 0 } })).toMatchObject({ google: { created: 2 } });
  });

  test('asks about each booking that names the same event', async () => {
    await noted(1);
    await world.addBooking({
      id: 'kopi',
      serviceType: 'Vask',
      calendarEventId: 'andet0',
      start: at(6),
      end: at(6, 10),
    });
    const { errors, google } = await world.sync();
    expect({ google: google.created, errors: errors.map(({ bookingId }) => bookingId) }).toEqual({
      google: 2,
      errors: ['kopi', 'n0'],
    });
  });

  test('asks Google for each before its booking goes: a listing may lag', async () => {
    await addEvent('primary', 'andet0');
    await noted(1, 'confirmed');
    world.sandbox.addFault({ kind: 'delay-listing', delayMs: 3_600_000, match: { method: 'POST' } });
    await addEvent('primary', 'fast0');
    world.sandbox.clearFaults();
    await world.addBooking({
      id: 'sen',
      serviceType: 'Fast',
      calendarEventId: 'fast0',
      status: 'confirmed',
      start: at(5),
      end: at(5, 10),
    });
    expect(await world.sync({ policy: 'google', force: true })).toMatchObject({ database: { cancelled: 0 } });
    expect((await world.bookings()).find(({ id }) => id === 'sen')).toMatchObject({ status: 'confirmed' });
  });

  test('leaves what has taken place in peace', async () => {
    await noted(3, 'completed');
    expect(await world.sync()).toMatchObject({ google: { created: 2 }, errors: [] });
    later();
    expect(await world.sync()).toMatchObject({ ...nothingDone, requests: 1 });
  });

  test('and a booking that is cancelled by hand needs no answer any more', async () => {
    await noted(1);
    await world.sync();
    later();
    await world.editBooking('n0', { status: 'cancelled' });
    await world.sync();
    const status = await world.ports().storeFor(null).findFailures(['primary']);
    expect(status).toEqual([]);
  });
});

describe('an event that is moved to another calendar while its booking is written to it', () => {
  test.each([
    ['gets what was written there', { notes: 'Husk nøgle' }, { description: 'Husk nøgle' }],
    ['is deleted there', { status: 'cancelled' }, null],
  ] as const)('%s', async (_what, edit, event) => {
    const other = await addCalendar('Hold 2');
    const calendarIds = ['primary', other] as const;
    await world.sync({ calendarIds });
    later();
    await world.sync({ calendarIds });
    later();
    await world.editBooking('b1', edit);
    const eventId = eventIdFor('b1');
    const { calendar } = world.ports();
    let hasMoved = false;
    const afterTheMove = async <Outcome>(write: () => Promise<Outcome>) => {
      if (!hasMoved) await world.google.events.move({ calendarId: 'primary', eventId, destination: other });
      hasMoved = true;
      return write();
    };
    const slow = {
      ...calendar,
      update: (...how: Parameters<typeof calendar.update>) => afterTheMove(() => calendar.update(...how)),
      delete: (...how: Parameters<typeof calendar.delete>) => afterTheMove(() => calendar.delete(...how)),
    };
    const { result, stopped } = await world.syncOutcome({ calendarIds }, { calendar: slow });
    expect(stopped).toBeNull();
    expect(result).toMatchObject({ conflicts: [], errors: [], database: { created: 0 } });
    later();
    expect(await world.sync({ calendarIds })).toMatchObject(nothingDone);
    later();
    expect(await world.sync({ calendarIds })).toMatchObject({ ...nothingDone, requests: 2 });
    expect(await world.bookings()).toMatchObject([{ id: 'b1', ...edit }, { id: 'b2' }]);
    expect((await world.events()).map(({ id }) => id)).toEqual([eventIdFor('b2')]);
    const { data } = await world.google.events.list({ calendarId: other });
    expect(data.items).toMatchObject(event === null ? [] : [event]);
  });
});
