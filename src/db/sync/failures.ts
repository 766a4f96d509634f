import { and, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { KnownFailure } from '../../core/calendar/model/sync-store.js';
import type { FailureValues } from '../../core/codes/reasons.js';
import { isAmong } from '../client/array-literal.js';
import type { Orm } from '../client/database.js';
import { readJson } from '../client/unstorable-letters.js';
import { failures } from '../schema/sync.js';

/**
 * Items that could not be synced, the oldest first; of all calendars if none are named. Bookings whose row is gone, and
 * events that have a booking now, are left out.
 */
export async function findFailures(orm: Orm, calendarIds: readonly string[] | null): Promise<readonly KnownFailure[]> {
  const t = alias(failures, 't');
  const { calendarId, eventId, bookingId, code, reason, print, passing } = t;
  const rows = await orm
    .select({ calendarId, eventId, bookingId, code, reason, print, passing })
    .from(t)
    .where(
      and(
        calendarIds === null ? undefined : isAmong(calendarId, calendarIds),
        sql`case when t.booking_id is null
          then not exists (select 1 from renos_sync.links l join bookings b on b.id = l.booking_id
            where l.calendar_id = t.calendar_id and l.event_id = t.event_id)
          else exists (select 1 from bookings b where b.id = t.booking_id) end`,
      ),
    )
    .orderBy(t.firstAt, t.id);
  return rows.map(({ print: fingerprint, reason: stored, ...row }) => ({
    ...{ ...row, ...valuesOf(row.code, stored) },
    fingerprint: fingerprint ?? '',
  }));
}

/** The values of a failure's sentence; earlier versions stored the sentence itself. */
function valuesOf(code: string, reason: string): { readonly params?: FailureValues } {
  if (reason === code) return {};
  return { params: reason.startsWith('{') ? readJson(JSON.parse(reason) as FailureValues) : { said: reason } };
}
