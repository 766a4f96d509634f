import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { rowsOf } from '../../../src/db/client/database.js';
import { personAtGoogle } from '../../helpers/person-at-google.js';
import { openSyncWorld, type SyncWorld } from '../../helpers/sync-world.js';

let world: SyncWorld;
const { at, later, insert, expectSettled } = personAtGoogle(() => world);

/** A rule of the application's that refuses what the event says, and lets the same pass when its own form writes it. */
async function refuseBookings(): Promise<void> {
  await world.database.orm.execute(
    sql`alter table bookings add constraint has_address check (address is not null) not valid`,
  );
}

beforeEach(async () => {
  world = await openSyncWorld('server');
  await refuseBookings();
  await insert('hej00', 'Vask');
  expect(await world.sync()).toMatchObject({ success: false, errors: [{ eventId: 'hej00' }] });
  later();
});
afterEach(() => world.close());

test('a booking made by hand for an event that failed is linked with it, and nothing is made twice', async () => {
  await world.addBooking({ id: 'b1', serviceType: 'Vask', start: at(2), end: at(2, 10), address: 'Nygade 1' });
  expect(await world.sync()).toMatchObject({ google: { created: 0 }, database: { created: 0 } });
  expect(await world.events()).toHaveLength(1);
  expect(await world.bookings()).toMatchObject([{ id: 'b1', calendarEventId: 'hej00' }]);
  await expectSettled();
});

test('another booking leaves the event that failed as it is, and is asked about it once', async () => {
  await world.addBooking({ id: 'b2', serviceType: 'Polering', start: at(4), end: at(4, 10), address: 'Nygade 1' });
  expect(await world.sync()).toMatchObject({ google: { created: 1 }, database: { created: 0 } });
  later();
  expect(await world.sync()).toMatchObject({ requests: 1, changes: [] });
  later();
  expect(await world.sync()).toMatchObject({ requests: 1, changes: [] });
  const failed = await rowsOf(world.database.orm, sql`select event_id from renos_sync.troubles`);
  expect(failed).toMatchObject([{ event_id: 'hej00' }]);
});
