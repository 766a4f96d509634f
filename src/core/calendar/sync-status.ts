import type { RenosSyncError } from '../errors.js';
import type { Clock, RunRepository, RunStatus } from '../ports.js';
import { type Look, lookAhead } from './look-ahead.js';
import { helpFor } from './status-help.js';
import type { SyncPorts } from './sync-calendar.js';
import type { SyncOptions } from './sync-options.js';
import type { Conflict } from './sync-plan.js';
import type { SyncResult } from './sync-result.js';
import type { KnownTrouble } from './sync-store.js';

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

/** What the database remembers of syncs. */
export interface StatusStore {
  /** `as` = the database and the user that it knows us by. */
  readCounts(): Promise<{ readonly bookings: number; readonly lastSync: Date | null; readonly as: string }>;
  findHeldConflicts(): Promise<readonly HeldConflictDetail[]>;
  /** The newest first. */
  findDecidedConflicts(limit: number): Promise<readonly DecidedConflict[]>;
  findAllTroubles(): Promise<readonly KnownTrouble[]>;
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
  readonly database: Reachability;
  readonly google: Reachability;
}

export interface StatusPorts {
  readonly store: StatusStore;
  readonly runs: RunRepository;
  readonly clock: Clock;
  /** The account that Google is asked as. */
  readonly googleAs: string | null;
  /** Opened last, as it may fail while the rest can still be told. */
  readonly sync: () => Promise<SyncPorts>;
}

export interface StatusOptions {
  readonly sync: SyncOptions;
  /** Milliseconds after which the last finished sync counts as stale; null = never. */
  readonly maxAge: number | null;
  /** Milliseconds between scheduled runs; null = there are none. */
  readonly interval?: number | null;
}

/** Tells whether both sides are in step and what waits: the plan of the next sync beside what is remembered. Writes nothing. */
export async function readStatus(ports: StatusPorts, options: StatusOptions): Promise<SyncStatus> {
  return (await checkStatus(ports, options)).status;
}

/** The same, with the error that kept Google from being asked. */
export async function checkStatus(
  ports: StatusPorts,
  options: StatusOptions,
): Promise<{ readonly status: SyncStatus; readonly stopped: RenosSyncError | null }> {
  const { sync, maxAge, interval = null } = options;
  const startedAt = performance.now();
  const { bookings, lastSync, as } = await ports.store.readCounts();
  const milliseconds = Math.round(performance.now() - startedAt);
  const lastRun = await ports.runs.findLast('sync');
  const isAsked = ({ calendarId }: { readonly calendarId: string }) => sync.calendarIds.includes(calendarId);
  const held = (await ports.store.findHeldConflicts()).filter(isAsked);
  const failed = (await ports.store.findAllTroubles()).filter(isAsked);
  const memories = await ports.store.readCalendarMemories(sync.calendarIds);
  const look = await lookAhead(ports.sync, sync);
  const now = ports.clock();
  const isTooOld = (date: Date | null) => maxAge !== null && (date === null || now.getTime() - date.getTime() > maxAge);
  const isStale = isTooOld(lastSync) || memories.some(({ lastDone }) => isTooOld(lastDone));
  const verdict = verdictOf({ look, isStale, needsAPerson: held.length + failed.length > 0 || look.refusal !== null });
  const calendars = memories.map((memory) => calendarStatus(memory, look, now));
  const status: SyncStatus = {
    success: verdict === 'in-step' || verdict === 'changes-waiting',
    verdict,
    checkedAt: now.toISOString(),
    deep: sync.force,
    lastSync: lastSync?.toISOString() ?? null,
    nextSync: interval === null ? null : nextSync(lastRun?.startedAt ?? now, interval, now),
    totalEvents: calendars.reduce((sum, { events }) => sum + events, 0),
    totalBookings: bookings,
    syncErrors: held.length + failed.length,
    lastRun: lastRun === null ? null : runOf(lastRun),
    calendars,
    waiting: look.result === null ? null : { google: look.result.google, database: look.result.database },
    refusal: look.refusal?.message ?? null,
    held: held.map(({ values: _, ...conflict }) => ({
      ...conflict,
      help: `renos-sync conflicts resolve ${conflict.id}`,
    })),
    failed: failed.map((trouble) => {
      const { bookingId, eventId, code, reason } = trouble;
      return { bookingId, eventId, code, reason, help: helpFor(trouble) };
    }),
    database: { reachable: true, milliseconds, as, problem: null, help: [] },
    google: googleOf(look, ports.googleAs),
  };
  return { status, stopped: look.problem };
}

function googleOf({ problem, milliseconds }: Look, as: string | null): Reachability {
  return {
    reachable: problem === null,
    milliseconds,
    as,
    problem: problem?.message ?? null,
    help: problem?.actions ?? [],
  };
}

function calendarStatus(memory: CalendarMemory, { calendars, result }: Look, now: Date): CalendarStatus {
  const { calendarId, links, linkedEvents, tokenAt, lastRun, lastDone } = memory;
  const seen = calendars.find((calendar) => calendar.calendarId === calendarId);
  const mine = result?.changes.filter((change) => change.calendarId === calendarId) ?? [];
  const count = (side: string, ...actions: string[]) =>
    mine.filter((change) => change.side === side && actions.includes(change.action)).length;
  const counted = seen?.full === true ? [...seen.events.values()].filter(({ status }) => status !== 'cancelled') : null;
  return {
    calendarId,
    lastRun: lastRun === null ? null : runOf(lastRun),
    lastSync: lastDone?.toISOString() ?? null,
    linkedEvents: links,
    events: counted?.length ?? linkedEvents + count('database', 'create') - count('database', 'cancel'),
    eventsCounted: counted !== null,
    tokenAgeSeconds: tokenAt === null ? null : Math.round((now.getTime() - tokenAt.getTime()) / 1000),
    waiting:
      result === null
        ? null
        : {
            google: {
              created: count('google', 'create'),
              updated: count('google', 'update', 'revive'),
              deleted: count('google', 'delete'),
            },
            database: {
              created: count('database', 'create'),
              updated: count('database', 'update', 'revive'),
              cancelled: count('database', 'cancel'),
            },
          },
  };
}

function nextSync(last: Date, interval: number, now: Date): string {
  return new Date(Math.max(last.getTime() + interval, now.getTime())).toISOString();
}

interface Findings {
  readonly look: Look;
  readonly isStale: boolean;
  readonly needsAPerson: boolean;
}

function verdictOf({ look, isStale, needsAPerson }: Findings): SyncStatus['verdict'] {
  if (look.problem !== null) return 'unreachable';
  if (isStale) return 'stale';
  if (needsAPerson) return 'attention';
  return look.result?.changes.length === 0 ? 'in-step' : 'changes-waiting';
}

function runOf({ id, status, startedAt, error }: CalendarRun): RunOutcome {
  return { id, status, startedAt: startedAt.toISOString(), error };
}
