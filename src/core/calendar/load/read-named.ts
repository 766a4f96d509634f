import { bookingWords, eventWords, weigh } from '../match/weigh-likeness.js';
import { type Booking, isCancelled } from '../model/booking.js';
import { type Content, eventContent } from '../model/content.js';
import type { CalendarEvent } from '../model/event.js';
import type { Link, LinkedPair } from '../model/link.js';
import type { Claim } from './decide-claims.js';
import { findEvents, isLiveSingle } from './find-events.js';
import type { LoadedCalendar, Reading } from './load-calendar.js';

/** How far an occurrence may be from the booking that names its series: half a week. */
const reach = 3.5 * 86_400_000;

/** Classifies a row's new event, using all events of its id in the calendars. Pure. */
export function judgeNamed(
  calendars: readonly LoadedCalendar[],
  candidates: readonly CalendarEvent[],
  { booking, link }: { readonly booking: Booking; readonly link: Link },
): Claim['event'] {
  const previous = lastSaidBy(calendars, link);
  for (const named of candidates) {
    const listed = calendars.find(({ calendarId }) => calendarId === named.calendarId)?.events ?? new Map();
    const event = named.recurrence === null ? named : nearestOccurrence(listed, named.id, booking);
    if (event === null || event.status === 'cancelled') continue;
    const words = { services: [], customersByEmail: new Map() };
    const { isOther } = weigh(bookingWords(booking), eventWords(withoutSaidBefore(event, previous)), words);
    return isOther === true ? { kind: 'differs' } : { kind: 'free', event };
  }
  return { kind: candidates.some(({ status }) => status === 'cancelled') ? 'deleted' : 'missing' };
}

/** For an event that became a series after the row named it: the occurrence at the booking's time. */
function nearestOccurrence(
  events: LoadedCalendar['events'],
  seriesId: string,
  { start }: Booking,
): CalendarEvent | null {
  const distance = (event: CalendarEvent) =>
    event.start?.kind === 'timed' ? Math.abs(event.start.at.getTime() - start.getTime()) : Number.POSITIVE_INFINITY;
  const occurrences = [...events.values()].filter(
    ({ recurringEventId, status }) => recurringEventId === seriesId && status !== 'cancelled',
  );
  const [nearest] = occurrences.sort((a, b) => distance(a) - distance(b));
  return nearest !== undefined && distance(nearest) < reach ? nearest : null;
}

/**
 * The last content of the previous event: a person may have edited it after both sides agreed, and before it was
 * created again.
 */
function lastSaidBy(calendars: readonly LoadedCalendar[], { calendarId, eventId, base, seen }: Link): Content {
  const listed = calendars.find((calendar) => calendar.calendarId === calendarId)?.events.get(eventId);
  // A tombstone may hold nothing but its id.
  return listed != null && listed.start !== null ? eventContent(listed) : (seen?.content ?? base.event);
}

/** Removes texts that the previous event has too: they do not show that the event belongs to another booking. */
function withoutSaidBefore(event: CalendarEvent, previous: Content): CalendarEvent {
  const says = eventContent(event);
  return {
    ...event,
    title: says.title === previous.title ? null : event.title,
    location: says.location === previous.location ? null : event.location,
    description: says.description === previous.description ? null : event.description,
  };
}

/** Whether the previous event of a row is gone; an event that a list of changes does not name has not changed. */
export async function isPreviousGone({ calendar: port, calendars }: Reading, { link }: LinkedPair): Promise<boolean> {
  const calendar = calendars.find(({ calendarId }) => calendarId === link.calendarId);
  const listed = calendar?.events.get(link.eventId);
  if (listed !== undefined) return listed.status === 'cancelled';
  if (link.base.event.removed) return true;
  if (calendar?.full !== true && link.recurringEventId === null) return link.seen?.content.removed === true;
  const event = await port.get(link.calendarId, link.eventId);
  return event === null || event.status === 'cancelled';
}

/**
 * Events that a row named and could not get, and no longer names: they are ordinary events again, though no list of
 * changes shows them.
 */
export async function findReleased(
  { store, calendar: port, calendars }: Reading,
  found: readonly LinkedPair[],
): Promise<readonly CalendarEvent[]> {
  const partial = calendars.filter(({ full }) => !full);
  const calendarIds = partial.map(({ calendarId }) => calendarId);
  const ids = new Set(found.flatMap((pair) => (isReleased(pair) ? (pair.link.noted ?? []) : [])));
  for (const { events } of calendars) for (const id of events.keys()) ids.delete(id);
  if (ids.size === 0 || partial.length === 0) return [];
  const events = calendarIds.flatMap((calendarId) => [...ids].map((eventId) => ({ calendarId, eventId })));
  const pairs = await store.findPairs({ calendarIds, events, series: [], all: false });
  for (const { link } of pairs) ids.delete(link.eventId);
  return [...(await findEvents(port, partial, [...ids])).values()].flat().filter(isLiveSingle);
}

function isReleased({ link, booking }: LinkedPair): boolean {
  if (link.noted === null || link.noted === link.eventId) return false;
  return booking === null || isCancelled(booking) || booking.notedEventId !== link.noted;
}
