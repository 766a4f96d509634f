/** A booking as the sync reads it: RenOS's row with its customer, times as instants, bookkeeping removed. */
export interface Booking {
  readonly id: string;
  readonly customerId: string | null;
  readonly customerName: string | null;
  readonly customerEmail: string | null;
  readonly serviceType: string | null;
  readonly address: string | null;
  readonly start: Date;
  readonly end: Date;
  /** False for a time that no calendar can hold (infinity, before the year 1, after 9999): start and end are placeholders. */
  readonly hasUsableTime: boolean;
  readonly status: string;
  /** Without RenOS's bookkeeping line. */
  readonly notes: string | null;
  /** The event that RenOS linked it with: `calendarEventId`, or the id in the bookkeeping line of the notes. */
  readonly notedEventId: string | null;
  readonly updatedAt: Date;
  /** Fingerprint of everything above except `updatedAt`: a write happens only if it has not changed. */
  readonly fingerprint: string;
}

/** A change of a booking; an absent field is left alone, null clears it. */
export interface BookingChange {
  readonly serviceType?: string | null;
  readonly address?: string | null;
  readonly notes?: string | null;
  readonly start?: Date;
  readonly end?: Date;
  readonly status?: string;
  readonly customerId?: string;
  readonly calendarEventId?: string;
  readonly calendarLink?: string | null;
}

/** A booking to be created from an event. */
export interface NewBooking extends BookingChange {
  readonly id: string;
  readonly start: Date;
  readonly end: Date;
  readonly status: string;
  readonly calendarEventId: string;
}

/** What RenOS and people write into the status of a booking that will not take place, in any case; SQL asks for the same words. */
export const cancelledWords: readonly string[] = ['cancelled', 'canceled', 'aflyst', 'annulleret'];

/** The same of one that has taken place, or should have. */
export const doneWords: readonly string[] = ['completed', 'no_show', 'no-show', 'udført', 'afsluttet'];

const says = (words: readonly string[], { status }: Pick<Booking, 'status'>) =>
  words.includes(status.trim().toLowerCase());

/** Whether a booking is cancelled; RenOS never deletes one, it sets its status. */
export function isCancelled(booking: Pick<Booking, 'status'>): boolean {
  return says(cancelledWords, booking);
}

/** Whether a booking is completed, or is marked as missed: it does not change, even if its event is deleted. */
export function isDone(booking: Pick<Booking, 'status'>): boolean {
  return says(doneWords, booking);
}

/** Replaces a line that is removed; no text of PostgreSQL contains this character. */
const takenOut = '\0';
const blanksAround = /(?<!\n)\n*(?:\0\n*)+/g;
const longestBlank = (run: string) => '\n'.repeat(Math.max(...run.split(takenOut).map(({ length }) => length)));
const bookkeeping = /^[ \t]*Google Calendar Event ID:[ \t]*(\S+)[ \t]*$/i;

/**
 * Removes RenOS's bookkeeping lines from a booking's notes, wherever they are: the rest is for people. Of several ids
 * the last one counts, as in `notedEventId` of db/booking-rows.ts in SQL.
 */
export function readNotes(raw: string | null): { readonly notes: string | null; readonly notedEventId: string | null } {
  if (raw === null) return { notes: null, notedEventId: null };
  const lines = raw.split(/\r?\n/);
  const ids = lines.flatMap((line) => bookkeeping.exec(line)?.[1] ?? []);
  if (ids.length === 0) return { notes: raw, notedEventId: null };
  const marked = lines.map((line) => (bookkeeping.test(line) ? takenOut : line)).join('\n');
  const notes = marked.replace(blanksAround, longestBlank).replace(/^\n+/, '').trimEnd();
  return { notes: notes === '' ? null : notes, notedEventId: ids.at(-1) ?? null };
}
