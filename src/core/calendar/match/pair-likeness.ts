import { eachInTurn } from '../../give-way.js';
import type { Booking } from '../model/booking.js';
import type { CalendarEvent } from '../model/event.js';
import type { SyncRules } from '../model/sync-rules.js';
import { wordsOf } from './likeness-words.js';
import { bookingSpan, eventSpan } from './time-span.js';
import { bookingWords, eventWords, mayBeOne, weigh, weights } from './weigh-likeness.js';

/** How much bookings and events are alike, each item read once. */
export interface Likeness {
  /** The start of an event, as a key. */
  readonly startOf: (event: CalendarEvent) => string;
  /** The keys of the events that begin at the same time as a booking; several if calendars have zones of their own. */
  readonly startsOf: (booking: Booking) => readonly string[];
  /** Similarity of a booking and an event; of those that begin together, or `whenever` they begin. */
  readonly likenessOf: (booking: Booking, event: CalendarEvent, when: 'together' | 'whenever') => number;
}

export async function readLikeness(
  bookings: readonly Booking[],
  events: readonly CalendarEvent[],
  rulesOf: (calendarId: string) => SyncRules,
): Promise<Likeness> {
  const named = new Set(bookings.map(({ serviceType }) => serviceType));
  const services = [...new Set(await eachInTurn(named, (serviceType) => wordsOf(serviceType).join(' ')))]
    .filter((service) => service !== '')
    .map((service) => service.split(' '));
  const zoneOf = (calendarId: string) => rulesOf(calendarId).timeZone;
  const zones = new Set(events.map(({ calendarId }) => zoneOf(calendarId)));
  const spans = new Map([...zones].map((zone) => [zone, once((booking: Booking) => bookingSpan(booking, zone))]));
  const spanIn = (booking: Booking, zone: string) => spans.get(zone)?.(booking) ?? bookingSpan(booking, zone);
  const spanOf = once((event: CalendarEvent) => eventSpan(event, zoneOf(event.calendarId)));
  const [wordsHere, wordsThere] = [once(bookingWords), once(eventWords)];
  return {
    startOf: (event) => `${zoneOf(event.calendarId)}\n${spanOf(event)?.start}`,
    startsOf: (booking) => [...zones].map((zone) => `${zone}\n${spanIn(booking, zone).start}`),
    likenessOf: (booking, event, when) => {
      const { calendarId } = event;
      // A booking's time is as that calendar has its days.
      const [here, there] = [spanIn(booking, zoneOf(calendarId)), spanOf(event)];
      const start = when === 'together' ? 0 : here.start === there?.start ? weights.start.same : weights.start.other;
      const end = here.end === there?.end ? weights.end.same : weights.end.other;
      const vocabulary = { services, customersByEmail: rulesOf(calendarId).customersByEmail };
      const said = weigh(wordsHere(booking), wordsThere(event), vocabulary);
      const sum = said.weight + start + end;
      // Another address, customer or service rules a match out.
      return said.isOther === true && when === 'together' ? Math.min(sum, mayBeOne) : sum;
    },
  };
}

function once<Item extends object, Value>(read: (item: Item) => Value): (item: Item) => Value {
  const known = new Map<Item, Value>();
  return (item) => {
    const before = known.get(item);
    if (before !== undefined) return before;
    const value = read(item);
    known.set(item, value);
    return value;
  };
}
