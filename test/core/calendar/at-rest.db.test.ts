import { sql } from 'drizzle-orm';
import { afterEach, describe, expect, test } from 'vitest';
import { databaseKinds } from '../../helpers/databases.js';
import { personAtGoogle } from '../../helpers/person-at-google.js';
import { openSyncWorld, type SyncWorld } from '../../helpers/sync-world.js';

let world: SyncWorld;
const { at, later, patch, eventOf } = personAtGoogle(() => world);
afterEach(() => world.close());

/** One open item of each kind, among many finished ones. */
async function costAtRest(pairs: number): Promise<{ requests: number; statements: number }> {
  await world.database.orm.execute(sql`insert into bookings (id, "serviceType", "startTime", "endTime", "updatedAt")
    select 'b' || n, 'Vask', ${at(2).replace('Z', '')}::timestamp + n * interval '1 hour', ${at(2).replace('Z', '')}::timestamp + (n + 1) * interval '1 hour', now()
    from generate_series(1, ${pairs}::int) n`);
  await world.sync();
  later();
  for (const id of ['b1', 'b2', 'b3']) {
    await patch(await eventOf(id), { location: 'Torvet', visibility: id === 'b2' ? 'private' : 'default' });
  }
  await world.sync();
  later();
  world.sandbox.setRole('renos-sync', 'writerWithoutPrivateAccess');
  await patch(await eventOf('b1'), { location: 'Havnen' });
  await patch(await eventOf('b3'), { attendees: [{ email: 'owner@sandbox.invalid', responseStatus: 'declined' }] });
  await world.editBooking('b1', { address: 'Nygade' });
  await world.editBooking('b2', { notes: 'Nøgle' });
  await world.editBooking('b4', { endTime: 'infinity' });
  await world.sync({ policy: 'hold' });
  await world.sync();
  later();
  const before = world.database.statements();
  const run = await world.sync();
  expect(run).toMatchObject({
    changes: [],
    notes: [],
    conflicts: [{ bookingId: 'b1' }],
    skipped: { 'failed-before': 1 },
  });
  return { requests: run.requests, statements: world.database.statements() - before };
}

describe.each(databaseKinds)('what a run costs that has nothing to do, on the %s database', (kind) => {
  test('is one request and as many statements for 10 pairs as for 400, a held, a hidden and a failed one among them', async () => {
    world = await openSyncWorld(kind);
    const few = await costAtRest(10);
    await world.close();
    world = await openSyncWorld(kind);
    const many = await costAtRest(400);
    expect(few.requests).toBe(1);
    expect(many).toEqual(few);
    expect(many.statements).toBe(12);
  });
});
