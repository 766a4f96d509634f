import { GuardRefusal, saying } from '../../errors.js';
import type { SyncOptions } from '../../options/sync-options.js';
import { removalLimit } from '../../removal-limit.js';
import { isUnstored } from '../match/made-mark.js';
import { type Booking, isCancelled, isDone } from '../model/booking.js';
import type { CalendarEvent } from '../model/event.js';
import type { Link } from '../model/link.js';
import type { Pair } from '../model/sync-plan.js';
import { type EventSides, isThere, type KnownPair } from './find-event-sides.js';
import type { LoadedCalendar, Reading } from './load-calendar.js';

interface Measure {
  /** calendar id → number of open links */
  readonly openLinks: ReadonlyMap<string, number>;
  readonly options: SyncOptions;
}

/** Why (exit 3) a reading cannot be right: the calendar was emptied or is read-only, or bookings have disappeared. */
export function findDoubt(
  calendars: readonly LoadedCalendar[],
  { pairs, absent }: Pick<EventSides, 'pairs' | 'absent'>,
  { openLinks, options }: Measure,
): GuardRefusal | null {
  for (const calendar of calendars) {
    const { calendarId } = calendar;
    const ofThis = ({ link }: KnownPair) => link.calendarId === calendarId;
    const known = { pairs: pairs.filter(ofThis), absent: absent.filter(ofThis) };
    const links = openLinks.get(calendarId) ?? 0;
    const limit = removalLimit(links, options);
    const isMeant = options.maxDeletes !== null && links <= limit;
    const doubt =
      hidesAll(calendar) ??
      readOnly(calendar, options) ??
      (isMeant ? null : emptied(calendar, [...known.pairs, ...known.absent], { links, options }));
    if (doubt !== null) return doubt;
    if (known.absent.length > limit) {
      const items = known.absent.map(({ eventId }) => eventId ?? '');
      return new GuardRefusal(saying('events-missing', { calendarId, missing: items.length, links }), { items });
    }
  }
  return null;
}

function hidesAll({ calendarId, info }: LoadedCalendar): GuardRefusal | null {
  if (info.accessRole !== 'freeBusyReader') return null;
  return new GuardRefusal(saying('calendar-hides-details', { calendarId }));
}

function readOnly({ calendarId, info }: LoadedCalendar, { direction }: SyncOptions): GuardRefusal | null {
  if (info.canWrite || direction === 'google-to-db') return null;
  return new GuardRefusal(saying('calendar-read-only', { calendarId, role: info.accessRole }));
}

/** An empty side is taken for a mistake, however few items it had; a single deleted item may be intended. */
function emptied(
  { calendarId, full, events, liveSeries }: LoadedCalendar,
  known: readonly KnownPair[],
  { links, options }: { readonly links: number; readonly options: SyncOptions },
): GuardRefusal | null {
  const lost = known.filter(({ link }) => !link.base.event.removed).length;
  const isEmpty =
    liveSeries.size === 0 && [...events.values()].every(({ status }) => status === 'cancelled') && !known.some(isThere);
  if (full && isEmpty && lost > 0) {
    return new GuardRefusal(saying('calendar-empty', { calendarId, events: lost }));
  }
  const withoutRow = known.filter(({ booking, link }) => booking === null && !isClosed(link)).length;
  if (withoutRow > 1 && withoutRow >= links && options.restored !== 'keep-calendar') {
    return new GuardRefusal(saying('bookings-gone', { calendarId, bookings: withoutRow }));
  }
  return null;
}

/**
 * Refuses (exit 3) if no booking is left. Events that were created for bookings and never linked count too, because a
 * first run may have ended before it stored any link.
 */
export function refuseUnstoredGone(pairs: readonly Pair[], { openLinks, options }: Measure): void {
  const gone = pairs.filter(({ booking, link }) => booking === null && link !== null && !isClosed(link));
  for (const calendarId of new Set(gone.filter(({ link }) => isUnstored(link)).map((pair) => pair.calendarId))) {
    const lost = gone.filter((pair) => pair.calendarId === calendarId);
    const links = (openLinks.get(calendarId) ?? 0) + lost.filter(({ link }) => isUnstored(link)).length;
    const isMeant = options.maxDeletes !== null && links <= removalLimit(links, options);
    if (lost.length < 2 || lost.length < links || isMeant) continue;
    throw new GuardRefusal(saying('bookings-gone', { calendarId, bookings: lost.length }));
  }
}

interface Noted {
  readonly bookings: readonly Booking[];
  readonly free: readonly CalendarEvent[];
}

/**
 * Refuses (exit 3) a calendar whose complete listing is missing too many of the events that RenOS recorded for its
 * bookings.
 */
export function refuseMissingNoted({ calendars, options }: Reading, { bookings, free }: Noted): void {
  if (calendars.some(({ full }) => !full)) return;
  const listed = new Set([...free.map(({ id }) => id), ...calendars.flatMap(({ liveSeries }) => [...liveSeries])]);
  const noted = bookings.filter(({ notedEventId }) => notedEventId !== null);
  // An occurrence may be outside the window, and a completed booking needs no event.
  const lost = noted.filter(
    (booking) =>
      !listed.has(booking.notedEventId ?? '') &&
      !booking.notedEventId?.includes('_') &&
      !isDone(booking) &&
      !isCancelled(booking),
  );
  // The user's own limit is about removals: here it may raise the default limit, never lower it.
  const usual = removalLimit(noted.length, { maxDeletes: null });
  if (lost.length <= Math.max(usual, removalLimit(noted.length, options))) return;
  throw new GuardRefusal(
    saying('noted-events-missing', { bookings: lost.length, calendars: options.calendarIds.join(', ') }),
    { items: lost.map(({ id }) => id) },
  );
}

function isClosed({ base }: Link): boolean {
  return base.booking.removed && base.event.removed;
}
