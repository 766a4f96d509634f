import { type SQL, sql } from 'drizzle-orm';
import type { Content } from '../../core/calendar/model/content.js';
import type { LinkWrite, SentNote } from '../../core/calendar/model/sync-store.js';
import type { Lease } from '../../core/ports.js';
import type { Orm } from '../client/database.js';
import { failureCode, SqlState } from '../client/database-failure.js';
import { parameter } from '../client/parameters.js';
import { writable } from '../client/unstorable-letters.js';
import { readTextLimits } from '../import/text-limits.js';
import { bookingFingerprint, bookingVersion, lostEventId, milliseconds, notedEventId } from './booking-rows.js';
import { writeUnder } from './leases.js';

/** Records writes that are about to be sent, or removes such records. */
export async function noteSent(orm: Orm, notes: readonly SentNote[], lease: Lease): Promise<void> {
  const rows = notes.map(({ linkId, sent, base }) => ({ id: linkId, sent, base }));
  try {
    await updateSent(orm, rows, lease);
  } catch (error) {
    const limits = failureCode(error) === SqlState.untranslatableCharacter ? await readTextLimits(orm) : null;
    if (limits === null) throw error;
    await updateSent(orm, writable(rows, limits), lease);
  }
}

function updateSent(orm: Orm, rows: readonly object[], lease: Lease): Promise<void> {
  return writeUnder(
    orm,
    lease,
    sql`update renos_sync.links l
      set sent = nullif(r.sent, 'null'::jsonb), base = coalesce(nullif(r.base, 'null'::jsonb), l.base)
      from ours, jsonb_to_recordset(${parameter(rows)}) as r(id text, sent jsonb, base jsonb) where l.id = r.id`,
  );
}

/** The number of earlier states of a row that are stored: the fingerprint, and the row's `updatedAt` in milliseconds. */
const pastPrints = 8;

/** Stores links. */
export async function writeLinks(tx: Orm, links: readonly LinkWrite[]): Promise<void> {
  if (links.length === 0) return;
  await removeBefore(
    tx,
    links.filter(({ isRelinked }) => isRelinked === true),
  );
  const rows = links.map((link) => ({
    id: link.id,
    booking_id: link.bookingId,
    calendar_id: link.calendarId,
    event_id: link.eventId,
    etag: link.etag,
    updated: link.updated?.toISOString() ?? null,
    series: link.recurringEventId,
    original_start: link.originalStart,
    closed: link.base.booking.removed && link.base.event.removed,
    booking: link.base.booking,
    event: differing(link.base),
    seen: link.seen,
    print: link.fingerprint,
    sent: link.sent,
    noted: link.noted,
  }));
  await letGoOfEvents(tx, links);
  await tx.execute(sql`insert into renos_sync.links
      (id, booking_id, calendar_id, event_id, etag, event_updated, recurring_event_id, original_start, closed, base, seen, print, row_updated, sent, noted)
    select r.id, r.booking_id, r.calendar_id, r.event_id, r.etag, r.updated, r.series, r.original_start, r.closed,
      jsonb_build_object('booking', r.booking, 'event', (r.booking - array['named', 'status', 'takenOver']) || r.event), nullif(r.seen, 'null'::jsonb),
      case when r.print = 'current' then (select ${bookingFingerprint} from bookings b where b.id = r.booking_id) else r.print end,
      (select b."updatedAt" from bookings b where b.id = r.booking_id),
      nullif(r.sent, 'null'::jsonb), r.noted
    from jsonb_to_recordset(${parameter(rows)}) as r(id text, booking_id text, calendar_id text, event_id text, etag text, updated timestamptz, series text,
      original_start text, closed boolean, booking jsonb, event jsonb, seen jsonb, print text, sent jsonb, noted text)
    on conflict (id) do update set booking_id = excluded.booking_id, calendar_id = excluded.calendar_id, event_id = excluded.event_id,
      etag = excluded.etag, event_updated = excluded.event_updated, recurring_event_id = excluded.recurring_event_id, original_start = excluded.original_start,
      closed = excluded.closed, base = excluded.base, seen = excluded.seen, print = excluded.print, row_updated = excluded.row_updated,
      past_prints = case when links.print is null or links.print is not distinct from excluded.print then links.past_prints
        else (array_prepend(concat_ws(' ', links.print, ${milliseconds(sql`links.row_updated`)}::bigint), links.past_prints))[1:${pastPrints}] end, version = null, sent = excluded.sent, noted = excluded.noted,
      updated_at = case when (links.base, links.event_id) is distinct from (excluded.base, excluded.event_id) then now() else links.updated_at end`);
}

/**
 * Records the version and time of the booking's row whose fingerprint each link has, so that a run finds changed
 * bookings without computing all fingerprints. Safe at any time: a row that is written meanwhile gets another version.
 */
export const noteVersions: SQL = sql`update renos_sync.links l set version = ${bookingVersion}, row_updated = b."updatedAt"
    from bookings b left join customers c on c.id = b."customerId"
    where b.id = l.booking_id and l.print is not null and l.version is distinct from ${bookingVersion} and l.print = ${bookingFingerprint}
      and coalesce(${notedEventId}, l.event_id) in (l.event_id, l.noted) and not ${lostEventId}`;

/** Links that exchange their events would violate the unique index: a link that gives up its event releases it first. */
async function letGoOfEvents(tx: Orm, links: readonly LinkWrite[]): Promise<void> {
  const moved = links.filter(({ isMoved }) => isMoved);
  if (moved.length === 0) return;
  await tx.execute(sql`update renos_sync.links l set event_id = l.event_id || E'\\n' || l.id
    from jsonb_array_elements_text(${parameter(moved.map(({ id }) => id))}) as r(id) where l.id = r.id`);
}

/** Values that only a booking has. */
const ofBooking: readonly string[] = ['named', 'status', 'takenOver'];

/**
 * The event's values that differ from the booking's: mostly none, which halves the data to send. Values that only a
 * booking has are left out.
 */
function differing({ booking, event }: LinkWrite['base']): Partial<Content> {
  const before: Readonly<Record<string, unknown>> = booking;
  return Object.fromEntries(
    Object.entries(event).filter(([field, says]) => before[field] !== says && !ofBooking.includes(field)),
  );
}

/**
 * For links that exchange bookings and events: removes the links that had either of them before, and moves held
 * conflicts along.
 */
async function removeBefore(tx: Orm, links: readonly LinkWrite[]): Promise<void> {
  if (links.length === 0) return;
  const rows = links.map(({ id, bookingId, calendarId, eventId }) => ({ id, b: bookingId, c: calendarId, e: eventId }));
  const list = sql`jsonb_to_recordset(${parameter(rows)}) as r(id text, b text, c text, e text)`;
  // A row that returned under another key is the booking of the held conflict.
  await tx.execute(sql`update renos_sync.conflicts f set booking_id = r.b from ${list}, renos_sync.links l
    where l.id = r.id and f.booking_id = l.booking_id and not exists (select 1 from bookings b where b.id = l.booking_id)`);
  await tx.execute(sql`delete from renos_sync.troubles t using ${list}, renos_sync.links l
    where l.id = r.id and t.booking_id = l.booking_id and not exists (select 1 from bookings b where b.id = l.booking_id)`);
  await tx.execute(sql`delete from renos_sync.links l using ${list}
    where l.id = r.id or l.booking_id = r.b or (l.calendar_id = r.c and l.event_id = r.e)`);
}
