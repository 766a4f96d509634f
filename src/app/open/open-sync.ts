import type { Config } from '../../config/config.js';
import { type Log, logRuns, silentLog } from '../../config/log.js';
import type { CalendarPort } from '../../core/calendar/model/calendar-port.js';
import type { SyncPorts } from '../../core/calendar/model/sync-store.js';
import type { Clock, Progress, RunPorts, RunRepository } from '../../core/ports.js';
import { newCuid } from '../../db/client/cuid.js';
import type { Database } from '../../db/client/database.js';
import { createRunRepository } from '../../db/read/run-repository.js';
import { createLeases } from '../../db/sync/leases.js';
import { runsWithCleanup } from '../../db/sync/remove-history.js';
import { createSyncStore } from '../../db/sync/sync-store.js';

/** The edges that a run takes, open. */
export interface RunEdges {
  readonly config: Config;
  readonly database: Database;
  readonly clock: Clock;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  readonly log?: Log | undefined;
}

/** What every run needs. */
export function makeRunPorts({ config, database, clock, progress, signal, log }: RunEdges): RunPorts {
  const leases = createLeases(database, (note) => progress.note(note));
  return { runs: openRuns(database, config, log), leases, clock, newId: newCuid, progress, signal };
}

/** All that a sync needs. */
export function makeSyncPorts(edges: RunEdges, calendar: CalendarPort): SyncPorts {
  return { ...makeRunPorts(edges), calendar, storeFor: (lease) => createSyncStore(edges.database, lease) };
}

/** Records runs in the database and in the log. */
function openRuns(database: Database, { keepHistory }: Config, log: Log = silentLog): RunRepository {
  const logged = logRuns(createRunRepository(database, log.beginRun), log, () => database.statements());
  return runsWithCleanup(logged, database, { days: keepHistory });
}
