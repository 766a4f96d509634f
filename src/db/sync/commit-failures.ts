import { sql } from 'drizzle-orm';
import type { Failure } from '../../core/calendar/model/sync-plan.js';
import type { CommitItem } from '../../core/calendar/model/sync-store.js';
import type { Orm } from '../client/database.js';
import { parameter } from '../client/parameters.js';

export async function insertConflicts(
  tx: Orm,
  runId: string,
  conflicts: readonly NonNullable<CommitItem['conflict']>[],
): Promise<void> {
  if (conflicts.length === 0) return;
  // A conflict that was held before for the same booking is replaced by this one.
  await settle(
    tx,
    conflicts.map(({ bookingId }) => bookingId),
  );
  const rows = conflicts.map(({ bookingId, calendarId, eventId, fields, policy, decision, reason }) => ({
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
  await tx.execute(sql`update renos_sync.conflicts set resolved_at = now() where resolved_at is null
    and booking_id in (select jsonb_array_elements_text(${parameter(bookingIds)}))`);
}

export async function writeFailures(tx: Orm, items: readonly CommitItem[]): Promise<void> {
  const over = items.map(({ clears, failure }) => (failure === null ? clears : null)).filter((item) => item !== null);
  const failures = items.map(({ failure }) => failure).filter((failure) => failure !== null);
  if (over.length > 0) {
    await tx.execute(
      sql`delete from renos_sync.troubles where id in (select jsonb_array_elements_text(${parameter(over.map(failureId))}))`,
    );
  }
  if (failures.length === 0) return;
  const rows = failures.map((failure) => ({
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
