/** A booking as the sync reads it: RenOS's row with its customer, times as instants, bookkeeping taken out. */
export interface Booking {
  readonly id: string;
  readonly customerId: string | null;
  readonly customerName: string | null;
  readonly customerEmail: string | null;
  readonly serviceType: string | null;
  readonly address: string | null;
  readonly start: Date;
  readonly end: Date;
  readonly status: string;
  /** Without RenOS's bookkeeping line. */
  readonly notes: string | null;
  /** The event that RenOS linked it with: `calendarEventId`, or the id in that line of the notes. */
  readonly notedEventId: string | null;
  readonly updatedAt: Date;
  /** Fingerprint of everything above but `updatedAt`: a write is made only while it is still this one. */
  readonly print: string;
}

/** What the sync may change of a booking; an absent field is left alone, null clears it. */
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

/** A booking to be made of an event. */
export interface NewBooking extends BookingChange {
  readonly id: string;
  readonly start: Date;
  readonly end: Date;
  readonly status: string;
  readonly calendarEventId: string;
}

const cancelled = /^(cancell?ed|aflyst|annulleret)$/i;

/** Claims that a booking will not take place; RenOS never deletes one, it says so in its status. */
export function isCancelled(booking: Pick<Booking, 'status'>): boolean {
  return cancelled.test(booking.status.trim());
}

const done = /^(completed|no_show|no-show|udført|afsluttet)$/i;

/** Claims that a booking has taken place, or should have: it stays as it is, whatever becomes of its event. */
export function isDone({ status }: Pick<Booking, 'status'>): boolean {
  return done.test(status.trim());
}

const bookkeeping = /(?:^|\r?\n)[ \t]*Google Calendar Event ID:[ \t]*(\S+)[ \t]*\s*$/i;

/** Takes RenOS's bookkeeping line off the end of a booking's notes: what remains is what they say to a person. */
export function readNotes(raw: string | null): { readonly notes: string | null; readonly notedEventId: string | null } {
  if (raw === null) return { notes: null, notedEventId: null };
  const found = bookkeeping.exec(raw);
  if (found === null) return { notes: raw, notedEventId: null };
  const notes = raw.slice(0, found.index).trimEnd();
  return { notes: notes === '' ? null : notes, notedEventId: found[1] ?? null };
}
