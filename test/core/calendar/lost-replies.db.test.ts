import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SyncStore } from '../../../src/core/calendar/model/sync-store.js';
import { rowsOf } from '../../../src/db/client/database.js';
import { createSyncStore } from '../../../src/db/sync/sync-store.js';
import { openGoogleCalendar } from '../../../src/google/open-google-calendar.js';
import type { Fault } from '../../../src/sandbox/start-sandbox.js';
import { personAtGoogle } from '../../helpers/person-at-google.js';
import { openSyncWorld, type SyncWorld } from '../../helpers/sync-world.js';

let world: SyncWorld;
const { at, book, later, patch, eventOf, expectSettled } = personAtGoogle(() => world);

beforeEach(async () => {
  world = await openSyncWorld('server');
  await book();
  await world.sync();
  later();
});
afterEach(() => world.close());

/** The listing is answered, and from then on Google does what it is asked and says nothing of it. */
const lostReplies: Fault = { kind: 'commit-then-status', status: 502, times: 0, match: { n: 2 } };

async function cutShort(fault: Fault): Promise<void> {
  world.sandbox.addFault(fault);
  await expect(world.sync()).rejects.toMatchObject({ exitCode: 5 });
  world.sandbox.clearFaults();
  later();
}

const there = async () => (await world.events())[0];
const here = async () => (await world.bookings())[0];

test('a write without a reply that is reverted in Google is reverted in the booking', async () => {
  await world.editBooking('b1', { notes: 'Husk nøgle' });
  await cutShort(lostReplies);
  expect(await there()).toMatchObject({ description: 'Husk nøgle' });
  await patch(await eventOf('b1'), { description: '' });
  later();
  expect(await world.sync()).toMatchObject({ conflicts: [], google: { updated: 0 }, database: { updated: 1 } });
  expect(await here()).toMatchObject({ notes: null });
  await expectSettled();
});

test('a write without a reply that is reverted in the booking is reverted in Google', async () => {
  await world.editBooking('b1', { notes: 'Husk nøgle' });
  await cutShort(lostReplies);
  await world.editBooking('b1', { notes: null });
  expect(await world.sync()).toMatchObject({ conflicts: [], google: { updated: 1 }, database: { updated: 0 } });
  expect((await there())?.description).toBeUndefined();
  await expectSettled();
});

test('a process that ended before it could store the reply leaves word of what it had sent', async () => {
  await world.editBooking('b1', { notes: 'Husk nøgle' });
  // Nor does the listing show it yet when the next run begins.
  world.sandbox.addFault({ kind: 'delay-listing', delayMs: 3_600_000, match: { method: 'PATCH' } });
  const dying = (store: SyncStore): SyncStore => ({ ...store, commit: () => Promise.reject(new Error('killed')) });
  const storeFor = (lease: Parameters<typeof createSyncStore>[1]) => dying(createSyncStore(world.database, lease));
  await expect(world.syncOutcome({}, { storeFor })).rejects.toThrow('killed');
  world.sandbox.clearFaults();
  later();
  await world.editBooking('b1', { notes: null });
  expect(await world.sync()).toMatchObject({ conflicts: [], google: { updated: 1 }, database: { updated: 0 } });
  later(120);
  await world.sync();
  expect(await here()).toMatchObject({ notes: null });
  await expectSettled();
});

test.each([
  ['was never done', { kind: 'drop', times: 0, match: { n: 2 } }],
  ['was refused', { kind: 'status', status: 403, reason: 'quotaExceeded', times: 0, match: { n: 2 } }],
] as const)('a write that %s is done by the next run', async (_what, fault) => {
  await world.editBooking('b1', { notes: 'Husk nøgle' });
  await cutShort(fault);
  expect(await world.sync()).toMatchObject({ conflicts: [], google: { updated: 1 } });
  expect(await there()).toMatchObject({ description: 'Husk nøgle' });
  await expectSettled();
});

test('what was never written is still written when something else was edited in Google', async () => {
  await world.editBooking('b1', { notes: 'Husk nøgle' });
  await cutShort({ kind: 'drop', times: 0, match: { n: 2 } });
  await patch(await eventOf('b1'), { location: 'Torvet' });
  later();
  expect(await world.sync()).toMatchObject({ conflicts: [], google: { updated: 1 }, database: { updated: 1 } });
  expect(await here()).toMatchObject({ notes: 'Husk nøgle', address: 'Torvet' });
  await expectSettled();
});

test('deleting an event in Google after a write without a reply cancels the booking', async () => {
  await world.editBooking('b1', { notes: 'Husk nøgle' });
  await cutShort(lostReplies);
  await world.google.events.delete({ calendarId: 'primary', eventId: await eventOf('b1') });
  later();
  expect(await world.sync()).toMatchObject({ conflicts: [], database: { cancelled: 1 } });
  await expectSettled();
});

/** A run whose first PATCH meets a 503, and what people do until it is tried again. */
async function backOff(kind: 'status' | 'commit-then-status', act: () => Promise<unknown>, conflicts = 0) {
  await world.editBooking('b1', { notes: 'Husk nøgle' });
  world.sandbox.addFault({ kind, status: 503, match: { method: 'PATCH', n: 1 } });
  let hasWaited = false;
  const wait = async () => {
    if (hasWaited) return;
    hasWaited = true;
    later();
    await act();
  };
  const pace = { perMinute: 1e9, perSecond: 1_000, burst: 1_000 };
  const calendar = openGoogleCalendar({
    apiUrl: world.sandbox.url,
    credentials: null,
    pace,
    clock: () => world.now,
    wait,
  });
  const { result, stopped } = await world.syncOutcome({}, { calendar });
  expect(stopped).toBeNull();
  expect(result).toMatchObject({ errors: [] });
  expect(result.conflicts).toHaveLength(conflicts);
  later();
}

