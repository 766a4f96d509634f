import { createRequire } from 'node:module';
import type { Config } from '../../config/config.js';
import type { Log } from '../../config/log.js';
import type { ImportPorts } from '../../core/customers/match/ports.js';
import type { Clock, Progress } from '../../core/ports.js';
import { newCuid } from '../../db/client/cuid.js';
import type { Database } from '../../db/client/database.js';
import { createImportStore } from '../../db/import/import-store.js';
import { createLeases } from '../../db/sync/leases.js';
import { rejectReason } from '../../messages/findings.js';
import { openRuns } from './open-sync.js';

const { version } = createRequire(import.meta.url)('../../../package.json') as { version: string };

interface Edges {
  readonly config: Config;
  readonly database: Database;
  readonly clock: Clock;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  readonly log?: Log | undefined;
}

/** All that an import needs besides its file, on edges that are open. */
export function makeImportPorts({
  config,
  database,
  clock,
  progress,
  signal,
  log,
}: Edges): Omit<ImportPorts, 'source' | 'rejects'> {
  return {
    store: createImportStore(database),
    runs: openRuns(database, config, log),
    leases: createLeases(database, (note) => progress.note(note)),
    tellReason: rejectReason(config.terminal.language),
    version,
    newId: newCuid,
    clock,
    progress,
    signal,
  };
}
