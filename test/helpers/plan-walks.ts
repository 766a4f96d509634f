import { sql } from 'drizzle-orm';
import { expect } from 'vitest';
import type { ApplyResult, PlanItem, SavedPlan } from '../../src/core/results/plan-result.js';
import { type Database, rowsOf } from '../../src/db/client/database.js';
import { applyImport, applySync, planImport, planSync } from './plan-world.js';
import { type UndoWalk, withWalk } from './undo-walks.js';
import { readRows, undo } from './undo-world.js';

/** A random person changes, cancels, moves or deletes something on either side. */
async function touch(walk: UndoWalk): Promise<void> {
  const { world } = walk;
  const booking = async (columns: Record<string, string>) => {
    const rows = await world.bookings();
    if (rows.length > 0) await world.editBooking(walk.pick(rows).id, columns);
  };
  await walk.pick<() => Promise<unknown>>([
    () => booking({ address: walk.word() }),
    () => booking({ notes: walk.word() }),
    () => booking({ status: 'cancelled' }),
    () => walk.editEvent(),
    () => walk.deleteEvent(),
    () => walk.moveEvent(),
    () => walk.editSeries(),
  ])();
}

/** The ids of rows and events that say something else than before, or are gone, or new, or came back from another calendar. */
async function changedSince(walk: UndoWalk, before: ReadonlyMap<string, string>): Promise<Set<string>> {
  const now = await wordsById(walk);
  return new Set([...before.keys(), ...now.keys()].filter((id) => before.get(id) !== now.get(id)));
}

async function wordsById(walk: UndoWalk): Promise<ReadonlyMap<string, string>> {
  const [{ rows }, events] = [await walk.bothSides(), await walk.events()];
  return new Map([...rows, ...events].map((item) => [(item as { id: string }).id, JSON.stringify(item)]));
}

const nameOf = ({ calendarId, bookingId, eventId }: PlanItem<'sync'> | ApplyResult['moved'][number]) =>
  `${calendarId} ${bookingId} ${eventId}`;

/**
 * A plan, then people on either side, then apply: what they did not touch is done, what they touched is left to them (or
 * was as planned by their doing), and the next sync brings both sides in step.
 */
export function walkPlanAndApply(database: Database, seed: number): Promise<void> {
  return withWalk(database, seed, async (walk) => {
    const { world } = walk;
    await walk.live(8);
    await walk.import();
    await walk.sync();
    await walk.live(7);
    const plan = await planSync(world, walk.options);
    const before = await wordsById(walk);
    for (let edits = 0; edits < seed % 5; edits += 1) await touch(walk);
    const touched = await changedSince(walk, before);
    const links = await rowsOf<{ booking_id: string; event_id: string }>(
      database.orm,
      sql`select booking_id, event_id from renos_sync.links`,
    );
    for (const { booking_id: bookingId, event_id: eventId } of links)
      if (touched.has(bookingId) || touched.has(eventId)) touched.add(bookingId).add(eventId);
    const isTouched = ({ bookingId, eventId }: PlanItem<'sync'>) =>
      touched.has(bookingId ?? '') || touched.has(eventId ?? '');
    walk.later();
    const applied = await applySync(world, plan);
    const moved = new Set(applied.moved.map((item) => nameOf(item)));
    expect(plan.items.filter((item) => moved.has(nameOf(item)) && !isTouched(item))).toEqual([]);
    const left = plan.items.filter((item) => isTouched(item) && !moved.has(nameOf(item)));
    expect(left.length).toBeLessThanOrEqual(applied.doneBefore);
    expect(applied.outcome.result.errors).toEqual([]);
    // Done means that it is so: asked again, everything else is as planned already.
    const again = await applySync(world, plan);
    expect([again.runId, again.doneBefore]).toEqual([null, plan.items.length - moved.size]);
    walk.later();
    await world.sync(walk.options);
    walk.later();
    const settled = await world.sync(walk.options);
    const whole = await world.sync({ ...walk.options, force: true });
    expect([settled.changes, whole.changes, whole.errors]).toEqual([[], [], []]);
  });
}

