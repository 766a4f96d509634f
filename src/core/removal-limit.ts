import type { SyncOptions } from './options/sync-options.js';

/** How many linked pairs a run may remove on one side: the user's limit; by default ten, or a quarter if that is more. */
export function removalLimit(links: number, { maxDeletes }: Pick<SyncOptions, 'maxDeletes'>): number {
  if (maxDeletes === null) return Math.max(10, Math.floor(links * 0.25));
  return 'count' in maxDeletes ? maxDeletes.count : Math.floor((links * maxDeletes.percent) / 100);
}
