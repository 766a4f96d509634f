import type { RunStatus } from '../../ports.js';
import type { SyncResult } from '../apply/sync-result.js';
import type { Conflict } from '../model/conflict.js';
import type { PairNote } from '../model/pair-notes.js';
import type { KnownTrouble, LinkedElsewhere } from '../model/sync-store.js';

/** A conflict that waits for a person. */
export interface HeldConflict {
  readonly id: string;
  readonly calendarId: string;
  readonly bookingId: string;
  readonly eventId: string;
  readonly fields: readonly string[];
  readonly reason: string;
  /** ISO, UTC. */
  readonly since: string;
}

/** The same with what each side says, and what both said before. */
export interface HeldConflictDetail extends HeldConflict {
  readonly values: Conflict['fields'];
}

/** A conflict that is over: `settled` = the two sides came to agree without a decision. */
export interface DecidedConflict {
  readonly id: string;
  readonly runId: string;
  readonly calendarId: string;
  readonly bookingId: string;
  readonly eventId: string;
  readonly decision: 'google' | 'database' | 'settled';
  readonly reason: string;
  /** ISO, UTC: when it was over. */
  readonly at: string;
  readonly values: Conflict['fields'];
}

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
export interface StatusCounts {
  readonly bookings: number;
  readonly lastSync: Date | null;
  readonly now: Date;
  readonly as: string;
}

export interface StatusStore {
  /** `as` = the database and the user that it knows us by. */
  readCounts(): Promise<StatusCounts>;
  findHeldConflicts(): Promise<readonly HeldConflictDetail[]>;
  /** The newest first. */
  findDecidedConflicts(limit: number): Promise<readonly DecidedConflict[]>;
  findAllTroubles(): Promise<readonly KnownTrouble[]>;
  /** Only those whose bookings take place. */
  findDeclined(): Promise<readonly DeclinedEvent[]>;
  readCalendarMemories(calendarIds: readonly string[]): Promise<readonly CalendarMemory[]>;
}

/** One outside service as it answered just now. */
export interface Reachability {
  readonly reachable: boolean;
  readonly milliseconds: number;
  /** The account or user that it knows us by; null when nobody was asked. */
  readonly as: string | null;
  /** Why not; null when it answered. */
  readonly problem: string | null;
  /** What to do about it. */
  readonly help: readonly string[];
}

export interface RunOutcome {
  readonly id: string;
  readonly status: string;
  /** ISO, UTC. */
  readonly startedAt: string;
  readonly error: string | null;
}

export interface CalendarStatus {
  readonly calendarId: string;
  readonly lastRun: RunOutcome | null;
  /** ISO, UTC: when a run of it last came to its end. */
  readonly lastSync: string | null;
  readonly linkedEvents: number;
  /** Counted where the whole calendar was listed (`--deep`, and before the first sync); else linked and waiting ones. */
  readonly events: number;
  readonly eventsCounted: boolean;
  readonly tokenAgeSeconds: number | null;
  /** What the next run would do; null when it cannot be told. */
  readonly waiting: Pick<SyncResult, 'google' | 'database'> | null;
}

/** What `status --json` prints: RenOS's fields, then all that the verdict rests on. */
export interface SyncStatus {
  readonly success: boolean;
  /** `in-step` (exit 0), `changes-waiting` (0), `attention` (4), `stale` (3), `unreachable` (5). */
  readonly verdict: 'in-step' | 'changes-waiting' | 'attention' | 'stale' | 'unreachable';
  /** ISO, UTC: when it was looked. */
  readonly checkedAt: string;
  /** Everything was compared, not only what changed. */
  readonly deep: boolean;
  /** ISO, UTC; null before the first sync. */
  readonly lastSync: string | null;
  /** ISO, UTC; null unless renos-sync itself runs on a schedule. */
  readonly nextSync: string | null;
  readonly totalEvents: number;
  readonly totalBookings: number;
  readonly syncErrors: number;
  readonly lastRun: RunOutcome | null;
  readonly calendars: readonly CalendarStatus[];
  /** The same over all calendars. */
  readonly waiting: Pick<SyncResult, 'google' | 'database'> | null;
  /** Pairs that the next run would hold for a person, and that are not held yet. */
  readonly toBeHeld: number;
  /** Why the next run would refuse, if it would. */
  readonly refusal: string | null;
  readonly held: readonly (HeldConflict & { readonly help: string })[];
  readonly failed: readonly {
    readonly bookingId: string | null;
    readonly eventId: string | null;
    readonly code: string;
    readonly reason: string;
    /** The command that helps, or what to mend. */
    readonly help: string;
  }[];
  /** What a person may want to know, and changes nothing. */
  readonly notes: readonly PairNote[];
  /** Bookings that are linked in calendars which are not synced now: they wait. */
  readonly elsewhere: readonly LinkedElsewhere[];
  readonly database: Reachability;
  readonly google: Reachability;
}
