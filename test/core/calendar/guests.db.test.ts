import { afterEach, beforeEach, expect, test } from 'vitest';
import { openGoogleCalendar } from '../../../src/google/open-google-calendar.js';
import { personAtGoogle } from '../../helpers/person-at-google.js';
import { openSyncWorld, type SyncWorld } from '../../helpers/sync-world.js';

let world: SyncWorld;
const { book, later } = personAtGoogle(() => world);
beforeEach(async () => {
  world = await openSyncWorld('server');
  await world.addCustomer({ id: 'k1', name: 'Jensen Rengøring', email: 'jensen@example.dk' });
  await book('b1', 2, { customerId: 'k1' });
  await book('b2', 3, { customerId: 'k1' });
});
afterEach(() => world.close());

const guests = async () => (await world.events()).map(({ attendees }) => attendees?.map(({ email }) => email) ?? []);
const nothingDone = { changes: [], errors: [], conflicts: [] };

test('guests are left alone unless asked for, and no mail is sent', async () => {
  await world.sync();
  expect(await guests()).toEqual([[], []]);
  expect(world.sandbox.mails).toHaveLength(0);
});

test('with attendees the customer is the guest of the event, still without a mail', async () => {
  expect(await world.sync({ withAttendees: true })).toMatchObject({ google: { created: 2 } });
  expect(await guests()).toEqual([['jensen@example.dk'], ['jensen@example.dk']]);
  later();
  expect(await world.sync({ withAttendees: true })).toMatchObject(nothingDone);
  expect(world.sandbox.mails).toHaveLength(0);
});

test('only when a person wants mails are there any: an invitation, then word of each change', async () => {
  const options = { withAttendees: true, notify: 'all' } as const;
  await world.sync(options);
  expect(world.sandbox.mails.map(({ to, kind }) => [to, kind])).toEqual([
    ['jensen@example.dk', 'invite'],
    ['jensen@example.dk', 'invite'],
  ]);
  later();
  world.sandbox.resetLog();
  await world.editBooking('b1', { address: 'Nygade 1' });
  await world.editBooking('b2', { status: 'cancelled' });
  expect(await world.sync(options)).toMatchObject({ google: { updated: 1, deleted: 1 } });
  expect(world.sandbox.mails.map(({ kind }) => kind).sort()).toEqual(['cancel', 'update']);
  expect(await guests()).toEqual([['jensen@example.dk']]);
});

test('a service account that may not invite does without, and says so once', async () => {
  const notes: string[] = [];
  const calendar = openGoogleCalendar({
    apiUrl: world.sandbox.url,
    credentials: null,
    pace: { perMinute: 1e9, perSecond: 1_000 },
    note: ({ id }) => notes.push(id),
  });
  // Both writes are under way before the first is refused.
  for (const n of [1, 2]) {
    const match = { operation: 'events.insert', n };
    world.sandbox.addFault({ match, kind: 'status', status: 403, reason: 'forbiddenForServiceAccounts' });
  }
  const { result } = await world.syncOutcome({ withAttendees: true }, { calendar });
  expect(result).toMatchObject({ success: true, google: { created: 2 }, errors: [] });
  expect(notes).toEqual(['guests-left-out']);
  expect(await guests()).toEqual([[], []]);
  later();
  expect(await world.sync({ withAttendees: true })).toMatchObject(nothingDone);
});

const calendarId = 'primary';

async function eventOf(bookingId: string): Promise<string> {
  const event = (await world.events()).find(
    ({ extendedProperties }) => extendedProperties?.private?.renosBookingId === bookingId,
  );
  return event?.id ?? '';
}

test('a new customer joins the guests, who keep their answers', async () => {
  await world.addCustomer({ id: 'k2', name: 'Holm', email: 'holm@example.dk' });
  await world.sync();
  const eventId = await eventOf('b1');
  const attendees = [
    { email: 'vikar@example.dk', responseStatus: 'accepted', comment: 'Jeg har nøglen', optional: true },
  ];
  await world.google.events.patch({ calendarId, eventId, requestBody: { attendees } });
  later();
  await world.sync();
  later();
  // The event itself is not listed now: it did not change.
  await world.editBooking('b1', { customerId: 'k2' });
  await world.sync({ withAttendees: true });
  const { data } = await world.google.events.get({ calendarId, eventId });
  expect(data.attendees).toMatchObject([...attendees, { email: 'holm@example.dk' }]);
});

