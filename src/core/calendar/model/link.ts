import type { Booking } from './booking.js';
import type { Conflict } from './conflict.js';
import { type Base, type Content, type FieldChanges, undecided } from './content.js';
import type { CalendarEvent } from './event.js';

/** A booking and an event that belong together, and how far they agree. */
export interface Link {
  readonly id: string;
  readonly bookingId: string;
  readonly calendarId: string;
  readonly eventId: string;
  readonly etag: string;
  /** When Google last changed the version of the event with this ETag, by Google's own clock. */
  readonly updated: Date | null;
  /** The series' master, for an occurrence. */
  readonly recurringEventId: string | null;
  /** The original start of the occurrence, before it was moved (instant or day as text). */
  readonly originalStart: string | null;
  readonly base: Base;
  /** The event as last read, while some of its values are not written to the booking. */
  readonly seen: { readonly content: Content /** ISO instant. */; readonly updated: string | null } | null;
  /** The booking's fingerprint when all its values had been written; null = read it again. */
  readonly fingerprint: string | null;
  /** The row's `updatedAt` at that time, as the database has it; null while it is not known. */
  readonly rowUpdated: Date | null;
  /** The row has the values it had before both sides last agreed, or the agreed values with another `updatedAt`. */
  readonly isAsBefore?: 'row' | 'words' | null;
  /** Earlier states of the row: fingerprint and `updatedAt` in epoch ms. Earlier versions stored no time. */
  readonly past?: readonly string[];
  /** When the two were first linked. */
  readonly linkedAt: Date;
  /** A write to the event whose result is not known. */
  readonly sent: SentWrite | null;
  /** The event that the row named when it was last read. */
  readonly noted: string | null;
  /** The booking's previous key, under which a conflict may be held. */
  readonly heldAs?: string;
  /** When both sides last agreed. */
  readonly agreedAt: Date;
}

/** A write to an event, recorded before it is sent: if the reply is lost, reading the event shows the result. */
export interface SentWrite {
  /** The mark of the event after the write, even if its fields change again; null for a deletion. */
  readonly mark: string | null;
  /** The values of each side after the write, for the written fields. */
  readonly base: { readonly booking: Partial<Content>; readonly event: Partial<Content> };
  /**
   * The conflict that it decides: reported once the write is known to be done. An earlier version stored its reason as
   * a sentence.
   */
  readonly conflict: (Omit<Conflict, 'reason'> & { readonly reason: string }) | null;
  /** As a journal has them; absent in a record of an older version. */
  readonly fields?: FieldChanges;
  /** The run that sent it; absent in a record of an older version. */
  readonly runId?: string;
}

/** The booking in the mark of a link's event: if a row gets another key, the mark stays. */
export function markOf({ base, bookingId }: Link): string {
  return base.event.markedAs ?? bookingId;
}

const texts = ['location', 'description'] as const;

/**
 * The base for an event that was created in place of a deleted one. A text that the new event does not have was never
 * cleared: the booking keeps it, and it is written to the event.
 */
export function withoutClearing(link: Link, { location, description, hidesDetails }: CalendarEvent): Link {
  const says = { location, description };
  const { booking, event } = link.base;
  const left = hidesDetails ? [] : texts.filter((field) => !says[field] && booking[field] !== undecided);
  const none = Object.fromEntries(left.map((field) => [field, null]));
  return { ...link, base: { booking: { ...booking, ...none }, event: { ...event, ...none } } };
}

/** The link with whether its row equals one of its earlier states. A state that was stored without its time counts as the row itself. */
export function withEarlierState({ link, booking }: LinkedPair): LinkedPair {
  const { past = [] } = link;
  if (booking === null || past.length === 0) return { link, booking };
  const { fingerprint, updatedAt } = booking;
  const isRow = past.includes(`${fingerprint} ${updatedAt.getTime()}`) || past.includes(fingerprint);
  const isAsBefore = past.some((state) => state.startsWith(`${fingerprint} `)) ? 'words' : null;
  return { link: { ...link, isAsBefore: isRow ? 'row' : isAsBefore }, booking };
}

/** A link with its present booking; null if the row is gone. */
export interface LinkedPair {
  readonly link: Link;
  readonly booking: Booking | null;
}
