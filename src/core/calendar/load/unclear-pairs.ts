import type { Booking } from '../model/booking.js';
import type { Failure, Pair } from '../model/sync-plan.js';
import type { KnownFailure } from '../model/sync-store.js';
import type { LoadedCalendar, Reading } from './load-calendar.js';

/** For a booking or an event that may belong to more than one. */
export const unclearCode = 'pair-unclear';

const unclear: Failure = { code: unclearCode, passing: false };

/** The reason why an item is left alone, if there is one. */
export function doubtOf(isUnclear: boolean): Pick<Pair, 'unclear'> {
  return isUnclear ? { unclear } : {};
}

/** Bookings that were left alone before, and have not changed since. */
export function unclearBefore(failures: readonly KnownFailure[], bookings: readonly Booking[]): ReadonlySet<Booking> {
  const left = failures.filter((failure) => failure.code === unclearCode);
  const fingerprints = new Map(left.map(({ bookingId, fingerprint }) => [bookingId, fingerprint]));
  return new Set(
    bookings.filter(
      (booking) => fingerprints.get(booking.id) === `${booking.fingerprint}|${notedFingerprint(booking)}`,
    ),
  );
}

/** The recorded event is not part of a booking's own fingerprint, and may decide a match. */
export function notedFingerprint(booking: Booking | null): string {
  return `|${booking?.notedEventId ?? ''}`;
}

interface Found {
  readonly bookings: readonly Booking[];
  /** Result of `unclearBefore`. */
  readonly before: ReadonlySet<Booking>;
}

/** Whether something changed since that may decide a match: then failed and skipped items are read again. */
export function mustLookAgain(
  { calendars, options: { retryFailed } }: Reading,
  failures: readonly KnownFailure[],
  { bookings, before }: Found,
): boolean {
  const failed = new Set(failures.map(({ bookingId }) => bookingId));
  if (retryFailed || bookings.some(({ id, notedEventId }) => notedEventId === null && !failed.has(id))) return true;
  const left = failures.filter((failure) => failure.code === unclearCode);
  if (left.length === 0) return false;
  const same = new Set([...before].map(({ id }) => id));
  const isListed = (calendarId: string, eventId: string) =>
    calendars.some((calendar) => calendar.calendarId === calendarId && calendar.events.has(eventId));
  const isFull = calendars.some(({ full }) => full);
  return (
    isFull ||
    left.some(({ calendarId, eventId, bookingId }) =>
      bookingId === null ? isListed(calendarId, eventId ?? '') : !same.has(bookingId),
    ) ||
    beginsWithOne(before, calendars)
  );
}

/** Whether a new or changed event begins at the same time as one of these bookings. */
function beginsWithOne(before: ReadonlySet<Booking>, calendars: readonly LoadedCalendar[]): boolean {
  const starts = new Set([...before].map(({ start }) => start.getTime()));
  const listed = calendars.flatMap(({ events }) => [...events.values()]);
  return listed.some(({ start }) => start?.kind === 'timed' && starts.has(start.at.getTime()));
}

/** For a pair whose row names an event that it cannot get. */
export const namedCodes: readonly string[] = [
  'event-named-twice',
  'event-and-former-event',
  'named-event-missing',
  'named-event-differs',
  'row-is-another',
];

export function namedDoubt(code: string): Failure {
  return { code, passing: false };
}
