import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withoutValues } from '../../../src/core/plans/make-plan.js';
import { readPlan } from '../../../src/core/plans/read-plan.js';
import type { SavedPlan } from '../../../src/core/results/plan-result.js';
import { rowsOf } from '../../../src/db/client/database.js';
import { personAtGoogle } from '../../helpers/person-at-google.js';
import { applySync, planSync } from '../../helpers/plan-world.js';
import { openSyncWorld, type SyncWorld } from '../../helpers/sync-world.js';
import { readRows, undo } from '../../helpers/undo-world.js';

let world: SyncWorld;
beforeEach(async () => {
  world = await openSyncWorld('server');
});
afterEach(() => world.close());

const { at, book, later, timed, insert, patch, eventOf } = personAtGoogle(() => world);
const bothSides = async () => ({
  rows: await readRows(world.database),
  events: (await world.events()).map(({ id, summary, location, start }) => [id, summary, location, start?.dateTime]),
});
const runs = async () => (await rowsOf(world.database.orm, sql`select 1 from renos_sync.runs`)).length;

/** A pair of each kind: to create on either side, to push, to pull, to cancel and to delete. */
async function livedIn(): Promise<void> {
  for (const [n, id] of ['b1', 'b2', 'b3', 'b4'].entries()) await book(id, 3 + n);
  later();
  await world.sync();
  later();
  await world.editBooking('b1', { address: 'Nygade 1' });
  await patch(await eventOf('b2'), { location: 'Torvet 2' });
  await world.editBooking('b3', { status: 'cancelled' });
  await world.google.events.delete({ calendarId: 'primary', eventId: await eventOf('b4') });
  await book('b5', 9);
  await insert('vindue0', 'Vinduer', { start: timed(at(10)), end: timed(at(10, 11)) });
  later();
}

test('a plan holds each pair with reason, change and expectation, and its making writes nothing', async () => {
  await livedIn();
  const before = [await bothSides(), await runs()];
  const plan = await planSync(world);
  expect([await bothSides(), await runs()]).toEqual(before);
  expect(plan.counts).toMatchObject({
    google: { created: 1, updated: 1, deleted: 1 },
    database: { created: 1, updated: 1, cancelled: 1 },
  });
  expect(plan.items.map(({ changes: [change] }) => `${change?.side} ${change?.action}`).sort()).toEqual([
    'database cancel',
    'database create',
    'database update',
    'google create',
    'google delete',
    'google update',
  ]);
  const push = plan.items.find(({ bookingId }) => bookingId === 'b1');
  expect(push).toMatchObject({
    reason: 'the booking changed location',
    changes: [{ fields: { location: [null, 'Nygade 1'] } }],
    expects: { booking: expect.any(String), event: expect.any(String) },
  });
});

test('applying does the plan and nothing else; a second time nothing; then the next sync does the rest', async () => {
  await livedIn();
  const plan = await planSync(world);
  await book('b6', 11);
  later();
  const dry = await applySync(world, plan, { dryRun: true });
  expect([dry.outcome.result.changes.length, dry.moved, dry.runId]).toEqual([6, [], null]);
  const applied = await applySync(world, plan);
  expect([applied.outcome.result.changes.length, applied.moved, applied.doneBefore]).toEqual([6, [], 0]);
  expect(await eventOf('b6')).toBe('');
  later();
  const [sides, count] = [await bothSides(), await runs()];
  const again = await applySync(world, plan);
  expect(again).toMatchObject({ moved: [], doneBefore: 6, runId: null });
  expect([await bothSides(), await runs()]).toEqual([sides, count]);
  const { changes } = await world.sync();
  expect(changes.map(({ bookingId, action }) => [bookingId, action])).toEqual([['b6', 'create']]);
  expect(await applySync(world, plan)).toMatchObject({ moved: [], doneBefore: 6 });
});

