import { readStatus } from '../app/read.js';
import { defaultSyncOptions } from '../core/options/sync-options.js';
import type { SyncStatus } from '../core/results/status-result.js';
import type { Engine } from './engine.js';

/** The same verdict as `status`; the next sync is that of this server's schedule. */
export async function lookAtBoth({ services, settings }: Engine, deep: boolean): Promise<SyncStatus> {
  const { usual, staleAfter, schedule } = settings;
  const { status } = await readStatus(services, {
    sync: { ...defaultSyncOptions, ...usual.sync, force: deep },
    maxAge: staleAfter,
  });
  return { ...status, nextSync: schedule?.next(services.clock()).toISOString() ?? null };
}
