import { describe, expect, test } from 'vitest';
import type { SyncPorts, SyncStore } from '../../../src/core/calendar/model/sync-store.js';
import { createSyncStore } from '../../../src/db/sync/sync-store.js';
import { databaseKinds } from '../../helpers/databases.js';
import { personAtGoogle } from '../../helpers/person-at-google.js';
import type { SyncWorld } from '../../helpers/sync-world.js';
import { syncWorldInTurn } from '../../helpers/worlds-in-turn.js';

let world: SyncWorld;
const { at, later, patch, eventOf, expectSettled } = personAtGoogle(() => world);

const people = ['Hansen', 'Pedersen', 'Olsen'];

/** What the row says of a customer, as a person in RenOS gives it to them. */
const wordsOf = (n: number) => ({ customerId: `k${n}`, address: `Nygade ${n}`, notes: `Nøgle ${n}${n}${n}${n}` });

async function give(n: number): Promise<void> {
  await world.editBooking('b1', wordsOf(n));
  later();
}

const edit = async (says: Record<string, string>) => {
  await patch(await eventOf('b1'), says);
  later();
};

/** A run that writes to Google, and does something else at the time when it is to store that. */
function meanwhile(
  act: (store: SyncStore, commit: Parameters<SyncStore['commit']>[0]) => ReturnType<SyncStore['commit']>,
) {
  const storeFor: SyncPorts['storeFor'] = (lease) => {
    const store = createSyncStore(world.database, lease);
    return {
      ...store,
      commit: async (commit) => {
        const items = [...commit.items];
        return items.length === 0 ? store.commit({ ...commit, items }) : act(store, { ...commit, items });
      },
    };
  };
  return world.syncOutcome({}, { storeFor });
}

async function killedSync(): Promise<void> {
  await expect(meanwhile(() => Promise.reject(new Error('killed')))).rejects.toThrow('killed');
  later();
}

async function lostReply(): Promise<void> {
  world.sandbox.addFault({ kind: 'commit-then-status', status: 502, times: 0, match: { n: 2 } });
  await expect(world.sync()).rejects.toMatchObject({ exitCode: 5 });
  world.sandbox.clearFaults();
  later();
}

const rowOf = async () => (await world.bookings()).find(({ id }) => id === 'b1');
const said = async () => {
  const { summary, location, description } = (await world.events())[0] ?? {};
  return { summary, location, description };
};

/** Row and event say all of one customer, and nothing of another. */
async function expectAllOf(n: number, more: Record<string, string> = {}): Promise<void> {
  const { customerId, address, notes } = { ...wordsOf(n), ...more };
  expect(await rowOf()).toMatchObject({ customerId, address, notes });
  const { summary, location, description } = await said();
  expect({ location, description }).toEqual({ location: address, description: notes });
  for (const [index, name] of people.entries()) expect(summary?.includes(name)).toBe(index + 1 === n);
}

describe.each(databaseKinds)('a booking given away while a write of it is in flight, on the %s database', (kind) => {
  syncWorldInTurn(kind, async (opened) => {
    world = opened;
    for (const [index, name] of people.entries())
      await world.addCustomer({ id: `k${index + 1}`, name, email: `${name.toLowerCase()}@example.dk` });
    await world.addBooking({ id: 'b1', ...wordsOf(1), serviceType: 'Vask', start: at(2), end: at(2, 11) });
    await world.sync();
    later();
  });

  const runs = [
    ['was killed', killedSync],
    ['got no reply', lostReply],
  ] as const;
  const edits = [
    ['address', { location: 'Nygade 2 A' }],
    ['text', { description: 'Nøgle 2222 hos naboen' }],
    ['address and title', { location: 'Nygade 2 A', summary: 'Vinduer - Pedersen' }],
  ] as const;
  const cases = runs.flatMap(([how, run]) =>
    edits.flatMap(([what, says]) => [1, 3].map((third) => ({ how, run, what, says, third }))),
  );

  test.each(cases)(
    'goes to customer $third with all that is theirs after a run that $how, though the $what was edited in Google',
    async ({ run, says, third }) => {
      await give(2);
      await run();
      await give(third);
      await edit(says);
      const { conflicts } = await world.sync({ policy: 'google' });
      expect(conflicts).toMatchObject([{ bookingId: 'b1', decision: 'database', code: 'given-away' }]);
      await expectAllOf(third);
      await expectSettled();
    },
  );

  test.each(runs)('waits as a whole where a person is to decide, after a run that %s', async (_how, run) => {
    await edit({ description: 'Nøgle 1111 hos naboen' });
    await give(2);
    await run();
    await edit({ location: 'Nygade 2 A' });
    await give(1);
    const before = await said();
    for (const options of [{ policy: 'hold' }, {}] as const) {
      expect(await world.sync(options)).toMatchObject({ changes: [] });
      later();
    }
    expect(await said()).toEqual(before);
    await world.sync({ policy: 'database' });
    await expectAllOf(1);
    await expectSettled();
  });

  test.each(['google', 'database', 'hold'] as const)(
    'bears no title of the customer before where both sides changed it, by the policy %s',
    async (policy) => {
      await edit({ summary: 'Vinduer - Hansen' });
      await world.editBooking('b1', { ...wordsOf(2), serviceType: 'Gulv' });
      later();
      const run = await world.sync({ policy });
      if (policy === 'hold') {
        expect(run).toMatchObject({ changes: [], conflicts: [{ decision: 'held' }] });
        return;
      }
      expect(run).toMatchObject({ conflicts: [{ fields: ['title'], decision: 'database', code: 'given-away' }] });
      await expectAllOf(2);
      await expectSettled();
    },
  );

  test.each(runs)('takes over what is edited of its new customer after a run that %s', async (_how, run) => {
    await give(2);
    await run();
    await edit({ location: 'Nygade 2 A' });
    expect(await world.sync()).toMatchObject({ conflicts: [], google: { updated: 0 }, database: { updated: 1 } });
    await expectAllOf(2, { address: 'Nygade 2 A' });
    await expectSettled();
  });

  test.each([1, 3])(
    'goes to customer %i with all that is theirs where its row changed before it was stored',
    async (third) => {
      await edit({ summary: 'Vinduer - Hansen' });
      await give(2);
      await meanwhile(async (store, commit) => {
        await give(third);
        return store.commit(commit);
      });
      await edit({ location: 'Nygade 2 A' });
      await world.sync({ policy: 'google' });
      await expectAllOf(third);
      await expectSettled();
    },
  );

  test.each([1, 3])('has customer %i as its only guest after a run that was killed', async (third) => {
    const options = { withAttendees: true };
    await world.sync({ ...options, force: true });
    later();
    await give(2);
    await expect(
      world.syncOutcome(options, {
        storeFor: (lease) => ({
          ...createSyncStore(world.database, lease),
          commit: () => Promise.reject(new Error('killed')),
        }),
      }),
    ).rejects.toThrow('killed');
    later();
    await give(third);
    await edit({ location: 'Nygade 2 A' });
    await world.sync(options);
    await expectAllOf(third);
    expect((await world.events())[0]?.attendees?.map(({ email }) => email)).toEqual([
      `${people[third - 1]?.toLowerCase()}@example.dk`,
    ]);
  });
});
