import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openGoogleCalendar } from '../../../src/google/open-google-calendar.js';
import { openSyncWorld, type SyncWorld } from '../../helpers/sync-world.js';

const quotaPerMinute = 600;

let world: SyncWorld;
beforeEach(async () => {
  world = await openSyncWorld('server', { quotaPerMinute });
});
afterEach(() => world.close());

/** The default pace by the world's clock, which only waiting moves. */
function pacedCalendar() {
  return openGoogleCalendar({
    apiUrl: world.sandbox.url,
    credentials: null,
    clock: () => world.now,
    wait: async (ms) => {
      world.now = new Date(world.now.getTime() + ms);
    },
  });
}

/** What went to Google: a patch costs three units, all else one. */
function traffic() {
  const requests = world.sandbox.requests.map(({ operation, at, status }) => ({
    at,
    status,
    units: operation === 'events.patch' ? 3 : 1,
  }));
  const inMinuteFrom = (from: number) =>
    requests.filter(({ at }) => at >= from && at < from + 60_000).reduce((sum, { units }) => sum + units, 0);
  return {
    refused: requests.filter(({ status }) => status >= 400).length,
    busiestMinute: Math.max(...requests.map(({ at }) => inMinuteFrom(at))),
    seconds: ((requests.at(-1)?.at ?? 0) - (requests[0]?.at ?? 0)) / 1000,
  };
}

async function addBookings(count: number): Promise<void> {
  await world.database.orm.execute(sql`insert into bookings (id, "serviceType", "startTime", "endTime", "updatedAt")
    select 'b' || n, 'Vask ' || n, now() + n * interval '1 hour', now() + n * interval '1 hour' + interval '30 minutes', now()
    from generate_series(1, ${count}::int) n`);
}

test('1,000 bookings go out within Google’s quota: none is refused, and it takes at most 85 s', async () => {
  await addBookings(1_000);
  const { result, stopped } = await world.syncOutcome({}, { calendar: pacedCalendar() });
  expect(stopped).toBeNull();
  // One for the list, and one for the id of the calendar, which is asked for once.
  expect(result).toMatchObject({ success: true, google: { created: 1_000 }, requests: 1_002 });
  const { refused, busiestMinute, seconds } = traffic();
  expect(refused).toBe(0);
  expect(busiestMinute).toBeLessThanOrEqual(quotaPerMinute);
  // A second minute has to begin for the last 460.
  expect(seconds).toBeGreaterThan(60);
  expect(seconds).toBeLessThanOrEqual(85);
});

test('100 changed bookings take one request each, and never more than the pace allows', async () => {
  await addBookings(100);
  await world.sync();
  await world.sync();
  world.now = new Date(world.now.getTime() + 60_000);
  await world.database.orm.execute(
    `update bookings set notes = 'Ring først', "updatedAt" = now() + interval '1 minute'`,
  );
  world.sandbox.resetLog();
  const { result } = await world.syncOutcome({}, { calendar: pacedCalendar() });
  expect(result).toMatchObject({ success: true, google: { updated: 100 }, requests: 101 });
  const { refused, busiestMinute, seconds } = traffic();
  expect(refused).toBe(0);
  expect(busiestMinute).toBe(301);
  // 301 units at a hundred a second, forty of them at once.
  expect(seconds).toBeGreaterThan(2);
  expect(seconds).toBeLessThan(3.5);
});
