import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { showPair } from '../../../src/core/calendar/status/show-pair.js';
import { readStatus } from '../../../src/core/calendar/status/sync-status.js';
import { defaultSyncOptions } from '../../../src/core/options/sync-options.js';
import { createHistoryStore } from '../../../src/db/read/history-store.js';
import { createStatusStore } from '../../../src/db/read/status-store.js';
import { createSyncStore } from '../../../src/db/sync/sync-store.js';
import { databaseKinds } from '../../helpers/databases.js';
import { personAtGoogle } from '../../helpers/person-at-google.js';
import { openSyncWorld, type SyncWorld } from '../../helpers/sync-world.js';

let world: SyncWorld;
const { at, later, patch, insert, eventOf, expectSettled } = personAtGoogle(() => world);

const both = async () => {
  const [{ address, notes } = { address: null, notes: null }] = await world.bookings();
  const [{ location, description } = {}] = await world.events();
  return { address, notes, location: location ?? null, description: description ?? null };
};
const status = () => {
  const ports = world.ports();
  const store = createStatusStore(world.database);
  return readStatus(
    { store, runs: ports.runs, clock: ports.clock, googleAs: null, sync: async () => ports },
    { sync: defaultSyncOptions, maxAge: null },
  );
};
const show = async (id: string) => {
  const { calendar, clock, newId } = world.ports();
  const { database } = world;
  const ports = {
    history: createHistoryStore(database),
    status: createStatusStore(database),
    store: createSyncStore(database, null),
    calendar: async () => calendar,
    clock,
    newId,
  };
  return (await showPair(ports, defaultSyncOptions, id)).result;
};

