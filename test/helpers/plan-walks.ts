import { sql } from 'drizzle-orm';
import { expect } from 'vitest';
import type { MovedItem, PairItem, SavedImportPlan } from '../../src/core/results/plan-result.js';
import { type Database, rowsOf } from '../../src/db/client/database.js';
import { applyImport, applySync, planImport, planSync } from './plan-world.js';
import { type UndoWalk, withWalk } from './undo-walks.js';

const meant = { maxDeletes: { percent: 100 }, policy: 'google' } as const;

/** A random person changes, cancels or deletes something on either side: gives the id of what was touched. */
async function touch(walk: UndoWalk): Promise<string | null> {
  const { world } = walk;
  const booking = async (columns: () => Record<string, string>) => {
    const rows = await world.bookings();
    if (rows.length === 0) return null;
    const { id } = walk.pick(rows);
    await world.editBooking(id, columns());
    return id;
  };
  const event = async (change: (eventId: string) => Promise<unknown>) => {
    const eventId = await walk.anyEvent();
    if (eventId !== null) await change(eventId);
    return eventId;
  };
  const place = { calendarId: 'primary' };
  return walk.pick([
    () => booking(() => ({ address: walk.word() })),
    () => booking(() => ({ notes: walk.word() })),
    () => booking(() => ({ status: 'cancelled' })),
    () => event((eventId) => world.google.events.patch({ ...place, eventId, requestBody: { location: walk.word() } })),
    () => event((eventId) => world.google.events.delete({ ...place, eventId })),
  ])();
}

const nameOf = ({ calendarId, bookingId, eventId }: PairItem | MovedItem) => `${calendarId} ${bookingId} ${eventId}`;

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
    const plan = await planSync(world, meant);
    const touched = new Set<string>();
    for (let edits = 0; edits < seed % 5; edits += 1) touched.add((await touch(walk)) ?? '');
    const links = await rowsOf<{ booking_id: string; event_id: string }>(
      database.orm,
      sql`select booking_id, event_id from renos_sync.links`,
    );
    for (const { booking_id: bookingId, event_id: eventId } of links)
      if (touched.has(bookingId) || touched.has(eventId)) touched.add(bookingId).add(eventId);
    const isTouched = ({ bookingId, eventId }: PairItem) => touched.has(bookingId ?? '') || touched.has(eventId ?? '');
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
    await world.sync(meant);
    walk.later();
    const settled = await world.sync(meant);
    const whole = await world.sync({ ...meant, force: true });
    expect([settled.changes, whole.changes, whole.errors]).toEqual([[], [], []]);
  });
}

/** The same of an import: rows whose customers were touched since are left alone, all others are written. */
export function walkImportPlan(database: Database, seed: number): Promise<void> {
  return withWalk(database, seed, async (walk) => {
    await walk.import();
    const people = await rowsOf<{ id: string; name: string; email: string }>(
      database.orm,
      sql`select id, name, email from customers order by name`,
    );
    const known = people.map(({ name, email }) => `${name};${email};${walk.word()} 1, 8000 Aarhus C`);
    const fresh = Array.from({ length: 4 }, () => `Kunde ${walk.word()};${walk.word()}@example.dk;${walk.word()} 2`);
    const text = `Name;Email;Address\n${[...known, ...fresh].join('\n')}\n`;
    const plan: SavedImportPlan = await planImport(database, text);
    expect(plan.counts).toMatchObject({ customersCreated: 4, customersUpdated: people.length });
    const touched = new Set<string>();
    for (let edits = 0; edits < seed % 4; edits += 1) {
      const { id } = walk.pick(people);
      touched.add(id);
      await database.orm.execute(
        sql`update customers set address = ${walk.word()}, "updatedAt" = now() where id = ${id}`,
      );
    }
    const { result, moved, doneBefore } = await applyImport(database, text, plan);
    expect(moved.map(({ id }) => id).sort()).toEqual([...touched].sort());
    expect([result.customersCreated, result.customersUpdated, doneBefore]).toEqual([
      4,
      people.length - touched.size,
      0,
    ]);
    const again = await applyImport(database, text, plan);
    expect([again.result.runId, again.moved.length, again.doneBefore]).toEqual([
      null,
      touched.size,
      plan.items.length - touched.size,
    ]);
  });
}
