import { createRequire } from 'node:module';
import type { ImportPorts } from '../../core/customers/match/ports.js';
import { createImportStore } from '../../db/import/import-store.js';
import { rejectReason } from '../../messages/findings.js';
import { makeRunPorts, type RunEdges } from './open-sync.js';

const { version } = createRequire(import.meta.url)('../../../package.json') as { version: string };

/** All that an import needs besides its file. */
export function makeImportPorts(edges: RunEdges): Omit<ImportPorts, 'source' | 'rejects'> {
  return {
    ...makeRunPorts(edges),
    store: createImportStore(edges.database),
    tellReason: rejectReason(edges.config.terminal.language),
    version,
  };
}
