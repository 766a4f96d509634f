import { type SQL, sql } from 'drizzle-orm';
import type { CalendarProgress } from '../../core/calendar/model/sync-store.js';
import type { SyncResult } from '../../core/results/sync-result.js';
import { type Database, rowOf, utcDateOrNull } from '../client/database.js';
import { textList } from '../client/parameters.js';
import { bookingCancelled } from './booking-rows.js';
import { type KeeperRow, placeColumns, placeOf, type StandingRow, standingOf } from './keepers.js';

interface ProgressRow {
  readonly calendar_id: string;
  readonly time_zone: string | null;
  readonly sync_token: string | null;
  readonly covered_from: string | null;
  readonly covered_until: string | null;
  readonly included: string | null;
  readonly google_id: string | null;
  readonly google_account: string | null;
  readonly has_failures: boolean;
}

interface MemoryRow extends StandingRow {
  readonly progress: readonly ProgressRow[];
  readonly keepers: readonly KeeperRow[];
  readonly elsewhere: SyncResult['elsewhere'];
}

/** All stored data of calendars, and the database's place: each run needs it, so it is one statement. */
export async function readMemory(database: Database, calendarIds: readonly string[]) {
  const ids = textList(calendarIds);
  const row = await rowOf<MemoryRow>(
    database.orm,
    sql`select ${placeColumns}, ${progressOf(ids)} as progress, ${keepersOf(ids)} as keepers, ${elsewhereOf(ids)} as elsewhere
      from pg_database d where d.datname = current_database()`,
  );
  const progress = row.progress.map(calendarProgress);
  const { keepers, elsewhere } = row;
  const place = await placeOf(database, row, { keepers, isWhole: keepers.length === new Set(calendarIds).size });
  return {
    place,
    progress: new Map(progress.map((one) => [one.calendarId, one])),
    keeping: standingOf(database, keepers, place),
    elsewhere,
  };
}

function progressOf(ids: SQL): SQL {
  return sql`(select coalesce(jsonb_agg(to_jsonb(c) || jsonb_build_object('has_failures',
      exists (select 1 from renos_sync.troubles t where t.calendar_id = c.calendar_id))), '[]')
    from renos_sync.calendars c where c.calendar_id in (${ids}))`;
}

function keepersOf(ids: SQL): SQL {
  return sql`(select coalesce(jsonb_agg(to_jsonb(k)), '[]') from renos_sync.keepers k where k.calendar_id in (${ids}))`;
}

/**
 * If no calendar except the present ones was synced before, no link is read; otherwise each once, for any number of
 * calendars.
 */
function elsewhereOf(ids: SQL): SQL {
  return sql`(select coalesce(jsonb_agg(jsonb_build_object('calendarId', o.calendar_id, 'bookings', o.bookings) order by o.calendar_id), '[]')
    from (select l.calendar_id, count(*)::int as bookings from renos_sync.links l join bookings b on b.id = l.booking_id
      where exists (select from renos_sync.calendars c where c.calendar_id not in (${ids}))
        and l.calendar_id in (select c.calendar_id from renos_sync.calendars c where c.calendar_id not in (${ids}))
        and not l.closed and not ${bookingCancelled} group by l.calendar_id) o)`;
}

function calendarProgress(row: ProgressRow): CalendarProgress {
  return {
    calendarId: row.calendar_id,
    timeZone: row.time_zone,
    syncToken: row.sync_token,
    coveredFrom: utcDateOrNull(row.covered_from),
    coveredUntil: utcDateOrNull(row.covered_until),
    included: (row.included ?? '').split(',').filter((word) => word !== ''),
    googleId: row.google_id,
    googleAccount: row.google_account,
    hasFailures: row.has_failures,
  };
}