describe.each(databaseKinds)('what is held, on the %s database', (kind) => {
  beforeEach(async () => {
    world = await openSyncWorld(kind);
    await world.addBooking({ id: 'b1', serviceType: 'Vask', address: 'Nygade 1', start: at(2), end: at(2, 10) });
    await world.sync();
    later();
  });
  afterEach(() => world.close());

  /** The address is changed on both sides, the booking's last. */
  async function dispute(): Promise<void> {
    await patch(await eventOf('b1'), { location: 'Torvet 2' });
    later();
    await world.editBooking('b1', { address: 'Havnen 3' });
    later();
  }
  const asDisputed = { address: 'Havnen 3', location: 'Torvet 2' };

  test.each(['newest', null] as const)(
    'what our own write of other fields did to the time of the event decides no conflict (policy %s)',
    async (policy) => {
      // Both in the same moment, and one field more that only the booking changed.
      await world.editBooking('b1', { address: 'Havnen 1', notes: 'Husk nøgle' });
      await patch(await eventOf('b1'), { location: 'Torvet 2' });
      later();
      for (let run = 0; run < 3; run += 1) {
        const { conflicts, changes } = await world.sync({ policy });
        expect(conflicts).toMatchObject([
          { decision: 'held', code: run === 0 || policy ? 'within-clock-skew' : 'person-decides' },
        ]);
        expect(changes).toHaveLength(run === 0 ? 1 : 0);
        later();
      }
      expect(await world.bookings()).toMatchObject([{ address: 'Havnen 1' }]);
      expect(await world.events()).toMatchObject([{ location: 'Torvet 2', description: 'Husk nøgle' }]);
      // A later edit of either side decides it.
      await patch(await eventOf('b1'), { location: 'Havnen 3' });
      later();
      if (policy !== null) expect((await world.sync({ policy })).conflicts).toMatchObject([{ decision: 'google' }]);
    },
  );

  test('stays held by plain runs, and all other fields go on', async () => {
    await dispute();
    await world.editBooking('b1', { notes: 'Nøgle' });
    const first = await world.sync({ policy: 'hold' });
    expect(first).toMatchObject({ google: { updated: 1 }, conflicts: [{ fields: ['location'], decision: 'held' }] });
    for (let run = 0; run < 3; run += 1) {
      later();
      const result = await world.sync({ force: run === 1 });
      expect(result).toMatchObject({ changes: [], conflicts: [{ fields: ['location'], decision: 'held' }] });
    }
    expect(await both()).toEqual({ ...asDisputed, notes: 'Nøgle', description: 'Nøgle' });
    later();
    await patch(await eventOf('b1'), { description: 'Nøgle hos naboen', location: 'Torvet 2b' });
    expect(await world.sync()).toMatchObject({
      database: { updated: 1 },
      google: { updated: 0 },
      conflicts: [{ fields: ['location'] }],
    });
    expect(await both()).toEqual({
      address: 'Havnen 3',
      location: 'Torvet 2b',
      notes: 'Nøgle hos naboen',
      description: 'Nøgle hos naboen',
    });
  });

  test('status and show report it as held, and not as a write', async () => {
    await dispute();
    await world.sync({ policy: 'hold' });
    later();
    expect(await status()).toMatchObject({
      held: [{ bookingId: 'b1', fields: ['location'] }],
      toBeHeld: 0,
      waiting: { google: { updated: 0 }, database: { updated: 0 } },
    });
    expect((await show('b1')).next).toMatchObject({ google: null, database: null, holds: ['location'] });
    await world.editBooking('b1', { notes: 'Hund' });
    const { next } = await show('b1');
    expect(next?.holds).toEqual(['location']);
    expect(Object.keys(next?.google?.fields ?? {})).toEqual(['description']);
  });

  test.each([
    ['google', 'Torvet 2'],
    ['database', 'Havnen 3'],
    ['newest', 'Havnen 3'],
  ] as const)('is decided by a run with that policy: %s', async (policy, address) => {
    await dispute();
    await world.sync({ policy: 'hold' });
    later();
    expect((await world.sync({ policy })).conflicts).toMatchObject([{ fields: ['location'] }]);
    expect(await both()).toMatchObject({ address, location: address });
    await expectSettled();
    expect((await status()).held).toEqual([]);
  });

  test('is decided by a person for one booking, and is over where both sides come to agree', async () => {
    await dispute();
    await world.sync({ policy: 'hold' });
    later();
    await world.sync({ policy: 'hold', decisions: new Map([['b1', 'google']]) });
    expect(await both()).toMatchObject({ address: 'Torvet 2', location: 'Torvet 2' });
    await dispute();
    await patch(await eventOf('b1'), { location: 'Søvej 4' });
    await world.sync({ policy: 'hold' });
    later();
    await world.editBooking('b1', { address: 'Søvej 4' });
    await world.sync();
    await expectSettled();
    expect((await status()).held).toEqual([]);
  });

  test('stays held where stamps could not tell, and one field held holds what is newly in dispute', async () => {
    await patch(await eventOf('b1'), { location: 'Torvet 2' });
    await world.editBooking('b1', { address: 'Havnen 3' });
    expect((await world.sync()).conflicts).toMatchObject([{ decision: 'held' }]);
    later();
    await patch(await eventOf('b1'), { description: 'Kat' });
    later();
    await world.editBooking('b1', { notes: 'Hund' });
    expect((await world.sync()).conflicts).toMatchObject([{ fields: ['location', 'description'], decision: 'held' }]);
    expect(await both()).toEqual({ ...asDisputed, notes: 'Hund', description: 'Kat' });
  });

  test('is not decided by a removal on one side', async () => {
    await dispute();
    await world.sync({ policy: 'hold' });
    later();
    await world.google.events.delete({ calendarId: 'primary', eventId: await eventOf('b1') });
    expect(await world.sync()).toMatchObject({ changes: [], conflicts: [{ fields: ['removed'], decision: 'held' }] });
    later();
    expect(await world.sync()).toMatchObject({ changes: [], conflicts: [{ fields: ['removed'], decision: 'held' }] });
    expect((await world.bookings()).map(({ status: word }) => word)).toEqual(['scheduled']);
  });

  test('stays held after a removal and an edit, and before the first sync, and costs no request more', async () => {
    await world.google.events.delete({ calendarId: 'primary', eventId: await eventOf('b1') });
    later();
    await world.editBooking('b1', { address: 'Havnen 3' });
    await insert('gammel', 'Vinduer');
    await world.google.events.delete({ calendarId: 'primary', eventId: 'gammel' });
    await world.addBooking({
      id: 'b2',
      serviceType: 'Vinduer',
      calendarEventId: 'gammel',
      start: at(4),
      end: at(4, 10),
    });
    expect((await world.sync({ policy: 'hold' })).conflicts).toHaveLength(2);
    for (let run = 0; run < 2; run += 1) {
      later();
      const { changes, errors, conflicts, requests } = await world.sync();
      expect({ changes, errors, requests }).toEqual({ changes: [], errors: [], requests: 1 });
      expect(conflicts.map(({ bookingId, decision }) => [bookingId, decision])).toEqual([
        ['b1', 'held'],
        ['b2', 'held'],
      ]);
    }
  });
});
