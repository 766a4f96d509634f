import { Temporal } from 'temporal-polyfill';
import type { EventTime } from './event.js';

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
export function dayOf(instant: Date, timeZone: string): string {
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
