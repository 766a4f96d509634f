import { describe, expect, it } from 'vitest';
import { usualWatchPace, type WatchPorts, watchCalendar } from '../../../src/core/calendar/watch-calendar.js';
import {
  BusyError,
  ConfigurationError,
  GuardRefusal,
  LeaseLostError,
  saying,
  UnavailableError,
} from '../../../src/core/errors.js';

const away = () =>
  new UnavailableError(
    saying('google-unreachable/not-sent', {
      operation: 'events.list',
      origin: 'api',
      status: null,
      reason: 'ECONNREFUSED',
    }),
  );

/** Two sides and a clock that only waiting moves; the watch ends after so many milliseconds. */
function makeWorld(until: number) {
  const stop = new AbortController();
  const world = {
    now: 0,
    /** When bookings, and events, are written. */
    bookingsAt: [] as number[],
    eventsAt: [] as number[],
    looks: [] as number[],
    polls: [] as number[],
    syncs: [] as number[],
    failures: [] as unknown[],
    leases: 0,
    /** What a sync, a look, a poll or the lease fails with at that moment. */
    fails: (_what: 'sync' | 'look' | 'poll' | 'lease', _at: number): Error | null => null,
    isDone: true,
  };
  const failing = (what: 'sync' | 'look' | 'poll' | 'lease') => {
    const error = world.fails(what, world.now);
    if (error !== null) throw error;
  };
  let [lookedAt, polledAt] = [-1, 0];
  const ports: WatchPorts = {
    leases: {
      acquire: async (name) => {
        failing('lease');
        world.leases += 1;
        return { name, fence: 1, assertOurs: async () => {}, release: async () => {} };
      },
    },
    wasWritten: async () => {
      world.looks.push(world.now);
      failing('look');
      const was = world.bookingsAt.some((at) => at > lookedAt && at <= world.now);
      lookedAt = world.now;
      return was;
    },
    hasNews: async () => {
      world.polls.push(world.now);
      failing('poll');
      return world.eventsAt.some((at) => at > polledAt && at <= world.now);
    },
    sync: async () => {
      world.syncs.push(world.now);
      failing('sync');
      polledAt = world.now;
      return world.isDone;
    },
    onFailure: (error) => void world.failures.push(error),
    now: () => world.now,
    wait: async (ms) => {
      world.now += ms;
      if (world.now >= until) stop.abort();
    },
    signal: stop.signal,
  };
  return { world, watch: () => watchCalendar(ports, usualWatchPace) };
}

const minute = 60_000;

