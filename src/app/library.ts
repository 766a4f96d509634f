import { loadConfig } from '../config/config.js';
import type { Cell, CustomerSource } from '../core/customers/model/source.js';
import { InterruptedError } from '../core/errors.js';
import { exportCustomers } from '../core/export/export-customers.js';
import { toImportOptions } from '../core/options/import-options.js';
import { importRequest } from '../core/options/import-request.js';
import { type Asking, readOptions } from '../core/options/option.js';
import { defaultSyncOptions } from '../core/options/sync-options.js';
import { calendarOption, syncRequest, toSyncOptions } from '../core/options/sync-request.js';
import type { Progress } from '../core/ports.js';
import type { CustomerStatistics } from '../core/results/export-result.js';
import type { ImportAndSyncResult } from '../core/results/import-result.js';
import type { SyncStatus } from '../core/results/status-result.js';
import type { SyncResult } from '../core/results/sync-result.js';
import { csvText, plainValue, recordSource, sourceOfText } from './open/open-files.js';
import type { Purpose } from './purposes.js';
import { readStatus } from './read.js';
import { usualOf } from './run-context.js';
import { runImport } from './run-import.js';
import { runSync } from './run-sync.js';
import { openServices, type Services } from './services.js';

/** Cancels a call, and reports its progress. */
interface CallOptions {
  /** Ends the call between two items or batches with an InterruptedError. Completed work is kept. */
  readonly signal?: AbortSignal;
  /** Called while the work is running; `total` is null until it is known. */
  readonly onProgress?: (progress: {
    readonly label: string;
    readonly done: number;
    readonly total: number | null;
  }) => void;
}

/**
 * RenOS's options of a sync, and the other options of the command. Default of maxEvents: 1000 pairs a call; the next
 * call does the rest.
 */
type SyncCalendarOptions = CallOptions & Asking<typeof syncRequest & typeof calendarOption>;

/**
 * Syncs the calendar and the bookings. Throws BusyError when another sync is running, GuardRefusal when it would remove
 * too much, UnavailableError when Google or the database cannot be used; single failed items are in `errors`. Times are
 * ISO in UTC.
 */
export function syncCalendar(options: SyncCalendarOptions = {}): Promise<SyncResult> {
  return withServices('sync', options, async (services) => {
    const { calendarId, ...asked } = readOptions({ ...syncRequest, ...calendarOption }, options);
    const usual = usualOf(services.config);
    const calendarIds = calendarId === undefined ? usual.sync.calendarIds : ([calendarId] as const);
    const { result, stopped } = await runSync(
      services,
      toSyncOptions({ ...asked, maxEvents: asked.maxEvents ?? 1000 }, usual, calendarIds),
    );
    if (stopped !== null) throw stopped;
    return result;
  });
}

/** Reports whether both sides are in sync, without writing. `lastSync` is ISO in UTC, null before the first sync. */
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

/**
 * RenOS's options of an import, with its defaults, and the other options of the command. By default, a wrong e-mail
 * rejects its row, bookings are created, and a transaction has 50 rows (more are faster).
 */
type ImportCustomersOptions = CallOptions & Asking<typeof importRequest>;

/**
 * Imports customers. Known customers are recognized and updated; bad ones are reported in `errors`; the rest are
 * created. A second call with the same customers changes nothing. Throws UnavailableError when the database cannot be
 * used.
 */
export function importCustomers(
  customers: readonly CustomerToImport[],
  options: ImportCustomersOptions = {},
): Promise<ImportAndSyncResult> {
  return importFrom(
    () => recordSource(customers.map((one) => (plainValue(one) ?? {}) as Record<string, Cell>)),
    options,
  );
}

/** Imports the text of a CSV file, as `renos-sync import-csv` does; throws InputFileError when the text cannot be read. */
export function importFromCSV(text: string, options: ImportCustomersOptions = {}): Promise<ImportAndSyncResult> {
  return importFrom(() => sourceOfText(text, 'csv'), options);
}

/** Returns all customers, or those with the ids, as CSV with RenOS's columns. */
export function exportCustomersToCSV(ids?: readonly string[]): Promise<string> {
  return withServices('export', {}, async (services) => {
    const rows = exportCustomers((await services.reads()).customers, ids ?? null);
    let text = '';
    for await (const part of csvText(rows, { delimiter: ',', mark: false })) text += part;
    return text;
  });
}

/** Counts customers, their contact details, and their totals. */
export function getCustomerImportStatistics(): Promise<CustomerStatistics> {
  return withServices('stats', {}, async (services) => (await services.reads()).customers.statistics());
}

function importFrom(
  open: () => Promise<CustomerSource>,
  options: ImportCustomersOptions,
): Promise<ImportAndSyncResult> {
  return withServices('import', options, async (services) => {
    const usual = usualOf(services.config);
    const asked = readOptions(importRequest, { validateData: true, createBookings: true, batchSize: 50, ...options });
    const source = await open();
    try {
      const { result, stopped } = await runImport(services, {
        source,
        rejects: null,
        importing: toImportOptions(asked, usual),
        syncing: { ...defaultSyncOptions, ...usual.sync },
        syncs: asked.sync && asked.createBookings && usual.hasCalendar,
        sendConfirmations: asked.sendConfirmations,
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
