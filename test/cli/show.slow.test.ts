import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PairStory } from '../../src/core/results/story-result.js';
import { type OperatorWorld, openOperatorWorld } from '../helpers/operator-world.js';

let world: OperatorWorld;
beforeEach(async () => {
  world = await openOperatorWorld();
});
afterEach(() => world.close());

const storyOf = async (id: string) => (await world.run(['show', id, '--json'])).json() as unknown as PairStory;

test('a pair in step: both sides, the agreement, no next step, and how it came to be', async () => {
  await world.addBooking('booking-1', 3, { address: 'Nygade 1' });
  await world.run(['sync']);
  const event = await world.eventOf('booking-1');
  const story = await storyOf('booking-1');
  expect(story).toMatchObject({
    success: true,
    bookingId: 'booking-1',
    eventId: event.id,
    calendarId: 'primary',
    booking: { says: { title: 'Vask', location: 'Nygade 1', description: null }, removed: false },
    event: { says: { title: 'Vask', location: 'Nygade 1' }, removed: false, remembered: false },
    agreed: { booking: { location: 'Nygade 1' } },
    next: { action: 'nothing', state: 'unchanged/unchanged', google: null, database: null, refusal: null },
    changes: [{ side: 'google', action: 'create', itemId: event.id }],
  });
  expect(await storyOf(event.id?.slice(0, 12) ?? '')).toEqual(story);
  const { stdout, exitCode, stderr } = await world.run(['show', 'booking']);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toMatch(/^location +Nygade 1 +Nygade 1 +Nygade 1$/m);
  expect(stdout).toContain('Next run does nothing:\n    both sides agree.\n    rule: nothing (unchanged/unchanged)');
  expect(stdout).toMatch(/renos-sync history [0-9a-f]{10}\n {2}Google: create event /);
});

test('edits on both sides: what the next run writes where, and that run does just this', async () => {
  await world.addBooking('b1', 3, { address: 'Nygade 1', notes: 'Nøgle' });
  await world.run(['sync']);
  const event = await world.eventOf('b1');
  await world.editBooking('b1', { address: 'Torvet 2' });
  await world.google.events.patch({
    calendarId: 'primary',
    eventId: event.id ?? '',
    requestBody: { description: 'Hund' },
  });
  const before = world.sandbox.requests.filter(({ method }) => method !== 'GET').length;
  const { next, agreed, booking } = await storyOf('b1');
  expect(booking?.says.location).toBe('Torvet 2');
  expect(agreed?.booking.location).toBe('Nygade 1');
  expect(next).toMatchObject({
    action: 'merge',
    state: 'changed/changed',
    google: { action: 'update', fields: { location: ['Nygade 1', 'Torvet 2'] } },
    database: { action: 'update', fields: { description: ['Nøgle', 'Hund'] } },
  });
  expect(world.sandbox.requests.filter(({ method }) => method !== 'GET')).toHaveLength(before);
  const { stdout } = await world.run(['show', 'b1']);
  expect(stdout).toContain('merge (changed/changed)');
  expect(stdout).toContain('location: "Nygade 1" → "Torvet 2"');
  await world.run(['sync']);
  const after = await storyOf('b1');
  expect(after.next?.action).toBe('nothing');
  expect(after.changes.map(({ side, action }) => `${side} ${action}`)).toEqual([
    'google create',
    'google update',
    'database update',
  ]);
});

test('what is not linked: a new booking, a new event, one outside the window, a private one, a series', async () => {
  await world.addBooking('ny', 3);
  await world.addBooking('gammel', -90);
  await world.addBooking('aflyst', 3, { status: 'cancelled' });
  const day = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
  const insert = (id: string, more: object = {}) =>
    world.google.events.insert({
      calendarId: 'primary',
      requestBody: {
        id,
        summary: 'Vinduer',
        start: { dateTime: `${day}T08:00:00Z`, timeZone: 'UTC' },
        end: { dateTime: `${day}T09:00:00Z`, timeZone: 'UTC' },
        ...more,
      },
    });
  await insert('vinduer1');
  await insert('privat1', { visibility: 'private' });
  await insert('serie1', { recurrence: ['RRULE:FREQ=WEEKLY;COUNT=3'] });
  expect((await storyOf('ny')).next).toMatchObject({ action: 'create-event', google: { action: 'create' } });
  expect((await storyOf('gammel')).next).toMatchObject({
    action: 'left-alone',
    reason: expect.stringContaining('window'),
  });
  expect((await storyOf('aflyst')).next).toMatchObject({ reason: 'it is cancelled and has no event' });
  expect((await storyOf('vinduer1')).next).toMatchObject({ action: 'create-booking', database: { action: 'create' } });
  expect((await storyOf('privat1')).next).toMatchObject({ reason: expect.stringContaining('--include private') });
  expect((await storyOf('serie1')).next).toMatchObject({ reason: expect.stringContaining('series') });
  await world.run(['sync']);
  expect((await storyOf('privat1')).next).toMatchObject({ reason: expect.stringContaining('--include private') });
  const unknown = await world.run(['show', 'findes-ikke', '--json']);
  expect(unknown).toMatchObject({ exitCode: 2 });
  expect(unknown.json()).toMatchObject({ success: false, error: { code: 'item-unknown' } });
});

test('a deleted event, a guard that refuses, and a Google that is away', async () => {
  await world.addBooking('b1', 3, { notes: 'Nøgle' });
  for (let n = 0; n < 12; n += 1) await world.addBooking(`x${n}`, 4 + n);
  await world.run(['sync']);
  await world.google.events.delete({ calendarId: 'primary', eventId: (await world.eventOf('b1')).id ?? '' });
  expect(await storyOf('b1')).toMatchObject({
    event: { removed: true, says: { description: 'Nøgle' } },
    next: { action: 'cancel-booking', state: 'unchanged/removed', refusal: null },
  });
  await world.sql`update bookings set status = 'cancelled', "updatedAt" = now() where id like 'x%'`;
  expect((await storyOf('b1')).next?.refusal).toContain('12 of 13 linked pairs would be deleted');
  const { stdout, exitCode, stderr } = await world.run(['show', 'b1'], {
    GOOGLE_CALENDAR_API_URL: 'http://127.0.0.1:9',
  });
  expect(exitCode).toBe(5);
  expect(stdout).toContain('(exists) as last read');
  expect(stderr).toContain('Google cannot be reached');
  const { result } = {
    result: await world.run(['show', 'b1', '--json'], { GOOGLE_CALENDAR_API_URL: 'http://127.0.0.1:9' }),
  };
  expect(result.json()).toMatchObject({ success: false, next: null, error: { exitCode: 5 }, changes: [{}] });
});

test('an event that is made says nothing of its customer, unless guests are asked for', async () => {
  await world.sql`insert into customers (id, name, email, "updatedAt") values ('k1', 'Mette', 'mette@example.dk', now())`;
  await world.addBooking('b1', 3, { customerId: 'k1' });
  const fieldsWith = async (...flags: string[]) => {
    const { changes } = (await world.run(['sync', '--dry-run', '--json', ...flags])).json();
    return (changes as { fields: object }[])[0]?.fields;
  };
  expect(await fieldsWith()).not.toHaveProperty('customer');
  expect(await fieldsWith('--with-attendees')).toMatchObject({ customer: [null, 'k1'] });
});
