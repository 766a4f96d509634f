import { sql } from 'drizzle-orm';
import type { Booking } from '../../core/calendar/model/booking.js';
import type { SyncStore } from '../../core/calendar/model/sync-store.js';
import { type Orm, rowsOf } from '../client/database.js';
import { parameter, textList } from '../client/parameters.js';
import { type BookingRow, bookingColumns, bookingOf } from './booking-rows.js';

/** Called only if a copied event has a mark with a key that no row has: it reads all links. */
export async function findByMarks(orm: Orm, marks: readonly string[]): Promise<ReadonlyMap<string, Booking>> {
  const rows = await rowsOf<BookingRow & { readonly mark: string }>(
    orm,
    sql`select l.base -> 'event' ->> 'markedAs' as mark, ${bookingColumns} from renos_sync.links l
      join bookings b on b.id = l.booking_id left join customers c on c.id = b."customerId"
      where l.base -> 'event' ->> 'markedAs' in (${textList(marks)})`,
  );
  return new Map(
    rows.flatMap((row) => {
      const booking = bookingOf(row);
      return booking === null ? [] : [[row.mark, booking] as const];
    }),
  );
}

/** Events that a run wrote and that no link or journal contains: the run ended before it stored their links. */
export async function findUnstored(
  orm: Orm,
  events: Parameters<SyncStore['findUnstored']>[0],
): ReturnType<SyncStore['findUnstored']> {
  const rows = events.map(({ eventId, bookingId, runId }) => ({ e: eventId, b: bookingId, r: runId }));
  const found = await rowsOf<{ event_id: string; booked: boolean }>(
    orm,
    sql`select m.e as event_id, exists (select from renos_sync.links l where l.booking_id = m.b) as booked
      from jsonb_to_recordset(${parameter(rows)}) as m(e text, b text, r text)
      where exists (select from renos_sync.runs r where r.id = m.r)
        and not exists (select from renos_sync.links l where l.event_id = m.e)
        and not exists (select from renos_sync.journal j where j.item_id = m.e and j.kind <> 'customer')`,
  );
  return found.map(({ event_id: eventId, booked }) => ({ eventId, isBooked: booked }));
}
