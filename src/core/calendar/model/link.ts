import type { Booking } from './booking.js';
import type { Conflict } from './conflict.js';
import type { Base, Content, FieldChanges } from './content.js';

/** One booking and one event that belong together, and how far they agree. */
export interface Link {
  readonly id: string;
  readonly bookingId: string;
  readonly calendarId: string;
  readonly eventId: string;
  readonly etag: string;
  /** When Google last changed the version of the event that bears this ETag, by Google's own clock. */
  readonly updated: Date | null;
  /** The series' master, on an occurrence. */
  readonly recurringEventId: string | null;
  /** When the occurrence's series meant it to begin, before anyone moved it (instant or day as text). */
  readonly originalStart: string | null;
  readonly base: Base;
  /** The event as last read, while it says something that has not been carried over. */
  readonly seen: SeenEvent | null;
  /** The booking's fingerprint when all it said had been carried over; null = look at it again. */
  readonly fingerprint: string | null;
  /** The row's `updatedAt` at that time, in the database's own words; null while it is not known. */
  readonly rowUpdated: Date | null;
  /** The row is one that it was before both sides last agreed, or says the same as then with another `updatedAt`. */
  readonly isAsBefore: 'row' | 'words' | null;
  /** When the two were first linked. */
  readonly linkedAt: Date;
  /** What was sent to the event and not heard of again. */
  readonly sent: SentWrite | null;
  /** The event that the row named when it was last looked at. */
  readonly noted: string | null;
  /** When both sides last agreed. */
  readonly agreedAt: Date;
}

export interface SeenEvent {
  readonly content: Content;
  /** ISO instant. */
  readonly updated: string | null;
}

/** A write to an event, noted before it leaves: a reply that never comes is found out by reading. */
export interface SentWrite {
  /** What the event bears once it is done, whatever becomes of its fields; null for a deletion. */
  readonly mark: string | null;
  /** What each side says once it is done, of the fields that are written. */
  readonly base: { readonly booking: Partial<Content>; readonly event: Partial<Content> };
  /** What it overrules on the other side: reported once it is done. An earlier version noted its reason as a sentence. */
  readonly conflict: (Omit<Conflict, 'reason'> & { readonly reason: string }) | null;
  /** As a journal tells them; absent in a note of an older version. */
  readonly fields?: FieldChanges;
  /** The run that sent it; absent in a note of an older version. */
  readonly runId?: string;
}

/** The booking that a link's event is marked with: a row that got another key leaves the mark as it is. */
export function markOf({ base, bookingId }: Link): string {
  return base.event.markedAs ?? bookingId;
}

/** A link with its booking as it stands now; null when the row is gone. */
export interface LinkedPair {
  readonly link: Link;
  readonly booking: Booking | null;
}
