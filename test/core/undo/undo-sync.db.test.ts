import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { personAtGoogle } from '../../helpers/person-at-google.js';
import { openSyncWorld, type SyncWorld } from '../../helpers/sync-world.js';
import { lastRun, readRows, undo } from '../../helpers/undo-world.js';

let world: SyncWorld;
beforeEach(async () => {
  world = await openSyncWorld('server');
});
afterEach(() => world.close());

const { at, book, later, timed, insert, patch } = personAtGoogle(() => world);
const addEvent = (id: string, days: number, more = {}) =>
  insert(id, 'Vinduer', { start: timed(at(days)), end: timed(at(days, 11)), ...more });
const sync = async () => {
  later();
  const result = await world.sync();
  return { result, runId: await lastRun(world.database) };
};
/** What both sides say, but for when it was written and our bookkeeping on events. */
const bothSides = async () => ({
  rows: await readRows(world.database),
  events: (await world.events()).map(({ id, summary, location, description, start, end, attendees }) => ({
    id,
    summary,
    location,
    description,
    start: start?.dateTime ?? start?.date,
    end: end?.dateTime ?? end?.date,
    attendees: attendees?.map(({ email }) => email),
  })),
});
const expectAtRest = async () => {
  const before = await bothSides();
  const { result } = await sync();
  expect(result.changes).toEqual([]);
  const all = await world.sync({ force: true });
  expect([...all.changes, ...all.errors, ...all.conflicts]).toEqual([]);
  expect(await bothSides()).toEqual(before);
};
/** A sync is undone and done again, and both sides are what they were each time. */
const expectRoundTrip = async (before: Awaited<ReturnType<typeof bothSides>>, runId: string) => {
  const after = await bothSides();
  later();
  const undone = await undo(world, runId);
  expect(undone).toMatchObject({ kept: [], errors: [], success: true });
  expect(await bothSides()).toEqual(before);
  await expectAtRest();
  later();
  expect(await undo(world, undone.runId ?? '')).toMatchObject({ kept: [], errors: [], success: true });
  expect(await bothSides()).toEqual(after);
  await expectAtRest();
};

test('takes events away that a sync created, and makes them again', async () => {
  await book('b1', 3, { address: 'Nygade 1' });
  const before = await bothSides();
  const { runId } = await sync();
  await expectRoundTrip(before, runId);
});

test('takes bookings away that a sync created of events, and makes them again', async () => {
  await addEvent('vindue0', 3, { location: 'Torvet 2', description: 'Nøgle' });
  const before = await bothSides();
  const { runId, result } = await sync();
  expect(result.database.created).toBe(1);
  await expectRoundTrip(before, runId);
});

test('gives fields back on both sides, those of a pair that was edited on both too', async () => {
  await world.addCustomer({ id: 'k1', name: 'Åse', email: 'aase@example.dk' });
  await book('b1', 3, { address: 'Nygade 1', notes: 'Nøgle', customerId: 'k1' });
  await addEvent('vindue0', 4, { location: 'Torvet 2' });
  await sync();
  const [b1] = (await world.bookings()).filter(({ id }) => id === 'b1');
  await world.editBooking('b1', { address: 'Åvej 3', serviceType: 'Hovedrengøring' });
  await patch(b1?.calendarEventId ?? '', {
    description: 'Nøgle hos naboen',
    start: { dateTime: at(5, 8) },
    end: { dateTime: at(5, 9) },
  });
  await patch('vindue0', { summary: 'Vinduer og ovn', location: null });
  const before = await bothSides();
  const { runId } = await sync();
  await expectRoundTrip(before, runId);
});

test('revives bookings that a sync cancelled, and restores events that it deleted', async () => {
  await book('b1', 3, { address: 'Nygade 1', status: 'confirmed' });
  await book('b2', 4, { notes: 'Hund' });
  await sync();
  const of = async (wanted: string) => (await world.bookings()).find(({ id }) => id === wanted)?.calendarEventId ?? '';
  await world.google.events.delete({ calendarId: 'primary', eventId: await of('b1') });
  await world.editBooking('b2', { status: 'cancelled' });
  const before = await bothSides();
  const { runId, result } = await sync();
  expect(result).toMatchObject({ database: { cancelled: 1 }, google: { deleted: 1 } });
  await expectRoundTrip(before, runId);
});

test('leaves a booking without its event that was edited before a sync cancelled it', async () => {
  await book('b1', 3, { address: 'Nygade 1' });
  await sync();
  const [event] = await world.events();
  await world.google.events.delete({ calendarId: 'primary', eventId: event?.id ?? '' });
  await world.editBooking('b1', { notes: 'Hund' });
  const before = await bothSides();
  later();
  await world.sync({ policy: 'google' });
  await expectRoundTrip(before, await lastRun(world.database));
});

