import { type SQL, sql } from 'drizzle-orm';
import type { BookingChange, NewBooking } from '../core/calendar/booking.js';
import type { Content } from '../core/calendar/content.js';
import type { Commit, CommitItem, CommitOutcome, LinkWrite } from '../core/calendar/sync-store.js';
import type { Lease } from '../core/ports.js';
import { bookingPrint, notedLine } from './booking-rows.js';
import { type Orm, rowsOf } from './database.js';
import { insertJournal } from './journal.js';
import { renewLease } from './leases.js';

/** Rows of one statement: large enough that statements do not count, small enough to stay in memory. */
const batch = 500;

/** Stores what was decided, in one transaction that is refused once the lease is lost. */
export function commitSync(orm: Orm, { runId, items, calendars }: Commit, lease: Lease): Promise<CommitOutcome> {
  return orm.transaction(async (tx) => {
    await renewLease(tx, lease);
    const moved = new Set<string>();
    for (const rows of inBatches(items)) {
      for (const id of await commitBatch(tx, runId, rows)) moved.add(id);
    }
    if (calendars.length > 0) {
      await tx.execute(sql`insert into renos_sync.calendars (calendar_id, time_zone, sync_token, token_at, covered_from, covered_until)
        select r.id, r.zone, r.token, now(), r.since, r.until
        from jsonb_to_recordset(${parameter(calendars.map((calendar) => ({ id: calendar.calendarId, zone: calendar.timeZone, token: calendar.syncToken, since: calendar.coveredFrom, until: calendar.coveredUntil })))})
          as r(id text, zone text, token text, since timestamptz, until timestamptz)
        on conflict (calendar_id) do update set time_zone = excluded.time_zone, sync_token = excluded.sync_token,
          token_at = excluded.token_at, covered_from = excluded.covered_from, covered_until = excluded.covered_until`);
    }
    return { movedBookings: [...moved] };
  });
}

function* inBatches(items: Iterable<CommitItem>): Iterable<readonly CommitItem[]> {
  let rows: CommitItem[] = [];
  for (const item of items) {
    rows.push(item);
    if (rows.length < batch) continue;
    yield rows;
    rows = [];
  }
  if (rows.length > 0) yield rows;
}

async function commitBatch(tx: Orm, runId: string, items: readonly CommitItem[]): Promise<readonly string[]> {
  await insertBookings(
    tx,
    items.map(({ insert }) => insert).filter((row) => row !== null),
  );
  const moved = await updateBookings(
    tx,
    items.map(({ update }) => update).filter((row) => row !== null),
  );
  await stampBookings(
    tx,
    items.map(({ stamp }) => stamp).filter((row) => row !== null),
  );
  const done = items.filter(({ update }) => update === null || !moved.has(update.bookingId));
  const undone = items.filter(({ update }) => update !== null && moved.has(update.bookingId));
  await writeLinks(
    tx,
    [...done.map(({ link }) => link), ...undone.map(({ update }) => update?.unwritten ?? null)].filter(
      (row) => row !== null,
    ),
  );
  await insertJournal(
    tx,
    runId,
    done.flatMap(({ journal }) => journal),
  );
  await insertConflicts(
    tx,
    runId,
    done.map(({ conflict }) => conflict).filter((row) => row !== null),
  );
  await settle(
    tx,
    done.map(({ settles }) => settles).filter((id) => id !== null),
  );
  await writeTroubles(tx, done);
  return [...moved];
}

function parameter(rows: readonly unknown[]): SQL {
  return sql`${JSON.stringify(rows)}::text::jsonb`;
}

/** Epoch milliseconds as `timestamp` in UTC. */
function moment(ms: SQL): SQL {
  return sql`(timestamp 'epoch' + (${ms}) * interval '1 millisecond')`;
}

const now = sql`(now() at time zone 'UTC')`;

