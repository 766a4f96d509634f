import { inEnglish } from '../../english.js';
import { dataOf, type RenosSyncError } from '../../errors.js';
import type { SyncOptions } from '../../options/sync-options.js';
import type { Clock, RunRepository } from '../../ports.js';
import type { SyncStatus } from '../../results/status-result.js';
import { zone } from '../../zone.js';
import { windowOf } from '../load/load-sync.js';
import { notesOf } from '../model/pair-notes.js';
import type { SyncPorts } from '../model/sync-store.js';
import { calendarStatus, googleOf, lookAhead, nextSync, runOf, type StatusStore, verdictOf } from './judge-status.js';

export interface StatusPorts {
  readonly store: StatusStore;
  readonly runs: RunRepository;
  readonly clock: Clock;
  /** The account that signs in to Google. */
  readonly googleAs: string | null;
  /** Opened last, because it may fail while the rest can still be shown. */
  readonly sync: () => Promise<SyncPorts>;
}

export interface StatusOptions {
  readonly sync: SyncOptions;
  /** Milliseconds after which the last finished sync counts as stale; null = never. */
  readonly maxAge: number | null;
  /** Milliseconds between scheduled runs; null = there are none. */
  readonly interval?: number | null;
}

/**
 * Reports whether both sides are in sync and which items wait: the plan of the next sync, with the stored data. Writes
 * nothing.
 */
export async function readStatus(ports: StatusPorts, options: StatusOptions): Promise<SyncStatus> {
  return (await checkStatus(ports, options)).status;
}

/** The same, with the error if Google could not be asked. */
export async function checkStatus(
  ports: StatusPorts,
  options: StatusOptions,
): Promise<{ readonly status: SyncStatus; readonly stopped: RenosSyncError | null }> {
  const { sync, maxAge, interval = null } = options;
  const startedAt = performance.now();
  const window = windowOf(sync, ports.clock(), zone);
  const { bookings, outsideWindow, lastSync, now, as } = await ports.store.readCounts(window);
  const milliseconds = Math.round(performance.now() - startedAt);
  const lastRun = await ports.runs.findLast('sync');
  const isAsked = ({ calendarId }: { readonly calendarId: string }) => sync.calendarIds.includes(calendarId);
  const held = (await ports.store.findHeldConflicts()).filter(isAsked);
  const failed = (await ports.store.findAllFailures()).filter(isAsked);
  const declined = (await ports.store.findDeclined()).filter(isAsked);
  const notes = declined.flatMap((event) => notesOf(event, event.declined, event.customerEmail));
  const memories = await ports.store.readCalendarMemories(sync.calendarIds);
  const look = await lookAhead(ports.sync, sync);
  // A time in the future was written by a wrong clock, and proves nothing.
  const isTooOld = (date: Date | null) =>
    maxAge !== null && (date === null || Math.abs(now.getTime() - date.getTime()) > maxAge);
  const isStale = isTooOld(lastSync) || memories.some(({ lastDone }) => isTooOld(lastDone));
  const isHeld = new Set<string | null>(held.map(({ bookingId }) => bookingId));
  const disputes = look.result?.conflicts.filter(({ decision }) => decision === 'held') ?? [];
  const toBeHeld = disputes.filter(({ bookingId }) => !isHeld.has(bookingId)).length;
  const needsAPerson = held.length + failed.length > 0 || look.refusal !== null;
  const elsewhere = look.result?.elsewhere ?? [];
  const verdict = verdictOf({ look, isStale, needsAPerson, toBeHeld });
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
    outsideWindow,
    syncErrors: held.length + failed.length,
    lastRun: lastRun === null ? null : runOf(lastRun),
    calendars,
    waiting: look.result === null ? null : { google: look.result.google, database: look.result.database },
    toBeHeld,
    refusal: look.refusal?.message ?? null,
    ...(look.refusal === null ? {} : { refusalSentence: dataOf(look.refusal) }),
    held: held.map(({ values: _, ...conflict }) => ({
      ...conflict,
      help: `renos-sync conflicts resolve ${conflict.id}`,
    })),
    failed: failed.map((failure) => {
      const { time, title, bookingId, eventId, code } = failure;
      const said = { reason: inEnglish().failed(failure), help: inEnglish().help(failure, false) };
      return { time, title, bookingId, eventId, code, ...said };
    }),
    notes,
    elsewhere,
    database: { reachable: true, milliseconds, as, problem: null, help: [] },
    google: googleOf(look, ports.googleAs),
  };
  return { status, stopped: look.problem };
}