test('lets a booking whose event was taken away have one again once it is edited', async () => {
  await book('b1', 3);
  const { runId } = await sync();
  await undo(world, runId);
  later();
  await world.editBooking('b1', { address: 'Torvet 2' });
  const { result } = await sync();
  expect(result.google).toMatchObject({ updated: 1 });
  expect(await world.events()).toMatchObject([{ location: 'Torvet 2' }]);
});

test('keeps what a person changed since on either side, and lists it', async () => {
  await book('b1', 3, { address: 'Nygade 1' });
  await book('b2', 4);
  await addEvent('vindue0', 5);
  const { runId } = await sync();
  const of = async (wanted: string) => (await world.bookings()).find(({ id }) => id === wanted)?.calendarEventId ?? '';
  await patch(await of('b1'), { location: 'Åvej 3' });
  const [made] = (await world.bookings()).filter(({ calendarEventId }) => calendarEventId === 'vindue0');
  await world.editBooking(made?.id ?? '', { notes: 'Stige' });
  later();
  const undone = await undo(world, runId);
  expect(undone.events.removed).toBe(1);
  expect(undone.kept).toMatchObject([
    { kind: 'booking', id: made?.id, reason: 'changed-since' },
    { kind: 'event', id: await of('b1'), fields: { location: { written: 'Nygade 1', now: 'Åvej 3' } } },
  ]);
  const { result } = await sync();
  expect(result.errors).toEqual([]);
  expect((await world.bookings()).map(({ id, address, notes }) => [id, address, notes])).toEqual([
    ['b1', 'Åvej 3', null],
    ['b2', null, null],
    [made?.id, null, 'Stige'],
  ]);
});

test('does not write over an event that a person changes while it is being undone', async () => {
  await book('b1', 3, { address: 'Nygade 1' });
  await sync();
  await world.editBooking('b1', { address: 'Torvet 2' });
  const { runId } = await sync();
  const [event] = await world.events();
  const ports = world.ports();
  const calendar: typeof ports.calendar = {
    ...ports.calendar,
    update: async (calendarId, eventId, etag, change, how) => {
      if (change.location === 'Nygade 1') await patch(eventId, { location: 'Åvej 3' });
      return ports.calendar.update(calendarId, eventId, etag, change, how);
    },
  };
  later();
  const undone = await undo(world, runId, { ports: { syncing: async () => ({ ...ports, calendar }) } });
  expect(undone).toMatchObject({ success: false, events: { restored: 0 }, kept: [{ kind: 'event', id: event?.id }] });
  await sync();
  expect(await world.bookings()).toMatchObject([{ address: 'Åvej 3' }]);
});

test('makes an event under another id where Google has forgotten the deleted one', async () => {
  await book('b1', 3, { address: 'Nygade 1' });
  await sync();
  const [event] = await world.events();
  await world.editBooking('b1', { status: 'cancelled' });
  const { runId } = await sync();
  world.now = new Date(world.now.getTime() + 40 * 86_400_000);
  const undone = await undo(world, runId);
  expect(undone).toMatchObject({ events: { madeAgain: 1 }, errors: [] });
  const [again] = await world.events();
  expect(again).toMatchObject({ summary: event?.summary, location: 'Nygade 1', start: event?.start });
  const links = await world.database.orm.execute(sql`select 1 from renos_sync.links where event_id = ${again?.id}`);
  expect(links).toMatchObject({ rows: [{}] });
});

