import { afterEach, beforeEach, expect, test } from 'vitest';
import { openGoogleCalendar } from '../../../src/google/open-google-calendar.js';
import { openSyncWorld, type SyncWorld } from '../../helpers/sync-world.js';

let world: SyncWorld;
beforeEach(async () => {
  world = await openSyncWorld('server');
  await world.addCustomer({ id: 'k1', name: 'Jensen Rengøring', email: 'jensen@example.dk' });
  for (const [id, days] of [
    ['b1', 2],
    ['b2', 3],
  ] as const) {
    const start = new Date(world.now.getTime() + days * 86_400_000);
    const end = new Date(start.getTime() + 3_600_000);
    await world.addBooking({
      id,
      customerId: 'k1',
      serviceType: 'Vask',
      start: start.toISOString(),
      end: end.toISOString(),
    });
  }
});
afterEach(() => world.close());

const guests = async () => (await world.events()).map(({ attendees }) => attendees?.map(({ email }) => email) ?? []);
const later = () => {
  world.now = new Date(world.now.getTime() + 300_000);
};
const nothingDone = { changes: [], errors: [], conflicts: [] };

test('guests are left alone unless asked for, and nobody gets a mail', async () => {
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
    pace: { perSecond: 1_000 },
    note: (message) => notes.push(message),
  });
  // Both writes are under way before the first is refused.
  for (const n of [1, 2]) {
    const match = { operation: 'events.insert', n };
    world.sandbox.addFault({ match, kind: 'status', status: 403, reason: 'forbiddenForServiceAccounts' });
  }
  const { result } = await world.syncOutcome({ withAttendees: true }, { calendar });
  expect(result).toMatchObject({ success: true, google: { created: 2 }, errors: [] });
  expect(notes).toEqual(['This service account may not invite guests: events are written without them.']);
  expect(await guests()).toEqual([[], []]);
  later();
  expect(await world.sync({ withAttendees: true })).toMatchObject(nothingDone);
});