async function insertBookings(tx: Orm, bookings: readonly NewBooking[]): Promise<void> {
  if (bookings.length === 0) return;
  const rows = bookings.map((booking) => ({ ...booking, start: booking.start.getTime(), end: booking.end.getTime() }));
  await tx.execute(sql`insert into bookings (id, "customerId", "serviceType", address, notes, status, "calendarEventId", "calendarLink",
      "startTime", "endTime", "scheduledAt", "estimatedDuration", "updatedAt")
    select r.id, r."customerId", r."serviceType", r.address, r.notes, r.status, r."calendarEventId", r."calendarLink",
      ${moment(sql`r.start`)}, ${moment(sql`r.end`)}, ${moment(sql`r.start`)}, least(round((r.end - r.start) / 60000), 2147483647)::int, ${now}
    from jsonb_to_recordset(${parameter(rows)}) as r(id text, "customerId" text, "serviceType" text, address text, notes text,
      status text, "calendarEventId" text, "calendarLink" text, start float8, "end" float8)`);
}

/** Changes each booking only while it still says what the plan was made for; gives those that do not. */
async function updateBookings(
  tx: Orm,
  updates: readonly NonNullable<CommitItem['update']>[],
): Promise<ReadonlySet<string>> {
  if (updates.length === 0) return new Set();
  const rows = updates.map(({ bookingId, print, change }) => ({ id: bookingId, print, c: changeRow(change) }));
  const field = (name: string, column: SQL) =>
    sql`case when r.c ? ${sql.raw(`'${name}'`)} then r.c ->> ${sql.raw(`'${name}'`)} else ${column} end`;
  const time = (name: string, column: SQL) =>
    sql`case when r.c ? ${sql.raw(`'${name}'`)} then ${moment(sql`(r.c ->> ${sql.raw(`'${name}'`)})::float8`)} else ${column} end`;
  const written = await rowsOf<{ id: string }>(
    tx,
    sql`update bookings b set
        "customerId" = ${field('customerId', sql`b."customerId"`)}, "serviceType" = ${field('serviceType', sql`b."serviceType"`)},
        address = ${field('address', sql`b.address`)}, status = ${field('status', sql`b.status`)},
        notes = case when r.c ? 'notes' then nullif(concat_ws(E'\\n', r.c ->> 'notes', ${notedLine}), '') else b.notes end,
        "calendarEventId" = ${field('calendarEventId', sql`b."calendarEventId"`)}, "calendarLink" = ${field('calendarLink', sql`b."calendarLink"`)},
        "startTime" = ${time('start', sql`b."startTime"`)}, "endTime" = ${time('end', sql`b."endTime"`)},
        "scheduledAt" = ${time('start', sql`b."scheduledAt"`)},
        "estimatedDuration" = case when r.c ? 'start' then least(round(((r.c ->> 'end')::float8 - (r.c ->> 'start')::float8) / 60000), 2147483647)::int else b."estimatedDuration" end,
        "updatedAt" = ${now}
      from jsonb_to_recordset(${parameter(rows)}) as r(id text, print text, c jsonb)
      where b.id = r.id and ${bookingPrint} = r.print
      returning b.id`,
  );
  const ids = new Set(written.map(({ id }) => id));
  return new Set(updates.map(({ bookingId }) => bookingId).filter((id) => !ids.has(id)));
}

function changeRow({ start, end, ...texts }: BookingChange): Record<string, unknown> {
  return {
    ...texts,
    ...(start === undefined || end === undefined ? {} : { start: start.getTime(), end: end.getTime() }),
  };
}

async function stampBookings(tx: Orm, stamps: readonly NonNullable<CommitItem['stamp']>[]): Promise<void> {
  if (stamps.length === 0) return;
  const rows = stamps.map(({ bookingId, eventId, htmlLink }) => ({ id: bookingId, event: eventId, link: htmlLink }));
  await tx.execute(sql`update bookings b set "calendarEventId" = r.event, "calendarLink" = r.link, "updatedAt" = ${now}
    from jsonb_to_recordset(${parameter(rows)}) as r(id text, event text, link text) where b.id = r.id`);
}

