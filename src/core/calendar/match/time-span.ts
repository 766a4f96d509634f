import type { Booking } from '../model/booking.js';
import type { CalendarEvent } from '../model/event.js';
import { dayBeginningAt, instantOf, midnight } from '../model/zoned-day.js';

/** Start and end in whole seconds since 1970; whole days from midnight to midnight in their zone. */
interface TimeSpan {
  readonly start: number;
  readonly end: number;
}

const day = 86_400_000;

/** The span of an event; null if it has no time. */
export function eventSpan({ start, end }: CalendarEvent, timeZone: string): TimeSpan | null {
  if (start === null || end === null) return null;
  return spanOf(instantOf(start, timeZone), instantOf(end, timeZone));
}

/**
 * The span of a booking. Whole days are written in several ways: from midnight to midnight in the calendar's zone, to
 * the last minute of the day, or from midnight to midnight in UTC.
 */
export function bookingSpan({ start, end }: Pick<Booking, 'start' | 'end'>, timeZone: string): TimeSpan {
  if (start.getTime() % 60_000 !== 0 || end <= start) return spanOf(start, end);
  const isUtcDays = start.getTime() % day === 0 && end.getTime() % day === 0;
  const date = dayBeginningAt(start, timeZone);
  if (date === null && isUtcDays) {
    const text = (at: Date) => at.toISOString().slice(0, 10);
    return spanOf(midnight(text(start), timeZone), midnight(text(end), timeZone));
  }
  const minuteOfEnd = Math.floor(end.getTime() / 60_000) * 60_000;
  const next = new Date(minuteOfEnd + 60_000);
  const isToTheLastMinute = date !== null && dayBeginningAt(next, timeZone) !== null;
  return spanOf(start, isToTheLastMinute ? next : end);
}

export function isSameSpan(one: TimeSpan, other: TimeSpan): boolean {
  return one.start === other.start && one.end === other.end;
}

function spanOf(start: Date, end: Date): TimeSpan {
  return { start: Math.floor(start.getTime() / 1000), end: Math.floor(end.getTime() / 1000) };
}
