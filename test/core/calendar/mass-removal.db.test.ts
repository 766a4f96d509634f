import { afterEach, beforeEach, expect, test } from 'vitest';
import { findMassRemoval } from '../../../src/core/calendar/plan/sync-guards.js';
import { defaultSyncOptions } from '../../../src/core/options/sync-options.js';
import { openSyncWorld, type SyncWorld } from '../../helpers/sync-world.js';

let world: SyncWorld;
beforeEach(async () => {
  world = await openSyncWorld('server');
});
afterEach(() => world.close());

const hour = (n: number) =>
  new Date(Math.floor(world.now.getTime() / 3_600_000) * 3_600_000 + n * 3_600_000).toISOString();

test('an emptied calendar is not carried out in slices of --max-events', async () => {
  for (let n = 0; n < 20; n += 1)
    await world.addBooking({ id: `b${n}`, serviceType: `Vask ${n}`, start: hour(n + 1), end: hour(n + 2) });
  await world.sync();
  for (const { id } of await world.events())
    await world.google.events.delete({ calendarId: 'primary', eventId: id ?? '' });
  await expect(world.sync({ maxEvents: 5 })).rejects.toMatchObject({ code: 'calendar-emptied', exitCode: 3 });
  expect((await world.bookings()).every(({ status }) => status === 'scheduled')).toBe(true);
});

test('cancelled bookings whose events stayed are not deleted by the dozen at first contact', async () => {
  for (let n = 0; n < 20; n += 1) {
    const inserted = await world.google.events.insert({
      calendarId: 'primary',
      requestBody: { summary: `Vask ${n}`, start: { dateTime: hour(n + 1) }, end: { dateTime: hour(n + 2) } },
    });
    await world.addBooking({
      id: `b${n}`,
      serviceType: `Vask ${n}`,
      start: hour(n + 1),
      end: hour(n + 2),
      status: 'cancelled',
      calendarEventId: inserted.data.id ?? '',
    });
  }
  await expect(world.sync({ policy: 'database' })).rejects.toMatchObject({ code: 'too-many-removals' });
  expect(await world.events()).toHaveLength(20);
});

test('an event that ends in the year 9999 does not stop the others', async () => {
  await world.google.events.insert({
    calendarId: 'primary',
    requestBody: { summary: 'For evigt', start: { date: hour(24).slice(0, 10) }, end: { date: '9999-12-31' } },
  });
  await world.google.events.insert({
    calendarId: 'primary',
    requestBody: { summary: 'Vinduer', start: { dateTime: hour(30) }, end: { dateTime: hour(31) } },
  });
  expect(await world.sync()).toMatchObject({ success: true, database: { created: 2 } });
});

test('a hundred percent lets a pair pass that is not linked yet, though nothing else is', () => {
  const plan = {
    pair: { calendarId: 'primary', eventId: 'e1', link: null },
    google: null,
    database: { kind: 'cancel' },
  };
  const plans = [plan] as unknown as Parameters<typeof findMassRemoval>[0];
  const options = { ...defaultSyncOptions, maxDeletes: { percent: 100 } };
  expect(findMassRemoval(plans, { openLinks: new Map(), options })).toBeNull();
});
