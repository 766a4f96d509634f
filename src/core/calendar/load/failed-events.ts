import type { Booking } from '../model/booking.js';
import type { CalendarPort } from '../model/calendar-port.js';
import type { CalendarEvent } from '../model/event.js';
import { askAll } from '../model/in-parallel.js';
import type { KnownFailure } from '../model/sync-store.js';
import { unclearCode } from './unclear-pairs.js';

interface Search {
  readonly bookings: readonly Booking[];
  /** Events that were listed, so that no request is needed. */
  readonly free: readonly CalendarEvent[];
}

/** Up to this many events are requested one by one; for more, the time of the new bookings is listed. */
const fewFailed = 3;

/** Reads events that failed before they had a booking: a booking created by hand since then may belong to them. */
export async function askForFailed(
  port: CalendarPort,
  failures: readonly KnownFailure[],
  { bookings, free }: Search,
): Promise<readonly CalendarEvent[]> {
  const failed = new Set(failures.flatMap(({ bookingId, code }) => (code === unclearCode ? [] : [bookingId])));
  const fresh = bookings.filter(
    ({ id, notedEventId, hasUsableTime }) => notedEventId === null && hasUsableTime && !failed.has(id),
  );
  if (fresh.length === 0) return [];
  const listed = new Set(free.map(({ calendarId, id }) => `${calendarId}\n${id}`));
  const wanted = new Map<string, Set<string>>();
  for (const { calendarId, eventId, bookingId } of failures) {
    if (bookingId !== null || eventId === null || listed.has(`${calendarId}\n${eventId}`)) continue;
    wanted.set(calendarId, (wanted.get(calendarId) ?? new Set()).add(eventId));
  }
  const found = await askAll([...wanted], async ([calendarId, ids]) => {
    const events = await (ids.size > fewFailed ? listBeside(port, calendarId, fresh) : getEach(port, calendarId, ids));
    return events.filter(({ id, recurrence, status }) => ids.has(id) && recurrence === null && status !== 'cancelled');
  });
  return found.flat();
}

/** Lists the events that overlap any of these bookings, and few others. */
function listBeside(
  port: CalendarPort,
  calendarId: string,
  bookings: readonly Booking[],
): Promise<readonly CalendarEvent[]> {
  let [from, until] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { start, end } of bookings) {
    from = Math.min(from, start.getTime());
    // Google lists nothing for a period of no length.
    until = Math.max(until, end.getTime(), start.getTime() + 1000);
  }
  return port.listWindow(calendarId, new Date(from), new Date(until));
}

async function getEach(
  port: CalendarPort,
  calendarId: string,
  ids: ReadonlySet<string>,
): Promise<readonly CalendarEvent[]> {
  const answers = await askAll([...ids], (id) => port.get(calendarId, id));
  return answers.filter((event) => event !== null);
}