test('a time that the booking changes keeps the zone in which its event is written', async () => {
  await world.sync();
  const eventId = await eventOf('b1');
  const { data } = await world.google.events.get({ calendarId, eventId });
  const zoned = (time: { dateTime?: string | null } | undefined) => ({
    dateTime: new Date(time?.dateTime ?? '').toISOString(),
    timeZone: 'America/New_York',
  });
  await world.google.events.patch({
    calendarId,
    eventId,
    requestBody: { start: zoned(data.start), end: zoned(data.end) },
  });
  later();
  await world.sync();
  later();
  const start = new Date(world.now.getTime() + 4 * 86_400_000).toISOString();
  const end = new Date(world.now.getTime() + 4 * 86_400_000 + 3_600_000).toISOString();
  await world.editBooking('b1', { startTime: start, endTime: end });
  world.sandbox.resetLog();
  expect(await world.sync()).toMatchObject({ google: { updated: 1 } });
  expect((await world.google.events.get({ calendarId, eventId })).data.start?.timeZone).toBe('America/New_York');
});

test('a further guest who is a customer too does not take the booking over', async () => {
  await world.addCustomer({ id: 'k2', name: 'Anker', email: 'anker@example.dk' });
  await world.sync({ withAttendees: true });
  later();
  const eventId = await eventOf('b1');
  const attendees = [{ email: 'jensen@example.dk' }, { email: 'anker@example.dk' }];
  await world.google.events.patch({ calendarId, eventId, requestBody: { attendees } });
  await world.sync();
  expect((await world.bookings()).map(({ customerId }) => customerId)).toEqual(['k1', 'k1']);
  later();
  // The customer is taken off, and one who was a guest all the time stays: the booking does not become theirs.
  await world.google.events.patch({ calendarId, eventId, requestBody: { attendees: [{ email: 'anker@example.dk' }] } });
  await world.sync();
  expect((await world.bookings()).map(({ customerId }) => customerId)).toEqual(['k1', 'k1']);
});

test('a guest who replaces another takes the booking over', async () => {
  await world.addCustomer({ id: 'k2', name: 'Anker', email: 'anker@example.dk' });
  await world.sync({ withAttendees: true });
  later();
  const requestBody = { attendees: [{ email: 'anker@example.dk' }] };
  await world.google.events.patch({ calendarId, eventId: await eventOf('b1'), requestBody });
  await world.sync();
  expect((await world.bookings()).map(({ customerId }) => customerId)).toEqual(['k2', 'k1']);
});

test('a guest whose change had to wait for a two-way run is carried over by it', async () => {
  await world.addCustomer({ id: 'k2', name: 'Anker', email: 'anker@example.dk' });
  await world.sync({ withAttendees: true });
  later();
  const requestBody = { attendees: [{ email: 'anker@example.dk' }] };
  await world.google.events.patch({ calendarId, eventId: await eventOf('b1'), requestBody });
  await world.sync({ direction: 'db-to-google' });
  expect((await world.bookings()).map(({ customerId }) => customerId)).toEqual(['k1', 'k1']);
  later();
  await world.sync();
  expect((await world.bookings()).map(({ customerId }) => customerId)).toEqual(['k2', 'k1']);
});

test('a guest who was changed while the booking was being pushed is carried over in the end', async () => {
  await world.addCustomer({ id: 'k2', name: 'Anker', email: 'anker@example.dk' });
  await world.sync({ withAttendees: true });
  later();
  await world.editBooking('b1', { address: 'Nygade 1' });
  const patch = { attendees: [{ email: 'anker@example.dk' }] };
  world.sandbox.addFault({ kind: 'rival-edit', match: { method: 'PATCH' }, patch });
  await world.sync();
  later();
  await world.sync();
  expect((await world.bookings()).map(({ customerId }) => customerId)).toEqual(['k2', 'k1']);
  expect((await world.events()).map(({ location }) => location)).toContain('Nygade 1');
});
