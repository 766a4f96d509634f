import { sql } from 'drizzle-orm';
import type { CalendarMemory, HeldConflictDetail, StatusStore } from '../core/calendar/sync-status.js';
import type { KnownTrouble } from '../core/calendar/sync-store.js';
import { type Database, type Orm, rowsOf, utcDate, utcDateOrNull } from './database.js';

/** What the database remembers of syncs. */
export function createStatusStore({ orm }: Database): StatusStore {
  return {
    readCounts: () => readCounts(orm),
    findHeldConflicts: () => findHeldConflicts(orm),
    findAllTroubles: () => findAllTroubles(orm),
    readCalendarMemories: (ids) => readCalendarMemories(orm, ids),
  };
}

/** The last sync is the dashboard's newest row, of whichever day. */
async function readCounts(orm: Orm) {
  const [row] = await rowsOf<{ bookings: number; last_sync: number | null }>(
    orm,
    sql`select (select count(*)::int from bookings) as bookings,
      (select max(value)::float8 from analytics where metric = 'calendar_sync') as last_sync`,
  );
  return { bookings: row?.bookings ?? 0, lastSync: row?.last_sync == null ? null : new Date(row.last_sync) };
}

interface ConflictRow extends Record<string, unknown> {
  readonly id: string;
  readonly booking_id: string;
  readonly event_id: string;
  readonly fields: HeldConflictDetail['values'] | string;
  readonly reason: string;
  readonly at: unknown;
}

async function findHeldConflicts(orm: Orm): Promise<readonly HeldConflictDetail[]> {
  const rows = await rowsOf<ConflictRow>(
    orm,
    sql`select id, booking_id, event_id, reason, at, fields from renos_sync.conflicts where resolved_at is null and decision = 'held' order by at, id`,
  );
  return rows.map((row) => {
    const values =
      typeof row.fields === 'string' ? (JSON.parse(row.fields) as HeldConflictDetail['values']) : row.fields;
    const { id, booking_id: bookingId, event_id: eventId, reason } = row;
    return {
      id,
      bookingId,
      eventId,
      fields: Object.keys(values),
      values,
      reason,
      since: utcDate(row.at).toISOString(),
    };
  });
}

interface TroubleRow extends Record<string, unknown> {
  readonly calendar_id: string;
  readonly event_id: string | null;
  readonly booking_id: string | null;
  readonly code: string;
  readonly reason: string;
  readonly print: string | null;
  readonly passing: boolean;
}

async function findAllTroubles(orm: Orm): Promise<readonly KnownTrouble[]> {
  const rows = await rowsOf<TroubleRow>(orm, sql`select * from renos_sync.troubles order by first_at, id`);
  return rows.map((row) => ({
    calendarId: row.calendar_id,
    eventId: row.event_id,
    bookingId: row.booking_id,
    code: row.code,
    reason: row.reason,
    print: row.print ?? '',
    passing: row.passing,
  }));
}

async function readCalendarMemories(orm: Orm, ids: readonly string[]): Promise<readonly CalendarMemory[]> {
  const rows = await rowsOf<{ calendar_id: string; links: number; token_at: unknown }>(
    orm,
    sql`select i.calendar_id, c.token_at, (select count(*)::int from renos_sync.links l where l.calendar_id = i.calendar_id and not l.closed) as links
      from jsonb_array_elements_text(${JSON.stringify(ids)}::text::jsonb) with ordinality as i(calendar_id, n)
        left join renos_sync.calendars c on c.calendar_id = i.calendar_id order by i.n`,
  );
  return rows.map((row) => ({ calendarId: row.calendar_id, links: row.links, tokenAt: utcDateOrNull(row.token_at) }));
}
