import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SyncPorts } from '../../../src/core/calendar/model/sync-store.js';
import { rowsOf } from '../../../src/db/client/database.js';
import { personAtGoogle } from '../../helpers/person-at-google.js';
import { openSyncWorld, type SyncWorld } from '../../helpers/sync-world.js';

const day = 86_400_000;
const calendarId = 'primary';
let world: SyncWorld;

beforeEach(async () => {
  world = await openSyncWorld('server');
  await world.addCustomer({ id: 'k1', name: 'Jensen Rengøring', email: 'jensen@example.dk' });
});
afterEach(() => world.close());

const { at, book, later, timed, insert, patch, eventOf, expectSettled } = personAtGoogle(() => world);

/** Ports whose commit lets another program write to the database first. */
function withRivalAtCommit(act: () => Promise<void>): Pick<SyncPorts, 'storeFor'> {
  const { storeFor } = world.ports();
  return {
    storeFor: (lease) => {
      const store = storeFor(lease);
      return {
        ...store,
        commit: async (commit) => {
          await act();
          return store.commit(commit);
        },
      };
    },
  };
}

describe('with the memory dropped', () => {
  const forget = () => world.database.orm.execute(sql`truncate renos_sync.links, renos_sync.calendars`);

  test('a whole day and its booking from midnight to midnight agree', async () => {
    const date = at(3).slice(0, 10);
    await insert('ferie', 'Ferie', { start: { date }, end: { date: at(4).slice(0, 10) } });
    await world.sync();
    await forget();
    later();
    expect(await world.sync()).toMatchObject({ linked: 1, changes: [], conflicts: [] });
    await expectSettled();
  });
});

describe('who changed last', () => {
  test('is found as well after the dispute was held', async () => {
    await book();
    await world.sync();
    await world.database.orm.execute(sql`update renos_sync.links set updated_at = updated_at - interval '1 hour'`);
    await patch(await eventOf('b1'), { location: 'Torvet 1' });
    await world.editBooking('b1', { address: 'Nygade 1' }, new Date(Date.now() - 30 * 60_000));
    await world.sync({ policy: 'hold' });
    later(120);
    await patch(await eventOf('b1'), { location: 'Torvet 2' });
    expect(await world.sync({ policy: 'newest' })).toMatchObject({ conflicts: [{ decision: 'google' }] });
    expect(await world.bookings()).toMatchObject([{ address: 'Torvet 2' }]);
    await expectSettled();
  });

  test('is not known of a booking that was changed by hand after the sync itself had stamped it', async () => {
    await insert('vinduer', 'Vask', { location: 'Torvet 1' });
    await world.sync();
    const [booking] = await world.bookings();
    await world.database.orm.execute(sql`update bookings set address = 'Nygade 1' where id = ${booking?.id}`);
    later(60);
    await patch('vinduer', { location: 'Torvet 2' });
    expect(await world.sync()).toMatchObject({ conflicts: [{ decision: 'held' }], changes: [] });
  });
});

describe('a booking that changes between plan and commit', () => {
  test('keeps its edit of a field that was just sent', async () => {
    await book('b1', 2, { notes: 'et' });
    await world.sync();
    later();
    await world.editBooking('b1', { notes: 'to' });
    await patch(await eventOf('b1'), { location: 'Torvet 1' });
    const edit = () => world.editBooking('b1', { notes: 'tre' });
    await world.syncOutcome({}, withRivalAtCommit(edit));
    later();
    expect(await world.sync()).toMatchObject({ conflicts: [] });
    expect(await world.bookings()).toMatchObject([{ notes: 'tre', address: 'Torvet 1' }]);
    await expectSettled();
  });
});

describe('a booking row that was copied with its event id', () => {
  test('gets an event of its own', async () => {
    await book();
    await world.sync();
    later();
    const calendarEventId = await eventOf('b1');
    await book('b2', 3, { calendarEventId });
    expect(await world.sync()).toMatchObject({ google: { created: 1 }, errors: [] });
    await expectSettled();
  });

  test('of an occurrence, also when everything is read again', async () => {
    await insert('fasttid', 'Fast', { recurrence: ['RRULE:FREQ=WEEKLY;COUNT=2'] });
    await world.sync();
    later();
    const [first] = await world.bookings();
    const calendarEventId = first?.calendarEventId ?? '';
    await book('b2', 3, { calendarEventId });
    expect(await world.sync({ force: true })).toMatchObject({ google: { created: 1 }, errors: [] });
    await expectSettled();
  });
});

