import { type Booking, isCancelled } from './booking.js';
import type { CalendarPort } from './calendar-port.js';
import { partedCode } from './decide-edit-or-deletion.js';
import type { CalendarEvent } from './event.js';
import { eventSide } from './find-event-sides.js';
import type { LoadedCalendar } from './load-calendar.js';
import type { LoadContext } from './load-context.js';
import { matchPairs } from './match-pairs.js';
import type { SyncOptions } from './sync-options.js';
import type { Pair, SkipReason } from './sync-plan.js';
import type { SyncRules } from './sync-rules.js';
import { instantOf } from './zoned-day.js';

interface Unlinked {
  readonly calendars: readonly LoadedCalendar[];
  readonly free: readonly CalendarEvent[];
  readonly rulesOf: (calendarId: string) => SyncRules;
}

interface UnlinkedPairs {
  readonly pairs: readonly Pair[];
  readonly skipped: Readonly<Partial<Record<SkipReason, number>>>;
}

/** Puts bookings and events without a link together where they belong together, and each of the rest alone. */
export async function pairUnlinked(
  context: LoadContext,
  { calendars, free, rulesOf }: Unlinked,
): Promise<UnlinkedPairs> {
  const first = calendars[0];
  if (first === undefined) return { pairs: [], skipped: {} };
  const bookings = await context.store.findUnlinked({ ...first.window, notedEventIds: free.map(({ id }) => id) });
  const parted = await partedBefore(context, bookings, free);
  const asked = bookings.filter((booking) => !parted.has(booking));
  const events = [...free, ...(await askForNoted(context.calendar, calendars, { bookings: asked, free }))];
  const matches = matchPairs(bookings, events, rulesOf);
  const matchedBookings = new Set(matches.map(({ booking }) => booking));
  const matchedEvents = new Set(matches.map(({ event }) => event));
  const skipped: Partial<Record<SkipReason, number>> = parted.size === 0 ? {} : { 'failed-before': parted.size };
  const alone = events.filter((event) => {
    if (matchedEvents.has(event)) return false;
    const reason = skipReason(event, calendars, context.options);
    // A tombstone of something we never knew is nothing to tell about.
    if (reason !== null && reason !== 'cancelled') skipped[reason] = (skipped[reason] ?? 0) + 1;
    return reason === null;
  });
  const pairs: Pair[] = [
    ...matches.map(({ booking, event }) => ({ booking, ...eventHalf(event) })),
    ...alone.map((event) => ({ booking: null, ...eventHalf(event) })),
    ...bookings
      .filter((booking) => !matchedBookings.has(booking) && !parted.has(booking) && !isCancelled(booking))
      .map((booking) => ({ calendarId: first.calendarId, link: null, booking, eventId: null, event: null })),
  ];
  return { pairs, skipped };
}

/** Bookings whose event was found gone before, and that say what they said then: Google is not asked again. */
async function partedBefore(
  { store, options }: LoadContext,
  bookings: readonly Booking[],
  free: readonly CalendarEvent[],
): Promise<ReadonlySet<Booking>> {
  const listed = new Set(free.map(({ id }) => id));
  const noting = bookings.filter(
    ({ id, notedEventId }) => notedEventId !== null && !listed.has(notedEventId) && !options.decisions.has(id),
  );
  if (noting.length === 0 || options.policy !== 'newest' || options.retryFailed) return new Set();
  const troubles = (await store.findTroubles(options.calendarIds)).filter(({ code }) => code === partedCode);
  const prints = new Map(troubles.map(({ bookingId, print }) => [bookingId, print.split('|')[0]]));
  return new Set(noting.filter(({ id, print }) => prints.get(id) === print));
}

function eventHalf(event: CalendarEvent) {
  return { calendarId: event.calendarId, link: null, eventId: event.id, event: eventSide(event) };
}

interface NotedSearch {
  readonly bookings: readonly Booking[];
  readonly free: readonly CalendarEvent[];
}

/** Events that RenOS noted on a booking and that were not listed now: asked for, one by one, before another is made. */
async function askForNoted(
  port: CalendarPort,
  calendars: readonly LoadedCalendar[],
  { bookings, free }: NotedSearch,
): Promise<readonly CalendarEvent[]> {
  const known = new Set(free.map(({ id }) => id));
  const found: CalendarEvent[] = [];
  for (const { notedEventId } of bookings) {
    if (notedEventId === null || known.has(notedEventId)) continue;
    known.add(notedEventId);
    for (const { calendarId, full } of calendars) {
      // A complete listing has shown every single event; only an occurrence may lie beyond its window.
      if (full && !notedEventId.includes('_')) continue;
      const event = await port.get(calendarId, notedEventId);
      if (event === null || event.recurrence !== null) continue;
      found.push(event);
      break;
    }
  }
  return found;
}

/** Why no booking is made of an event that has none; null when one is made. */
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
  const declined = event.attendees.some(({ self, responseStatus }) => self && responseStatus === 'declined');
  if (declined && !options.include.declined) return 'declined';
  const calendar = calendars.find(({ calendarId }) => calendarId === event.calendarId);
  if (calendar === undefined) return 'outside-window';
  const { window, info } = calendar;
  const inside =
    instantOf(event.end, info.timeZone) > window.from && instantOf(event.start, info.timeZone) < window.until;
  return inside ? null : 'outside-window';
}
