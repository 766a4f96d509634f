import * as v from 'valibot';
import type { Config } from '../../config/config.js';
import type { ConflictPolicy } from '../../core/calendar/model/sync-rules.js';
import { ConfigurationError } from '../../core/errors.js';
import { defaultSyncOptions, readDirection, type SyncOptions } from '../../core/options/sync-options.js';
import {
  dayWord,
  leftOutEvents,
  removalsWord,
  toInclude,
  toMidnight,
  toRemovals,
} from '../../core/options/sync-words.js';

const include = v.pipe(
  v.string(),
  v.transform((text) => text.split(',').map((word) => word.trim())),
  v.array(v.picklist(leftOutEvents, 'must be private, declined, or both')),
);

const schema = v.object({
  since: v.optional(dayWord),
  until: v.optional(dayWord),
  'max-deletes': v.optional(removalsWord),
  include: v.optional(include),
});

/** The flags of `sync` as oclif parsed them. */
export interface SyncFlags {
  readonly calendar: readonly string[] | undefined;
  readonly direction: string;
  readonly 'on-conflict': ConflictPolicy | undefined;
  readonly 'dry-run': boolean;
  readonly force: boolean;
  readonly since: string | undefined;
  readonly until: string | undefined;
  readonly 'max-events': number | undefined;
  readonly 'max-deletes': string | undefined;
  readonly 'retry-failed': boolean;
  readonly 'renamed-from': string | undefined;
  readonly restored: 'keep-calendar' | 'keep-database' | undefined;
  readonly include: string | undefined;
  readonly 'with-attendees': boolean;
  readonly 'send-updates': 'none' | 'all';
}

/** What was typed, with the environment behind it; throws one ConfigurationError naming every wrong flag. Days are Danish. */
export function readSyncFlags(flags: SyncFlags, config: Config): SyncOptions {
  const parsed = v.safeParse(schema, flags);
  if (!parsed.success) {
    const lines = parsed.issues.map((issue) => `  --${String(issue.path?.[0].key)} ${issue.message}`);
    throw new ConfigurationError('usage', ['These flags are wrong:', ...lines].join('\n'), {
      actions: ['renos-sync sync --help'],
    });
  }
  const read = parsed.output;
  const [first, ...others] = flags.calendar ?? [];
  return {
    ...defaultSyncOptions,
    ...config.sync,
    ...(first === undefined ? {} : { calendarIds: [first, ...others] as const }),
    direction: readDirection(flags.direction) ?? 'bidirectional',
    policy: flags['on-conflict'] ?? null,
    force: flags.force,
    dryRun: flags['dry-run'] || config.runMode === 'dry-run',
    maxEvents: flags['max-events'] ?? null,
    maxDeletes: toRemovals(read['max-deletes']),
    since: toMidnight(read.since),
    until: toMidnight(read.until),
    renamedFrom: flags['renamed-from'] ?? null,
    restored: flags.restored ?? null,
    include: toInclude(read.include ?? []),
    retryFailed: flags['retry-failed'],
    notify: flags['send-updates'],
    withAttendees: flags['with-attendees'] || flags['send-updates'] === 'all',
  };
}

/** Reads `--max-deletes` of a command. */
export function readRemovals(text: string | undefined, command: string): SyncOptions['maxDeletes'] {
  const parsed = v.safeParse(v.optional(removalsWord), text);
  if (parsed.success) return toRemovals(parsed.output);
  throw new ConfigurationError('usage', `--max-deletes ${parsed.issues[0].message}`, {
    actions: [`renos-sync ${command} --help`],
  });
}

const units: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Reads `90s`, `30m`, `2h` or `1d` as milliseconds; throws ConfigurationError naming the flag. */
export function readDuration(flag: string, text: string): number {
  const found = /^(\d+)\s*([smhd])$/i.exec(text.trim());
  const unit = units[found?.[2]?.toLowerCase() ?? ''];
  if (found === null || unit === undefined) {
    throw new ConfigurationError('usage', `--${flag} must be a number with a unit: 90s, 30m, 2h or 1d.`, {
      actions: [`--${flag} 2h`],
    });
  }
  return Number(found[1]) * unit;
}