describe('a series', () => {
  const weekly = (count: number) => ({ recurrence: [`RRULE:FREQ=WEEKLY;COUNT=${count}`] });

  test('that grows out of a linked event keeps the booking of its first occurrence', async () => {
    await insert('fasttid', 'Fast');
    await world.sync();
    const [before] = await world.bookings();
    later();
    await patch('fasttid', { start: timed(at(2)), end: timed(at(2, 10)), ...weekly(3) });
    expect(await world.sync()).toMatchObject({ database: { created: 2, cancelled: 0 } });
    expect((await world.bookings())[0]?.id).toBe(before?.id);
    await expectSettled();
  });

  test('that grows out of a linked event and is deleted before anyone looked cancels its booking', async () => {
    await insert('fasttid', 'Fast');
    await world.sync();
    later();
    await patch('fasttid', { start: timed(at(2)), end: timed(at(2, 10)), ...weekly(3) });
    await world.google.events.delete({ calendarId, eventId: 'fasttid' });
    expect(await world.sync()).toMatchObject({ database: { created: 0, cancelled: 1 } });
    await expectSettled();
  });

  test('that becomes a single event again keeps its first booking and cancels the others', async () => {
    await insert('fasttid', 'Fast', weekly(3));
    await world.sync();
    const [before] = await world.bookings();
    later();
    await patch('fasttid', { recurrence: null });
    expect(await world.sync()).toMatchObject({ database: { created: 0, cancelled: 2 } });
    expect((await world.bookings()).filter(({ status }) => status !== 'cancelled')).toMatchObject([{ id: before?.id }]);
    await expectSettled();
  });

  test('that is moved by an hour takes its bookings along', async () => {
    await insert('fasttid', 'Fast', weekly(20));
    await world.sync();
    const before = await world.bookings();
    await world.editBooking(before[3]?.id ?? '', { customerId: 'k1' });
    await world.sync();
    later();
    await patch('fasttid', { start: timed(at(2, 10)), end: timed(at(2, 11)) });
    expect(await world.sync()).toMatchObject({ database: { created: 0, cancelled: 0, updated: 20 } });
    expect((await world.bookings()).map(({ id }) => id)).toEqual(before.map(({ id }) => id));
    await expectSettled();
  });

  test('that is deleted and brought back before anyone looked keeps its bookings, one that was edited among them', async () => {
    await insert('fasttid', 'Fast', weekly(3));
    await world.sync();
    const [, second] = await world.bookings();
    await patch(second?.calendarEventId ?? '', { location: 'Torvet 1' });
    await world.sync();
    later();
    await world.google.events.delete({ calendarId, eventId: 'fasttid' });
    await patch('fasttid', { status: 'confirmed', start: timed(at(2)), end: timed(at(2, 10)) });
    expect(await world.sync()).toMatchObject({ database: { created: 0, cancelled: 0 } });
    await expectSettled();
  });

  test('that is deleted and brought back has all its occurrences again, one that was edited among them', async () => {
    await insert('fasttid', 'Fast', weekly(3));
    await world.sync();
    const [, second] = await world.bookings();
    await patch(second?.calendarEventId ?? '', { location: 'Torvet 1' });
    await world.google.events.delete({ calendarId, eventId: 'fasttid' });
    await world.sync();
    later();
    await patch('fasttid', { status: 'confirmed', start: timed(at(2)), end: timed(at(2, 10)) });
    await world.sync();
    await world.database.orm.execute(sql`truncate renos_sync.links, renos_sync.calendars`);
    later();
    expect(await world.sync()).toMatchObject({ linked: 3, changes: [], errors: [] });
    await expectSettled();
  });

  test('that is split takes its bookings along', async () => {
    await insert('fasttid', 'Fast', weekly(20));
    await world.sync();
    const before = await world.bookings();
    later();
    const cut = before[5]?.start ?? '';
    const until = new Date(Date.parse(cut) - 1_000).toISOString().replace(/\.\d+/, '').replaceAll(/[-:]/g, '');
    await patch('fasttid', { recurrence: [`RRULE:FREQ=WEEKLY;UNTIL=${until}`] });
    await insert('fasttid2', 'Fast', { start: timed(cut), end: timed(before[5]?.end ?? ''), ...weekly(15) });
    expect(await world.sync()).toMatchObject({ database: { created: 0, cancelled: 0 } });
    expect((await world.bookings()).map(({ id }) => id)).toEqual(before.map(({ id }) => id));
    await expectSettled();
  });
});

describe('the window', () => {
  test('looks again at what was left out while another run had looked further', async () => {
    await world.sync({ until: new Date(world.now.getTime() + 900 * day) });
    await insert('langt', 'Om lang tid', { start: timed(at(500)), end: timed(at(500, 10)) });
    later();
    expect(await world.sync()).toMatchObject({ database: { created: 0 } });
    world.now = new Date(world.now.getTime() + 200 * day);
    expect(await world.sync()).toMatchObject({ database: { created: 1 } });
  });
});

