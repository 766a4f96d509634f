import { sql } from 'drizzle-orm';
import { rowsOf } from '../../../src/db/client/database.js';
import type { SyncWorld } from '../sync-world.js';

interface Doubt extends Record<string, unknown> {
  readonly code: string;
  readonly booking: string;
  readonly event: string;
}

/**
 * Does what a person does about the rows that the sync has reported, as each names an event that it cannot be given: the
 * row names its linked event again, or, where that was left beside a new one, the previous event goes.
 */
export async function answerDoubts({ database, google }: SyncWorld, pick: number): Promise<void> {
  const doubts = await rowsOf<Doubt>(
    database.orm,
    sql`select t.code, l.booking_id as booking, l.event_id as event from renos_sync.troubles t join renos_sync.links l on l.booking_id = t.booking_id
      where t.code in ('event-named-twice', 'event-and-former-event', 'named-event-missing', 'named-event-differs', 'row-is-another') order by l.booking_id`,
  );
  for (const { code, booking, event } of doubts) {
    if (code === 'event-and-former-event' && pick % 2 === 0)
      await google.events.delete({ calendarId: 'primary', eventId: event });
    else
      await database.orm.execute(
        sql`update bookings set "calendarEventId" = ${event}, "updatedAt" = now() where id = ${booking}`,
      );
  }
}
