/**
 * The library: what `import … from 'renos-sync'` gives. Each call reads the environment as the commands do, opens what
 * it needs, and closes it again. Errors are RenosSyncErrors with `code`, `exitCode` and `actions`.
 */

import { csvText, sourceOfText } from './app/open-files.js';
import { openImportPorts } from './app/open-import.js';
import { openServices, type Services } from './app/services.js';
import { loadConfig } from './config/config.js';
import type { SyncResult } from './core/calendar/apply/sync-result.js';
import { readStatus, type SyncStatus } from './core/calendar/status/sync-status.js';
import { syncCalendar as runSync } from './core/calendar/sync-calendar.js';
import type { CustomerStatistics } from './core/customers/match/ports.js';
import { ConfigurationError } from './core/errors.js';
import { exportCustomers } from './core/export/export-customers.js';
import { type ImportAndSyncResult, importAndSync } from './core/import-and-sync.js';
import { usualImport } from './core/options/import-options.js';
import { defaultSyncOptions, readDirection } from './core/options/sync-options.js';
import { silentProgress } from './core/ports.js';

export type { SyncChange, SyncConflict, SyncFailure, SyncResult } from './core/calendar/apply/sync-result.js';
export type { SyncStatus } from './core/calendar/status/sync-status.js';
export type { CustomerStatistics } from './core/customers/match/ports.js';
export type { Finding } from './core/customers/model/finding.js';
export * from './core/errors.js';
export type { ImportAndSyncResult } from './core/import-and-sync.js';

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
      throw new ConfigurationError('usage', 'syncDirection must be bidirectional, google_to_db or db_to_google.', {
        actions: ["syncCalendar({ syncDirection: 'bidirectional' })"],
      });
    }
    const { result, stopped } = await runSync(await services.syncPorts(), {
      ...defaultSyncOptions,
      ...services.config.sync,
      ...(calendarId === undefined ? {} : { calendarIds: [calendarId] as const }),
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
      sync: { ...defaultSyncOptions, ...services.config.sync },
      maxAge: null,
    }),
  );
}

/** A customer to import; `name` is required. Times are ISO, in Europe/Copenhagen unless they carry a zone. */
export interface CustomerToImport {
  readonly name: string;
  readonly email?: string | null;
  readonly phone?: string | null;
  readonly address?: string | null;
  readonly companyName?: string | null;
  readonly notes?: string | null;
  readonly tags?: readonly string[];
  readonly totalLeads?: number;
  readonly totalBookings?: number;
  /** Kroner. */
  readonly totalRevenue?: number;
  readonly lastContactAt?: string | Date | null;
  readonly bookings?: readonly {
    readonly startTime: string | Date;
    readonly endTime: string | Date;
    readonly serviceType?: string | null;
    readonly status?: string;
    readonly notes?: string | null;
  }[];
}

/** RenOS's options of an import, with its defaults. */
export interface ImportCustomersOptions {
  /** Reject rows with a wrong e-mail address. Default true. */
  readonly validateData?: boolean;
  /** Import the customers' bookings too, and carry them to the calendar. Default true. */
  readonly createBookings?: boolean;
  /** Let Google mail an invitation for each booking that is created and still to come. Default false. */
  readonly sendConfirmations?: boolean;
  readonly dryRun?: boolean;
  /** Rows a transaction. Default 50, as in RenOS; larger is faster. */
  readonly batchSize?: number;
}

/**
 * Imports customers: known ones are recognised and updated, bad ones are in `errors`, the rest goes in. Doing it again
 * changes nothing. Throws UnavailableError when the database cannot be used.
 */
export function importCustomers(
  customers: readonly CustomerToImport[],
  options: ImportCustomersOptions = {},
): Promise<ImportAndSyncResult> {
  return importText(JSON.stringify(customers), 'json', options);
}

/** Imports the text of a CSV file, as `renos-sync import-csv` does; throws InputFileError when it cannot be understood. */
export function importFromCSV(text: string, options: ImportCustomersOptions = {}): Promise<ImportAndSyncResult> {
  return importText(text, 'csv', options);
}

/** Gives all customers, or those with the ids, as CSV with RenOS's columns. */
export function exportCustomersToCSV(ids?: readonly string[]): Promise<string> {
  return withServices('export', async (services) => {
    const rows = exportCustomers(await services.customers(), ids ?? null);
    let text = '';
    for await (const part of csvText(rows, { delimiter: ',', mark: false })) text += part;
    return text;
  });
}

/** Counts customers, what is known of them, and their totals. */
export function getCustomerImportStatistics(): Promise<CustomerStatistics> {
  return withServices('stats', async (services) => (await services.customers()).statistics());
}

function importText(
  text: string,
  format: 'csv' | 'json',
  options: ImportCustomersOptions,
): Promise<ImportAndSyncResult> {
  const {
    validateData = true,
    createBookings = true,
    sendConfirmations = false,
    dryRun = false,
    batchSize = 50,
  } = options;
  return withServices('import', async (services) => {
    const { sync, runMode, googleApiUrl, googleCredentials } = services.config;
    const source = await sourceOfText(text, format);
    try {
      const hasCalendar = googleApiUrl !== null || googleCredentials !== null;
      const { result, stopped } = await importAndSync(
        {
          importing: await openImportPorts(services, source, null),
          syncing: createBookings && hasCalendar ? services.syncPorts : null,
        },
        {
          importing: {
            ...usualImport,
            validateEmail: validateData,
            createBookings,
            batchSize,
            dryRun: dryRun || runMode === 'dry-run',
          },
          syncing: { ...defaultSyncOptions, ...sync },
          sendConfirmations,
        },
      );
      if (stopped !== null) throw stopped;
      return result;
    } finally {
      await source.close();
    }
  });
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
