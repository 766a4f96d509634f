import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { findEventSides } from '../../src/core/calendar/load/find-event-sides.js';
import type { LoadedCalendar } from '../../src/core/calendar/load/load-calendar.js';
import type { SyncState } from '../../src/core/calendar/load/load-sync.js';
import { matchPairs } from '../../src/core/calendar/match/match-pairs.js';
import type { LinkedPair } from '../../src/core/calendar/model/link.js';
import { planSync } from '../../src/core/calendar/plan/plan-sync.js';
import { eachInTurn, giveWay } from '../../src/core/give-way.js';
import { defaultSyncOptions } from '../../src/core/options/sync-options.js';
import { followPages } from '../../src/google/event-pages.js';
import { samplePair, sampleRules } from '../helpers/sample-pairs.js';

afterEach(() => vi.restoreAllMocks());

test('of several works that give way one continues at each turn, in their order', async () => {
  const wentOn: { readonly work: number; readonly turn: number }[] = [];
  let turns = 0;
  const works = [0, 1, 2, 3].map(async (work) => {
    for (let step = 0; step < 5; step += 1) {
      await giveWay();
      wentOn.push({ work, turn: turns });
    }
  });
  const all = Promise.all(works).then(() => true);
  while (!(await Promise.race([all, turn(false)]))) turns += 1;
  expect(wentOn.map(({ work }) => work)).toEqual(Array.from({ length: 20 }, (_, step) => step % 4));
  expect(new Set(wentOn.map((one) => one.turn)).size).toBe(20);
});

const many = 400;
/** A clock that moves on with each look at it: however fast the machine is, ten looks are ten milliseconds. */
let now = performance.now() + 60_000;

/** A list that tells of each item that is taken from it. */
function watched<Item>(items: readonly Item[], onTaken: () => void): readonly Item[] {
  const taken = function* () {
    for (const item of items) {
      onTaken();
      yield item;
    }
  };
  return Object.assign([...items], { [Symbol.iterator]: taken });
}

const rules = sampleRules('bidirectional', 'newest');
const pair = samplePair('changed/unchanged', true);
const calendar = {
  calendarId: 'primary',
  events: new Map(),
  cancelledSeries: new Set(),
  expandedSeries: new Set(),
  full: false,
  window: { from: new Date(0), until: new Date(1) },
  info: { timeZone: 'Europe/Copenhagen' },
} as unknown as LoadedCalendar;
const state = { failures: [], skipped: {}, openLinks: new Map(), emptied: null, rulesFor: () => rules };
const hour = (id: number) => ({ start: new Date(id * 3_600_000), end: new Date((id + 1) * 3_600_000) });
const event = samplePair('absent/new', false).event?.event;
const booking = samplePair('new/absent', false).booking;

test.each<[what: string, work: (take: () => void) => Promise<unknown>]>([
  ['whatever is worked out of a list', (take) => eachInTurn(watched(Array(many).fill(0), take), () => 0)],
  [
    'the plan of a sync',
    (take) =>
      planSync({ ...state, pairs: watched(Array(many).fill(pair), take) } as unknown as SyncState, defaultSyncOptions),
  ],
  [
    'the events of linked pairs',
    (take) => findEventSides([calendar], watched(Array<LinkedPair>(many).fill(pair as LinkedPair), take)),
  ],
  [
    "Google's page of events",
    (take) => {
      const items = watched(
        Array.from({ length: many }, (_, id) => ({ id: `event${id}` })),
        take,
      );
      return followPages('primary', async () => ({ kind: 'answered', value: { items, nextSyncToken: 't' } }) as never);
    },
  ],
  [
    'what bookings and events are most alike',
    (take) => {
      const bookings = Array.from({ length: many }, (_, id) => ({ ...booking, id: `b${id}`, ...hour(id) }));
      const events = Array.from({ length: many }, (_, id) => ({
        ...event,
        start: { kind: 'timed', at: hour(id).start },
        get title() {
          take();
          return `Vask ${id}`;
        },
      }));
      return matchPairs(bookings as never, events as never, () => rules);
    },
  ],
])('%s is worked out some at a time: others have their turn in between', async (_, work) => {
  vi.spyOn(performance, 'now').mockImplementation(() => ++now);
  let taken = 0;
  let most = 0;
  const done = work(() => {
    taken += 1;
  }).then(() => true);
  for (let before = 0; !(await Promise.race([done, turn(false)])); before = taken)
    most = Math.max(most, taken - before);
  expect(taken).toBeGreaterThanOrEqual(many);
  expect(most).toBeGreaterThan(0);
  expect(most).toBeLessThan(many / 8);
});