test('an item that moved on is left as it is and listed, the others are done', async () => {
  await livedIn();
  const plan = await planSync(world);
  await world.editBooking('b1', { address: 'Åvej 9' });
  await patch(await eventOf('b2'), { location: 'Havnen 3' });
  await patch('vindue0', { summary: 'Tag' });
  later();
  const before = await bothSides();
  await expect(applySync(world, plan, { allOrNothing: true })).rejects.toMatchObject({
    code: 'plan-moved-on',
    exitCode: 3,
  });
  expect(await bothSides()).toEqual(before);
  const { moved, outcome } = await applySync(world, plan);
  expect(moved.every(({ title, time }) => title !== null && time !== null)).toBe(true);
  expect(moved.map(({ bookingId, eventId, reason }) => [bookingId ?? eventId, reason]).sort()).toEqual([
    ['b1', 'changed-since'],
    ['b2', 'changed-since'],
    ['vindue0', 'changed-since'],
  ]);
  expect(outcome.result.changes).toHaveLength(3);
  later();
  await world.sync();
  later();
  expect((await world.sync({ force: true })).changes).toEqual([]);
});

test('an event that is edited while it is being written is left alone and listed', async () => {
  await livedIn();
  const plan = await planSync(world);
  const event = await eventOf('b1');
  world.sandbox.addFault({
    kind: 'rival-edit',
    patch: { location: 'Havnen 3' },
    match: { method: 'PATCH', eventId: event },
  });
  const { moved, outcome } = await applySync(world, plan);
  expect(moved).toMatchObject([{ bookingId: 'b1', reason: 'changed-meanwhile' }]);
  expect(outcome.result.changes).toHaveLength(5);
  expect((await world.events()).find(({ id }) => id === event)?.location).toBe('Havnen 3');
});

test('a plan without values can be applied, and tells none of them', async () => {
  await livedIn();
  const plan = withoutValues(await planSync(world)) as SavedPlan<'sync'>;
  expect(JSON.stringify(plan)).not.toMatch(/Nygade|Torvet|Vinduer|Vask/);
  expect((await applySync(world, plan)).outcome.result.changes).toHaveLength(6);
});

test('the guards are asked again', async () => {
  for (let n = 0; n < 12; n += 1) await book(`b${n}`, 3 + n);
  await world.sync();
  later();
  for (let n = 0; n < 11; n += 1) await world.editBooking(`b${n}`, { status: 'cancelled' });
  later();
  await expect(planSync(world)).rejects.toMatchObject({ code: 'too-many-removals' });
  const plan = await planSync(world, { maxDeletes: { count: 11 } });
  const strict = { ...plan, madeFrom: { ...plan.madeFrom, options: { ...plan.madeFrom.options, maxDeletes: null } } };
  await expect(applySync(world, strict)).rejects.toMatchObject({ code: 'too-many-removals', exitCode: 3 });
  expect((await applySync(world, plan)).outcome.result.google.deleted).toBe(11);
});

test('is a run that undo can reverse', async () => {
  await livedIn();
  const plan = await planSync(world);
  const before = await bothSides();
  const { runId } = await applySync(world, plan);
  later();
  expect(await undo(world, runId ?? '')).toMatchObject({ success: true, kept: [] });
  expect(await bothSides()).toEqual(before);
});

test('a name that refers to another calendar now is refused', async () => {
  await book('b1', 3);
  const plan = await planSync(world);
  const [calendar] = plan.madeFrom.calendars;
  const other = { ...calendar, calendarId: 'primary', googleId: 'other@example.dk', syncToken: null };
  const moved = { ...plan, madeFrom: { ...plan.madeFrom, calendars: [other] } };
  await expect(applySync(world, moved)).rejects.toMatchObject({ code: 'plan-of-another-calendar', exitCode: 3 });
  expect(await world.events()).toEqual([]);
});

test('a plan of a newer version, and a file that is not a plan, is refused with a sentence', async () => {
  await book('b1', 3);
  const plan = await planSync(world);
  const read = async (document: unknown) => {
    try {
      await readPlan(document, 'plan.json');
      return null;
    } catch (error) {
      return error as { code: string; exitCode: number; message: string };
    }
  };
  expect(await read({ ...plan, version: 2 })).toMatchObject({ code: 'plan-version', exitCode: 2 });
  expect(await read({ success: true })).toMatchObject({ code: 'plan-unreadable', exitCode: 2 });
  const wrong = await read({ ...plan, items: [{ ...plan.items[0], seal: 'x' }] });
  expect(wrong?.message).toContain('items.0.seal');
});
