/**
 * The library: what `import … from 'renos-sync'` gives. Each call reads the environment as the commands do, opens what
 * it needs, and closes it again. Errors are RenosSyncErrors with `code`, `exitCode` and `actions`.
 */
import { loadConfig } from './config.js';
import { syncCalendar as runSync } from './core/calendar/sync-calendar.js';
import { defaultSyncOptions, readDirection } from './core/calendar/sync-options.js';
import type { SyncResult } from './core/calendar/sync-result.js';
import { readStatus, type SyncStatus } from './core/calendar/sync-status.js';
import { ConfigurationError } from './core/errors.js';
import { silentProgress } from './core/ports.js';
import { openServices, type Services } from './services.js';

export type { SyncChange, SyncConflict, SyncFailure, SyncResult } from './core/calendar/sync-result.js';
export type { SyncStatus } from './core/calendar/sync-status.js';
export * from './core/errors.js';

/** RenOS's options of a sync, with its defaults. */
export interface SyncCalendarOptions {
  /** Default: the first of GOOGLE_CALENDAR_ID, or `primary`. */
  readonly calendarId?: string;
  readonly syncDirection?: 'bidirectional' | 'google_to_db' | 'db_to_google' | 'google-to-db' | 'db-to-google';
  /** Compare everything, not only what changed. */
  readonly forceSync?: boolean;
  /** How many pairs one call may change; what is beyond is left for the next call, never taken for deleted. Default 1000. */
  readonly maxEvents?: number;
  readonly dryRun?: boolean;
}

/**
 * Brings the calendar and the bookings in step. Throws BusyError when another sync is at work, GuardRefusal when it
 * would remove too much, UnavailableError when Google or the database cannot be used; single failed items are in
 * `errors`. Times are ISO in UTC.
 */
export function syncCalendar(options: SyncCalendarOptions = {}): Promise<SyncResult> {
  return withServices('sync', async (services) => {
    const {
      calendarId,
      syncDirection = 'bidirectional',
      forceSync = false,
      maxEvents = 1000,
      dryRun = false,
    } = options;
    const direction = readDirection(syncDirection);
    if (direction === null) {
      throw new ConfigurationError('usage', 'syncDirection must be bidirectional, google_to_db or db_to_google.');
    }
    const { result, stopped } = await runSync(await services.syncPorts(), {
      ...defaultSyncOptions,
      calendarIds: calendarId === undefined ? services.config.calendarIds : [calendarId],
      direction,
      force: forceSync,
      maxEvents,
      dryRun: dryRun || services.config.runMode === 'dry-run',
    });
    if (stopped !== null) throw stopped;
    return result;
  });
}

/** Tells how far both sides are in step, without writing. `lastSync` is ISO in UTC, null before the first sync. */
export function getCalendarSyncStatus(): Promise<SyncStatus> {
  return withServices('status', async (services) =>
    readStatus(await services.statusPorts(), {
      sync: { ...defaultSyncOptions, calendarIds: services.config.calendarIds },
      maxAge: null,
    }),
  );
}

async function withServices<Result>(purpose: string, work: (services: Services) => Promise<Result>): Promise<Result> {
  const { signal } = new AbortController();
  const services = openServices({ config: loadConfig(), purpose, progress: silentProgress, signal });
  try {
    return await work(services);
  } finally {
    await services.close();
  }
}
