import type { Booking } from '../model/booking.js';
import { guestsOf } from '../model/content.js';
import type { CalendarEvent } from '../model/event.js';
import { plainText } from '../model/plain-text.js';
import { compareAddresses, findWord, findWords, namesAddress, wordsOf } from './likeness-words.js';

/** The weight of each equal or different value of a booking and an event; docs/sync.md lists them. */
export const weights = {
  service: { same: 3, near: 2, partly: 1, other: -3, unexplained: -2 },
  customer: { same: 6, near: 4, surname: 4, first: 3, other: -6, unknown: -2 },
  guest: { same: 6, other: -6, unknown: -1 },
  address: { same: 5, near: 4, named: 4, other: -8 },
  notes: { same: 4, near: 3, other: -2 },
  start: { same: 4, other: -4 },
  end: { same: 1, other: -1 },
  id: { same: 8 },
  mark: { same: 4, other: -3 },
} as const;

/** With at least this weight a match is possible; only a higher one may be linked. */
export const mayBeOne = 2;
/** A pair is linked if it has this weight, and the total would drop by as much without it. */
export const isClear = 3;

/** Facts from all these bookings about the words of a title. */
interface Vocabulary {
  /** Each service, as words. */
  readonly services: readonly (readonly string[])[];
  /** guest's address → customer */
  readonly customersByEmail: ReadonlyMap<string, { readonly id: string }>;
}

/** The fields of an event that count besides its times. */
type EventSays = Pick<CalendarEvent, 'id' | 'title' | 'location' | 'description' | 'attendees' | 'bookingId'>;

/** One side of a comparison, read once. */
interface EventWords {
  readonly event: EventSays;
  readonly title: readonly string[];
  readonly description: readonly string[];
  readonly location: string | null;
  readonly guests: readonly string[];
}

interface BookingWords {
  readonly booking: Booking;
  readonly service: readonly string[];
  readonly customer: readonly string[];
  readonly notes: readonly string[];
}

export function eventWords(event: EventSays): EventWords {
  return {
    event,
    title: wordsOf(event.title),
    description: wordsOf(plainText(event.description)),
    location: event.location,
    guests: guestsOf(event),
  };
}

export function bookingWords(booking: Booking): BookingWords {
  return {
    booking,
    service: wordsOf(booking.serviceType),
    customer: wordsOf(booking.customerName),
    notes: wordsOf(booking.notes),
  };
}

interface Weighed {
  readonly weight: number;
  /** The two have values that one booking cannot have both. */
  readonly isOther?: boolean;
}

/** Weighs all values of a booking and an event except their times. */
export function weigh(booking: BookingWords, event: EventWords, vocabulary: Vocabulary): Weighed {
  const service = weighService(booking, event, vocabulary);
  const weighed = [
    service,
    weighCustomer(booking, event, service.rest),
    weighGuests(booking.booking, event, vocabulary),
    weighAddress(booking.booking, event),
    weighNotes(booking, event),
    weighIds(booking.booking, event),
  ];
  return {
    weight: weighed.reduce((total, { weight }) => total + weight, 0),
    isOther: weighed.some(({ isOther }) => isOther === true),
  };
}

const nothing: Weighed = { weight: 0 };

/** The service in the title; the rest of the title may be the customer, or anything else. */
function weighService(
  { service }: BookingWords,
  { title }: EventWords,
  { services }: Vocabulary,
): Weighed & { readonly rest: readonly string[] } {
  if (title.length === 0) return { ...nothing, rest: [] };
  const own = findWords(service, title);
  const longer = services.find(
    (other) => other.length > service.length && findWords(other, title).sameness === 2 && own.sameness > 0,
  );
  if (longer !== undefined) {
    return { weight: weights.service.other, isOther: true, rest: findWords(longer, title).rest };
  }
  if (own.sameness > 0) {
    return { weight: own.sameness === 2 ? weights.service.same : weights.service.near, rest: own.rest };
  }
  const other = services.find((words) => words.length > 0 && findWords(words, title).sameness === 2);
  if (other !== undefined) {
    const isOther = service.length > 0;
    return { weight: isOther ? weights.service.other : 0, isOther, rest: findWords(other, title).rest };
  }
  const isPartly = own.count > 0 && own.count * 2 >= service.length;
  return { weight: isPartly ? weights.service.partly : 0, rest: own.rest };
}

