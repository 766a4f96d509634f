import { eachInTurn, giveWay, mustGiveWay } from '../../give-way.js';
import type { SyncOptions } from '../../options/sync-options.js';
import { madeFor, madeLink, unstoredLink } from '../match/made-mark.js';
import { matchPairs } from '../match/match-pairs.js';
import type { Booking } from '../model/booking.js';
import { hiddenCode, separatedCode } from '../model/decision.js';
import type { CalendarEvent } from '../model/event.js';
import type { Pair, SkipReason } from '../model/sync-plan.js';
import type { SyncRules } from '../model/sync-rules.js';
import type { KnownFailure } from '../model/sync-store.js';
import { instantOf } from '../model/zoned-day.js';
import { refuseMissingNoted } from './doubt-reading.js';
import { askForFailed } from './failed-events.js';
import { eventSide } from './find-event-sides.js';
import { findEvents, newestFirst } from './find-events.js';
import { heldBefore, unreadEvent } from './held-before.js';
import type { LoadedCalendar, Reading } from './load-calendar.js';
import { doubtOf, mustLookAgain, namedDoubt, unclearBefore } from './unclear-pairs.js';

interface Unlinked {
  readonly free: readonly CalendarEvent[];
  /** Bookings that lost their link to another booking in this run. */
  readonly parted: readonly Booking[];
  /** Bookings that already have an event, including links that are not stored yet. */
  readonly taken: ReadonlySet<string>;
  readonly rulesOf: (calendarId: string) => SyncRules;
  /** Events of ours whose link was never stored. */
  readonly unstored: Readonly<Record<'withoutRow' | 'second', ReadonlySet<CalendarEvent>>>;
}

interface UnlinkedPairs {
  readonly pairs: readonly Pair[];
  readonly skipped: Readonly<Partial<Record<SkipReason, number>>>;
}

/** Matches bookings and events that have no link; the rest stay single. */
export async function pairUnlinked(
  reading: Reading,
  { free, parted: partedRows, taken, rulesOf, unstored }: Unlinked,
): Promise<UnlinkedPairs> {
  const { store, calendar, options, calendars, findFailures } = reading;
  const first = calendars[0];
  if (first === undefined) return { pairs: [], skipped: {} };
  if (mustGiveWay()) await giveWay();
  const found = await store.findUnlinked({
    ...first.window,
    notedEventIds: free.map(({ id }) => id),
    bookingIds: free.map(madeFor).filter((id) => id !== null),
  });
  const isNear = ({ start, end }: Booking) => end > first.window.from && start < first.window.until;
  const bookings = [...found, ...partedRows.filter(isNear)].filter(({ id }) => !taken.has(id));
  const failures = bookings.length + free.length === 0 ? [] : await findFailures();
  if (mustGiveWay()) await giveWay();
  const parted = separatedBefore(options, failures, { bookings, free });
  const held = await heldBefore(reading, { bookings, free });
  const asked = bookings.filter((booking) => !parted.has(booking) && !held.has(booking));
  refuseMissingNoted(reading, { bookings: asked, free });
  const noted = await askForNoted(reading, { bookings: asked, free });
  const before = unclearBefore(failures, bookings);
  const looksAgain = mustLookAgain(reading, failures, { bookings, before });
  const again = looksAgain ? await askForFailed(calendar, failures, { bookings, free: [...free, ...noted.found] }) : [];
  const events = [...free, ...noted.found, ...again];
  const left = looksAgain ? new Set<Booking>() : before;
  if (mustGiveWay()) await giveWay();
  const { matches, unclear } = await matchPairs(
    bookings.filter((booking) => !left.has(booking)),
    withoutUnknown(events, bookings),
    rulesOf,
    unstored.withoutRow,
  );
  const matchedBookings = new Set(matches.map(({ booking }) => booking));
  const matchedEvents = new Set(matches.map(({ event }) => event));
  const skipped: Partial<Record<SkipReason, number>> = {};
  // A tombstone of an event that we never knew is not reported, unless it failed before.
  const failed = new Set(failures.flatMap(({ bookingId, eventId }) => (bookingId === null ? [eventId] : [])));
  const isAlone = await eachInTurn(events, (event) => {
    if (matchedEvents.has(event)) return false;
    if (event.status === 'cancelled') return failed.has(event.id);
    if (unstored.withoutRow.has(event) || unstored.second.has(event)) return true;
    const reason = skipReason(event, calendars, options);
    if (reason !== null) skipped[reason] = (skipped[reason] ?? 0) + 1;
    return reason === null;
  });
  const alone = events.filter((_, index) => isAlone[index]);
  const pairs: Pair[] = [
    ...(await eachInTurn(matches, ({ booking, event, byLikeness, isPasted }) => ({
      booking,
      ...eventHalf(event),
      ...(unstored.withoutRow.has(event) && !byLikeness
        ? { link: madeLink(event, booking, rulesOf(event.calendarId)), relinked: true }
        : {
            link: isPasted
              ? madeLink(event, booking, rulesOf(event.calendarId))
              : unstoredLink(booking, event, rulesOf(event.calendarId)),
          }),
      byLikeness,
    }))),
    ...(await eachInTurn(alone, (event) => ({
      booking: null,
      ...eventHalf(event),
      ...(unstored.withoutRow.has(event) && !unclear.has(event)
        ? { link: madeLink(event, null, rulesOf(event.calendarId)) }
        : {}),
      ...(unstored.second.has(event) ? { unclear: namedDoubt('event-and-former-event') } : doubtOf(unclear.has(event))),
    }))),
    ...bookings
      .filter((booking) => !matchedBookings.has(booking) && !parted.has(booking))
      .map((booking) => {
        const standing = noted.missing.has(booking) ? 'gone' : held.get(booking);
        const event = standing === undefined ? noEvent : unreadEvent(booking, standing, rulesOf(first.calendarId));
        const doubt = doubtOf(unclear.has(booking) || left.has(booking));
        return { calendarId: first.calendarId, link: null, booking, ...event, ...doubt };
      }),
  ];
  return { pairs, skipped };
}