describe('the reply to an event that is created again never comes', () => {
  /** Undoes a run; its first write of that kind is done at Google, which then says no more. */
  const undoUnconfirmed = async (runId: string, kind: 'update' | 'insert', at = 1) => {
    let calls = 0;
    later();
    const ports = world.ports();
    const calendar: typeof ports.calendar = {
      ...ports.calendar,
      [kind]: (...asked: [never, never, never, never, never]) => {
        calls += 1;
        // Under Google's rules an id is used once, also if nothing is left of its event.
        if (calls < at) return Promise.resolve({ kind: 'id-taken' as const });
        if (calls === at) world.sandbox.addFault({ kind: 'commit-then-drop', times: 0 });
        return ports.calendar[kind](...asked);
      },
    };
    const syncing = async () => ({ ...ports, calendar });
    await expect(undo(world, runId, { ports: { syncing } })).rejects.toThrow();
    world.sandbox.clearFaults();
  };

  test('the event stays though its booking is cancelled, and undoing again finds nothing left to do', async () => {
    await book('b1', 3, { address: 'Nygade 1' });
    await sync();
    await world.editBooking('b1', { status: 'cancelled' });
    const before = await bothSides();
    const { runId } = await sync();
    await undoUnconfirmed(runId, 'update');
    await expectAtRest();
    expect(await bothSides()).toEqual(before);
    expect(await undo(world, runId)).toMatchObject({ kept: [], errors: [] });
    await expectAtRest();
    expect(await bothSides()).toEqual(before);
  });

  test.each([
    ['under its own id', 1],
    ['under another id', 2],
  ])('one that Google had forgotten stays too, %s', async (_, at) => {
    await book('b1', 3, { address: 'Nygade 1' });
    await sync();
    await world.editBooking('b1', { status: 'cancelled' });
    const { runId } = await sync();
    const after = await bothSides();
    world.now = new Date(world.now.getTime() + 40 * 86_400_000);
    await undoUnconfirmed(runId, 'insert', at);
    expect((await sync()).result.changes).toEqual([]);
    await expectAtRest();
    const { runId: undoId } = await undo(world, runId);
    await expectAtRest();
    expect(await world.events()).toMatchObject([{ location: 'Nygade 1' }]);
    later();
    expect(await undo(world, undoId ?? '')).toMatchObject({ kept: [], errors: [] });
    expect(await bothSides()).toEqual(after);
    await expectAtRest();
  });

  test('one that a first undo had taken away is linked as before', async () => {
    await book('b1', 3, { address: 'Nygade 1' });
    const { runId } = await sync();
    const after = await bothSides();
    const undone = await undo(world, runId);
    await undoUnconfirmed(undone.runId ?? '', 'update');
    // The sync gives the row the name of its event again.
    expect((await sync()).result.changes).toEqual([]);
    await expectAtRest();
    expect(await bothSides()).toEqual(after);
    const [event] = await world.events();
    await world.google.events.delete({ calendarId: 'primary', eventId: event?.id ?? '' });
    await sync();
    expect(await world.bookings()).toMatchObject([{ status: 'cancelled' }]);
  });

  test.each([
    ['', async () => {}],
    [', a sync between them', async () => void (await sync())],
  ])('a write without a reply is undone with the rest when the undo is undone%s', async (_, between) => {
    await book('b1', 3, { address: 'Nygade 1' });
    await sync();
    await world.editBooking('b1', { status: 'cancelled' });
    const { runId } = await sync();
    const after = await bothSides();
    await undoUnconfirmed(runId, 'update');
    const undoId = await lastRun(world.database);
    await between();
    later();
    expect((await undo(world, runId)).runId ?? undoId).toBe(undoId);
    later();
    await undo(world, undoId);
    expect(await bothSides()).toEqual(after);
    await expectAtRest();
  });
});

test('what a sync made at Google without hearing of it is undone with that sync', async () => {
  await book('b1', 3, { address: 'Nygade 1' });
  await book('b2', 4, { address: 'Torvet 2' });
  await sync();
  await world.editBooking('b2', { address: 'Torvet 3' });
  await book('b3', 5, { address: 'Havnen 4' });
  const before = await bothSides();
  later();
  const ports = world.ports();
  const loseReplies = () => world.sandbox.addFault({ kind: 'commit-then-drop', times: 0 });
  const calendar: typeof ports.calendar = {
    ...ports.calendar,
    insert: (...asked) => {
      loseReplies();
      return ports.calendar.insert(...asked);
    },
  };
  await world.syncOutcome({}, { calendar });
  world.sandbox.clearFaults();
  const runId = await lastRun(world.database);
  later();
  await sync();
  later();
  expect(await undo(world, runId)).toMatchObject({ kept: [], errors: [] });
  expect((await world.events()).map(({ location }) => location).sort()).toEqual(['Nygade 1', 'Torvet 2']);
  expect(before.events).toHaveLength(2);
});

test('tells the journal of an event that was written though its row had changed meanwhile', async () => {
  await addEvent('vindue0', 5);
  await sync();
  await patch('vindue0', { location: 'Åvej 3' });
  const [row] = await world.bookings();
  await world.editBooking(row?.id ?? '', { notes: 'Stige' });
  const ports = world.ports();
  const calendar: typeof ports.calendar = {
    ...ports.calendar,
    update: async (...asked) => {
      await world.editBooking(row?.id ?? '', { serviceType: 'Ovn' });
      return ports.calendar.update(...asked);
    },
  };
  later();
  await world.syncOutcome({}, { calendar });
  const runId = await lastRun(world.database);
  later();
  expect(await undo(world, runId)).toMatchObject({ events: { restored: 1 } });
  expect((await world.events())[0]?.description).toBeUndefined();
});
