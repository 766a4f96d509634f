import type { JournalEntry } from '../../ports.js';
import type { Booking, BookingChange, NewBooking } from './booking.js';
import type { Conflict } from './conflict.js';
import type { Base } from './content.js';
import type { Keeping } from './keeper.js';
import type { LinkedPair, SeenEvent, SentWrite } from './link.js';
import type { RowWrite } from './row-write.js';
import type { Failure } from './sync-plan.js';

/** How far a calendar has been read. */
export interface CalendarProgress {
  readonly calendarId: string;
  readonly timeZone: string | null;
  readonly syncToken: string | null;
  /** The window inside which unlinked events and occurrences have been looked at. */
  readonly coveredFrom: Date | null;
  readonly coveredUntil: Date | null;
  /** What `--include` named when it was last listed whole. */
  readonly included: readonly string[];
  /** Which calendar the name stood for then, as Google's id; null while that is not known. */
  readonly googleId: string | null;
  /** The account that asked for it. */
  readonly googleAccount: string | null;
  /** Something failed there before, and is remembered. */
  readonly hasFailures: boolean;
}

/** A calendar in which an event is linked. */
export interface Home {
  readonly calendarId: string;
  /** Both sides are gone there. */
  readonly closed: boolean;
}

export interface Held {
  readonly eventId: string;
  readonly fields: Conflict['fields'];
}

/** A calendar that this run does not read, and in which bookings are linked: they wait until it is synced, or moved. */
export interface LinkedElsewhere {
  readonly calendarId: string;
  readonly bookings: number;
}

/** What is remembered of the calendars that a run reads: one statement. */
export interface CalendarsMemory {
  /** calendar id → how far it has been read */
  readonly progress: ReadonlyMap<string, CalendarProgress>;
  /** Where this database stands, and whether it has kept the calendars from there. */
  readonly keeping: Keeping;
  /** Bookings that are linked in other calendars. */
  readonly elsewhere: readonly LinkedElsewhere[];
}

export interface EventKey {
  readonly calendarId: string;
  readonly eventId: string;
}

export interface PairQuery {
  readonly calendarIds: readonly string[];
  /** Links of these events are wanted whatever their bookings say. */
  readonly events: readonly EventKey[];
  /** Links of occurrences of these series, likewise. */
  readonly series: readonly EventKey[];
  /** All links, as a full listing needs them. */
  readonly all: boolean;
}

export interface UnlinkedQuery {
  /** Bookings that take place and begin in [from, until). */
  readonly from: Date;
  readonly until: Date;
  /** Bookings, whatever their time and status (as those with an open conflict or failure), that RenOS linked with one of these events. */
  readonly notedEventIds: readonly string[];
  /** Likewise these, for which an event of ours was made. */
  readonly bookingIds: readonly string[];
}

export interface KnownFailure extends Failure {
  readonly calendarId: string;
  readonly eventId: string | null;
  readonly bookingId: string | null;
  /** What the item said when it failed. */
  readonly fingerprint: string;
}

/** A link as it shall stand. */
export interface LinkWrite {
  readonly id: string;
  readonly bookingId: string;
  readonly calendarId: string;
  readonly eventId: string;
  /** It named another event before, which another link may have taken. */
  readonly isMoved: boolean;
  readonly etag: string;
  readonly updated: Date | null;
  readonly recurringEventId: string | null;
  readonly originalStart: string | null;
  readonly base: Base;
  readonly seen: SeenEvent | null;
  /** The fingerprint to remember; `current` = the booking's as it stands after this commit. */
  readonly fingerprint: string | null | 'current';
  readonly sent: SentWrite | null;
  /** The event that the row named. */
  readonly noted: string | null;
  /** It has another booking or event than before: whatever link had either of them gives way. */
  readonly isRelinked?: boolean;
}

/** Word of a write that is about to leave; null takes it back. */
export interface SentNote {
  readonly linkId: string;
  readonly sent: SentWrite | null;
  /** Where an earlier write has been found out about since the link was stored. */
  readonly base: Base | null;
}

