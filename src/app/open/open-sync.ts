import type { Config } from '../../config/config.js';
import { type Log, logRuns, silentLog } from '../../config/log.js';
import type { CalendarPort } from '../../core/calendar/model/calendar-port.js';
import type { SyncPorts } from '../../core/calendar/model/sync-ports.js';
import type { Clock, Progress, RunRepository } from '../../core/ports.js';
import { newCuid } from '../../db/client/cuid.js';
import type { Database } from '../../db/client/database.js';
import { createRunRepository } from '../../db/read/run-repository.js';
import { createLeases } from '../../db/sync/leases.js';
import { tidiedRuns } from '../../db/sync/remove-history.js';
import { createSyncStore } from '../../db/sync/sync-store.js';

interface Edges {
  readonly config: Config;
  readonly database: Database;
  readonly calendar: CalendarPort;
  readonly clock: Clock;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  readonly log?: Log | undefined;
}

/** All that a sync needs, on edges that are open. */
export function makeSyncPorts({ config, database, calendar, clock, progress, signal, log }: Edges): SyncPorts {
  return {
    calendar,
    storeFor: (lease) => createSyncStore(database, lease),
    runs: openRuns(database, config, log),
    leases: createLeases(database, (note) => progress.note(note)),
    clock,
    newId: newCuid,
    progress,
    signal,
  };
}

/** What is run is put on record there, and in the log. */
export function openRuns(database: Database, { keepHistory }: Config, log: Log = silentLog): RunRepository {
  const logged = logRuns(createRunRepository(database, log.beginRun), log, () => database.statements());
  return tidiedRuns(logged, database, { days: keepHistory });
}
