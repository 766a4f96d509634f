import { and, count, eq, type SQL, sql } from 'drizzle-orm';
import { isAmong } from '../client/array-literal.js';
import { type Orm, rowOf } from '../client/database.js';
import { textList } from '../client/parameters.js';
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

/**
 * Whether some bookings were linked after every booking whose row still exists. Of bookings that were linked at the same
 * moment, those that a sync created are the later ones: the rows of the others existed before.
 */
export async function wereLinkedLast(
  orm: Orm,
  ids: readonly string[],
  bookingIds: readonly string[],
): Promise<boolean> {
  const row = await rowOf<{ last: boolean }>(
    orm,
    sql`with these as (
        select l.created_at, ${isCreated} as created from renos_sync.links l
        where l.calendar_id in (${textList(ids)}) and l.booking_id in (${textList(bookingIds)})
      ), newest as (
        select max(l.created_at) as at from renos_sync.links l join bookings b on b.id = l.booking_id
        where l.calendar_id in (${textList(ids)})
      )
      select newest.at is not null
        and not exists (select 1 from these where created_at < newest.at or (created_at = newest.at and not created))
        and not (exists (select 1 from these where created_at = newest.at) and exists (
          select 1 from renos_sync.links l join bookings b on b.id = l.booking_id
          where l.calendar_id in (${textList(ids)}) and l.created_at = newest.at and ${isCreated}
        )) as last
      from newest`,
  );
  return row.last;
}

/** Whether a sync created the booking of the link l. */
const isCreated = sql`exists (select 1 from renos_sync.journal j
  where j.item_id = l.booking_id and j.kind <> 'customer' and j.kind = 'booking' and j.side = 'database' and j.action = 'create')`;

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
