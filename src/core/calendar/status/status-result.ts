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
  /** Pairs of which at least one side is still there. */
  readonly links: number;
  /** Those of them whose event was there when it was last read. */
  readonly linkedEvents: number;
  readonly tokenAt: Date | null;
  readonly lastRun: CalendarRun | null;
  /** When a run of it last came to its end. */
  readonly lastDone: Date | null;
}

/** A linked event that somebody has declined. */
export interface DeclinedEvent {
  readonly calendarId: string;
  readonly bookingId: string;
  readonly eventId: string;
  /** Comma-separated, as a content says it. */
  readonly declined: string;
  readonly customerEmail: string | null;
}

/** What the database remembers of syncs. */
/** `now` is the database's clock, by which runs and syncs are dated. */
interface StatusCounts {
  readonly bookings: number;
  /** Those that no run makes an event for: outside the window, not cancelled, and without a link. */
  readonly outsideWindow: number;
  readonly lastSync: Date | null;
  readonly now: Date;
  readonly as: string;
}

export interface StatusStore {
  /** `as` = the database and the user that it knows us by. Without a window nothing is outside it. */
  readCounts(window: Window | null): Promise<StatusCounts>;
  findHeldConflicts(): Promise<readonly HeldConflictDetail[]>;
  /** The newest first. */
  findDecidedConflicts(limit: number): Promise<readonly DecidedConflict[]>;
  /** Each with what a person knows it by. */
  findAllFailures(): Promise<readonly (KnownFailure & Pick<HeldConflictDetail, 'time' | 'title'>)[]>;
  /** Only those whose bookings take place. */
  findDeclined(): Promise<readonly DeclinedEvent[]>;
  readCalendarMemories(calendarIds: readonly string[]): Promise<readonly CalendarMemory[]>;
}
