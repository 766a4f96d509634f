import { and, count, eq, max, type SQL, sql } from 'drizzle-orm';
import { isAmong } from '../client/array-literal.js';
import { type Orm, rowOf } from '../client/database.js';
import { textList } from '../client/parameters.js';
import { bookings } from '../schema/renos.js';
import { links } from '../schema/sync.js';
import { bookingRowVersion } from './booking-rows.js';

/** Number of pairs of which at least one side still exists, by calendar. */
export function countOpenLinks(orm: Orm, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  return countOpen(orm, ids, undefined);
}

/** Number of linked events that existed when last read, by calendar. */
export function countLinkedEvents(orm: Orm, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const said = sql`coalesce(nullif(${links.seen}, 'null'::jsonb) -> 'content', ${links.base} -> 'event')`;
  return countOpen(orm, ids, sql`not (${said} ->> 'removed')::boolean`);
}

async function countOpen(orm: Orm, ids: readonly string[], condition: SQL | undefined) {
  const { calendarId, closed } = links;
  const rows = await orm
    .select({ calendarId, count: count() })
    .from(links)
    .where(and(eq(closed, false), isAmong(calendarId, ids), condition))
    .groupBy(calendarId);
  return new Map(rows.map((row) => [row.calendarId, row.count]));
}

/** When the newest link was created whose booking still exists; null if there is none. */
export async function findNewestLink(orm: Orm, ids: readonly string[]): Promise<Date | null> {
  const [newest] = await orm
    .select({ at: max(links.createdAt) })
    .from(links)
    .innerJoin(bookings, eq(bookings.id, links.bookingId))
    .where(isAmong(links.calendarId, ids));
  return newest?.at ?? null;
}

/**
 * Whether every linked row was written since its version was recorded, as after restoring a backup: an edit leaves
 * other rows alone.
 */
export async function areAllRewritten(orm: Orm, ids: readonly string[]): Promise<boolean> {
  const row = await rowOf<{ rewritten: boolean }>(
    orm,
    sql`select not exists (select 1 from renos_sync.links l join bookings b on b.id = l.booking_id
      where l.calendar_id in (${textList(ids)}) and starts_with(l.version, ${bookingRowVersion})) as rewritten`,
  );
  return row.rewritten;
}
