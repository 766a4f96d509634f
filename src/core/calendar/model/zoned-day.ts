import { Temporal } from 'temporal-polyfill';
import type { EventTime } from './event.js';

/*
 * How times are converted. Both sides store instants: a booking in UTC, a timed event with an offset; the process's own
 * zone is not used. So the wall-clock time is right on either side of a change of the clocks, and the hour that comes
 * twice is two different hours. Google expands a series in its own zone, and its occurrences keep their wall-clock time
 * across such a change. Google reads a wall-clock time without an offset as RFC 5545, section 3.3.5 says: in the hour
 * that does not exist it means the instant after it, in the hour that comes twice the first.
 *
 * Only a whole day is not an instant: it begins at midnight in the calendar's zone, and its exclusive end is the
 * midnight after its last day, 23 or 25 hours later if the clocks change. Its event stays a whole day as long as its
 * booking begins and ends at such a midnight. A booking that does so from the start, and a booking of no length,
 * becomes a timed event: we do not guess that a whole day was meant.
 */

/** The instant at which an event time begins: midnight in `timeZone` (IANA) for a whole day. */
export function instantOf(time: EventTime, timeZone: string): Date {
  return time.kind === 'timed' ? time.at : midnight(time.date, timeZone);
}

/** The day (YYYY-MM-DD) that begins at this very instant in `timeZone`, or null when it is not a midnight there. */
export function dayBeginningAt(instant: Date, timeZone: string): string | null {
  const date = dayOf(instant, timeZone);
  return midnight(date, timeZone).getTime() === instant.getTime() ? date : null;
}

/** The calendar day of an instant in `timeZone`, YYYY-MM-DD. */
function dayOf(instant: Date, timeZone: string): string {
  return zoned(instant, timeZone).toPlainDate().toString();
}

/** The first instant of a day in `timeZone`; where the clocks go forward at midnight, the first that exists. */
export function midnight(date: string, timeZone: string): Date {
  return new Date(Temporal.PlainDate.from(date).toZonedDateTime(timeZone).epochMilliseconds);
}

/** Midnight in `timeZone`, `days` days from the day of `instant`. */
export function midnightAfter(instant: Date, days: number, timeZone: string): Date {
  const date = zoned(instant, timeZone).toPlainDate().add({ days });
  return midnight(date.toString(), timeZone);
}

function zoned(instant: Date, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone);
}

/** The wall-clock time in `timeZone` at an instant or at the beginning of a day, as if it were UTC. */
export function wallClock(time: string, timeZone: string): number {
  if (time.length === 10) return Date.parse(`${time}T00:00:00Z`);
  return Date.parse(`${zoned(new Date(time), timeZone).toPlainDateTime().toString({ smallestUnit: 'second' })}Z`);
}

/** Reads `start/end` (see Content) as instants; a whole day begins at midnight in `timeZone`. */
export function bookingTimes(time: string, timeZone: string): { start: Date; end: Date } {
  const [start = '', end = ''] = time.split('/');
  const instant = (text: string) => (text.length === 10 ? midnight(text, timeZone) : new Date(text));
  return { start: instant(start), end: instant(end) };
}

/** Reads a wall-clock time `YYYY-MM-DDTHH:MM` in `timeZone` as an instant; null if it is not of this form. */
export function instantOfWall(text: string, timeZone: string): Date | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text)) return null;
  try {
    return new Date(
      Temporal.PlainDateTime.from(text, { overflow: 'reject' }).toZonedDateTime(timeZone).epochMilliseconds,
    );
  } catch {
    return null;
  }
}
