import { and, eq, isNull, type SQL, sql } from 'drizzle-orm';
import type { Booking } from '../../core/calendar/model/booking.js';
import type { Base } from '../../core/calendar/model/content.js';
import type { LinkedPair, SentWrite } from '../../core/calendar/model/link.js';
import type { EventKey, PairQuery, SyncStore, UnlinkedQuery } from '../../core/calendar/model/sync-store.js';
import { eachInTurn } from '../../core/give-way.js';
import type { Lease } from '../../core/ports.js';
import { isAmong } from '../client/array-literal.js';
import { type Database, type Orm, rowsOf, utcDate, utcDateOrNull } from '../client/database.js';
import { textList } from '../client/parameters.js';
import { readJson } from '../client/unstorable-letters.js';
import { findCustomersByEmail, findCustomersByName, findMissingCustomers } from '../import/find-customers.js';
import { conflicts, links } from '../schema/sync.js';
import {
  type BookingRow,
  bookingCancelled,
  bookingColumns,
  bookingDone,
  bookingFingerprint,
  bookingOf,
  bookingStart,
  bookingTimeUsable,
  bookingVersion,
  lostEventId,
  notedEventId,
} from './booking-rows.js';
import { noteSent } from './commit-links.js';
import { areAllRewritten, countLinkedEvents, countOpenLinks, wereLinkedLast } from './count-links.js';
import { findFailures } from './failures.js';
import { findUnknownRuns, type Place, writeKeepers } from './keepers.js';
import { recordLastSync } from './last-sync.js';
import { findByMarks, findUnstored } from './marked-events.js';
import { readMemory } from './read-memory.js';
import { renameCalendar } from './rename-calendar.js';
import { commitSync } from './sync-commit.js';

/** The sync's own data and RenOS's bookings. Without a lease it only reads. */
export function createSyncStore(database: Database, lease: Lease | null): SyncStore {
  const { orm } = database;
  let place: Place | null = null;
  return {
    readMemory: async (ids) => {
      const { place: found, ...memory } = await readMemory(database, ids);
      place = found;
      return memory;
    },
    findPairs: (query) => findPairs(orm, query),
    findUnlinked: (query) => findUnlinked(orm, query),
    findRowsNaming: (events, starts) => findRowsNaming(orm, events, starts),
    findByIds: (ids) => findBookings(orm, sql`b.id in (${textList(ids)})`),
    findByMarks: (marks) => findByMarks(orm, marks),
    findUnstored: (events) => findUnstored(orm, events),
    countOpenLinks: (ids) => countOpenLinks(orm, ids),
    countLinkedEvents: (ids) => countLinkedEvents(orm, ids),
    findHomes: (ids) => findHomes(orm, ids),
    keep: async (epochs) => {
      if (lease === null) throw new Error('a sync without a lease must not write');
      place ??= (await readMemory(database, [...epochs.keys()])).place;
      return writeKeepers(database, place, { epochs, lease });
    },
    areAllRewritten: (ids) => areAllRewritten(orm, ids),
    wereLinkedLast: (ids, bookingIds) => wereLinkedLast(orm, ids, bookingIds),
    findUnknownRuns: (ids) => findUnknownRuns(orm, ids),
    renameCalendar: (from, to) => renameCalendar(orm, from, to),
    findFailures: (ids) => findFailures(orm, ids),
    findHeld: (ids) => findHeld(orm, ids),
    findMissingCustomers: (ids) => findMissingCustomers(orm, ids),
    findCustomersByName: (names) => findCustomersByName(orm, names),
    findCustomersByEmail: (emails) => findCustomersByEmail(orm, emails),
    noteSent: (notes) => {
      if (lease === null) throw new Error('a sync without a lease must not write');
      return noteSent(orm, notes, lease);
    },
    commit: (commit) => {
      if (lease === null) throw new Error('a sync without a lease must not write');
      return commitSync(orm, commit, lease);
    },
    recordLastSync: () => recordLastSync(orm),
  };
}

function keyList(keys: readonly EventKey[]): SQL {
  return sql`select k.c, k.e from jsonb_to_recordset(${JSON.stringify(keys.map(({ calendarId, eventId }) => ({ c: calendarId, e: eventId })))}::text::jsonb) as k(c text, e text)`;
}

interface LinkRow extends BookingRow {
  readonly link_id: string;
  readonly link_booking_id: string;
  readonly calendar_id: string;
  readonly event_id: string;
  readonly etag: string;
  readonly recurring_event_id: string | null;
  readonly original_start: string | null;
  readonly base: Base;
  readonly seen: LinkedPair['link']['seen'];
  readonly print: string | null;
  readonly row_updated: unknown;
  readonly past: readonly string[];
  readonly linked_at: unknown;
  readonly sent: SentWrite | null;
  readonly noted: string | null;
  readonly event_updated: unknown;
  readonly agreed_at: unknown;
}

