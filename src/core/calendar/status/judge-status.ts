import { dataOf, GuardRefusal, InterruptedError, RenosSyncError, type RunError } from '../../errors.js';
import type { SyncOptions } from '../../options/sync-options.js';
import type { RunStatus } from '../../ports.js';
import type { DecidedConflict, HeldConflictDetail, SyncStatus } from '../../results/status-result.js';
import type { SyncResult } from '../../results/sync-result.js';
import { countsOf, syncResult } from '../apply/sync-result.js';
import type { LoadedCalendar } from '../load/load-calendar.js';
import { loadSync } from '../load/load-sync.js';
import type { KnownFailure, SyncPorts } from '../model/sync-store.js';
import { planSync } from '../plan/plan-sync.js';

/** One run of a calendar. */
interface CalendarRun {
  readonly id: string;
  readonly status: RunStatus;
  readonly startedAt: Date;
  readonly error: string | null;
  readonly errorSentence?: RunError['sentence'];
}

interface CalendarMemory {
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
interface DeclinedEvent {
  readonly calendarId: string;
  readonly bookingId: string;
  readonly eventId: string;
  /** Comma-separated, as in a content. */
  readonly declined: string;
  readonly customerEmail: string | null;
}

/** `now` is the database's clock, which dates runs and syncs. */
interface StatusCounts {
  readonly bookings: number;
  /** Bookings for which no run creates an event: outside the window, not cancelled, and without a link. */
  readonly outsideWindow: number;
  readonly lastSync: Date | null;
  readonly now: Date;
  readonly as: string;
}

/** The stored data of syncs. */
export interface StatusStore {
  /** `as` = the database and our user in it. Without a window, no booking is outside it. */
  readCounts(window: LoadedCalendar['window'] | null): Promise<StatusCounts>;
  findHeldConflicts(): Promise<readonly HeldConflictDetail[]>;
  /** The newest first. */
  findDecidedConflicts(limit: number): Promise<readonly DecidedConflict[]>;
  /** Each with its title and time. */
  findAllFailures(): Promise<readonly (KnownFailure & Pick<HeldConflictDetail, 'time' | 'title'>)[]>;
  /** Only bookings that are not cancelled. */
  findDeclined(): Promise<readonly DeclinedEvent[]>;
  readCalendarMemories(calendarIds: readonly string[]): Promise<readonly CalendarMemory[]>;
}

/** How Google answered. */
export function googleOf({ problem, milliseconds }: Look, as: string | null): SyncStatus['google'] {
  return {
    reachable: problem === null,
    milliseconds,
    as,
    problem: problem?.message ?? null,
    help: problem?.actions ?? [],
    ...(problem === null ? {} : { sentence: dataOf(problem) }),
  };
}

/** One calendar: its stored data, and the changes of the next run. */
export function calendarStatus(
  memory: CalendarMemory,
  { calendars, result }: Look,
  now: Date,
): SyncStatus['calendars'][number] {
  const { calendarId, links, linkedEvents, tokenAt, lastRun, lastDone } = memory;
  const seen = calendars.find((calendar) => calendar.calendarId === calendarId);
  const waiting = countsOf(result?.changes.filter((change) => change.calendarId === calendarId) ?? []);
  const { created, cancelled } = waiting.database;
  const counted = seen?.full === true ? [...seen.events.values()].filter(({ status }) => status !== 'cancelled') : null;
  return {
    calendarId,
    lastRun: lastRun === null ? null : runOf(lastRun),
    lastSync: lastDone?.toISOString() ?? null,
    linkedEvents: links,
    events: counted?.length ?? linkedEvents + created - cancelled,
    eventsCounted: counted !== null,
    tokenAgeSeconds: tokenAt === null ? null : Math.round((now.getTime() - tokenAt.getTime()) / 1000),
    waiting: result === null ? null : waiting,
  };
}

/** When a scheduled run comes next. */
export function nextSync(last: Date, interval: number, now: Date): string {
  return new Date(Math.max(last.getTime() + interval, now.getTime())).toISOString();
}

interface Findings {
  readonly look: Look;
  readonly isStale: boolean;
  readonly needsAPerson: boolean;
  readonly toBeHeld: number;
}

/** The worst of all results. */
export function verdictOf({ look, isStale, needsAPerson, toBeHeld }: Findings): SyncStatus['verdict'] {
  if (look.problem !== null) return 'unreachable';
  if (isStale) return 'stale';
  if (needsAPerson) return 'attention';
  const isNothingLeft = look.result?.changes.length === 0 && look.result.elsewhere.length === 0;
  return isNothingLeft && toBeHeld === 0 ? 'in-step' : 'changes-waiting';
}

/** A run, as the report shows it. */
export function runOf(run: CalendarRun): NonNullable<SyncStatus['lastRun']> {
  const { id, status, startedAt, error, errorSentence } = run;
  const sentence = errorSentence === undefined ? {} : { errorSentence };
  return { id, status, startedAt: startedAt.toISOString(), error, ...sentence };
}

/** What the next run would find and do, as far as it is known. */
interface Look {
  /** null if a guard refuses, or Google cannot be asked. */
  readonly result: SyncResult | null;
  readonly calendars: readonly LoadedCalendar[];
  readonly refusal: GuardRefusal | null;
  /** The error if Google could not be asked. */
  readonly problem: RenosSyncError | null;
  readonly milliseconds: number;
}

/** Reads and plans the next run, and writes nothing. A guard's refusal and an unreachable Google are findings. */
export async function lookAhead(open: () => Promise<SyncPorts>, options: SyncOptions): Promise<Look> {
  const startedAt = performance.now();
  const since = () => Math.round(performance.now() - startedAt);
  const nothing = { result: null, calendars: [], refusal: null, problem: null };
  let calendars: readonly LoadedCalendar[] = [];
  try {
    const { calendar, clock, newId, storeFor, progress } = await open();
    progress.start('Reading the calendar', null);
    const state = await loadSync({ calendar, store: storeFor(null), options, now: clock(), newId });
    calendars = state.calendars;
    const milliseconds = since();
    const plan = await planSync(state, options);
    if (plan.refusal !== null) throw plan.refusal;
    const { requests } = calendar.traffic();
    const none = { results: null, movedBookings: new Set<string>(), refused: [] };
    const result = await syncResult({ state, plan, ...none, requests, at: clock() });
    return { ...nothing, result, calendars, milliseconds };
  } catch (error) {
    if (!(error instanceof RenosSyncError) || error instanceof InterruptedError) throw error;
    const milliseconds = since();
    return error instanceof GuardRefusal
      ? { ...nothing, calendars, refusal: error, milliseconds }
      : { ...nothing, problem: error, milliseconds };
  }
}