async function writeLinks(tx: Orm, links: readonly LinkWrite[]): Promise<void> {
  if (links.length === 0) return;
  const rows = links.map((link) => ({
    id: link.id,
    booking_id: link.bookingId,
    calendar_id: link.calendarId,
    event_id: link.eventId,
    etag: link.etag,
    series: link.recurringEventId,
    original_start: link.originalStart,
    closed: link.base.booking.removed && link.base.event.removed,
    booking: link.base.booking,
    event: differing(link.base),
    seen: link.seen,
    print: link.print,
  }));
  await tx.execute(sql`insert into renos_sync.links
      (id, booking_id, calendar_id, event_id, etag, recurring_event_id, original_start, closed, base, seen, print)
    select r.id, r.booking_id, r.calendar_id, r.event_id, r.etag, r.series, r.original_start, r.closed,
      jsonb_build_object('booking', r.booking, 'event', r.booking || r.event), nullif(r.seen, 'null'::jsonb),
      case when r.print = 'current' then (select ${bookingPrint} from bookings b where b.id = r.booking_id) else r.print end
    from jsonb_to_recordset(${parameter(rows)}) as r(id text, booking_id text, calendar_id text, event_id text, etag text, series text,
      original_start text, closed boolean, booking jsonb, event jsonb, seen jsonb, print text)
    on conflict (id) do update set booking_id = excluded.booking_id, calendar_id = excluded.calendar_id, event_id = excluded.event_id,
      etag = excluded.etag, recurring_event_id = excluded.recurring_event_id, original_start = excluded.original_start,
      closed = excluded.closed, base = excluded.base, seen = excluded.seen, print = excluded.print,
      updated_at = case when (links.base, links.event_id) is distinct from (excluded.base, excluded.event_id) then now() else links.updated_at end`);
}

/** What the event said otherwise than the booking: mostly nothing, and half as much to send. */
function differing({ booking, event }: LinkWrite['base']): Partial<Content> {
  const before: Readonly<Record<string, unknown>> = booking;
  return Object.fromEntries(Object.entries(event).filter(([field, says]) => before[field] !== says));
}

async function insertConflicts(
  tx: Orm,
  runId: string,
  conflicts: readonly NonNullable<CommitItem['conflict']>[],
): Promise<void> {
  if (conflicts.length === 0) return;
  // What was held before on the same booking is told anew by this one.
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

async function settle(tx: Orm, bookingIds: readonly string[]): Promise<void> {
  if (bookingIds.length === 0) return;
  await tx.execute(sql`update renos_sync.conflicts set resolved_at = now() where resolved_at is null
    and booking_id in (select jsonb_array_elements_text(${parameter(bookingIds)}))`);
}

async function writeTroubles(tx: Orm, items: readonly CommitItem[]): Promise<void> {
  const over = items.map(({ clears, trouble }) => (trouble === null ? clears : null)).filter((item) => item !== null);
  const troubles = items.map(({ trouble }) => trouble).filter((trouble) => trouble !== null);
  if (over.length > 0) {
    await tx.execute(
      sql`delete from renos_sync.troubles where id in (select jsonb_array_elements_text(${parameter(over.map(troubleId))}))`,
    );
  }
  if (troubles.length === 0) return;
  const rows = troubles.map((trouble) => ({
    id: troubleId(trouble),
    calendar: trouble.calendarId,
    event: trouble.eventId,
    booking: trouble.bookingId,
    code: trouble.code,
    reason: trouble.reason,
    print: trouble.print,
    passing: trouble.passing,
  }));
  await tx.execute(sql`insert into renos_sync.troubles (id, calendar_id, event_id, booking_id, code, reason, print, passing)
    select r.id, r.calendar, r.event, r.booking, r.code, r.reason, r.print, r.passing
    from jsonb_to_recordset(${parameter(rows)}) as r(id text, calendar text, event text, booking text, code text, reason text, print text, passing boolean)
    on conflict (id) do update set code = excluded.code, reason = excluded.reason, print = excluded.print, passing = excluded.passing,
      attempts = troubles.attempts + 1, last_at = now()`);
}

function troubleId({
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
