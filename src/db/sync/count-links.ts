import { sql } from 'drizzle-orm';
import { type Orm, rowOf, rowsOf, utcDateOrNull } from '../client/database.js';
import { textList } from '../client/parameters.js';
import { bookingRowVersion } from './booking-rows.js';

/** Number of pairs of which at least one side still exists, by calendar. */
export async function countOpenLinks(orm: Orm, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const rows = await rowsOf<{ calendar_id: string; links: number }>(
    orm,
    sql`select calendar_id, count(*)::int as links from renos_sync.links
      where not closed and calendar_id in (${textList(ids)}) group by calendar_id`,
  );
  return new Map(rows.map(({ calendar_id, links }) => [calendar_id, links]));
}

/** Number of linked events that existed when last read, by calendar. */
export async function countLinkedEvents(orm: Orm, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const rows = await rowsOf<{ calendar_id: string; events: number }>(
    orm,
    sql`select calendar_id, count(*)::int as events from renos_sync.links
      where not closed and calendar_id in (${textList(ids)})
        and not (coalesce(nullif(seen, 'null'::jsonb) -> 'content', base -> 'event') ->> 'removed')::boolean
      group by calendar_id`,
  );
  return new Map(rows.map(({ calendar_id, events }) => [calendar_id, events]));
}

/** When the newest link was created whose booking still exists; null if there is none. */
export async function findNewestLink(orm: Orm, ids: readonly string[]): Promise<Date | null> {
  const [row] = await rowsOf<{ at: unknown }>(
    orm,
    sql`select max(l.created_at) as at from renos_sync.links l join bookings b on b.id = l.booking_id
      where l.calendar_id in (${textList(ids)})`,
  );
  return utcDateOrNull(row?.at);
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
