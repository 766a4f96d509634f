import { expect, test } from 'vitest';
import type { ConflictPolicy, SyncDirection } from '../../src/core/calendar/model/sync-rules.js';
import type { SyncResult } from '../../src/core/results/sync-result.js';
import type { DatabaseKind } from './databases.js';
import { personAtGoogle } from './person-at-google.js';
import { directions, policies } from './sample-pairs.js';
import { differences, readSides } from './sync-sides.js';
import type { SyncWorld } from './sync-world.js';
import { outcomeIn, rows } from './truth-rows.js';
import { syncWorldInTurn } from './worlds-in-turn.js';

const calendarId = 'primary';
let world: SyncWorld;

const { at, book, later } = personAtGoogle(() => world);
const times = () => ({ start: { dateTime: at(5) }, end: { dateTime: at(5, 11) } });
const booking = (more: Partial<Record<'status' | 'calendarEventId', string>> = {}) =>
  book('b1', 5, { address: 'Nygade 1', ...more });
const event = () =>
  world.google.events.insert({
    calendarId,
    requestBody: { id: 'event1', summary: 'Vask', location: 'Nygade 1', ...times() },
  });
const eventId = async () => (await readSides(world)).eventOf.get('b1') ?? 'event1';
const patch = async (requestBody: Record<string, unknown>) =>
  world.google.events.patch({ calendarId, eventId: await eventId(), requestBody });
const remove = async () => world.google.events.delete({ calendarId, eventId: await eventId() });
const undelete = () => patch({ status: 'confirmed', ...times() });
const edit = (columns: Record<string, string>) => world.editBooking('b1', columns);

const eventDeeds: Readonly<Record<string, () => Promise<unknown>>> = {
  unchanged: async () => {},
  absent: async () => {},
  changed: () => patch({ location: 'Torvet 2' }),
  removed: remove,
  new: undelete,
};
const bookingDeeds: Readonly<Record<string, () => Promise<unknown>>> = {
  // It takes place after all, which is no field of the event's.
  unchanged: () => edit({ status: 'confirmed' }),
  absent: async () => {},
  changed: () => edit({ address: 'Nygade 2', status: 'confirmed' }),
  removed: () => edit({ status: 'cancelled' }),
  new: () => edit({ status: 'confirmed' }),
};

/** Both agreed on a booking that takes place, and on its event. */
async function linkBoth(): Promise<void> {
  await booking();
  await world.sync();
  later();
}
/** The booking is completed, and a person deleted its event in a cleanup. */
async function tidyEvent(): Promise<void> {
  await linkBoth();
  await edit({ status: 'completed' });
  await remove();
  await world.sync();
  later();
}
async function closeBoth(): Promise<void> {
  await linkBoth();
  await edit({ status: 'cancelled' });
  await world.sync();
  later();
}

/** How each state comes about; those that are not here cannot. */
function history(kind: string, state: string): (() => Promise<void>) | null {
  const [here = '', there = ''] = state.split('/');
  if (kind === 'unlinked') {
    return async () => {
      if (there !== 'absent') await event();
      if (here !== 'absent') {
        await booking({
          ...(there === 'absent' ? {} : { calendarEventId: 'event1' }),
          ...(here === 'removed' ? { status: 'cancelled' } : {}),
        });
      }
      if (there === 'removed') await remove();
    };
  }
  const isHere = ['unchanged', 'changed', 'removed'].includes(here);
  const isThere = ['unchanged', 'changed', 'removed'].includes(there);
  if (!isHere && isThere) return null;
  const before = isHere ? (isThere ? linkBoth : tidyEvent) : closeBoth;
  return async () => {
    await before();
    await eventDeeds[there]?.();
    later();
    await bookingDeeds[here]?.();
    later();
  };
}

interface Run {
  readonly direction: SyncDirection;
  readonly policy: ConflictPolicy;
}

function expectOutcome(result: SyncResult, outcome: string): void {
  const count = (...signs: string[]) => signs.filter((sign) => outcome.split(' ').includes(sign)).length;
  expect(result).toMatchObject({
    google: { created: count('e+'), updated: count('e~', 'e^'), deleted: count('e-') },
    database: { created: count('b+'), updated: count('b~', 'b^'), cancelled: count('b-') },
    errors: outcome === '?' ? [{ code: 'parted-before-first-sync' }] : [],
  });
  expect(result.conflicts.some(({ decision }) => decision === 'held')).toBe(outcome === 'hold');
}

async function everything() {
  const sides = await readSides(world);
  return { bookings: [...sides.bookings], events: [...sides.events], links: [...sides.eventOf] };
}

/** Nothing is written any more, and nothing asked but whether something changed. */
async function expectSilence(run: Run): Promise<void> {
  const before = await everything();
  later();
  world.sandbox.resetLog();
  const { requests, changes, errors } = await world.sync(run);
  expect({ requests, changes, errors }).toEqual({ requests: 1, changes: [], errors: [] });
  expect(world.sandbox.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
  expect(await everything()).toEqual(before);
}

const reachable = rows.flatMap((row) => {
  const [kind, state] = row;
  const comesAbout = history(kind, state);
  if (comesAbout === null) return [];
  const differs = directions.some(
    (direction) => new Set(policies.map((policy) => outcomeIn(row, direction, policy))).size > 1,
  );
  return directions.flatMap((direction) =>
    (differs ? policies : (['newest'] as const)).map((policy) => ({ row, kind, state, comesAbout, direction, policy })),
  );
});

/** Makes every row of the truth table come about on both sides, syncs, and looks at what became of it. */
export function tryTruthTable(kind: DatabaseKind): void {
  syncWorldInTurn(kind, (opened) => {
    world = opened;
  });

  test.each(reachable)('$kind $state, $direction, $policy', async ({ row, state, comesAbout, direction, policy }) => {
    await comesAbout();
    const outcome = outcomeIn(row, direction, policy);
    const before = await readSides(world);
    world.sandbox.resetLog();
    expectOutcome(await world.sync({ direction, policy }), outcome);
    if (direction === 'google-to-db')
      expect(world.sandbox.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
    if (direction === 'db-to-google') {
      const bookings = [...(await readSides(world)).bookings.values()].map(({ live, time, location }) => ({
        live,
        time,
        location,
      }));
      expect(bookings).toEqual(
        [...before.bookings.values()].map(({ live, time, location }) => ({ live, time, location })),
      );
    }
    later();
    // What one direction had to leave is done by the next run both ways, and nothing else is.
    const then = direction === 'bidirectional' || outcome !== 'wait' ? '.' : outcomeIn(row, 'bidirectional', policy);
    const isLeft = outcome === 'hold' ? 'hold' : then;
    if (direction !== 'bidirectional') expectOutcome(await world.sync({ policy }), isLeft);
    const isOpen = outcome === 'hold' || outcome === '?';
    if (!isOpen) expect(differences(await readSides(world)).filter((text) => !isStrange(text, state))).toEqual([]);
    await expectSilence({ direction: 'bidirectional', policy });
    expect(world.sandbox.mails).toEqual([]);
  });
}

/** Adopting writes nothing to a booking that agrees: what RenOS noted stands as it is. */
function isStrange(text: string, state: string): boolean {
  return state === 'new/new' && text.includes('notes event');
}
