import { sql } from 'drizzle-orm';
import type { Orm } from '../client/database.js';

/** Moves all stored data of a calendar to another name: one transaction, and nothing if that is already done. */
export function renameCalendar(orm: Orm, from: string, to: string): Promise<void> {
  return orm.transaction(async (tx) => {
    await tx.execute(sql`delete from renos_sync.keepers where calendar_id = ${to}
      and exists (select 1 from renos_sync.keepers k where k.calendar_id = ${from})`);
    for (const table of ['calendars', 'keepers', 'links', 'troubles', 'conflicts'] as const) {
      const name = sql.raw(`renos_sync.${table}`);
      await tx.execute(sql`update ${name} set calendar_id = ${to} where calendar_id = ${from}`);
    }
    // The failure of an event without a booking has the calendar in its own id.
    await tx.execute(
      sql`update renos_sync.troubles set id = ${to} || '|event|' || event_id where booking_id is null and calendar_id = ${to}`,
    );
  });
}
