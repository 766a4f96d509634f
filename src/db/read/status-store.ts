import { and, desc, eq, isNotNull, isNull, ne, or, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { LoadedCalendar } from '../../core/calendar/load/load-calendar.js';
import { conflictReason } from '../../core/calendar/model/conflict.js';
import type { StatusStore } from '../../core/calendar/status/judge-status.js';
import type { RunStatus } from '../../core/ports.js';
import type { DecidedConflict, HeldConflictDetail } from '../../core/results/status-result.js';
import { type Database, type Orm, rowOf, rowsOf, utcDate, utcDateOrNull } from '../client/database.js';
import { readJson } from '../client/unstorable-letters.js';
import { bookings, customers } from '../schema/renos.js';
import { conflicts, links } from '../schema/sync.js';
import { bookingCancelled, bookingStart, bookingTimeUsable } from '../sync/booking-rows.js';
import { findFailures } from '../sync/failures.js';
import { nameItems } from './find-store.js';
import { runStatus, type StoredSentence, sentenceIn } from './run-status.js';

/** The stored data of syncs. */
export function createStatusStore(database: Database): StatusStore {
  const { orm, kind } = database;
  return {
    readCounts: (window) => readCounts(orm, kind, window),
    findHeldConflicts: () => findHeldConflicts(orm),
    findDecidedConflicts: (limit) => findDecidedConflicts(orm, limit),
    findDeclined: () => findDeclined(orm),
    findAllFailures: () => findNamedFailures(orm),
    readCalendarMemories: (ids) => readCalendarMemories(database, ids),
  };
}

/** The last sync is the dashboard's newest row, of any day; a row with a later time was written by a wrong clock. */
async function readCounts(orm: Orm, kind: Database['kind'], window: LoadedCalendar['window'] | null) {
  const row = await rowOf<{
    bookings: number;
    outside_window: number;
    last_sync: number | null;
    now: unknown;
    account: string;
  }>(
    orm,
    sql`select (select count(*)::int from bookings) as bookings,
      ${window === null ? sql`0` : countOutside(window)} as outside_window,
      (select max(value)::float8 from analytics where metric = 'calendar_sync' and value between 0 and extract(epoch from now()) * 1000 + 60000) as last_sync,
      now() as now,
      current_user || '@' || current_database() as account`,
  );
  return {
    bookings: row.bookings,
    outsideWindow: row.outside_window,
    lastSync: row.last_sync === null ? null : new Date(row.last_sync),
    now: row === undefined ? new Date() : utcDate(row.now),
    as: kind === 'embedded' ? 'the embedded database' : row.account,
  };
}

/** A booking with an unreadable time is in no window, and is reported elsewhere. */
function countOutside({ from, until }: LoadedCalendar['window']): SQL {
  const [begin, end] = [from, until].map((date) => sql`${date.toISOString().slice(0, 23)}::timestamp`);
  return sql`(select count(*)::int from bookings b where (${bookingStart} < ${begin} or ${bookingStart} >= ${end})
      and ${bookingTimeUsable} and not ${bookingCancelled} and not exists (select from renos_sync.links l where l.booking_id = b.id))`;
}

async function findNamedFailures(orm: Orm) {
  const found = await findFailures(orm, null);
  const idOf = (failure: (typeof found)[number]) => failure.bookingId ?? failure.eventId ?? '';
  const names = found.length === 0 ? null : await nameItems(orm, found.map(idOf));
  return found.map((failure) => ({ ...failure, time: null, title: null, ...names?.get(idOf(failure)) }));
}

const [h, b, c] = [alias(conflicts, 'h'), alias(bookings, 'b'), alias(customers, 'c')];

/** Conflicts with what a person knows their bookings by. */
function selectConflicts(orm: Orm) {
  const { id, runId, calendarId, bookingId, eventId, fields, decision, reason, at, resolvedAt } = h;
  const title = sql<string | null>`nullif(concat_ws(' - ', nullif(${b.serviceType}, ''), ${c.name}), '')`;
  return orm
    .select({
      ...{ id, runId, calendarId, bookingId, eventId, fields, decision, reason, at, resolvedAt },
      ...{ starts: b.startTime, ends: b.endTime, title },
    })
    .from(h)
    .leftJoin(b, eq(b.id, bookingId))
    .leftJoin(c, eq(c.id, b.customerId));
}

/** Null as well for a time that no calendar holds. */
function timeOf({ starts, ends }: { readonly starts: Date | null; readonly ends: Date | null }): string | null {
  const [from, until] = [starts, ends].map((at) => at?.toJSON() ?? null);
  return from === null || until === null ? null : `${from}/${until}`;
}

async function findHeldConflicts(orm: Orm): Promise<readonly HeldConflictDetail[]> {
  const rows = await selectConflicts(orm)
    .where(and(isNull(h.resolvedAt), eq(h.decision, 'held')))
    .orderBy(h.at, h.bookingId, h.id);
  return rows.map((row) => {
    const values = readJson(row.fields);
    const { id, calendarId, bookingId, eventId, title } = row;
    return {
      ...{ id, calendarId, bookingId, eventId },
      fields: Object.keys(values),
      values,
      ...conflictReason(row.reason),
      time: timeOf(row),
      title,
      since: row.at.toISOString(),
    };
  });
}

function findDeclined(orm: Orm) {
  const { calendarId, eventId, bookingId } = links;
  const event = sql`${links.base} -> 'event'`;
  return orm
    .select({ calendarId, bookingId, eventId, declined: sql<string>`${event} ->> 'declined'`, customerEmail: c.email })
    .from(links)
    .innerJoin(b, eq(b.id, bookingId))
    .leftJoin(c, eq(c.id, b.customerId))
    .where(sql`${event} ? 'declined' and not (${event} ->> 'removed')::boolean and not ${bookingCancelled}`)
    .orderBy(bookingId);
}

/** If a later conflict of the same booking contains a held one, only the later one is listed. */
async function findDecidedConflicts(orm: Orm, limit: number): Promise<readonly DecidedConflict[]> {
  const isLast = sql`not exists (select 1 from renos_sync.conflicts n where n.booking_id = h.booking_id and n.at > h.at)`;
  const rows = await selectConflicts(orm)
    .where(and(isNotNull(h.resolvedAt), or(ne(h.decision, 'held'), isLast)))
    .orderBy(desc(h.resolvedAt), h.id)
    .limit(limit);
  return rows.map((row) => {
    const { id, runId, calendarId, bookingId, eventId, title } = row;
    return {
      ...{ id, runId, calendarId, bookingId, eventId },
      time: timeOf(row),
      title,
      decision: row.decision === 'held' ? 'settled' : row.decision,
      ...conflictReason(row.reason),
      at: (row.resolvedAt ?? row.at).toISOString(),
      values: readJson(row.fields),
    };
  });
}

interface MemoryRow extends Record<string, unknown> {
  readonly calendar_id: string;
  readonly links: number;
  readonly linked_events: number;
  readonly token_at: unknown;
  readonly run_id: string | null;
  readonly run_status: RunStatus;
  readonly run_started_at: unknown;
  readonly run_error: string | null;
  readonly run_sentence: StoredSentence;
  readonly last_done: unknown;
}

async function readCalendarMemories(database: Database, ids: readonly string[]) {
  const runsOfIt = sql`from renos_sync.runs r where r.kind = 'sync' and r.options -> 'calendarIds' ? i.calendar_id`;
  const rows = await rowsOf<MemoryRow>(
    database.orm,
    sql`select i.calendar_id, c.token_at, l.links, l.linked_events, done.last_done, last.*
      from jsonb_array_elements_text(${JSON.stringify(ids)}::text::jsonb) with ordinality as i(calendar_id, n)
        left join renos_sync.calendars c on c.calendar_id = i.calendar_id
        cross join lateral (select count(*) filter (where not l.closed)::int as links,
            count(*) filter (where not (coalesce(nullif(l.seen, 'null'::jsonb) -> 'content', l.base -> 'event') ->> 'removed')::boolean)::int as linked_events
          from renos_sync.links l where l.calendar_id = i.calendar_id) l
        left join lateral (select r.id as run_id, ${await runStatus(database)} as run_status, r.started_at as run_started_at, r.error as run_error, r.error_sentence as run_sentence
          ${runsOfIt} order by r.seq desc limit 1) last on true
        left join lateral (select coalesce(r.finished_at, r.started_at) as last_done
          ${runsOfIt} and r.status in ('succeeded', 'partly') order by r.seq desc limit 1) done on true
      order by i.n`,
  );
  return rows.map((row) => ({
    calendarId: row.calendar_id,
    links: row.links,
    linkedEvents: row.linked_events,
    tokenAt: utcDateOrNull(row.token_at),
    lastRun:
      row.run_id === null
        ? null
        : {
            id: row.run_id,
            status: row.run_status,
            startedAt: utcDate(row.run_started_at),
            error: row.run_error,
            ...sentenceIn(row.run_sentence),
          },
    lastDone: utcDateOrNull(row.last_done),
  }));
}
