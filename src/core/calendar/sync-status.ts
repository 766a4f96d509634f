import { GuardRefusal } from '../errors.js';
import type { Clock, RunRecord, RunRepository } from '../ports.js';
import { type SyncPorts, syncCalendar } from './sync-calendar.js';
import type { SyncOptions } from './sync-options.js';
import type { Conflict } from './sync-plan.js';
import type { SyncResult } from './sync-result.js';
import type { KnownTrouble } from './sync-store.js';

/** A conflict that waits for a person. */
export interface HeldConflict {
  readonly id: string;
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

export interface CalendarMemory {
  readonly calendarId: string;
  readonly links: number;
  readonly tokenAt: Date | null;
}

/** What the database remembers of syncs. */
export interface StatusStore {
  readCounts(): Promise<{ readonly bookings: number; readonly lastSync: Date | null }>;
  findHeldConflicts(): Promise<readonly HeldConflictDetail[]>;
  findAllTroubles(): Promise<readonly KnownTrouble[]>;
  readCalendarMemories(calendarIds: readonly string[]): Promise<readonly CalendarMemory[]>;
}

/** One outside service as it answered just now. */
export interface Reachability {
  readonly reachable: boolean;
  readonly milliseconds: number;
  /** Why not; null when it answered. */
  readonly problem: string | null;
}

export interface SyncStatus {
  readonly success: boolean;
  /** `in-step` (exit 0), `changes-waiting` (0), `attention` (4), `stale` (3), `unreachable` (5). */
  readonly verdict: 'in-step' | 'changes-waiting' | 'attention' | 'stale' | 'unreachable';
  /** ISO, UTC; null before the first sync. */
  readonly lastSync: string | null;
  readonly totalEvents: number;
  readonly totalBookings: number;
  readonly syncErrors: number;
  readonly lastRun: {
    readonly id: string;
    readonly status: string;
    readonly startedAt: string;
    readonly error: string | null;
  } | null;
  readonly calendars: readonly {
    readonly calendarId: string;
    readonly linkedEvents: number;
    readonly tokenAgeSeconds: number | null;
  }[];
  /** What the next run would do; null when it cannot be told. */
  readonly waiting: Pick<SyncResult, 'google' | 'database'> | null;
  /** Why the next run would refuse, if it would. */
  readonly refusal: string | null;
  readonly held: readonly HeldConflict[];
  readonly failed: readonly {
    readonly bookingId: string | null;
    readonly eventId: string | null;
    readonly code: string;
    readonly reason: string;
  }[];
  readonly database: Reachability;
  readonly google: Reachability;
}

export interface StatusPorts {
  readonly store: StatusStore;
  readonly runs: RunRepository;
  readonly clock: Clock;
  /** Opened last, as it may fail while the rest can still be told. */
  readonly sync: () => Promise<SyncPorts>;
}

export interface StatusOptions {
  readonly sync: SyncOptions;
  /** Milliseconds after which the last successful sync counts as stale; null = never. */
  readonly maxAge: number | null;
}

/** Tells whether both sides are in step and what waits: a dry run of the next sync beside what is remembered. Writes nothing. */
export async function readStatus(ports: StatusPorts, { sync, maxAge }: StatusOptions): Promise<SyncStatus> {
  const startedAt = performance.now();
  const { bookings, lastSync } = await ports.store.readCounts();
  const database: Reachability = {
    reachable: true,
    milliseconds: Math.round(performance.now() - startedAt),
    problem: null,
  };
  const lastRun = await ports.runs.findLast('sync');
  const held = await ports.store.findHeldConflicts();
  const failed = await ports.store.findAllTroubles();
  const memories = await ports.store.readCalendarMemories(sync.calendarIds);
  const look = await lookAhead(ports, sync);
  const now = ports.clock();
  const isStale = maxAge !== null && (lastSync === null || now.getTime() - lastSync.getTime() > maxAge);
  const verdict = verdictOf({ look, isStale, needsAPerson: held.length + failed.length > 0 || look.refusal !== null });
  return {
    success: verdict === 'in-step' || verdict === 'changes-waiting',
    verdict,
    lastSync: lastSync?.toISOString() ?? null,
    totalEvents: memories.reduce((sum, { links }) => sum + links, 0),
    totalBookings: bookings,
    syncErrors: held.length + failed.length,
    lastRun: lastRun === null ? null : runOf(lastRun),
    calendars: memories.map(({ calendarId, links, tokenAt }) => ({
      calendarId,
      linkedEvents: links,
      tokenAgeSeconds: tokenAt === null ? null : Math.round((now.getTime() - tokenAt.getTime()) / 1000),
    })),
    waiting: look.result === null ? null : { google: look.result.google, database: look.result.database },
    refusal: look.refusal,
    held: held.map(({ values: _, ...conflict }) => conflict),
    failed: failed.map(({ bookingId, eventId, code, reason }) => ({ bookingId, eventId, code, reason })),
    database,
    google: look.google,
  };
}

interface Look {
  readonly result: SyncResult | null;
  readonly refusal: string | null;
  readonly google: Reachability;
}

async function lookAhead(ports: StatusPorts, options: SyncOptions): Promise<Look> {
  const startedAt = performance.now();
  const since = () => Math.round(performance.now() - startedAt);
  try {
    const { result } = await syncCalendar(await ports.sync(), { ...options, dryRun: true });
    return { result, refusal: null, google: { reachable: true, milliseconds: since(), problem: null } };
  } catch (error) {
    if (error instanceof GuardRefusal) {
      return {
        result: null,
        refusal: error.message,
        google: { reachable: true, milliseconds: since(), problem: null },
      };
    }
    const problem = error instanceof Error ? error.message : String(error);
    return { result: null, refusal: null, google: { reachable: false, milliseconds: since(), problem } };
  }
}

interface Findings {
  readonly look: Look;
  readonly isStale: boolean;
  readonly needsAPerson: boolean;
}

function verdictOf({ look, isStale, needsAPerson }: Findings): SyncStatus['verdict'] {
  if (!look.google.reachable) return 'unreachable';
  if (isStale) return 'stale';
  if (needsAPerson) return 'attention';
  const { google, database } = look.result ?? {};
  const sum = [...Object.values(google ?? {}), ...Object.values(database ?? {})].reduce(
    (total, number) => total + number,
    0,
  );
  return sum === 0 ? 'in-step' : 'changes-waiting';
}

function runOf({ id, status, startedAt, error }: RunRecord) {
  return { id, status, startedAt: startedAt.toISOString(), error };
}
