import { type Booking, isCancelled } from './booking.js';
import { bookingTimeText, eventContent, guestsOf } from './content.js';
import type { CalendarEvent } from './event.js';
import { isEventIdOf } from './event-id.js';
import type { SyncRules } from './sync-rules.js';
import { titleAgrees } from './title.js';

/** A booking and an event without a link that belong together. */
export interface Match {
  readonly booking: Booking;
  readonly event: CalendarEvent;
}

/**
 * Finds what belongs together before anything is created: the event that RenOS noted; the event that bears our
 * property under an id of ours (a copied event bears the property, but not the id); then twins, which begin and end
 * together and agree on title or customer. Pure; each booking and each event is used once.
 */
export function matchPairs(
  bookings: readonly Booking[],
  events: readonly CalendarEvent[],
  rulesOf: (calendarId: string) => SyncRules,
): readonly Match[] {
  const freeEvents = new Map(events.map((event) => [`${event.calendarId}\n${event.id}`, event]));
  const freeBookings = new Map(bookings.map((booking) => [booking.id, booking]));
  const matches: Match[] = [];
  const take = (booking: Booking, event: CalendarEvent) => {
    matches.push({ booking, event });
    freeBookings.delete(booking.id);
    freeEvents.delete(`${event.calendarId}\n${event.id}`);
  };
  takeNoted(freeBookings, freeEvents, take);
  for (const event of [...freeEvents.values()]) {
    const booking = event.bookingId === null ? undefined : freeBookings.get(event.bookingId);
    if (booking !== undefined && isEventIdOf(event.id, booking.id)) take(booking, event);
  }
  takeTwins(freeBookings, freeEvents, { rulesOf, take });
  return matches;
}

type Take = (booking: Booking, event: CalendarEvent) => void;

/** Where two bookings note one event, the one that takes place has it, then the one changed last. */
function takeNoted(bookings: Map<string, Booking>, events: Map<string, CalendarEvent>, take: Take): void {
  const noted = [...bookings.values()]
    .filter(({ notedEventId }) => notedEventId !== null)
    .sort((a, b) => Number(isCancelled(a)) - Number(isCancelled(b)) || b.updatedAt.getTime() - a.updatedAt.getTime());
  const eventsById = new Map([...events.values()].reverse().map((event) => [event.id, event]));
  for (const booking of noted) {
    const event = eventsById.get(booking.notedEventId ?? '');
    if (event === undefined) continue;
    eventsById.delete(event.id);
    take(booking, event);
  }
}

interface TwinSearch {
  readonly rulesOf: (calendarId: string) => SyncRules;
  readonly take: Take;
}

function takeTwins(
  bookings: Map<string, Booking>,
  events: Map<string, CalendarEvent>,
  { rulesOf, take }: TwinSearch,
): void {
  const byTime = new Map<string, Booking[]>();
  for (const booking of bookings.values()) {
    if (isCancelled(booking)) continue;
    const time = bookingTimeText(booking);
    byTime.set(time, [...(byTime.get(time) ?? []), booking]);
  }
  for (const event of [...events.values()]) {
    if (event.status === 'cancelled') continue;
    const content = eventContent(event);
    const twins = byTime.get(content.time ?? '') ?? [];
    const { titleTemplate } = rulesOf(event.calendarId);
    const guests = guestsOf(event);
    const twin = twins.find(
      (booking) =>
        bookings.has(booking.id) &&
        (titleAgrees(titleTemplate, event.title, booking) ||
          guests.includes(booking.customerEmail?.toLowerCase() ?? '-')),
    );
    if (twin !== undefined) take(twin, event);
  }
}
