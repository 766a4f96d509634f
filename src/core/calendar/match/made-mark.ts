import { createHash } from 'node:crypto';
import { type Booking, isCancelled } from '../model/booking.js';
import { type Base, bookingContent, type Content, eventContent, type SyncField, undecided } from '../model/content.js';
import { isCutOf } from '../model/cut-text.js';
import type { CalendarEvent } from '../model/event.js';
import { isEventIdOf } from '../model/event-id.js';
import type { Link } from '../model/link.js';
import { plainText } from '../model/plain-text.js';
import type { SyncRules } from '../model/sync-rules.js';
import { bookingWords, eventWords, weigh, weights } from './weigh-likeness.js';

const texts: readonly SyncField[] = ['time', 'title', 'location', 'description'];
/** Versions before this one left the customer out. */
const fields: readonly SyncField[] = [...texts, 'customer'];

/** The mark of a created event: a fingerprint of each of its texts, and of its customer's key. */
export function madeMark(says: Content): string {
  return fields.map((field) => fingerprintOf(says[field])).join('.');
}

/** The fingerprints in a mark, by field; null for an event that was written to since it was created. */
function fingerprintsOf({ mark }: CalendarEvent): Partial<Record<SyncField, string>> | null {
  const fingerprints = mark?.split('.') ?? [];
  if (fingerprints.length < texts.length) return null;
  return Object.fromEntries(fingerprints.map((fingerprint, n) => [fields[n], fingerprint]));
}

/** The booking that one of our events was created for; null for all other events. */
export function madeFor({ id, bookingId }: CalendarEvent): string | null {
  return bookingId !== null && isEventIdOf(id, bookingId) ? bookingId : null;
}

/**
 * Whether an event under one of our ids was created for this very booking: another database may have a booking of the
 * same id. The event was created with at least one of the booking's texts, or has no text that the booking cannot have.
 */
export function isMadeFor(event: CalendarEvent, booking: Booking, rules: SyncRules): boolean {
  if (madeFor(event) !== booking.id) return false;
  const fingerprints = fingerprintsOf(event);
  const says = bookingContent(booking, rules);
  if (fingerprints !== null) {
    const isMade = (content: Content, field: SyncField) => fingerprintOf(content[field]) === fingerprints[field];
    if (texts.some((field) => field !== 'time' && says[field] !== null && isMade(says, field))) return true;
    // It was created for this very time and not written to since: the booking's texts were edited meanwhile.
    if (isMade(says, 'time') && texts.every((field) => isMade(eventContent(event), field))) return true;
  }
  if (event.status === 'cancelled' && event.title === null) return true;
  const known = { services: [], customersByEmail: rules.customersByEmail };
  const { weight, isOther } = weigh(bookingWords(booking), eventWords(event), known);
  // Whether our mark names the right booking is the question here.
  return isOther !== true && weight >= weights.mark.same;
}

/** Whether an event has the marks of an event created for a booking, but is another event. */
export function isCopy(event: CalendarEvent): boolean {
  const isSingle = event.status !== 'cancelled' && event.recurringEventId === null && !event.hidesDetails;
  return isSingle && event.bookingId !== null && madeFor(event) === null;
}

interface Original {
  readonly from: CalendarEvent;
  readonly booking: Booking;
  readonly rules: SyncRules;
}

/** Whether a copy replaces an event that a person cut and pasted before its booking was linked. */
export function isPasted(copy: CalendarEvent, { from, booking, rules }: Original): boolean {
  if (from.status !== 'cancelled' || isCancelled(booking) || copy.calendarId !== from.calendarId) return false;
  // If it neither was created with the booking's texts nor has them now, it belongs to another database.
  return fingerprintsOf(copy) !== null && isMadeFor({ ...copy, id: from.id }, booking, rules);
}

