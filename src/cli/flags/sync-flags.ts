import { Flags } from '@oclif/core';
import type { Config } from '../../config/config.js';
import { usualWatchPace } from '../../core/calendar/watch-calendar.js';
import { ConfigurationError, saying } from '../../core/errors.js';
import type { SyncOptions } from '../../core/options/sync-options.js';
import { syncRequest, toSyncOptions } from '../../core/options/sync-request.js';
import { flagsOf, readFlags } from './flags-of.js';

/** The flags of `sync`. */
export const syncFlags = flagsOf(syncRequest);

const watch = { description: 'Keep running, and sync within seconds of each change.' };
/** Whether a command keeps syncing, and how often it then asks Google. */
export const watchFlags = {
  watch: Flags.boolean(watch),
  poll: Flags.integer({
    default: usualWatchPace.poll / 1000,
    min: 1,
    max: 86_400,
    description: 'Seconds between two requests to Google, with --watch.',
  }),
};

/** The same for a command that has a dry run. */
export const syncWatchFlags = { ...watchFlags, watch: Flags.boolean({ ...watch, exclusive: ['dry-run', 'html'] }) };

/** Reads the flags, with defaults from the environment; throws one ConfigurationError that names every wrong flag. */
export function readSyncFlags(
  { calendar, ...flags }: { readonly calendar: readonly string[] | undefined } & Readonly<Record<string, unknown>>,
  { sync, runMode }: Config,
): SyncOptions {
  const [first, ...others] = calendar ?? [];
  const calendarIds = first === undefined ? sync.calendarIds : ([first, ...others] as const);
  return toSyncOptions(readFlags(syncRequest, flags, 'sync'), { sync, dryRun: runMode === 'dry-run' }, calendarIds);
}

const units: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Reads `90s`, `30m`, `2h` or `1d` as milliseconds; throws ConfigurationError naming the flag. */
export function readDuration(flag: string, text: string): number {
  const found = /^(\d+)\s*([smhd])$/i.exec(text.trim());
  const unit = units[found?.[2]?.toLowerCase() ?? ''];
  if (found === null || unit === undefined) {
    throw new ConfigurationError(saying('usage/duration', { flag }));
  }
  return Number(found[1]) * unit;
}
