import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SyncStore } from '../../../src/core/calendar/sync-store.js';
import { createSyncStore } from '../../../src/db/sync-store.js';
import type { Fault } from '../../../src/sandbox/start-sandbox.js';
import { personAtGoogle } from '../../helpers/person-at-google.js';
import { openSyncWorld, type SyncWorld } from '../../helpers/sync-world.js';

let world: SyncWorld;
const { at, later, patch, eventOf, expectSettled } = personAtGoogle(() => world);

beforeEach(async () => {
  world = await openSyncWorld('server');
  await world.addBooking({ id: 'b1', serviceType: 'Vask', start: at(2), end: at(2, 11) });
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

test('what was written, unheard of, and then put back in Google is in dispute: nobody can tell whether it was written', async () => {
  await world.editBooking('b1', { notes: 'Husk nøgle' });
  await cutShort(lostReplies);
  expect(await there()).toMatchObject({ description: 'Husk nøgle' });
  await patch(await eventOf('b1'), { description: '' });
  later();
  const { conflicts, changes } = await world.sync();
  expect(conflicts).toMatchObject([{ decision: 'held', fields: ['description'] }]);
  expect(changes).toEqual([]);
  later();
  expect(await world.sync()).toMatchObject({ requests: 1, changes: [] });
  later();
  expect(await world.sync({ policy: 'google' })).toMatchObject({ conflicts: [{ decision: 'google' }] });
  expect(await here()).toMatchObject({ notes: null });
  await expectSettled();
});

test('what was written along with it, and still stands there, tells that it was', async () => {
  await world.editBooking('b1', { notes: 'Husk nøgle', address: 'Nygade 1' });
  await cutShort(lostReplies);
  await patch(await eventOf('b1'), { description: '' });
  later();
  expect(await world.sync()).toMatchObject({ conflicts: [], google: { updated: 0 }, database: { updated: 1 } });
  expect(await here()).toMatchObject({ notes: null, address: 'Nygade 1' });
  await expectSettled();
});

test('what was written, unheard of, and then put back in the booking is put back in Google', async () => {
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

test('what was certainly not written is in no doubt, whatever else is edited in the meantime', async () => {
  await world.editBooking('b1', { notes: 'Husk nøgle' });
  await cutShort({ kind: 'status', status: 403, reason: 'quotaExceeded', times: 0, match: { n: 2 } });
  await patch(await eventOf('b1'), { location: 'Torvet' });
  later();
  expect(await world.sync()).toMatchObject({ conflicts: [], google: { updated: 1 }, database: { updated: 1 } });
  expect(await here()).toMatchObject({ notes: 'Husk nøgle', address: 'Torvet' });
  await expectSettled();
});