describe('watchCalendar', () => {
  it('begins with a sync', async () => {
    const { world, watch } = makeWorld(minute);
    await watch();
    expect(world.syncs).toEqual([0]);
  });

  it('asks Google once an interval and the database every two seconds while nothing changes', async () => {
    const { world, watch } = makeWorld(10 * minute);
    await watch();
    expect(world.looks).toHaveLength(300);
    expect(world.polls).toHaveLength(39);
    expect(world.syncs).toEqual([0]);
  });

  it.each([100, 1_999, 2_001, 7_777, 31_234])('syncs a booking written at %i ms within four seconds', async (at) => {
    const { world, watch } = makeWorld(minute);
    world.bookingsAt = [at];
    await watch();
    expect(world.syncs).toHaveLength(2);
    expect((world.syncs[1] ?? 0) - at).toBeGreaterThanOrEqual(usualWatchPace.settle);
    expect((world.syncs[1] ?? 0) - at).toBeLessThanOrEqual(4_000);
  });

  it('gathers the writes of one edit into one sync', async () => {
    const { world, watch } = makeWorld(minute);
    world.bookingsAt = [10_100, 10_700, 11_200];
    await watch();
    expect(world.syncs).toHaveLength(2);
    expect(world.syncs[1]).toBeGreaterThanOrEqual(12_200);
  });

  it('syncs while writes never cease', async () => {
    const { world, watch } = makeWorld(minute);
    world.bookingsAt = Array.from({ length: 600 }, (_, n) => n * 100);
    await watch();
    const gaps = world.syncs.map((at, n) => at - (world.syncs[n - 1] ?? at));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(5_000);
    expect(world.syncs.length).toBeLessThanOrEqual(31);
  });

  it.each([500, 14_999, 20_000])('syncs an event changed at %i ms within the interval', async (at) => {
    const { world, watch } = makeWorld(minute);
    world.eventsAt = [at];
    await watch();
    expect(world.syncs).toHaveLength(2);
    expect((world.syncs[1] ?? 0) - at).toBeLessThanOrEqual(usualWatchPace.poll);
  });

  it('syncs once an hour though nothing is known to have changed', async () => {
    const { world, watch } = makeWorld(150 * minute);
    await watch();
    expect(world.syncs).toEqual([0, 3_600_000, 7_200_000]);
  });

  it('tries items that failed again, ever later', async () => {
    const { world, watch } = makeWorld(10 * minute);
    world.isDone = false;
    await watch();
    expect(world.syncs.map((at) => Math.round(at / 1000))).toEqual([0, 30, 90, 210, 450]);
  });

  it('starts again with short waits when items fail after a time without failures', async () => {
    const { world, watch } = makeWorld(20 * minute);
    world.isDone = false;
    world.bookingsAt = [200_000, 600_000];
    const done = world.fails;
    world.fails = (what, at) => {
      world.isDone = at > 200_000 && at < 600_000;
      return done(what, at);
    };
    await watch();
    const after = world.syncs.filter((at) => at > 600_000).map((at) => Math.round(at / 1000));
    expect((after[1] ?? 0) - (after[0] ?? 0)).toBe(30);
  });

  it.each(['sync', 'look', 'poll'] as const)(
    'waits ever longer while a %s fails, says so once, and goes on',
    async (what) => {
      const { world, watch } = makeWorld(10 * minute);
      world.fails = (failing, at) => (failing === what && at >= 10_000 && at < 5 * minute ? away() : null);
      world.bookingsAt = [9_000, 6 * minute];
      await watch();
      const tries = world[`${what}s`].filter((at) => at >= 10_000 && at < 5 * minute);
      expect(tries.length).toBeLessThanOrEqual(12);
      expect(world.failures).toEqual([expect.any(UnavailableError), null]);
      expect(world.syncs.at(-1)).toBeGreaterThan(6 * minute);
    },
  );

  it('carries out after a failure what was written before it', async () => {
    const { world, watch } = makeWorld(2 * minute);
    world.bookingsAt = [10_000];
    world.fails = (what, at) => (what === 'sync' && at > 0 && at < 30_000 ? away() : null);
    await watch();
    expect(world.syncs.filter((at) => at >= 30_000)).toHaveLength(1);
  });

  it('waits as after a failure when a guard refuses', async () => {
    const { world, watch } = makeWorld(5 * minute);
    world.fails = (what) =>
      what === 'sync' ? new GuardRefusal(saying('too-many-removals/events', { removed: 12, links: 20 })) : null;
    await watch();
    expect(world.syncs.length).toBeLessThanOrEqual(11);
    expect(world.failures).toHaveLength(1);
  });

  it('waits quietly while another watcher has the lease, and then takes over', async () => {
    const { world, watch } = makeWorld(minute);
    world.fails = (what, at) =>
      what === 'lease' && at < 20_000 ? new BusyError(saying('busy', { name: 'sync' })) : null;
    await watch();
    expect(world.looks[0]).toBe(20_000);
    expect(world.syncs).toEqual([20_000]);
    expect(world.failures).toEqual([]);
  });

  it('takes the lease again, and syncs, when it was lost', async () => {
    const { world, watch } = makeWorld(minute);
    world.bookingsAt = [10_000];
    let isLost = false;
    world.fails = (what, at) => {
      if (what !== 'sync' || at === 0 || isLost) return null;
      isLost = true;
      return new LeaseLostError(saying('lease-lost', { name: 'sync' }));
    };
    await watch();
    expect(world.leases).toBe(2);
    expect(world.syncs).toHaveLength(3);
  });

  it('ends with what will not pass by itself', async () => {
    const { world, watch } = makeWorld(minute);
    world.fails = (what) =>
      what === 'sync' ? new ConfigurationError(saying('calendar-not-renamed/unknown', { from: 'a', to: 'b' })) : null;
    await expect(watch()).rejects.toThrow('No calendar has been synced under the name a.');
  });
});
