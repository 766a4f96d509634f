import { sql } from 'drizzle-orm';
import type { LinkedElsewhere } from '../../core/calendar/model/sync-store.js';
import { type Orm, rowsOf, utcDateOrNull } from '../client/database.js';
import { bookingCancelled } from './booking-rows.js';

/** Counted in calendars alone that were synced before: where there is none, nothing is. */
export async function findElsewhere(orm: Orm, ids: readonly string[]): Promise<readonly LinkedElsewhere[]> {
  const rows = await rowsOf<{ calendar_id: string; bookings: number }>(
    orm,
    sql`select c.calendar_id, l.bookings from renos_sync.calendars c
      cross join lateral (select count(*)::int as bookings from renos_sync.links l join bookings b on b.id = l.booking_id
        where l.calendar_id = c.calendar_id and not l.closed and not ${bookingCancelled}) l
      where c.calendar_id not in (select jsonb_array_elements_text(${JSON.stringify(ids)}::text::jsonb)) and l.bookings > 0 order by c.calendar_id`,
  );
  return rows.map(({ calendar_id, bookings }) => ({ calendarId: calendar_id, bookings }));
}

export async function findNewestLink(orm: Orm, ids: readonly string[]): Promise<Date | null> {
  const [row] = await rowsOf<{ at: unknown }>(
    orm,
    sql`select max(l.created_at) as at from renos_sync.links l join bookings b on b.id = l.booking_id
      where l.calendar_id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::text::jsonb))`,
  );
  return utcDateOrNull(row?.at);
}
