import { sql } from 'drizzle-orm';
import type { KnownFailure } from '../../core/calendar/model/sync-store.js';
import type { FailureValues } from '../../core/codes/reasons.js';
import { type Orm, rowsOf } from '../client/database.js';
import { parameter } from '../client/parameters.js';
import { readJson } from '../client/unstorable-letters.js';

interface FailureRow extends Record<string, unknown> {
  readonly calendar_id: string;
  readonly event_id: string | null;
  readonly booking_id: string | null;
  readonly code: string;
  readonly reason: string;
  readonly print: string | null;
  readonly passing: boolean;
}

/**
 * Items that could not be synced, the oldest first; of all calendars if none are named. Bookings whose row is gone, and
 * events that have a booking now, are left out.
 */
export async function findFailures(orm: Orm, calendarIds: readonly string[] | null): Promise<readonly KnownFailure[]> {
  const rows = await rowsOf<FailureRow>(
    orm,
    sql`select * from renos_sync.troubles t
      where ${calendarIds === null ? sql`true` : sql`t.calendar_id in (select jsonb_array_elements_text(${parameter(calendarIds)}))`}
        and case when t.booking_id is null
          then not exists (select 1 from renos_sync.links l join bookings b on b.id = l.booking_id
            where l.calendar_id = t.calendar_id and l.event_id = t.event_id)
          else exists (select 1 from bookings b where b.id = t.booking_id) end
      order by t.first_at, t.id`,
  );
  return rows.map((row) => ({
    calendarId: row.calendar_id,
    eventId: row.event_id,
    bookingId: row.booking_id,
    code: row.code,
    ...valuesOf(row),
    fingerprint: row.print ?? '',
    passing: row.passing,
  }));
}

/** The values of a failure's sentence; earlier versions stored the sentence itself. */
function valuesOf({ code, reason }: FailureRow): { readonly params?: FailureValues } {
  if (reason === code) return {};
  return { params: reason.startsWith('{') ? readJson(JSON.parse(reason) as FailureValues) : { said: reason } };
}
