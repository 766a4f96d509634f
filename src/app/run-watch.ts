import { setTimeout as sleep } from 'node:timers/promises';
import type { SyncOutcome } from '../core/calendar/sync-calendar.js';
import { usualWatchPace, type WatchPorts, watchCalendar } from '../core/calendar/watch-calendar.js';
import type { SyncOptions } from '../core/options/sync-options.js';
import type { SyncResult } from '../core/results/sync-result.js';
import { edgeFailure, rethrown } from './explain-failure.js';
import { runSync } from './run-sync.js';
import type { Services } from './services.js';

interface WatchOptions {
  /** Milliseconds between two requests to Google. */
  readonly poll: number;
  /** Called for each sync that ended, with its outcome. */
  readonly onResult: (result: SyncResult) => void;
  /** Called once when something begins to fail, and with null when it works again. */
  readonly onFailure: (error: unknown) => void;
  /** Stops it, as the signal of the services does. */
  readonly signal?: AbortSignal;
  /** Runs a sync that waits for a running one; the default is the command's own. */
  readonly sync?: (options: SyncOptions) => Promise<SyncOutcome>;
}

const translated = rethrown(edgeFailure);

/** Syncs whenever one side changes, until the signal; watchCalendar in core lists the errors. */
export async function runWatch(services: Services, options: SyncOptions, watch: WatchOptions): Promise<void> {
  const { poll, onFailure } = watch;
  const signal = watch.signal === undefined ? services.signal : AbortSignal.any([services.signal, watch.signal]);
  const { leases } = await services.syncPorts();
  const { createWrittenRows } = await import('../db/sync/written-rows.js');
  const now = () => performance.now();
  const wasWritten = createWrittenRows(await services.database(), now);
  const ports: WatchPorts = {
    leases: { acquire: (name, how) => leases.acquire(name, how).catch(translated) },
    wasWritten: () => wasWritten().catch(translated),
    ...(await syncing(services, options, watch)),
    onFailure,
    now,
    wait: (ms, until) => sleep(ms, undefined, { signal: until }).catch(() => {}),
    signal,
  };
  await watchCalendar(ports, { ...usualWatchPace, poll });
}

/** The syncs, and the check of Google between them, which continues from the token of the last sync. */
async function syncing(
  services: Services,
  options: SyncOptions,
  { onResult, sync = (asked) => runSync(services, { ...asked, wait: true }) }: WatchOptions,
): Promise<Pick<WatchPorts, 'sync' | 'hasNews'>> {
  const { storeFor } = await services.syncPorts();
  const calendar = await services.calendar();
  const tokens = new Map<string, string | null>();
  let asked = options;
  return {
    sync: async () => {
      tokens.clear();
      const { result, stopped } = await sync(asked).catch(translated);
      onResult(result);
      if (stopped !== null) throw edgeFailure(stopped);
      // Options that count for one sync only are done.
      asked = { ...options, force: false, renamedFrom: null, restored: null, retryFailed: false };
      const { progress } = await storeFor(null).readMemory(options.calendarIds).catch(translated);
      for (const [calendarId, { syncToken }] of progress) tokens.set(calendarId, syncToken);
      return result.success;
    },
    hasNews: async () => {
      for (const calendarId of options.calendarIds) {
        const token = tokens.get(calendarId) ?? null;
        if (token === null) return true;
        const listing = await calendar.listChanges(calendarId, token).catch(translated);
        if (listing.kind !== 'listed' || listing.events.length > 0) return true;
      }
      return false;
    },
  };
}

/** Whether a sync changed or found anything to report. */
export function hasDoneSomething({ google, database, linked, errors, conflicts }: SyncResult): boolean {
  const counts = [google.created, google.updated, google.deleted, database.created, database.updated];
  return [...counts, database.cancelled, linked, errors.length, conflicts.length].some((count) => count > 0);
}
