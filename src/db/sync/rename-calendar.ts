import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Orm } from '../client/database.js';
import { calendars, conflicts, failures, keepers, links } from '../schema/sync.js';

/** Moves all stored data of a calendar to another name: one transaction, and nothing if that is already done. */
export function renameCalendar(orm: Orm, from: string, to: string): Promise<void> {
  return orm.transaction(async (tx) => {
    await tx.execute(sql`delete from renos_sync.keepers where calendar_id = ${to}
      and exists (select 1 from renos_sync.keepers k where k.calendar_id = ${from})`);
    for (const table of [calendars, keepers, links, failures, conflicts]) {
      await tx.update(table).set({ calendarId: to }).where(eq(table.calendarId, from));
    }
    // The failure of an event without a booking has the calendar in its own id.
    await tx
      .update(failures)
      .set({ id: sql`${to}::text || '|event|' || ${failures.eventId}` })
      .where(and(isNull(failures.bookingId), eq(failures.calendarId, to)));
  });
}