async function findPairs(orm: Orm, { calendarIds, events, series, all }: PairQuery): Promise<readonly LinkedPair[]> {
  const rows = await rowsOf<LinkRow>(
    orm,
    sql`select l.id as link_id, l.booking_id as link_booking_id, l.calendar_id, l.event_id, l.etag, l.event_updated, l.recurring_event_id,
        l.original_start, l.base, l.seen, l.print, l.row_updated, to_jsonb(l.past_prints) as past, l.created_at as linked_at, l.sent, l.noted, l.updated_at as agreed_at, ${bookingColumns}
      from renos_sync.links l
        left join bookings b on b.id = l.booking_id
        left join customers c on c.id = b."customerId"
      where l.calendar_id in (${textList(calendarIds)}) and (
        ${all} or l.seen is not null or l.sent is not null or (b.id is null and not l.closed)
        or (b.id is not null and l.version is distinct from ${bookingVersion} and (l.print is distinct from ${bookingFingerprint}
          or ${lostEventId} or (${notedEventId} <> l.event_id and ${notedEventId} is distinct from l.noted)))
        or (l.closed and b.id is not null and not ${bookingCancelled} and not ${bookingDone})
        or (l.calendar_id, l.event_id) in (${keyList(events)}) or (l.calendar_id, l.recurring_event_id) in (${keyList(series)}))
      order by l.id`,
  );
  return eachInTurn(rows, (row) => ({
    link: {
      id: row.link_id,
      bookingId: row.link_booking_id,
      calendarId: row.calendar_id,
      eventId: row.event_id,
      etag: row.etag,
      updated: utcDateOrNull(row.event_updated),
      recurringEventId: row.recurring_event_id,
      originalStart: row.original_start,
      base: readJson(row.base),
      seen: readJson(row.seen),
      fingerprint: row.print,
      rowUpdated: utcDateOrNull(row.row_updated),
      past: row.past,
      linkedAt: utcDate(row.linked_at),
      sent: readJson(row.sent),
      noted: row.noted,
      agreedAt: utcDate(row.agreed_at),
    },
    booking: bookingOf(row),
  }));
}

/** A booking that names an event linked with another booking is a copy of that row: the name is ignored. */
async function findUnlinked(
  orm: Orm,
  { from, until, notedEventIds, bookingIds }: UnlinkedQuery,
): Promise<readonly Booking[]> {
  // A booking with an unreadable time is in no window, and must be reported.
  const inWindow = sql`(not ${bookingTimeUsable} or ${bookingStart} >= ${utc(from)} and ${bookingStart} < ${utc(until)}) and not ${bookingCancelled}`;
  // Notes are only searched for requested events: old bookings have many notes.
  const namesOne = sql`case when coalesce(b."calendarEventId", '') = '' then b.notes ilike '%google calendar event id:%' else true end
    and ${notedEventId} in (${textList(notedEventIds)})`;
  const bookings = await findBookings(
    orm,
    sql`((${inWindow}) or b.id in (${textList(bookingIds)})
        or b.id in (select booking_id from renos_sync.conflicts where resolved_at is null)
        or b.id in (select booking_id from renos_sync.troubles) ${notedEventIds.length === 0 ? sql`` : sql`or (${namesOne})`})
      and not exists (select 1 from renos_sync.links l where l.booking_id = b.id)`,
  );
  const noted = bookings.map((booking) => booking.notedEventId).filter((id) => id !== null);
  if (noted.length === 0) return bookings;
  const taken = await findHomes(orm, noted);
  return bookings.map((booking) =>
    taken.has(booking.notedEventId ?? '') ? { ...booking, notedEventId: null } : booking,
  );
}

/** Called only if rows are gone or name other events: it reads each row without a link. */
function findRowsNaming(orm: Orm, eventIds: readonly string[], starts: readonly string[]): Promise<readonly Booking[]> {
  if (eventIds.length + starts.length === 0) return Promise.resolve([]);
  return findBookings(
    orm,
    sql`not exists (select 1 from renos_sync.links l where l.booking_id = b.id)
      and (${notedEventId} in (${textList(eventIds)})
        or (${bookingTimeUsable} and date_trunc('second', ${bookingStart}) in (select (s.at)::timestamp from (${textList(starts)}) s(at))))`,
  );
}

async function findBookings(orm: Orm, where: SQL): Promise<readonly Booking[]> {
  const rows = await rowsOf<BookingRow>(
    orm,
    sql`select ${bookingColumns} from bookings b left join customers c on c.id = b."customerId" where ${where} order by b.id`,
  );
  return (await eachInTurn(rows, bookingOf)).filter((booking) => booking !== null);
}

async function findHomes(orm: Orm, ids: readonly string[]) {
  const { eventId, calendarId, closed } = links;
  const rows = await orm.select({ eventId, calendarId, closed }).from(links).where(isAmong(eventId, ids));
  const homes = new Map<string, { calendarId: string; closed: boolean }[]>();
  for (const { eventId: id, ...home } of rows) homes.set(id, [...(homes.get(id) ?? []), home]);
  return homes;
}

async function findHeld(orm: Orm, ids: readonly string[]) {
  const { bookingId, eventId, fields, resolvedAt, decision } = conflicts;
  const rows = await orm
    .select({ bookingId, eventId, fields })
    .from(conflicts)
    .where(and(isNull(resolvedAt), eq(decision, 'held'), isAmong(bookingId, ids)));
  return new Map(rows.map((row) => [row.bookingId, { eventId: row.eventId, fields: readJson(row.fields) }]));
}

function utc(date: Date): SQL {
  return sql`${date.toISOString().slice(0, 23)}::timestamp`;
}
