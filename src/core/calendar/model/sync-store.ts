import type { JournalEntry, Lease, RunPorts } from '../../ports.js';
import type { SyncResult } from '../../results/sync-result.js';
import type { Booking, BookingChange, NewBooking } from './booking.js';
import type { CalendarPort } from './calendar-port.js';
import type { Conflict } from './conflict.js';
import type { Base } from './content.js';
import type { Keeping } from './keeper.js';
import type { Link, LinkedPair, SentWrite } from './link.js';
import type { Failure, RowWrite } from './sync-plan.js';

/** How far a calendar has been read. */
export interface CalendarProgress {
  readonly calendarId: string;
  readonly timeZone: string | null;
  readonly syncToken: string | null;
  /** The window inside which unlinked events and occurrences have been read. */
  readonly coveredFrom: Date | null;
  readonly coveredUntil: Date | null;
  /** The value of `--include` when everything was last listed. */
  readonly included: readonly string[];
  /** The calendar that the name referred to then, as Google's id; null while it is not known. */
  readonly googleId: string | null;
  /** The account that asked for it. */
  readonly googleAccount: string | null;
  /** Some items failed there before, and are recorded. */
  readonly hasFailures: boolean;
}

export interface EventKey {
  readonly calendarId: string;
  readonly eventId: string;
}

export interface PairQuery {
  readonly calendarIds: readonly string[];
  /** Links of these events are wanted even if their bookings have not changed. */
  readonly events: readonly EventKey[];
  /** The same for links of occurrences of these series. */
  readonly series: readonly EventKey[];
  /** All links, for a full listing. */
  readonly all: boolean;
}

export interface UnlinkedQuery {
  /** Bookings that are not cancelled and begin in [from, until). */
  readonly from: Date;
  readonly until: Date;
  /**
   * Bookings with any time and status (such as those with an open conflict or failure) that RenOS linked with one of
   * these events.
   */
  readonly notedEventIds: readonly string[];
  /** The same for these bookings, for which we created an event. */
  readonly bookingIds: readonly string[];
}

export interface KnownFailure extends Failure {
  readonly calendarId: string;
  readonly eventId: string | null;
  readonly bookingId: string | null;
  /** The fingerprint of the item when it failed. */
  readonly fingerprint: string;
}

/** A link as it shall stand; its fingerprint may be `current`: the booking's as it stands after this commit. */
export interface LinkWrite
  extends Omit<Link, 'rowUpdated' | 'isAsBefore' | 'past' | 'heldAs' | 'linkedAt' | 'agreedAt'> {
  /** It had another event before, which another link may have now. */
  readonly isMoved: boolean;
  /** It has another booking or event than before: other links to either of them are replaced. */
  readonly isRelinked?: boolean;
}

/** The record of a write that is about to be sent; null removes it. */
export interface SentNote {
  readonly linkId: string;
  readonly sent: SentWrite | null;
  /** Set if an earlier write turned out to be done after the link was stored. */
  readonly base: Base | null;
}

/** The part of a commit that concerns one pair; all of it is written, or nothing. */
export interface CommitItem {
  readonly link: LinkWrite | null;
  readonly insert: NewBooking | null;
  /** Written only if the booking's fingerprint has not changed; otherwise `unwritten` is stored as the link instead. */
  readonly update: {
    readonly bookingId: string;
    readonly fingerprint: string;
    readonly change: BookingChange;
    readonly unwritten: LinkWrite | null;
  } | null;
  /** An undo's write to the booking's row. If the row has changed since, only `unwritten` of this item is stored. */
  readonly row: (RowWrite & { readonly unwritten: LinkWrite | null }) | null;
  /** The event that now belongs to a booking: bookkeeping, not an edit. */
  readonly stamp: {
    readonly bookingId: string;
    readonly eventId: string;
    readonly htmlLink: string | null;
    /** The row named this event before: nothing else is new. */
    readonly isAgain: boolean;
  } | null;
  readonly journal: readonly JournalEntry[];
  /** A write to the event that turned out to be done, for the journal of the run that did it; null: for this run's journal. */
  readonly unconfirmed: { readonly runId: string | null; readonly entry: JournalEntry } | null;
  readonly conflict: (Conflict & EventKey & { readonly bookingId: string; readonly policy: string }) | null;
  /** Held conflicts of this booking that this item ends. */
  readonly settles: string | null;
  readonly failure: KnownFailure | null;
  /** A failure that no longer applies. */
  readonly clears: KnownFailure | null;
}

export interface Commit {
  readonly runId: string;
  /** Read once, in batches. */
  readonly items: Iterable<CommitItem>;
  readonly calendars: readonly CalendarProgress[];
}