/** Random people change, delete or add customers and bookings that a file is about. */
async function touchRows(walk: UndoWalk, fresh: readonly string[]): Promise<void> {
  const { orm } = walk.world.database;
  const idsOf = async (table: string) =>
    (await rowsOf<{ id: string }>(orm, sql`select id from ${sql.identifier(table)} order by id`)).map(({ id }) => id);
  const [customers, bookings] = [await idsOf('customers'), await idsOf('bookings')];
  const id = walk.pick(customers) ?? '';
  const booking = walk.pick(bookings) ?? '';
  const word = walk.word();
  await orm.execute(
    walk.pick([
      sql`update customers set address = ${word}, "updatedAt" = now() where id = ${id}`,
      sql`update customers set phone = ${`+4530${word.replace('Ord', '').padStart(6, '0')}`}, "updatedAt" = now() where id = ${id}`,
      sql`delete from customers c where id = ${id} and not exists (select from bookings b where b."customerId" = c.id)`,
      sql`update bookings set address = ${word}, "updatedAt" = now() where id = ${booking}`,
      sql`update bookings set status = 'cancelled', "updatedAt" = now() where id = ${booking}`,
      sql`delete from bookings where id = ${booking}`,
      sql`insert into customers (id, name, email, "updatedAt") values (${word}, ${`Kunde ${word}`}, ${walk.pick(fresh)}, now()) on conflict do nothing`,
    ]),
  );
}

/** All that an import's plan says of a row, however it would be found now. */
const rowOf = ({ kind, line }: { readonly kind: string; readonly line?: number | undefined }) => `${kind} ${line}`;

/** The same of an import: what was touched since is left alone and listed, all else is written, nothing but what was planned. */
export function walkImportPlan(database: Database, seed: number): Promise<void> {
  return withWalk(database, seed, async (walk) => {
    const withBookings = { createBookings: true };
    await walk.import();
    await walk.import();
    const text = await walk.file();
    const plan: SavedPlan<'import'> = await planImport(database, text, withBookings);
    const before = await readRows(database);
    const edits = seed % 4;
    const fresh = text.match(/[a-z0-9]+@example\.dk/g) ?? [];
    for (let n = 0; n < edits; n += 1) await touchRows(walk, fresh);
    const touched = await readRows(database);
    const { result, moved, doneBefore } = await applyImport(database, text, plan);
    if (result.refusal !== null) {
      // More than half of the rows would be rejected by now.
      expect(await readRows(database)).toEqual(touched);
      return;
    }
    if (edits === 0) expect([moved, doneBefore]).toEqual([[], 0]);
    const rowIds = (rows: readonly unknown[]) => new Map(rows.map((row) => [(row as { id: string }).id, row]));
    const [then, now] = [rowIds(before), rowIds(touched)];
    const wasTouched = (id: string) => JSON.stringify(then.get(id)) !== JSON.stringify(now.get(id));
    const left = new Set(moved.flatMap((item) => (item.kind === 'pair' ? [] : [rowOf(item)])));
    const after = rowIds(await readRows(database));
    // What a person touched says after it what it said before it, unless it was as planned all the same.
    const planned = new Set(plan.items.filter((item) => !left.has(rowOf(item))).map(({ id }) => id));
    for (const [id, row] of now) if (wasTouched(id) && !planned.has(id)) expect(after.get(id)).toEqual(row);
    const made = [...after.keys()].filter((id) => !now.has(id));
    const doneCreates = plan.items.filter((item) => item.action === 'create' && !left.has(rowOf(item)));
    expect(made.length).toBeLessThanOrEqual(doneCreates.length);
    expect(result.customersCreated + result.bookingsCreated).toBe(made.length);
    // Planned once more, nothing is left of what was done.
    const again = await planImport(database, text, withBookings);
    const seals = new Set(again.items.map(({ seal }) => seal));
    expect(plan.items.filter((item) => seals.has(item.seal) && !left.has(rowOf(item)))).toEqual([]);
    const twice = await applyImport(database, text, plan);
    expect(twice.doneBefore).toBe(plan.items.length - moved.length);
    // What was listed may be possible by now: a phone number that put a row in doubt went to another customer by the first apply.
    const { customersCreated, customersUpdated, bookingsCreated, bookingsUpdated } = twice.result;
    const written = customersCreated + customersUpdated + bookingsCreated + bookingsUpdated;
    expect(written).toBe(moved.length - twice.moved.length);
    if (written === 0) expect(twice.result.runId).toBeNull();
    // And all of it can be undone.
    for (const runId of [twice.result.runId, result.runId])
      if (runId !== null) expect(await undo(database, runId)).toMatchObject({ kept: [], errors: [] });
    expect(await readRows(database)).toEqual(touched);
  });
}
