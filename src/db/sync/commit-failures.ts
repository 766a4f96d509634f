import { and, isNull, sql } from 'drizzle-orm';
import type { Failure } from '../../core/calendar/model/sync-plan.js';
import type { CommitItem } from '../../core/calendar/model/sync-store.js';
import { isAmong } from '../client/array-literal.js';
import type { Orm } from '../client/database.js';
import { parameter } from '../client/parameters.js';
import { conflicts, failures } from '../schema/sync.js';

export async function insertConflicts(
  tx: Orm,
  runId: string,
  found: readonly NonNullable<CommitItem['conflict']>[],
): Promise<void> {
  if (found.length === 0) return;
  // A conflict that was held before for the same booking is replaced by this one.
  await settle(
    tx,
    found.map(({ bookingId }) => bookingId),
  );
  const rows = found.map(({ bookingId, calendarId, eventId, fields, policy, decision, reason }) => ({
    booking: bookingId,
    calendar: calendarId,
    event: eventId,
    fields,
    policy,
    decision,
    reason,
  }));
  await tx.execute(sql`insert into renos_sync.conflicts (id, run_id, booking_id, calendar_id, event_id, fields, policy, decision, reason, resolved_at)
    select substr(md5(random()::text || clock_timestamp()::text), 1, 10), ${runId}, r.booking, r.calendar, r.event, r.fields, r.policy, r.decision, r.reason,
      case when r.decision = 'held' then null else now() end
    from jsonb_to_recordset(${parameter(rows)}) as r(booking text, calendar text, event text, fields jsonb, policy text, decision text, reason text)`);
}

export async function settle(tx: Orm, bookingIds: readonly string[]): Promise<void> {
  if (bookingIds.length === 0) return;
  const { resolvedAt, bookingId } = conflicts;
  await tx
    .update(conflicts)
    .set({ resolvedAt: sql`now()` })
    .where(and(isNull(resolvedAt), isAmong(bookingId, bookingIds)));
}

export async function writeFailures(tx: Orm, items: readonly CommitItem[]): Promise<void> {
  const over = items.map(({ clears, failure }) => (failure === null ? clears : null)).filter((item) => item !== null);
  const failed = items.map(({ failure }) => failure).filter((failure) => failure !== null);
  if (over.length > 0) await tx.delete(failures).where(isAmong(failures.id, over.map(failureId)));
  if (failed.length === 0) return;
  const rows = failed.map((failure) => ({
    id: failureId(failure),
    calendar: failure.calendarId,
    event: failure.eventId,
    booking: failure.bookingId,
    code: failure.code,
    reason: storedReason(failure),
    print: failure.fingerprint,
    passing: failure.passing,
  }));
  await tx.execute(sql`insert into renos_sync.troubles (id, calendar_id, event_id, booking_id, code, reason, print, passing)
    select r.id, r.calendar, r.event, r.booking, r.code, r.reason, r.print, r.passing
    from jsonb_to_recordset(${parameter(rows)}) as r(id text, calendar text, event text, booking text, code text, reason text, print text, passing boolean)
    on conflict (id) do update set code = excluded.code, reason = excluded.reason, print = excluded.print, passing = excluded.passing,
      attempts = troubles.attempts + 1, last_at = now()`);
}

/** A failure's values, from which its sentence is made when it is read; its code if it has none. */
function storedReason({ code, params }: Failure): string {
  return params === undefined ? code : JSON.stringify(params);
}

function failureId({
  calendarId,
  eventId,
  bookingId,
}: {
  calendarId: string;
  eventId: string | null;
  bookingId: string | null;
}): string {
  return bookingId === null ? `${calendarId}|event|${eventId}` : `booking|${bookingId}`;
}