const legalForms: ReadonlySet<string> = new Set(['aps', 'as', 'is', 'a', 's', 'i', 'ivs', 'amba', 'fonden']);
/** Words of a title that name no person. */
const smallWords: ReadonlySet<string> = new Set(['hos', 'for', 'til', 'fru', 'hr', 'ved', 'v', 'og', 'kl', 'i', 'paa']);

/** The customer's name in the title beside the service, or in the description. */
function weighCustomer(
  { booking, customer, service }: BookingWords,
  { title, description, location, event }: EventWords,
  rest: readonly string[],
): Weighed {
  const named = rest.filter((word) => !smallWords.has(word));
  const address = [...wordsOf(booking.address), ...wordsOf(location)];
  const said = named.filter((word) => findWord(word, address) === null && !/^\d+$/.test(word));
  const hasService = rest.length < title.length || service.length === 0;
  const name = customer.filter((word) => !legalForms.has(word));
  if (name.length === 0) return { weight: said.length > 0 ? weights.customer.unknown : 0 };
  const inTitle = compareNames(name, named);
  if (inTitle !== null) return inTitle;
  const guestNames = event.attendees.map(({ displayName }) => wordsOf(displayName));
  const elsewhere = [description, ...guestNames].some((words) => findWords(name, words).sameness === 2);
  if (elsewhere) return { weight: weights.customer.near };
  if (said.length === 0) return nothing;
  return hasService ? { weight: weights.customer.other } : { weight: weights.service.unexplained };
}

/** Compares a name with words; null if they do not contain it. */
function compareNames(name: readonly string[], said: readonly string[]): Weighed | null {
  const all = findWords(name, said);
  if (all.count === 0) return null;
  if (all.sameness > 0) return { weight: all.sameness === 2 ? weights.customer.same : weights.customer.near };
  const surname = findWord(name.at(-1) ?? '', said);
  const first = findWord(name[0] ?? '', said);
  if (surname !== null) {
    const before = said[surname.at - 1];
    const isSomebodyElse = first === null && before !== undefined && findWord(before, name) === null;
    if (isSomebodyElse) return { weight: weights.customer.other, isOther: true };
    return { weight: surname.sameness === 2 ? weights.customer.surname : weights.customer.surname - 2 };
  }
  if (first === null || first.sameness === 1) return { weight: 0 };
  const isSomebodyElse = said[first.at + 1] !== undefined;
  return isSomebodyElse ? { weight: weights.customer.other, isOther: true } : { weight: weights.customer.first };
}

function weighGuests({ customerId, customerEmail }: Booking, { guests }: EventWords, known: Vocabulary): Weighed {
  const mail = customerEmail?.trim().toLowerCase() ?? '';
  if (guests.length === 0) return nothing;
  if (mail !== '' && guests.includes(mail)) return { weight: weights.guest.same };
  const owners = guests.map((guest) => known.customersByEmail.get(guest)).filter((owner) => owner !== undefined);
  if (customerId !== null && owners.some(({ id }) => id === customerId)) return { weight: weights.guest.same };
  if (customerId !== null && owners.length > 0) return { weight: weights.guest.other, isOther: true };
  return mail === '' ? nothing : { weight: weights.guest.unknown };
}

function weighAddress({ address }: Booking, { location, title, description }: EventWords): Weighed {
  const compared = compareAddresses(address, location);
  if (compared !== null) return { weight: weights.address[compared], isOther: compared === 'other' };
  const isNamed = namesAddress(title, address) || namesAddress(description, address);
  return isNamed ? { weight: weights.address.named } : nothing;
}

function weighNotes({ notes }: BookingWords, { description }: EventWords): Weighed {
  if (notes.length === 0 || description.length === 0) return nothing;
  if (notes.join(' ') === description.join(' ')) return { weight: weights.notes.same };
  const isPart = findWords(notes, description).sameness > 0 || findWords(description, notes).sameness > 0;
  return { weight: isPart ? weights.notes.near : weights.notes.other };
}

/** Ids that a person wrote into a text, and the booking of our mark: a copied event has it too. */
function weighIds({ id, notes }: Booking, { event }: EventWords): Weighed {
  const texts = `${event.title ?? ''}\n${event.location ?? ''}\n${event.description ?? ''}`;
  const isNamed = (id.length > 5 && texts.includes(id)) || (notes?.includes(event.id) ?? false);
  const mark = event.bookingId === null ? 0 : event.bookingId === id ? weights.mark.same : weights.mark.other;
  return { weight: (isNamed ? weights.id.same : 0) + mark };
}