/** What one pair contributes to a commit; everything in it happens, or nothing. */
export interface CommitItem {
  readonly link: LinkWrite | null;
  readonly insert: NewBooking | null;
  /** Made only while the booking's fingerprint is still this one; otherwise `unwritten` is stored as the link instead. */
  readonly update: {
    readonly bookingId: string;
    readonly fingerprint: string;
    readonly change: BookingChange;
    readonly unwritten: LinkWrite | null;
  } | null;
  /** What an undo does to the booking's row. Where the row has changed since, nothing of the item is stored but `unwritten`. */
  readonly row: (RowWrite & { readonly unwritten: LinkWrite | null }) | null;
  /** The event that now belongs to a booking: bookkeeping, not an edit. */
  readonly stamp: {
    readonly bookingId: string;
    readonly eventId: string;
    readonly htmlLink: string | null;
    /** The row named the event before: nothing else about it is new. */
    readonly isAgain: boolean;
  } | null;
  readonly journal: readonly JournalEntry[];
  /** What is found out to have been written to the event, for the journal of the run that did it; null: for this run's. */
  readonly unheard: { readonly runId: string | null; readonly entry: JournalEntry } | null;
  readonly conflict: (Conflict & EventKey & { readonly bookingId: string; readonly policy: string }) | null;
  /** Conflicts held on this booking that this item ends. */
  readonly settles: string | null;
  readonly failure: KnownFailure | null;
  /** A failure that is over. */
  readonly clears: KnownFailure | null;
}

export interface Commit {
  readonly runId: string;
  /** Gone through once, in batches. */
  readonly items: Iterable<CommitItem>;
  readonly calendars: readonly CalendarProgress[];
}

export interface CommitOutcome {
  /** Bookings that somebody changed while we were at it: left as they are, the next run looks again. */
  readonly movedBookings: readonly string[];
  /** Bookings that a rule of the database would not take: left as they are, and listed. */
  readonly refused: readonly KnownFailure[];
}

/** The sync's memory and RenOS's bookings, as the sync needs them. Throws UnavailableError (exit 5) when they cannot be had. */
export interface SyncStore {
  readMemory(calendarIds: readonly string[]): Promise<CalendarsMemory>;
  /** Links of the events named, and those whose booking says something else than when both agreed: one statement. */
  findPairs(query: PairQuery): Promise<readonly LinkedPair[]>;
  findUnlinked(query: UnlinkedQuery): Promise<readonly Booking[]>;
  /** Bookings without a link that name one of the events, or begin at one of these instants (ISO, to the second). */
  findRowsNaming(eventIds: readonly string[], starts: readonly string[]): Promise<readonly Booking[]>;
  findByIds(bookingIds: readonly string[]): Promise<readonly Booking[]>;
  /** key that a linked event is marked with → its booking, which has another key by now */
  findByMarks(marks: readonly string[]): Promise<ReadonlyMap<string, Booking>>;
  /** Those of the events that a run of this database has written and no link or journal knows; `isBooked`: the booking has another event. */
  findUnstored(
    events: readonly { readonly eventId: string; readonly bookingId: string; readonly runId: string }[],
  ): Promise<readonly { readonly eventId: string; readonly isBooked: boolean }[]>;
  /** Pairs of which at least one side is still there. */
  countOpenLinks(calendarIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** calendar id → its linked events that were there when last read. */
  countLinkedEvents(calendarIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** event id → the calendars in which that event is linked. */
  findHomes(eventIds: readonly string[]): Promise<ReadonlyMap<string, readonly Home[]>>;
  /** calendar id → epoch: remembers that this database keeps the calendar from where it stands. */
  keep(epochs: ReadonlyMap<string, number>): Promise<void>;
  /** Whether every linked booking's row has been written since it was last looked at. */
  areAllRewritten(calendarIds: readonly string[]): Promise<boolean>;
  /** When the newest of the links was made whose booking is still there; null when there is none. */
  findNewestLink(calendarIds: readonly string[]): Promise<Date | null>;
  /** Those of the runs that this database knows nothing of. */
  findUnknownRuns(runIds: readonly string[]): Promise<readonly string[]>;
  /** All that is remembered of a calendar goes on under another name. */
  renameCalendar(from: string, to: string): Promise<void>;
  findFailures(calendarIds: readonly string[]): Promise<readonly KnownFailure[]>;
  /** booking id → the dispute that waits for a person. */
  findHeld(bookingIds: readonly string[]): Promise<ReadonlyMap<string, Held>>;
  /** Those of the keys that no customer has. */
  findMissingCustomers(ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** address in lower case → customer; the oldest, where several share it. */
  findCustomersByEmail(
    emails: readonly string[],
  ): Promise<ReadonlyMap<string, { readonly id: string; readonly name: string }>>;
  /** name → customer, of those names that only one customer has */
  findCustomersByName(
    names: readonly string[],
  ): Promise<ReadonlyMap<string, { readonly id: string; readonly name: string }>>;
  /** One statement for all of them, refused with LeaseLostError when another run has taken over. */
  noteSent(notes: readonly SentNote[]): Promise<void>;
  /** One transaction, refused with LeaseLostError when another run has taken over. */
  commit(commit: Commit): Promise<CommitOutcome>;
  /** Keeps the row that the application's dashboard reads. */
  recordLastSync(): Promise<void>;
}
