import { afterEach, beforeEach, expect, test } from 'vitest';
import { personAtGoogle } from '../../helpers/person-at-google.js';
import { openSyncWorld, type SyncWorld } from '../../helpers/sync-world.js';

const calendarId = 'primary';
let world: SyncWorld;
const { at, later, timed, insert, patch, expectSettled } = personAtGoogle(() => world);

beforeEach(async () => {
  world = await openSyncWorld('server');
  await insert('fast0', 'Fast', { recurrence: ['RRULE:FREQ=DAILY;COUNT=4'] });
  await world.sync();
  later();
  await world.sync();
  later();
});
afterEach(() => world.close());

/** A run that has read the calendar, and then a person edits it before the first write is sent. */
async function syncWhile(act: () => Promise<unknown>) {
  const { calendar } = world.ports();
  let isDone = false;
  const first = async <Outcome>(write: () => Promise<Outcome>) => {
    if (!isDone) await act();
    isDone = true;
    return write();
  };
  const slow = {
    ...calendar,
    update: (...how: Parameters<typeof calendar.update>) => first(() => calendar.update(...how)),
    delete: (...how: Parameters<typeof calendar.delete>) => first(() => calendar.delete(...how)),
  };
  return world.syncOutcome({}, { calendar: slow });
}

const until = () => at(3, 23).replace(/[-:]/g, '');
const changes: Readonly<Record<string, () => Promise<unknown>>> = {
  'split off': async () => {
    await patch('fast0', { recurrence: [`RRULE:FREQ=DAILY;UNTIL=${until()}`] });
    const times = { start: timed(at(4)), end: timed(at(4, 10)) };
    await insert('fast1', 'Fast', { ...times, recurrence: ['RRULE:FREQ=DAILY;COUNT=2'] });
  },
  shifted: () => patch('fast0', { start: timed(at(2, 11)), end: timed(at(2, 12)) }),
};

test.each(Object.entries(changes))(
  'an occurrence whose series was %s while it was being written is followed, and not made a second time',
  async (_what, change) => {
    const id = (await world.bookings())[2]?.id ?? '';
    await world.editBooking(id, { notes: 'Husk nøgle' });
    const { result } = await syncWhile(change);
    expect(result).toMatchObject({ changes: [], conflicts: [], errors: [{ bookingId: id }] });
    later();
    expect(await world.sync()).toMatchObject({ google: { created: 0 }, database: { created: 0 }, errors: [] });
    const bookings = await world.bookings();
    expect(bookings).toHaveLength(4);
    expect(bookings.filter(({ notes }) => notes === 'Husk nøgle')).toMatchObject([{ id, status: 'scheduled' }]);
    await expectSettled();
  },
);

test.each([
  ['split off', 'is deleted where it went', 1],
  ['shifted', 'stays, since an edit beats a deletion', 0],
] as const)('an occurrence whose series was %s while it was being deleted %s', async (what, _becomes, cancelled) => {
  const id = (await world.bookings())[2]?.id ?? '';
  await world.editBooking(id, { status: 'cancelled' });
  await syncWhile(changes[what] ?? (() => Promise.reject(new Error(what))));
  later();
  const { database, conflicts, errors } = await world.sync();
  expect([database.created, conflicts.length, errors.length]).toEqual([0, 1 - cancelled, 0]);
  const bookings = await world.bookings();
  expect(bookings).toHaveLength(4);
  const gone = bookings.filter(({ status }) => status === 'cancelled').map((booking) => booking.id);
  expect(gone).toEqual(cancelled === 0 ? [] : [id]);
  await expectSettled();
});

test('the one event that is left of a series keeps its booking, though that was just being written', async () => {
  const id = (await world.bookings())[0]?.id ?? '';
  await world.editBooking(id, { notes: 'Husk nøgle' });
  await syncWhile(() => patch('fast0', { recurrence: null }));
  later();
  await world.sync();
  const live = (await world.bookings()).filter(({ status }) => status === 'scheduled');
  expect(live).toMatchObject([{ id, notes: 'Husk nøgle', calendarEventId: 'fast0' }]);
  await expectSettled();
});

test('an occurrence that was deleted on both sides at once is closed silently', async () => {
  const [, , third] = await world.bookings();
  await world.editBooking(third?.id ?? '', { status: 'cancelled' });
  const eventId = third?.calendarEventId ?? '';
  const { result } = await syncWhile(() => world.google.events.delete({ calendarId, eventId }));
  expect(result).toMatchObject({ google: { deleted: 1 }, errors: [] });
  await expectSettled();
});