test.each(['status', 'commit-then-status'] as const)(
  'what two people edit while the run waits to try again reaches the other side (%s)',
  async (kind) => {
    await backOff(kind, async () => {
      await patch(await eventOf('b1'), { location: 'Torvet', summary: 'Vask og voks' });
      await world.editBooking('b1', { notes: 'Husk nøgle og kode' });
    });
    await world.sync();
    expect(await here()).toMatchObject({ serviceType: 'Vask og voks', address: 'Torvet', notes: 'Husk nøgle og kode' });
    expect(await there()).toMatchObject({ description: 'Husk nøgle og kode' });
    await expectSettled();
  },
);

test('what was written and put back in Google while the run waits is put back in the booking', async () => {
  await backOff('commit-then-status', async () => patch(await eventOf('b1'), { description: '' }));
  expect(await here()).toMatchObject({ notes: null });
  await expectSettled();
});

test('a write whose reply was lost is reported and journaled like any other', async () => {
  await backOff('commit-then-status', async () => {});
  const journal = await rowsOf(
    world.database.orm,
    sql`select action from renos_sync.journal where side = 'google' order by at`,
  );
  expect(journal).toMatchObject([{ action: 'create' }, { action: 'update' }]);
  await expectSettled();
});

const recorded = () =>
  rowsOf(world.database.orm, sql`select policy, decision, fields from renos_sync.conflicts order by at`);

test.each([
  ['newest', { notes: 'Her' }, (eventId: string) => patch(eventId, { description: 'Der' }), 'database'],
  ['database', { notes: 'Her' }, (eventId: string) => patch(eventId, { description: 'Der' }), 'database'],
  ['newest', { notes: 'Her' }, (eventId: string) => remove(eventId), 'database'],
  ['database', { status: 'cancelled' }, (eventId: string) => patch(eventId, { description: 'Der' }), 'database'],
] as const)(
  'a change that a run with %s overruled without a reply (%o) is reported by the run that finds out',
  async (policy, edit, act, decision) => {
    await act(await eventOf('b1'));
    later();
    await world.editBooking('b1', edit);
    world.sandbox.addFault(lostReplies);
    expect(await world.syncOutcome({ policy })).toMatchObject({ stopped: { exitCode: 5 } });
    world.sandbox.clearFaults();
    later();
    expect(await world.sync({ policy: 'hold' })).toMatchObject({ changes: [], conflicts: [{ decision }] });
    expect(await recorded()).toMatchObject([{ policy, decision }]);
    await expectSettled();
    expect(await recorded()).toHaveLength(1);
  },
);

function remove(eventId: string) {
  return world.google.events.delete({ calendarId: 'primary', eventId });
}

test('a change overruled by a write whose reply was lost is reported, even if more was edited before it was read', async () => {
  await patch(await eventOf('b1'), { description: 'Der' });
  later();
  await backOff('commit-then-status', async () => patch(await eventOf('b1'), { location: 'Torvet' }), 1);
  expect(await here()).toMatchObject({ notes: 'Husk nøgle', address: 'Torvet' });
  expect(await recorded()).toMatchObject([{ decision: 'database', fields: { description: { event: 'Der' } } }]);
  await expectSettled();
});

/** A run that made the event of a new booking, and was killed before it could store that. */
async function killAfterInsert(id: string, columns: Parameters<SyncWorld['addBooking']>[0]) {
  await world.addBooking({ ...columns, id });
  const dying = (store: SyncStore): SyncStore => ({ ...store, commit: () => Promise.reject(new Error('killed')) });
  const storeFor = (lease: Parameters<typeof createSyncStore>[1]) => dying(createSyncStore(world.database, lease));
  await expect(world.syncOutcome({}, { storeFor })).rejects.toThrow('killed');
  later();
}

test.each([
  ['its only text is edited', { serviceType: 'Vinduer' }, { summary: 'Vinduer' }],
  [
    'its text is edited and others are added',
    { serviceType: 'Vinduer', address: 'Torvet 1', notes: 'Ny' },
    { summary: 'Vinduer', location: 'Torvet 1' },
  ],
])('an event whose making was not stored stays the one event of its booking, though %s', async (_, edit, says) => {
  await killAfterInsert('b9', { id: 'b9', serviceType: 'Gulv', start: at(3), end: at(3, 11) });
  await world.editBooking('b9', edit);
  expect(await world.sync()).toMatchObject({
    conflicts: [],
    google: { created: 0, updated: 1 },
    database: { created: 0 },
  });
  const events = await world.events();
  expect(events).toHaveLength(2);
  expect(events).toEqual(expect.arrayContaining([expect.objectContaining(says)]));
  expect(await world.bookings()).toHaveLength(2);
  await expectSettled();
});

test('an event whose making was not stored keeps what a person wrote into it', async () => {
  await killAfterInsert('b9', { id: 'b9', serviceType: 'Gulv', start: at(3), end: at(3, 11) });
  const made = (await world.events()).find(({ summary }) => summary === 'Gulv');
  await patch(made?.id as string, { location: 'Torvet 1' });
  await world.editBooking('b9', { serviceType: 'Vinduer' });
  await world.sync();
  expect(await world.events()).toEqual(expect.arrayContaining([expect.objectContaining({ location: 'Torvet 1' })]));
});
