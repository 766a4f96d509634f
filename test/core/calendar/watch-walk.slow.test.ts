import { expect, test } from 'vitest';
import { usualWatchPace, type WatchPorts, watchCalendar } from '../../../src/core/calendar/watch-calendar.js';
import { saying, UnavailableError } from '../../../src/core/errors.js';
import { createWrittenRows } from '../../../src/db/sync/written-rows.js';
import { differences, readSides } from '../../helpers/sync-sides.js';
import { openSyncWorld, type SyncWorld } from '../../helpers/sync-world.js';

/** By hand: RENOS_WATCH_WALKS=100. */
const walks = Number(process.env.RENOS_WATCH_WALKS ?? 2);
const edits = 30;
const minute = 60_000;

/** Numbers that look random, the same for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

async function editSomething(world: SyncWorld, random: () => number, n: number): Promise<void> {
  const bookings = (await world.bookings()).filter(({ status }) => status === 'scheduled');
  const events = await world.events();
  const booking = bookings[Math.floor(random() * bookings.length)];
  const event = events[Math.floor(random() * events.length)];
  const at = new Date(world.now.getTime() + (1 + random() * 100) * 3_600_000).toISOString();
  const end = new Date(Date.parse(at) + 3_600_000).toISOString();
  const deed = Math.floor(random() * 6);
  if (deed === 0 || booking === undefined)
    await world.addBooking({ id: `w${n}`, serviceType: `Vask ${n}`, start: at, end });
  else if (deed === 1) await world.editBooking(booking.id, { address: `Vej ${n}` });
  else if (deed === 2) await world.editBooking(booking.id, { status: 'cancelled' });
  else if (deed === 3 || event === undefined)
    await world.google.events.insert({
      calendarId: 'primary',
      requestBody: { summary: `Aftale ${n}`, start: { dateTime: at }, end: { dateTime: end } },
    });
  else if (deed === 4)
    await world.google.events.patch({
      calendarId: 'primary',
      eventId: event.id ?? '',
      requestBody: { location: `Gade ${n}` },
    });
  else await world.google.events.delete({ calendarId: 'primary', eventId: event.id ?? '' });
}

/** The watch's ports on a world whose clock only its waits move; edits happen, syncs fail and replies are lost meanwhile. */
function watched(world: SyncWorld, random: () => number, stop: AbortController): WatchPorts {
  const began = world.now.getTime();
  const now = () => world.now.getTime() - began;
  const { calendar, leases } = world.ports();
  let [done, quietUntil] = [0, Number.POSITIVE_INFINITY];
  return {
    leases,
    wasWritten: createWrittenRows(world.database, now),
    hasNews: async () => {
      const { progress } = await world.ports().storeFor(null).readMemory(['primary']);
      const token = progress.get('primary')?.syncToken ?? null;
      const listing = await calendar.listChanges('primary', token);
      return listing.kind !== 'listed' || listing.events.length > 0;
    },
    sync: async () => {
      if (done < edits && random() < 0.2)
        world.sandbox.addFault({ kind: 'drop', match: { operation: 'events.insert' } });
      if (done < edits && random() < 0.2)
        throw new UnavailableError(
          saying('google-unreachable/not-sent', {
            operation: 'events.list',
            origin: 'api',
            status: null,
            reason: 'ECONNREFUSED',
          }),
        );
      const { result, stopped } = await world.syncOutcome({ maxDeletes: { percent: 100 } });
      if (stopped !== null) throw stopped;
      return result.success;
    },
    onFailure: () => {},
    now,
    wait: async (ms) => {
      world.now = new Date(world.now.getTime() + ms);
      if (done < edits && random() < 0.4) {
        done += 1;
        // The person's own requests meet no fault.
        world.sandbox.clearFaults();
        await editSomething(world, random, done);
        if (done === edits) quietUntil = now() + 5 * minute;
      }
      if (now() > quietUntil) stop.abort();
    },
    signal: stop.signal,
  };
}

test.each(Array.from({ length: walks }, (_, n) => n + 1))(
  'walk %i under watch ends with both sides equal',
  async (seed) => {
    const world = await openSyncWorld('server');
    const random = randomFrom(seed);
    const stop = new AbortController();
    await watchCalendar(watched(world, random, stop), usualWatchPace);
    expect(differences(await readSides(world))).toEqual([]);
    expect((await world.events()).length).toBeGreaterThan(0);
    await world.close();
  },
);