/** Bookings whose event was already found to be gone, and that have not changed since: Google is not asked again. */
function separatedBefore(
  options: SyncOptions,
  failures: readonly KnownFailure[],
  { bookings, free }: NotedSearch,
): ReadonlySet<Booking> {
  const listed = new Set(free.map(({ id }) => id));
  const noting = bookings.filter(
    ({ id, notedEventId }) => notedEventId !== null && !listed.has(notedEventId) && !options.decisions.has(id),
  );
  if (noting.length === 0 || (options.policy ?? 'newest') !== 'newest' || options.retryFailed) return new Set();
  const parted = failures.filter(({ code }) => code === separatedCode || code === hiddenCode);
  const fingerprints = new Map(parted.map(({ bookingId, fingerprint }) => [bookingId, fingerprint.split('|')[0]]));
  return new Set(noting.filter(({ id, fingerprint }) => fingerprints.get(id) === fingerprint));
}

/** An event without any text matches no booking by its values: only a booking that names it matches. */
function withoutUnknown(events: readonly CalendarEvent[], bookings: readonly Booking[]): readonly CalendarEvent[] {
  const noted = new Set(bookings.map(({ notedEventId }) => notedEventId));
  return events.filter(({ hidesDetails, id }) => !hidesDetails || noted.has(id));
}

const noEvent = { eventId: null, event: null };

function eventHalf(event: CalendarEvent) {
  return { calendarId: event.calendarId, link: null, eventId: event.id, event: eventSide(event) };
}

interface NotedSearch {
  readonly bookings: readonly Booking[];
  readonly free: readonly CalendarEvent[];
}

interface NotedEvents {
  readonly found: readonly CalendarEvent[];
  /** Bookings whose recorded event is in none of the calendars. */
  readonly missing: ReadonlySet<Booking>;
}

/** Requests events that RenOS recorded for a booking and that were not listed now, before another event is created. */
async function askForNoted(
  { calendar: port, options, calendars }: Reading,
  { bookings, free }: NotedSearch,
): Promise<NotedEvents> {
  const listed = new Set(free.map(({ id }) => id));
  const isSeries = (id: string) => calendars.some(({ liveSeries }) => liveSeries.has(id));
  const noting = bookings.filter(({ notedEventId: id }) => id !== null && !listed.has(id) && !isSeries(id));
  const ids = newestFirst(noting).map(({ notedEventId }) => notedEventId ?? '');
  // Without a decision, a booking whose event is missing is left alone; with a decision it is cancelled or gets another
  // event.
  const isCertain = (options.policy ?? 'newest') !== 'newest' || noting.some(({ id }) => options.decisions.has(id));
  const events = await findEvents(port, calendars, ids, { isCertain });
  const found = [...events.values()].flatMap((all) => {
    const event = all.find(({ status }) => status !== 'cancelled') ?? all[0];
    return event === undefined || event.recurrence !== null ? [] : [event];
  });
  return { found, missing: new Set(noting.filter(({ notedEventId }) => !events.has(notedEventId ?? ''))) };
}

/** Why no booking is created for an event that has none; null if one is created. */
export function skipReason(
  event: CalendarEvent,
  calendars: readonly LoadedCalendar[],
  options: SyncOptions,
): SkipReason | null {
  if (event.status === 'cancelled') return 'cancelled';
  if (event.eventType !== 'default') return 'other-event-type';
  if (event.start === null || event.end === null) return 'no-time';
  const isPrivate = event.visibility === 'private' || event.visibility === 'confidential';
  if (isPrivate && !options.include.private) return 'private';
  if (event.hidesDetails) return 'details-hidden';
  const declined = event.attendees.some(({ self, responseStatus }) => self && responseStatus === 'declined');
  if (declined && !options.include.declined) return 'declined';
  const calendar = calendars.find(({ calendarId }) => calendarId === event.calendarId);
  if (calendar === undefined) return 'outside-window';
  const { window, info } = calendar;
  const inside =
    instantOf(event.end, info.timeZone) > window.from && instantOf(event.start, info.timeZone) < window.until;
  return inside ? null : 'outside-window';
}
