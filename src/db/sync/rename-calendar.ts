import { sql } from 'drizzle-orm';
import type { Orm } from '../client/database.js';

/** Everything remembered of a calendar goes on under another name: one transaction, and nothing when it is done already. */
export function renameCalendar(orm: Orm, from: string, to: string): Promise<void> {
  return orm.transaction(async (tx) => {
    await tx.execute(sql`delete from renos_sync.keepers where calendar_id = ${to}
      and exists (select 1 from renos_sync.keepers k where k.calendar_id = ${from})`);
    for (const table of ['calendars', 'keepers', 'links', 'troubles', 'conflicts'] as const) {
      const name = sql.raw(`renos_sync.${table}`);
      await tx.execute(sql`update ${name} set calendar_id = ${to} where calendar_id = ${from}`);
    }
    // A failure of an event that has no booking bears the calendar in its own id.
    await tx.execute(
      sql`update renos_sync.troubles set id = ${to} || '|event|' || event_id where booking_id is null and calendar_id = ${to}`,
    );
  });
}