export interface CommitOutcome {
  /** Bookings that were changed meanwhile: they are left alone, and the next run reads them again. */
  readonly movedBookings: readonly string[];
  /** Bookings that a rule of the database refused: left alone, and listed. */
  readonly refused: readonly KnownFailure[];
}

/** The sync's own data and RenOS's bookings. Throws UnavailableError (exit 5) if the database cannot be used. */
export interface SyncStore {
  /** The stored data of the calendars that a run reads: one statement. */
  readMemory(calendarIds: readonly string[]): Promise<{
    /** calendar id → how far it has been read */
    readonly progress: ReadonlyMap<string, CalendarProgress>;
    /** The database's place, and whether it has owned the calendars from there. */
    readonly keeping: Keeping;
    /** Bookings that are linked in calendars that this run does not read: they wait until these are synced, or moved. */
    readonly elsewhere: SyncResult['elsewhere'];
  }>;
  /** Links of the named events, and links whose booking has changed since both sides agreed: one statement. */
  findPairs(query: PairQuery): Promise<readonly LinkedPair[]>;
  findUnlinked(query: UnlinkedQuery): Promise<readonly Booking[]>;
  /** Bookings without a link that name one of the events, or begin at one of these instants (ISO, to the second). */
  findRowsNaming(eventIds: readonly string[], starts: readonly string[]): Promise<readonly Booking[]>;
  findByIds(bookingIds: readonly string[]): Promise<readonly Booking[]>;
  /** key in the mark of a linked event → its booking, which has another key now */
  findByMarks(marks: readonly string[]): Promise<ReadonlyMap<string, Booking>>;
  /**
   * The events that a run of this database wrote and that no link or journal contains; `isBooked`: the booking has
   * another event.
   */
  findUnstored(
    events: readonly { readonly eventId: string; readonly bookingId: string; readonly runId: string }[],
  ): Promise<readonly { readonly eventId: string; readonly isBooked: boolean }[]>;
  /** Number of pairs of which at least one side still exists. */
  countOpenLinks(calendarIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** calendar id → number of its linked events that existed when last read. */
  countLinkedEvents(calendarIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** event id → the calendars in which that event is linked; `closed`: both sides are gone there. */
  findHomes(
    eventIds: readonly string[],
  ): Promise<ReadonlyMap<string, readonly { readonly calendarId: string; readonly closed: boolean }[]>>;
  /** calendar id → epoch: records that this database owns the calendar from its present place. */
  keep(epochs: ReadonlyMap<string, number>): Promise<void>;
  /** Whether the row of every linked booking was written since it was last read. */
  areAllRewritten(calendarIds: readonly string[]): Promise<boolean>;
  /** Whether some bookings whose rows are gone were linked, or created, after every booking that still exists. */
  wereLinkedLast(calendarIds: readonly string[], bookingIds: readonly string[]): Promise<boolean>;
  /** The runs that this database does not know. */
  findUnknownRuns(runIds: readonly string[]): Promise<readonly string[]>;
  /** Moves all stored data of a calendar to another name. */
  renameCalendar(from: string, to: string): Promise<void>;
  findFailures(calendarIds: readonly string[]): Promise<readonly KnownFailure[]>;
  /** booking id → the conflict that waits for a person. */
  findHeld(
    bookingIds: readonly string[],
  ): Promise<ReadonlyMap<string, { readonly eventId: string; readonly fields: Conflict['fields'] }>>;
  /** The keys that no customer has. */
  findMissingCustomers(ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** address in lower case → customer; the oldest, if several share it. */
  findCustomersByEmail(
    emails: readonly string[],
  ): Promise<ReadonlyMap<string, { readonly id: string; readonly name: string }>>;
  /** name → customer, for names that only one customer has */
  findCustomersByName(
    names: readonly string[],
  ): Promise<ReadonlyMap<string, { readonly id: string; readonly name: string }>>;
  /** One statement for all; throws LeaseLostError if another run has taken over. */
  noteSent(notes: readonly SentNote[]): Promise<void>;
  /** One transaction; throws LeaseLostError if another run has taken over. */
  commit(commit: Commit): Promise<CommitOutcome>;
  /** Writes the row that the application's dashboard reads. */
  recordLastSync(): Promise<void>;
}

/** Everything outside the process that a sync uses. */
export interface SyncPorts extends RunPorts {
  readonly calendar: CalendarPort;
  /** The sync's store; its writes are refused once the lease is lost. */
  readonly storeFor: (lease: Lease | null) => SyncStore;
}