/** Whether a booking has all values that an event was created with, under any key. */
export function saysAllMadeWith(
  booking: Booking,
  event: CalendarEvent,
  rules: Pick<SyncRules, 'titleTemplate' | 'timeZone'>,
): boolean {
  const fingerprints = fingerprintsOf(event);
  if (fingerprints === null) return false;
  const says = bookingContent(booking, rules);
  return (
    !says.removed &&
    fields.every((field) => (fingerprints[field] ?? fingerprintOf(says[field])) === fingerprintOf(says[field]))
  );
}

/** The link of an event that was probably created for a booking; null if it was written to since, or if the row names it. */
export function unstoredLink(booking: Booking, event: CalendarEvent, rules: SyncRules): Link | null {
  if (!isMadeFor(event, booking, rules) || booking.notedEventId === event.id) return null;
  return fingerprintsOf(event) === null ? null : madeLink(event, booking, rules);
}

/**
 * The link that a run would have stored if it had not ended after creating the event: the base is what the event was
 * created with. Values that neither side has any more are not known.
 */
export function madeLink(
  event: CalendarEvent,
  booking: Booking | null,
  rules: Pick<SyncRules, 'titleTemplate' | 'timeZone' | 'newId'>,
): Link {
  return {
    id: rules.newId(),
    bookingId: booking?.id ?? event.bookingId ?? '',
    calendarId: event.calendarId,
    eventId: event.id,
    etag: '',
    updated: null,
    recurringEventId: null,
    originalStart: null,
    base: madeBase(event, booking === null ? null : bookingContent(booking, rules)),
    seen: null,
    fingerprint: null,
    rowUpdated: null,
    linkedAt: new Date(0),
    sent: null,
    noted: null,
    agreedAt: new Date(0),
  };
}

/** Whether no run has stored this link yet. */
export function isUnstored(link: Link | null): boolean {
  return link?.etag === '';
}

function madeBase(event: CalendarEvent, booking: Content | null): Base {
  const fingerprints = fingerprintsOf(event);
  const there = eventContent(event);
  // If the row is gone, only the event shows its values.
  const here = booking ?? { ...there, customer: null };
  const made = Object.fromEntries(
    texts.map((field) => [field, madeText(fingerprints?.[field], { here: here[field], there: there[field] })]),
  );
  const customer = booking === null ? here.customer : madeCustomer(fingerprints, here);
  // The parts of the title are those at that time, which the mark does not contain.
  const { named, ...row } = here;
  const hasTitle = made.title?.booking === here.title && named !== undefined;
  const said = (side: 'booking' | 'event') => Object.fromEntries(texts.map((field) => [field, made[field]?.[side]]));
  return {
    booking: { ...row, ...(hasTitle ? { named } : {}), ...said('booking'), customer, removed: false },
    // Guests other than the customer were added later.
    event: { ...there, ...said('event'), customer: there.guest ?? null, removed: false },
  };
}

interface SaidTexts {
  readonly here: string | null;
  readonly there: string | null;
}

/**
 * The value that a field was created with, as each side writes it: Google may return a changed text, mainly a shortened
 * one.
 */
function madeText(
  fingerprint: string | undefined,
  { here, there }: SaidTexts,
): Record<'booking' | 'event', string | null> {
  const isSame = (text: string | null) => fingerprintOf(text) === fingerprint;
  if (isSame(null)) return { booking: null, event: null };
  if (isSame(there)) return { booking: there, event: there };
  if (!isSame(here)) return { booking: undecided, event: undecided };
  const isRewritten = isCutOf(there, here) || plainText(here) === there;
  return { booking: here, event: isRewritten ? there : here };
}

function madeCustomer(fingerprints: ReturnType<typeof fingerprintsOf>, { customer }: Content): string | null {
  const fingerprint = fingerprints?.customer;
  if (fingerprint === fingerprintOf(null)) return null;
  return fingerprint === undefined || fingerprint === fingerprintOf(customer) ? customer : undecided;
}

function fingerprintOf(text: string | null): string {
  return text === null ? '-' : createHash('sha256').update(text).digest('hex').slice(0, 12);
}
