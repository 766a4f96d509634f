import { describe, expect, test } from 'vitest';
import { databaseKinds } from '../../helpers/databases.js';
import { personAtGoogle } from '../../helpers/person-at-google.js';
import type { SyncWorld } from '../../helpers/sync-world.js';
import { syncWorldInTurn } from '../../helpers/worlds-in-turn.js';

let world: SyncWorld;
const { at, later, timed, patch, eventOf, expectSettled } = personAtGoogle(() => world);

const people = ['Hansen', 'Pedersen'];

/** What the row says of a customer, as a person in RenOS gives it to them. */
const wordsOf = (n: number) => ({ customerId: `k${n}`, address: `Nygade ${n}`, notes: `Nøgle ${n}${n}${n}${n}` });

const rowOf = async () => (await world.bookings()).find(({ id }) => id === 'b1');
const eventNow = async () => (await world.events())[0];

async function editRow(change: Record<string, string>): Promise<void> {
  await world.editBooking('b1', change);
  later();
}

/** Whose removal it was that the person at Google takes back. */
const removals = {
  'the event was deleted': async () => {
    await world.google.events.delete({ calendarId: 'primary', eventId: await eventOf('b1') });
    later();
    await world.sync();
  },
  'the booking was cancelled': async () => {
    await editRow({ status: 'cancelled' });
    await world.sync();
  },
} as const;
const removalNames = Object.keys(removals) as (keyof typeof removals)[];

let eventId = '';

async function remove(how: keyof typeof removals): Promise<void> {
  eventId = await eventOf('b1');
  await removals[how]();
  later();
  expect(await rowOf()).toMatchObject({ status: 'cancelled' });
  expect(await world.events()).toEqual([]);
}

async function bringBack(says: Record<string, unknown> = {}): Promise<void> {
  await patch(eventId, { status: 'confirmed', ...says });
  later();
}

/** Row and event say all of one customer, and nothing of the other. */
async function expectAllOf(n: number, more: Record<string, string> = {}): Promise<void> {
  const { customerId, address, notes } = { ...wordsOf(n), ...more };
  expect(await rowOf()).toMatchObject({ status: 'confirmed', customerId, address, notes });
  const { summary, location, description } = (await eventNow()) ?? {};
  expect({ location, description }).toEqual({ location: address, description: notes });
  for (const [index, name] of people.entries()) expect(summary?.includes(name)).toBe(index + 1 === n);
}

