import type { SyncPorts } from './calendar/model/sync-store.js';
import { syncCalendar } from './calendar/sync-calendar.js';
import { importCustomers } from './customers/import-customers.js';
import type { ImportPorts } from './customers/match/ports.js';
import type { ImportOptions } from './options/import-options.js';
import type { SyncOptions } from './options/sync-options.js';
import type { ImportAndSyncResult } from './results/import-result.js';

interface ImportAndSyncPorts {
  readonly importing: ImportPorts;
  /** Opened only if there is something to sync; null leaves new bookings to the next sync. */
  readonly syncing: (() => Promise<SyncPorts>) | null;
}

export interface ImportAndSyncOptions {
  readonly importing: ImportOptions;
  readonly syncing: SyncOptions;
  /** Google mails an invitation to the customers of the bookings that this import created, future ones only. */
  readonly sendConfirmations: boolean;
}

/**
 * Imports a file, then runs a sync for the bookings that were created: nothing else writes to Google. `stopped` is the
 * error if the sync ended early or failed; the import remains.
 */
export async function importAndSync(
  ports: ImportAndSyncPorts,
  options: ImportAndSyncOptions,
): Promise<{ readonly result: ImportAndSyncResult; readonly stopped: unknown }> {
  const imported = await importCustomers(ports.importing, options.importing);
  const { runId, bookingsCreated, bookingsUnchanged, dryRun } = imported;
  // Known bookings may have been written by an import that was killed before it synced them.
  if (ports.syncing === null || runId === null || dryRun || bookingsCreated + bookingsUnchanged === 0) {
    return { result: { ...imported, sync: null }, stopped: null };
  }
  const created = options.sendConfirmations ? await ports.importing.store.createdBookings(runId) : [];
  try {
    const { result, stopped } = await syncCalendar(await ports.syncing(), {
      ...options.syncing,
      invite: new Set(created),
      wait: true,
    });
    return { result: { ...imported, sync: result }, stopped };
  } catch (error) {
    return { result: { ...imported, sync: null }, stopped: error };
  }
}
