import { loadConfig } from '../config/config.js';
import { ConfigurationError, InterruptedError, saying } from '../core/errors.js';
import { exportCustomers } from '../core/export/export-customers.js';
import { usualImport } from '../core/options/import-options.js';
import { defaultSyncOptions, readDirection } from '../core/options/sync-options.js';
import type { Progress } from '../core/ports.js';
import type { CustomerStatistics } from '../core/results/export-result.js';
import type { ImportAndSyncResult } from '../core/results/import-result.js';
import type { SyncStatus } from '../core/results/status-result.js';
import type { SyncResult } from '../core/results/sync-result.js';
import { csvText, sourceOfText } from './open-files.js';
import type { Purpose } from './purposes.js';
import { readStatus } from './read.js';
import { runImport } from './run-import.js';
import { runSync } from './run-sync.js';
import { openServices, type Services } from './services.js';

/** How a call is followed and ended. */
interface CallOptions {
  /** Ends the call between two items or batches: it throws an InterruptedError, and what was done is kept. */
  readonly signal?: AbortSignal;
  /** Called as the work goes on; `total` is null while it is not known. */
  readonly onProgress?: (progress: {
    readonly label: string;
    readonly done: number;
    readonly total: number | null;
  }) => void;
}

/** RenOS's options of a sync, with its defaults. */
interface SyncCalendarOptions extends CallOptions {
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
 * Brings the calendar and the bookings in step. Throws BusyError when another sync is running, GuardRefusal when it
 * would remove too much, UnavailableError when Google or the database cannot be used; single failed items are in
 * `errors`. Times are ISO in UTC.
 */
export function syncCalendar(options: SyncCalendarOptions = {}): Promise<SyncResult> {
  return withServices('sync', options, async (services) => {
    const {
      calendarId,
      syncDirection = 'bidirectional',
      forceSync = false,
      maxEvents = 1000,
      dryRun = false,
    } = options;
    const direction = readDirection(syncDirection);
    if (direction === null) {
      throw new ConfigurationError(saying('usage/sync-direction', {}));
    }
    const { result, stopped } = await runSync(services, {
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
  return withServices('status', {}, async (services) => {
    const sync = { ...defaultSyncOptions, ...services.config.sync };
    return (await readStatus(services, { sync, maxAge: null })).status;
  });
}

/** A customer to import; `name` is required. Times are ISO, in Europe/Copenhagen unless they carry a zone. */
interface CustomerToImport {
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
interface ImportCustomersOptions extends CallOptions {
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
  return withServices('export', {}, async (services) => {
    const rows = exportCustomers((await services.reads()).customers, ids ?? null);
    let text = '';
    for await (const part of csvText(rows, { delimiter: ',', mark: false })) text += part;
    return text;
  });
}

/** Counts customers, what is known of them, and their totals. */
export function getCustomerImportStatistics(): Promise<CustomerStatistics> {
  return withServices('stats', {}, async (services) => (await services.reads()).customers.statistics());
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
  return withServices('import', options, async (services) => {
    const { sync, runMode, googleApiUrl, googleCredentials } = services.config;
    const source = await sourceOfText(text, format);
    try {
      const hasCalendar = googleApiUrl !== null || googleCredentials !== null;
      const { result, stopped } = await runImport(services, {
        source,
        rejects: null,
        importing: {
          ...usualImport,
          validateEmail: validateData,
          createBookings,
          batchSize,
          dryRun: dryRun || runMode === 'dry-run',
        },
        syncing: { ...defaultSyncOptions, ...sync },
        syncs: createBookings && hasCalendar,
        sendConfirmations,
      });
      if (stopped !== null) throw stopped;
      return result;
    } finally {
      await source.close();
    }
  });
}

async function withServices<Result>(
  purpose: Purpose,
  { signal, onProgress }: CallOptions,
  work: (services: Services) => Promise<Result>,
): Promise<Result> {
  const ending = new AbortController();
  const end = () => ending.abort(new InterruptedError('SIGINT'));
  if (signal?.aborted === true) end();
  signal?.addEventListener('abort', end, { once: true });
  const progress = progressTo(onProgress ?? (() => {}));
  const services = openServices({ config: loadConfig(), purpose, progress, signal: ending.signal });
  try {
    ending.signal.throwIfAborted();
    return await work(services);
  } finally {
    signal?.removeEventListener('abort', end);
    await services.close();
  }
}

function progressTo(tell: NonNullable<CallOptions['onProgress']>): Progress {
  let [label, total]: [string, number | null] = ['', null];
  return {
    start: (nextLabel, nextTotal) => {
      [label, total] = [nextLabel, nextTotal];
      tell({ label, done: 0, total });
    },
    advance: (done) => tell({ label, done, total }),
    note: () => {},
  };
}
