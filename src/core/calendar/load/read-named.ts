import { bookingWords, eventWords, weigh } from '../match/weigh-likeness.js';
import type { Booking } from '../model/booking.js';
import type { CalendarPort } from '../model/calendar-port.js';
import type { CalendarEvent } from '../model/event.js';
import type { LinkedPair } from '../model/link.js';
import type { LoadedCalendar } from './load-calendar.js';

/** An event that a row names: linked with a booking already, free to be given, not there, or another's by what it says. */
export type NamedEvent =
  | { readonly kind: 'linked' }
  | { readonly kind: 'free'; readonly event: CalendarEvent }
  | { readonly kind: 'missing' }
  /** It was deleted too: there is nothing to follow. */
  | { readonly kind: 'deleted' }
  | { readonly kind: 'differs' };

/** Looks an event up by its id before anything is concluded from the deletion of the one that the row named before. */
export async function findNamed(
  port: CalendarPort,
  calendars: readonly LoadedCalendar[],
  booking: Booking,
): Promise<NamedEvent> {
  const id = booking.notedEventId ?? '';
  let isDeleted = false;
  for (const { calendarId, events } of calendars) {
    const event = events.get(id) ?? (await port.get(calendarId, id));
    isDeleted ||= event?.status === 'cancelled';
    if (event === null || event.status === 'cancelled' || event.recurrence !== null) continue;
    const words = { services: [], customersByEmail: new Map() };
    const { isOther } = weigh(bookingWords(booking), eventWords(event), words);
    return isOther === true ? { kind: 'differs' } : { kind: 'free', event };
  }
  return { kind: isDeleted ? 'deleted' : 'missing' };
}

/** Whether the event that a row was linked with is gone; what an incremental list does not name is as it was. */
export async function isFormerGone(
  port: CalendarPort,
  calendars: readonly LoadedCalendar[],
  { link }: LinkedPair,
): Promise<boolean> {
  const calendar = calendars.find(({ calendarId }) => calendarId === link.calendarId);
  const listed = calendar?.events.get(link.eventId);
  if (listed !== undefined) return listed.status === 'cancelled';
  if (link.base.event.removed) return true;
  if (calendar?.full !== true && link.recurringEventId === null) return link.seen?.content.removed === true;
  const event = await port.get(link.calendarId, link.eventId);
  return event === null || event.status === 'cancelled';
}
