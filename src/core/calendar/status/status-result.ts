import type { RunStatus } from '../../ports.js';
import type { DecidedConflict, HeldConflictDetail } from '../../results/status-result.js';
import type { Window } from '../load/load-calendar.js';
import type { KnownFailure } from '../model/sync-store.js';

/** One run of a calendar. */
export interface CalendarRun {
  readonly id: string;
  readonly status: RunStatus;
  readonly startedAt: Date;
  readonly error: string | null;
}

export interface CalendarMemory {
  readonly calendarId: string;
  /** Number of pairs of which at least one side still exists. */
  readonly links: number;
  /** Of these, the number whose event existed when it was last read. */
  readonly linkedEvents: number;
  readonly tokenAt: Date | null;
  readonly lastRun: CalendarRun | null;
  /** When the last run of it finished. */
  readonly lastDone: Date | null;
}

/** A linked event that a guest has declined. */
export interface DeclinedEvent {
  readonly calendarId: string;
  readonly bookingId: string;
  readonly eventId: string;
  /** Comma-separated, as in a content. */
  readonly declined: string;
  readonly customerEmail: string | null;
}

/** What the database remembers of syncs. */
/** `now` is the database's clock, which dates runs and syncs. */
interface StatusCounts {
  readonly bookings: number;
  /** Bookings for which no run creates an event: outside the window, not cancelled, and without a link. */
  readonly outsideWindow: number;
  readonly lastSync: Date | null;
  readonly now: Date;
  readonly as: string;
}

export interface StatusStore {
  /** `as` = the database and our user in it. Without a window, no booking is outside it. */
  readCounts(window: Window | null): Promise<StatusCounts>;
  findHeldConflicts(): Promise<readonly HeldConflictDetail[]>;
  /** The newest first. */
  findDecidedConflicts(limit: number): Promise<readonly DecidedConflict[]>;
  /** Each with its title and time. */
  findAllFailures(): Promise<readonly (KnownFailure & Pick<HeldConflictDetail, 'time' | 'title'>)[]>;
  /** Only bookings that are not cancelled. */
  findDeclined(): Promise<readonly DeclinedEvent[]>;
  readCalendarMemories(calendarIds: readonly string[]): Promise<readonly CalendarMemory[]>;
}
