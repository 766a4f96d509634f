import { afterEach, beforeEach, expect, test } from 'vitest';
import { personAtGoogle } from '../../helpers/person-at-google.js';
import { applySync, planSync } from '../../helpers/plan-world.js';
import { openSyncWorld, type SyncWorld } from '../../helpers/sync-world.js';

let world: SyncWorld;
beforeEach(async () => {
  world = await openSyncWorld('server');
});
afterEach(() => world.close());

const { at, book, later } = personAtGoogle(() => world);
const sync = async () => {
  later();
  await world.sync();
  later();
};

/** Bookings whose events are gone, each in a way of its own, and which take place again: what their deleted events' ETags are was never read. */
const revivals = {
  'a booking that was cancelled and takes place again': async () => {
    await book('b1', 3);
    await sync();
    await world.editBooking('b1', { status: 'cancelled' });
    await sync();
    await sync();
    await world.editBooking('b1', { status: 'scheduled' });
  },
  'an edited booking whose event was deleted': async () => {
    await book('b1', 3);
    await sync();
    const [event] = await world.events();
    await world.google.events.delete({ calendarId: 'primary', eventId: event?.id ?? '' });
    await world.editBooking('b1', { address: 'Nygade 1' });
  },
  'an edited booking whose series was deleted': async () => {
    await addSeries();
    await sync();
    await world.google.events.delete({ calendarId: 'primary', eventId: 'vinduer' });
    const [booking] = await world.bookings();
    await world.editBooking(booking?.id ?? '', { address: 'Nygade 1' });
  },
  'an edited booking whose occurrence was deleted': async () => {
    await addSeries();
    await sync();
    const { data } = await world.google.events.instances({ calendarId: 'primary', eventId: 'vinduer' });
    await world.google.events.delete({ calendarId: 'primary', eventId: data.items?.[0]?.id ?? '' });
    const [booking] = await world.bookings();
    await world.editBooking(booking?.id ?? '', { address: 'Nygade 1' });
  },
};

const addSeries = () =>
  world.google.events.insert({
    calendarId: 'primary',
    requestBody: {
      id: 'vinduer',
      summary: 'Vinduer',
      start: { dateTime: at(3), timeZone: 'Europe/Copenhagen' },
      end: { dateTime: at(3, 11), timeZone: 'Europe/Copenhagen' },
      recurrence: ['RRULE:FREQ=WEEKLY;COUNT=2'],
    },
  });

const byName = Object.entries(revivals);

test.each(byName)('restores the event of %s', async (_, live) => {
  await live();
  later();
  const plan = await planSync(world, { maxDeletes: { percent: 100 } });
  expect(plan.items.filter(({ changes }) => changes.some(({ action }) => action === 'revive'))).toHaveLength(1);
  const { moved, outcome } = await applySync(world, plan);
  expect(moved).toEqual([]);
  expect(outcome.result.changes).toHaveLength(plan.items.length);
  expect(await applySync(world, plan)).toMatchObject({ moved: [], doneBefore: plan.items.length });
  later();
  expect((await world.sync({ force: true })).changes).toEqual([]);
});

test.each(byName)('restores the event of %s after everything was listed again', async (_, live) => {
  await live();
  later();
  const plan = await planSync(world, { maxDeletes: { percent: 100 } });
  world.sandbox.addFault({ kind: 'expire-token', match: { syncToken: true } });
  const { moved, outcome } = await applySync(world, plan);
  expect(moved).toEqual([]);
  expect(outcome.result.changes).toHaveLength(plan.items.length);
});