describe.each(databaseKinds)('an event that was restored in Google, on the %s database', (kind) => {
  syncWorldInTurn(kind, async (opened) => {
    world = opened;
    for (const [index, name] of people.entries())
      await world.addCustomer({ id: `k${index + 1}`, name, email: `${name.toLowerCase()}@example.dk` });
    const when = { start: at(2), end: at(2, 11) };
    await world.addBooking({ id: 'b1', ...wordsOf(1), serviceType: 'Vask', status: 'confirmed', ...when });
    await world.sync();
    later();
  });

  const edits = [
    ['nothing', {}],
    ['the address', { location: 'Nygade 1 A' }],
    ['the text', { description: 'Nøgle 1111 hos naboen' }],
    ['address, text and title', { location: 'Nygade 1 A', description: 'Nøgle 1100', summary: 'Vinduer - Hansen' }],
  ] as const;
  const given = removalNames.flatMap((how) =>
    edits.flatMap(([what, says]) =>
      (['newest', 'google', 'database'] as const).map((policy) => ({ how, what, says, policy })),
    ),
  );

  test.each(given)(
    'says nothing of the previous customer at a cancelled booking that was given away: $how, $what edited, policy $policy',
    async ({ how, says, policy }) => {
      await remove(how);
      await editRow(wordsOf(2));
      await bringBack(says);
      await world.sync({ policy });
      await expectAllOf(2);
      await expectSettled();
    },
  );

  test.each(removalNames)('reports what was written of the previous customer: %s', async (how) => {
    await remove(how);
    await editRow(wordsOf(2));
    await bringBack({ location: 'Nygade 1 A' });
    const { conflicts } = await world.sync({ policy: 'google' });
    expect(conflicts).toMatchObject([{ bookingId: 'b1', decision: 'database', code: 'given-away' }]);
  });

  test.each(removalNames)('keeps the words of both customers apart where only the customer is new: %s', async (how) => {
    await remove(how);
    await editRow({ customerId: 'k2' });
    await bringBack({ location: 'Nygade 1 A', description: 'Nøgle 1100' });
    await world.sync({ policy: 'google' });
    await expectAllOf(2, { address: 'Nygade 1', notes: 'Nøgle 1111' });
    await expectSettled();
  });

  test.each(removalNames)('keeps both customers apart in a run that may not write to Google: %s', async (how) => {
    await remove(how);
    await editRow(wordsOf(2));
    await bringBack({ location: 'Nygade 1 A' });
    await world.sync({ direction: 'google-to-db' });
    later();
    expect(await rowOf()).toMatchObject({ status: 'confirmed', ...wordsOf(2) });
    await world.sync();
    await expectAllOf(2);
    await expectSettled();
  });

  test.each(removalNames)('is left as it is by a run that may not write to the database: %s', async (how) => {
    await remove(how);
    await editRow(wordsOf(2));
    await bringBack({ location: 'Nygade 1 A' });
    expect(await world.sync({ direction: 'db-to-google' })).toMatchObject({ changes: [] });
    later();
    expect(await eventNow()).toMatchObject({ location: 'Nygade 1 A', description: 'Nøgle 1111' });
    await world.sync();
    await expectAllOf(2);
    await expectSettled();
  });

  test.each(removalNames)('has no word written to either side where a person is to decide: %s', async (how) => {
    await remove(how);
    await editRow(wordsOf(2));
    await bringBack({ location: 'Nygade 1 A' });
    for (const options of [{ policy: 'hold' }, {}] as const) {
      await world.sync(options);
      later();
      expect(await rowOf()).toMatchObject(wordsOf(2));
      expect(await eventNow()).toMatchObject({ location: 'Nygade 1 A', description: 'Nøgle 1111' });
    }
    await world.sync({ policy: 'database' });
    await expectAllOf(2);
    await expectSettled();
  });

  test.each(removalNames)(
    'gets what was edited in its cancelled row, which gets what was edited in it: %s',
    async (how) => {
      await remove(how);
      await editRow({ notes: 'Hund i haven' });
      await bringBack({ location: 'Nygade 1 A' });
      await world.sync();
      await expectAllOf(1, { address: 'Nygade 1 A', notes: 'Hund i haven' });
      await expectSettled();
    },
  );

  test.each(removalNames)('reports a field that both sides changed meanwhile: %s', async (how) => {
    await remove(how);
    await editRow({ address: 'Nygade 1 B' });
    await bringBack({ location: 'Nygade 1 A' });
    const { conflicts } = await world.sync({ policy: 'database' });
    expect(conflicts).toMatchObject([{ bookingId: 'b1', decision: 'database', fields: ['location'] }]);
    await expectAllOf(1, { address: 'Nygade 1 B' });
    await expectSettled();
  });

  test('keeps the words that it had when it was deleted, though no run had read them', async () => {
    eventId = await eventOf('b1');
    await patch(eventId, { location: 'Nygade 1 A', start: timed(at(3)), end: timed(at(3, 10)) });
    await removals['the event was deleted']();
    later();
    await bringBack();
    await world.sync();
    await expectAllOf(1, { address: 'Nygade 1 A' });
    expect(await rowOf()).toMatchObject({ start: at(3) });
    await expectSettled();
  });

  test.each(edits)(
    'that was deleted in RenOS and edited here at once goes by the row where it was given away: %s',
    async (_what, says) => {
      eventId = await eventOf('b1');
      await editRow({ ...wordsOf(2), status: 'cancelled' });
      await patch(eventId, { colorId: '5', ...says });
      later();
      await world.sync({ policy: 'google' });
      if ((await rowOf())?.status !== 'cancelled') await expectAllOf(2);
      await expectSettled();
    },
  );
});
