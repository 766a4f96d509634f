import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CalendarPort } from '../../../src/core/calendar/model/calendar-port.js';
import type { SyncPorts } from '../../../src/core/calendar/model/sync-store.js';
import { rowsOf } from '../../../src/db/client/database.js';
import { createSyncStore } from '../../../src/db/sync/sync-store.js';
import { personAtGoogle } from '../../helpers/person-at-google.js';
import { applySync, planSync } from '../../helpers/plan-world.js';
import { openSyncWorld, type SyncWorld } from '../../helpers/sync-world.js';
import { lastRun, readRows, undo } from '../../helpers/undo-world.js';

let world: SyncWorld;
const { at, later, eventOf, expectSettled } = personAtGoogle(() => world);
beforeEach(async () => {
  world = await openSyncWorld('server');
  for (const [n, id] of ['b1', 'b2', 'b3'].entries())
    await world.addBooking({ id, serviceType: 'Vask', start: at(2 + n), end: at(2 + n, 11) });
  await world.sync();
  later();
});
afterEach(() => world.close());

type Ports = Partial<SyncPorts>;

/** The process ends after Google did what it was asked, and before anything of it is stored. */
const killedAfter = (): Ports => ({
  storeFor: (lease) => ({
    ...createSyncStore(world.database, lease),
    commit: () => Promise.reject(new Error('killed')),
  }),
});
/** It ends when the deletion is noted, and before Google is asked. */
const killedBefore = (): Ports => {
  const ports = world.ports();
  const killed: CalendarPort['delete'] = () => Promise.reject(new Error('killed'));
  return { calendar: { ...ports.calendar, delete: killed } };
};

/** A sync that is to delete the event of b2 dies; gives its id. */
async function killedSync(ports: Ports): Promise<string> {
  await world.editBooking('b2', { status: 'cancelled' });
  later();
  await expect(world.syncOutcome({}, ports)).rejects.toThrow('killed');
  later();
  return lastRun(world.database);
}

const bothSides = async () => ({
  rows: await readRows(world.database),
  events: (await world.events()).map(({ id, summary, start }) => [id, summary, start?.dateTime]),
});
const deletionsOf = (runId: string) =>
  rowsOf<{ item_id: string }>(
    world.database.orm,
    sql`select item_id from renos_sync.journal where run_id = ${runId} and side = 'google' and action = 'delete'`,
  );

test('a deletion by a sync that was killed is in its journal, and undone with it', async () => {
  const before = await bothSides();
  const event = await eventOf('b2');
  const runId = await killedSync(killedAfter());
  expect(await world.events()).toHaveLength(2);
  const next = await world.sync();
  expect([next.changes, next.errors]).toEqual([[], []]);
  expect(await deletionsOf(runId)).toEqual([{ item_id: event }]);
  expect(await deletionsOf(await lastRun(world.database))).toEqual([]);
  later();
  expect(await undo(world, runId)).toMatchObject({ kept: [], errors: [], events: { madeAgain: 1 } });
  const cancelled = before.rows.map((row) =>
    (row as { id: string }).id === 'b2' ? { ...(row as object), status: 'cancelled' } : row,
  );
  expect(await bothSides()).toEqual({ rows: cancelled, events: before.events });
  later();
  expect((await world.sync({ force: true })).changes).toEqual([]);
});

test('a booking that takes place again gets back its event that a killed sync had deleted', async () => {
  const runId = await killedSync(killedAfter());
  await world.editBooking('b2', { status: 'scheduled' });
  later();
  expect((await world.sync()).changes).toMatchObject([{ side: 'google', action: 'revive', bookingId: 'b2' }]);
  expect(await deletionsOf(runId)).toHaveLength(1);
  await expectSettled();
});

test('a deletion that was noted and never asked for is no deletion, also not when a person deletes the event later', async () => {
  const runId = await killedSync(killedBefore());
  await world.editBooking('b2', { status: 'scheduled' });
  later();
  expect((await world.sync()).changes).toEqual([]);
  await world.google.events.delete({ calendarId: 'primary', eventId: await eventOf('b2') });
  later();
  expect((await world.sync()).changes).toMatchObject([{ side: 'database', action: 'cancel', bookingId: 'b2' }]);
  expect(await deletionsOf(runId)).toEqual([]);
});

test('a deletion that was noted and never asked for is asked for by the next run', async () => {
  const runId = await killedSync(killedBefore());
  expect((await world.sync()).google).toMatchObject({ deleted: 1 });
  expect(await deletionsOf(runId)).toEqual([]);
  expect(await deletionsOf(await lastRun(world.database))).toHaveLength(1);
});

test('the deletion of a lost row’s event by a sync that was killed is in its journal', async () => {
  await world.database.orm.execute(sql`delete from bookings where id = 'b3'`);
  const event = await eventOf('b3');
  const runId = await killedSync(killedAfter());
  expect((await world.sync()).changes).toEqual([]);
  expect((await deletionsOf(runId)).map((row) => row.item_id)).toContain(event);
  later();
  expect(await undo(world, runId)).toMatchObject({ kept: [], events: { madeAgain: 2 } });
});

test('a deletion whose reply was lost is in the journal of its run', async () => {
  await world.editBooking('b2', { status: 'cancelled' });
  later();
  world.sandbox.addFault({ kind: 'commit-then-drop', times: 0, match: { n: 2 } });
  await expect(world.sync()).rejects.toMatchObject({ exitCode: 5 });
  world.sandbox.clearFaults();
  const runId = await lastRun(world.database);
  later();
  await world.sync();
  expect(await deletionsOf(runId)).toHaveLength(1);
});

test('a list that is behind does not hide what a killed sync deleted', async () => {
  await world.editBooking('b2', { status: 'cancelled' });
  world.sandbox.addFault({ kind: 'delay-listing', delayMs: 3_600_000, match: { method: 'DELETE' } });
  const runId = await killedSync(killedAfter());
  world.sandbox.clearFaults();
  await world.editBooking('b2', { status: 'scheduled' });
  later();
  expect((await world.sync({ force: true })).changes).toMatchObject([{ action: 'revive', bookingId: 'b2' }]);
  expect(await deletionsOf(runId)).toHaveLength(1);
});

test('a deletion by an apply that was killed is in its journal', async () => {
  await world.editBooking('b2', { status: 'cancelled' });
  later();
  const plan = await planSync(world);
  await expect(applySync(world, plan, { ports: killedAfter() })).rejects.toThrow('killed');
  const runId = await lastRun(world.database);
  later();
  expect(await applySync(world, plan)).toMatchObject({ moved: [], doneBefore: 1, runId: null });
  await world.sync();
  expect(await deletionsOf(runId)).toHaveLength(1);
});
