import { eachInTurn } from '../../give-way.js';
import type { Booking } from '../model/booking.js';
import type { CalendarEvent } from '../model/event.js';
import type { SyncRules } from '../model/sync-rules.js';
import { wordsOf } from './likeness-words.js';
import { bookingSpan, eventSpan, type TimeSpan } from './time-span.js';
import {
  type BookingWords,
  bookingWords,
  type EventWords,
  eventWords,
  mayBeOne,
  type Vocabulary,
  weigh,
  weights,
} from './weigh-likeness.js';

/** Both sides in comparable form, each item read once. */
export interface Texts {
  readonly bookingWords: (booking: Booking) => BookingWords;
  readonly eventWords: (event: CalendarEvent) => EventWords;
  readonly vocabularyOf: (calendarId: string) => Vocabulary;
  /** A booking's time, with whole days as that calendar has them. */
  readonly bookingSpan: (booking: Booking, calendarId: string) => TimeSpan;
  readonly eventSpan: (event: CalendarEvent) => TimeSpan | null;
  /** The start of an event, as a key. */
  readonly startOf: (event: CalendarEvent) => string;
  /** The keys of the events that begin at the same time as a booking; several if calendars have zones of their own. */
  readonly startsOf: (booking: Booking) => readonly string[];
}

export async function readTexts(
  bookings: readonly Booking[],
  events: readonly CalendarEvent[],
  rulesOf: (calendarId: string) => SyncRules,
): Promise<Texts> {
  const named = new Set(bookings.map(({ serviceType }) => serviceType));
  const services = [...new Set(await eachInTurn(named, (serviceType) => wordsOf(serviceType).join(' ')))]
    .filter((service) => service !== '')
    .map((service) => service.split(' '));
  const zoneOf = (calendarId: string) => rulesOf(calendarId).timeZone;
  const zones = new Set(events.map(({ calendarId }) => zoneOf(calendarId)));
  const spans = new Map([...zones].map((zone) => [zone, once((booking: Booking) => bookingSpan(booking, zone))]));
  const spanIn = (booking: Booking, zone: string) => spans.get(zone)?.(booking) ?? bookingSpan(booking, zone);
  const spanOf = once((event: CalendarEvent) => eventSpan(event, zoneOf(event.calendarId)));
  return {
    bookingWords: once(bookingWords),
    eventWords: once(eventWords),
    vocabularyOf: (calendarId) => ({ services, customersByEmail: rulesOf(calendarId).customersByEmail }),
    bookingSpan: (booking, calendarId) => spanIn(booking, zoneOf(calendarId)),
    eventSpan: spanOf,
    startOf: (event) => `${zoneOf(event.calendarId)}\n${spanOf(event)?.start}`,
    startsOf: (booking) => [...zones].map((zone) => `${zone}\n${spanIn(booking, zone).start}`),
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

/** Similarity of a booking and an event; of those that begin together, or `whenever` they begin. */
export function likenessOf(
  booking: Booking,
  event: CalendarEvent,
  texts: Texts,
  when: 'together' | 'whenever',
): number {
  const [here, there] = [texts.bookingSpan(booking, event.calendarId), texts.eventSpan(event)];
  const start = when === 'together' ? 0 : here.start === there?.start ? weights.start.same : weights.start.other;
  const end = here.end === there?.end ? weights.end.same : weights.end.other;
  const said = weigh(texts.bookingWords(booking), texts.eventWords(event), texts.vocabularyOf(event.calendarId));
  const sum = said.weight + start + end;
  // Another address, customer or service rules a match out.
  return said.isOther === true && when === 'together' ? Math.min(sum, mayBeOne) : sum;
}
