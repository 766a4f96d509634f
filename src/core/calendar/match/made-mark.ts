import { createHash } from 'node:crypto';
import type { Booking } from '../model/booking.js';
import { type Base, bookingContent, type Content, eventContent, type SyncField, undecided } from '../model/content.js';
import type { CalendarEvent } from '../model/event.js';
import { isEventIdOf } from '../model/event-id.js';
import type { Link } from '../model/link.js';
import type { SyncRules } from '../model/sync-rules.js';
import { bookingWords, eventWords, weigh, weights } from './weigh-likeness.js';

const fields: readonly SyncField[] = ['time', 'title', 'location', 'description'];
/** Google may give these back otherwise than they were sent, shortened above all. */
const rewritten: readonly SyncField[] = ['location', 'description'];

/** The mark of an event that is made: a fingerprint of each text that it is made with. */
export function madeMark(says: Content): string {
  return fields.map((field) => fingerprintOf(says[field])).join('.');
}

/** The booking that an event of ours was made for; null for all other events. */
export function madeFor({ id, bookingId }: CalendarEvent): string | null {
  return bookingId !== null && isEventIdOf(id, bookingId) ? bookingId : null;
}

/**
 * Whether an event under an id of ours was made for this very booking: another database may have a booking of the
 * same id. It was made with some text that the booking says, or says nothing that the booking cannot.
 */
export function isMadeFor(event: CalendarEvent, booking: Booking, rules: SyncRules): boolean {
  if (madeFor(event) !== booking.id) return false;
  const prints = event.mark?.split('.') ?? [];
  const says = bookingContent(booking, rules);
  if (prints.length === fields.length) {
    const isMade = (content: Content, field: SyncField) =>
      fingerprintOf(content[field]) === prints[fields.indexOf(field)];
    if (fields.some((field) => field !== 'time' && says[field] !== null && isMade(says, field))) return true;
    // It was not written to since it was made for this very hour: the booking's words were edited meanwhile.
    if (isMade(says, 'time') && fields.every((field) => isMade(eventContent(event), field))) return true;
  }
  if (event.status === 'cancelled' && event.title === null) return true;
  const known = { services: [], customersByEmail: rules.customersByEmail };
  const { weight, isOther } = weigh(bookingWords(booking), eventWords(event), known);
  // That our mark names it is what is in doubt.
  return isOther !== true && weight >= weights.mark.same;
}

/**
 * The link that a run would have stored that made an event and was ended before it could say so: the texts that the
 * event was made with are what both have agreed on. Null for an event that was not made so, or was written to since.
 */
export function unstoredLink(booking: Booking, event: CalendarEvent, rules: SyncRules): Link | null {
  if (!isMadeFor(event, booking, rules) || booking.notedEventId === event.id) return null;
  const base = madeBase(event.mark, bookingContent(booking, rules), eventContent(event));
  if (base === null) return null;
  return {
    id: rules.newId(),
    bookingId: booking.id,
    calendarId: event.calendarId,
    eventId: event.id,
    etag: '',
    updated: null,
    recurringEventId: null,
    originalStart: null,
    base,
    seen: null,
    print: null,
    rowUpdated: null,
    isAsBefore: null,
    linkedAt: new Date(0),
    sent: null,
    noted: null,
    agreedAt: new Date(0),
  };
}

function madeBase(mark: string | null, booking: Content, event: Content): Base | null {
  const prints = mark?.split('.') ?? [];
  if (prints.length !== fields.length) return null;
  const texts = fields.map((field, n) => {
    const [here, there] = [booking[field], event[field]];
    const isRewritten = rewritten.includes(field) && here !== null && there !== null && here !== there;
    const known = isRewritten ? undefined : [here, there].find((text) => fingerprintOf(text) === prints[n]);
    return [field, known === undefined ? undecided : known] as const;
  });
  const made: Partial<Record<SyncField, string | null>> & { removed: boolean } = {
    ...Object.fromEntries(texts),
    removed: false,
  };
  // What the title named was the words of then, which the mark does not tell.
  const { named, ...says } = booking;
  const hasTitle = made.title === booking.title;
  return {
    booking: { ...says, ...(hasTitle && named !== undefined ? { named } : {}), ...made },
    event: { ...event, ...made },
  };
}

function fingerprintOf(text: string | null): string {
  return text === null ? '-' : createHash('sha256').update(text).digest('hex').slice(0, 12);
}
