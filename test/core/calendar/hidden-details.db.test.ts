import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { GuardRefusal } from '../../../src/core/errors.js';
import { databaseKinds } from '../../helpers/databases.js';
import { personAtGoogle } from '../../helpers/person-at-google.js';
import { openSyncWorld, type SyncWorld } from '../../helpers/sync-world.js';

let world: SyncWorld;
const { at, later, patch, insert, eventOf, expectSettled } = personAtGoogle(() => world);
const calendarId = 'primary';
const setRole = (role: Parameters<SyncWorld['sandbox']['setRole']>[1]) => world.sandbox.setRole('renos-sync', role);
const says = async () =>
  (await world.bookings()).map(({ id, serviceType, address, notes, customerId, status }) => ({
    id,
    serviceType,
    address,
    notes,
    customerId,
    status,
  }));

describe.each(databaseKinds)('an event whose details are hidden, on the %s database', (kind) => {
  beforeEach(async () => {
    world = await openSyncWorld(kind);
    await world.addCustomer({ id: 'k1', name: 'Jensen', email: 'jensen@example.dk' });
    for (const [id, day] of [
      ['b1', 2],
      ['b2', 3],
      ['b3', 4],
    ] as const) {
      await world.addBooking({
        id,
        serviceType: 'Vask',
        address: `Nygade ${day}`,
        notes: 'Nøglekode 1234',
        customerId: 'k1',
        start: at(day),
        end: at(day, 10),
      });
    }
    await world.sync({ withAttendees: true });
    later();
    for (const id of ['b1', 'b2'])
      await patch(await eventOf(id), { visibility: id === 'b1' ? 'private' : 'confidential' });
    await world.sync();
    later();
  });
  afterEach(() => world.close());

  test('is refused where no event shows any, in every direction, and nothing is lost', async () => {
    const before = await says();
    setRole('freeBusyReader');
    for (const options of [
      {},
      { force: true },
      { direction: 'google-to-db' },
      { direction: 'db-to-google' },
    ] as const) {
      const { stopped } = await world.syncOutcome(options).catch((error: unknown) => ({ stopped: error }));
      expect(stopped).toBeInstanceOf(GuardRefusal);
      expect(stopped).toMatchObject({ code: 'calendar-hides-details' });
    }
    expect(await says()).toEqual(before);
    setRole(null);
    later();
    await world.sync();
    await expectSettled();
  });

  test.each(['reader', 'writerWithoutPrivateAccess'] as const)(
    'empties no booking (%s), and its time is still followed',
    async (role) => {
      const before = await says();
      setRole(role);
      const direction = role === 'reader' ? 'google-to-db' : 'bidirectional';
      expect(await world.sync({ direction, force: true })).toMatchObject({ changes: [], errors: [], conflicts: [] });
      later();
      await patch(await eventOf('b1'), { start: { dateTime: at(6) }, end: { dateTime: at(6, 10) } });
      await patch(await eventOf('b3'), { location: 'Torvet' });
      await world.google.events.delete({ calendarId, eventId: await eventOf('b2') });
      expect(await world.sync({ direction })).toMatchObject({ database: { updated: 2, cancelled: 1 }, errors: [] });
      const [b3, b1] = (await says()).filter(({ id }) => id !== 'b2');
      expect(b1).toEqual(before[0]);
      expect(b3).toEqual({ ...before[2], address: 'Torvet' });
      later();
      expect(await world.sync({ direction })).toMatchObject({ requests: 1, changes: [] });
      setRole(null);
      later();
      await world.sync();
      await expectSettled();
    },
  );

  test('what was edited while it was hidden, on either side, is merged once it shows', async () => {
    setRole('writerWithoutPrivateAccess');
    await patch(await eventOf('b1'), { location: 'Torvet 9' });
    await world.editBooking('b1', { notes: 'Nøglekode 9999' });
    await world.editBooking('b2', { address: 'Havnen 5', status: 'cancelled' });
    const first = await world.sync();
    expect(first).toMatchObject({ changes: [], errors: [], conflicts: [] });
    for (let run = 0; run < 2; run += 1) {
      later();
      expect(await world.sync()).toMatchObject({ requests: 1, changes: [] });
    }
    expect((await world.events()).map(({ description }) => description)).toEqual(Array(3).fill('Nøglekode 1234'));
    setRole(null);
    later();
    expect(await world.sync()).toMatchObject({ google: { updated: 1, deleted: 1 }, database: { updated: 1 } });
    expect((await says())[0]).toMatchObject({ address: 'Torvet 9', notes: 'Nøglekode 9999', customerId: 'k1' });
    await expectSettled();
  });

  test('is made into no booking, and taken for none that it does not name', async () => {
    setRole('writerWithoutPrivateAccess');
    await insert('hemmelig', 'Læge', {
      visibility: 'private',
      start: { dateTime: at(8) },
      end: { dateTime: at(8, 10) },
    });
    await insert('kendt00', 'Vinduer', {
      visibility: 'private',
      start: { dateTime: at(9) },
      end: { dateTime: at(9, 10) },
    });
    // One says nothing that an event could be known by; one names its event.
    await world.addBooking({ id: 'stum', start: at(8), end: at(8, 10) });
    await world.addBooking({
      id: 'navn',
      serviceType: 'Vinduer',
      calendarEventId: 'kendt00',
      start: at(9),
      end: at(9, 10),
    });
    const run = await world.sync({ include: { private: true, declined: false } });
    expect(run).toMatchObject({ database: { created: 0 }, google: { created: 1, updated: 0 } });
    expect(run.skipped).toMatchObject({ 'details-hidden': 1 });
    expect(run.errors).toMatchObject([{ bookingId: 'navn', code: 'details-hidden' }]);
    later();
    expect(await world.sync()).toMatchObject({ requests: 1, changes: [], skipped: { 'failed-before': 1 } });
    setRole(null);
    later();
    const seen = await world.sync({ include: { private: true, declined: false } });
    expect(seen).toMatchObject({ errors: [], database: { created: 1 }, linked: 1 });
    expect(await eventOf('navn')).toBe('kendt00');
  });

  test('keeps its words through a repeated series, a read by id and a run that all is compared in', async () => {
    await insert('serie00', 'Fast', {
      location: 'Allé 1',
      recurrence: ['RRULE:FREQ=DAILY;COUNT=3'],
      start: { dateTime: at(10), timeZone: 'Europe/Copenhagen' },
      end: { dateTime: at(10, 10), timeZone: 'Europe/Copenhagen' },
    });
    await world.sync();
    await patch('serie00', { visibility: 'private' });
    await world.sync();
    later();
    const before = await says();
    expect(before.filter(({ serviceType, address }) => serviceType === 'Fast' && address === 'Allé 1')).toHaveLength(3);
    setRole('writerWithoutPrivateAccess');
    for (const force of [true, false, true]) {
      later();
      expect(await world.sync({ force })).toMatchObject({ changes: [], errors: [], conflicts: [] });
    }
    // A write to an event that a person has made private since it was read.
    await world.editBooking('b3', { notes: 'Ring' });
    world.sandbox.addFault({ kind: 'rival-edit', match: { method: 'PATCH' }, patch: { visibility: 'private' } });
    await world.sync();
    setRole(null);
    later();
    await world.sync();
    expect((await says()).filter(({ id }) => id !== 'b3')).toEqual(before.filter(({ id }) => id !== 'b3'));
    await expectSettled();
  });
});
