import { createRequire } from 'node:module';
import type { ImportPorts } from '../core/customers/match/ports.js';
import type { CustomerSource, RejectsWriter } from '../core/customers/model/source.js';
import type { Services } from './services.js';

const { version } = createRequire(import.meta.url)('../../package.json') as { version: string };

/** All that an import needs, on the edges that are open. */
export async function openImportPorts(
  services: Services,
  source: CustomerSource,
  rejects: RejectsWriter | null,
): Promise<ImportPorts> {
  const [{ createImportStore }, { takeUpRun }, { createLeases }, { newCuid }] = await Promise.all([
    import('../db/import/import-store.js'),
    import('../db/read/run-repository.js'),
    import('../db/sync/leases.js'),
    import('../db/client/cuid.js'),
  ]);
  const { progress, clock, signal } = services;
  const database = await services.database();
  const store = createImportStore(database);
  return {
    source,
    rejects,
    store: {
      ...store,
      findUnfinished: async (fingerprint, since) => {
        const unfinished = await store.findUnfinished(fingerprint, since);
        if (unfinished !== null) await takeUpRun(database, unfinished.runId);
        return unfinished;
      },
    },
    runs: await services.runs(),
    leases: createLeases(database, (message) => progress.note(message)),
    version,
    newId: newCuid,
    clock,
    progress,
    signal,
  };
}