describe('a decision by a person', () => {
  test('is kept even if the event moved while it was applied', async () => {
    await book();
    await world.sync();
    later();
    await world.editBooking('b1', { address: 'Nygade 1' });
    await patch(await eventOf('b1'), { location: 'Torvet 1' });
    await world.sync({ policy: 'hold' });
    later();
    world.sandbox.addFault({ kind: 'rival-edit', match: { method: 'PATCH' }, patch: { location: 'Torvet 2' } });
    await world.sync({ policy: 'hold', decisions: new Map([['b1', 'database' as const]]) });
    expect(await world.events()).toMatchObject([{ location: 'Nygade 1' }]);
    await expectSettled();
    const open = await rowsOf(world.database.orm, sql`select 1 from renos_sync.conflicts where resolved_at is null`);
    expect(open).toEqual([]);
  });
});

describe('an event brought back on both sides at once', () => {
  test('keeps what was written to it in Google meanwhile', async () => {
    await book();
    await world.sync();
    const eventId = await eventOf('b1');
    await world.google.events.delete({ calendarId, eventId });
    await world.sync();
    later();
    await world.editBooking('b1', { status: 'confirmed', notes: 'Nøgle' });
    const back = { status: 'confirmed', start: timed(at(2)), end: timed(at(2, 11)), location: 'Torvet 1' };
    world.sandbox.addFault({ kind: 'rival-edit', match: { method: 'PATCH' }, patch: back });
    await world.sync();
    later();
    await world.sync();
    expect(await world.bookings()).toMatchObject([{ address: 'Torvet 1', notes: 'Nøgle' }]);
    await expectSettled();
  });
});

describe('an event that was made by a run which never came to say so', () => {
  test('is found again, and its id is written to the row', async () => {
    await book();
    world.sandbox.addFault({ kind: 'commit-then-status', status: 502, times: 0, match: { n: 2 } });
    await expect(world.sync()).rejects.toMatchObject({ exitCode: 5 });
    world.sandbox.clearFaults();
    later();
    await world.sync();
    expect(await world.events()).toHaveLength(1);
    await expectSettled();
  });
});

describe('a booking whose event was gone before the first sync', () => {
  test('is cancelled where the policy says so, and asked for no more', async () => {
    await insert('vinduer', 'Vask');
    await world.google.events.delete({ calendarId, eventId: 'vinduer' });
    await world.addBooking({ id: 'b1', serviceType: 'Vask', calendarEventId: 'vinduer', start: at(2), end: at(2, 10) });
    expect(await world.sync()).toMatchObject({ errors: [{ code: 'parted-before-first-sync' }], changes: [] });
    later();
    expect(await world.sync()).toMatchObject({ requests: 1, errors: [], changes: [] });
    later();
    expect(await world.sync({ policy: 'google' })).toMatchObject({ database: { cancelled: 1 } });
    await expectSettled();
  });
});

describe('a booking that had taken place, and whose event was tidied away', () => {
  test('stays, and gets its event back when it takes place after all', async () => {
    await book();
    await world.sync();
    await world.editBooking('b1', { status: 'completed' });
    await world.google.events.delete({ calendarId, eventId: await eventOf('b1') });
    expect(await world.sync()).toMatchObject({ changes: [] });
    await expectSettled();
    await world.editBooking('b1', { status: 'confirmed' });
    expect(await world.sync()).toMatchObject({ google: { updated: 1 } });
    await expectSettled();
  });
});

describe('a booking of a series that is gone', () => {
  test('and that grew out of its event takes place after all: the others stay away', async () => {
    await book();
    await world.sync();
    const eventId = await eventOf('b1');
    await patch(eventId, { start: timed(at(2)), end: timed(at(2, 11)), recurrence: ['RRULE:FREQ=WEEKLY;COUNT=3'] });
    await world.sync();
    later();
    await world.google.events.delete({ calendarId, eventId });
    await world.editBooking('b1', { address: 'Nygade 1' });
    expect(await world.sync()).toMatchObject({ database: { cancelled: 2 }, errors: [] });
    expect((await world.events()).map(({ location }) => location)).toEqual(['Nygade 1']);
    await expectSettled();
  });

  test('takes place after all: it gets an event of its own', async () => {
    await insert('fasttid', 'Fasttid', { recurrence: ['RRULE:FREQ=WEEKLY;COUNT=3'] });
    await world.sync();
    await world.google.events.delete({ calendarId, eventId: 'fasttid' });
    await world.sync();
    later();
    const [, second] = await world.bookings();
    await world.editBooking(second?.id ?? '', { status: 'confirmed' });
    expect(await world.sync()).toMatchObject({ errors: [] });
    expect(await world.events()).toHaveLength(1);
    await expectSettled();
    expect(await world.sync({ force: true })).toMatchObject({ changes: [] });
  });
});
