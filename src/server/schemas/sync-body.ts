import * as v from 'valibot';
import { defaultSyncOptions, readDirection, type SyncOptions } from '../../core/calendar/sync-options.js';
import { midnight } from '../../core/calendar/zoned-day.js';
import type { UsualWork } from '../server-settings.js';

const day = (description: string) =>
  v.pipe(
    v.string(),
    v.isoDate('must be a day, YYYY-MM-DD'),
    v.check(isInCalendar, 'must be a day that there is, from 1970 on'),
    v.description(description),
  );

/** What is no day at all has been told already. */
function isInCalendar(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return Number.isNaN(day.getTime()) || (day.getTime() >= 0 && day.toISOString().startsWith(text));
}

const entries = {
  calendarId: v.optional(
    v.pipe(
      v.string(),
      v.nonEmpty('must not be empty'),
      v.maxLength(1024, 'is too long'),
      v.description('Default, and what `primary` means: the calendars of GOOGLE_CALENDAR_ID.'),
    ),
  ),
  forceSync: v.optional(v.pipe(v.boolean(), v.description('Compare everything, not only what changed.')), false),
  maxEvents: v.optional(
    v.pipe(
      v.number(),
      v.integer('must be a whole number'),
      v.minValue(1, 'must be at least 1'),
      v.maxValue(1_000_000, 'must be at most 1000000'),
      v.description('Change at most so many pairs; the rest is left for the next sync.'),
    ),
    1000,
  ),
  dryRun: v.optional(v.pipe(v.boolean(), v.description('Tell what would be done; write nothing.')), false),
  onConflict: v.optional(
    v.pipe(
      v.picklist(['newest', 'google', 'database', 'hold']),
      v.description('Who wins when both sides changed the same field.'),
    ),
    'newest',
  ),
  maxDeletes: v.optional(
    v.pipe(
      v.union(
        [
          v.pipe(v.number(), v.integer(), v.minValue(0)),
          v.pipe(v.string(), v.regex(/^\d{1,6}%?$/, 'must be a number, or a percentage like 30%')),
        ],
        'must be a whole number, or a percentage like 30%',
      ),
      v.description('How many linked pairs may be removed on one side. Default: 10, or 25% where that is more.'),
    ),
  ),
  since: v.optional(day('Create nothing that is over before this Danish day. Default: 30 days back.')),
  until: v.optional(day('Create nothing that begins on this Danish day or later. Default: 365 days ahead.')),
  retryFailed: v.optional(
    v.pipe(v.boolean(), v.description('Try again what failed before, though it has not changed.')),
    false,
  ),
};

const syncDirection = v.optional(
  v.pipe(
    v.picklist(['bidirectional', 'google_to_db', 'db_to_google', 'google-to-db', 'db-to-google']),
    v.description('Which side may be written.'),
  ),
  'bidirectional',
);

/** What may be asked of a sync in one direction. */
export const directedSyncBody = v.strictObject(entries);
/** What may be asked of a sync. */
export const syncBody = v.strictObject({ ...entries, syncDirection });

/** What was asked, with the environment behind it. */
export function toSyncOptions(
  asked: v.InferOutput<typeof directedSyncBody> & { readonly syncDirection: string },
  usual: UsualWork,
): SyncOptions {
  const midnightOf = (text: string | undefined) => (text === undefined ? null : midnight(text, 'Europe/Copenhagen'));
  return {
    ...defaultSyncOptions,
    ...usual.sync,
    calendarIds: calendarIdsOf(asked.calendarId, usual.sync),
    direction: readDirection(asked.syncDirection) ?? 'bidirectional',
    policy: asked.onConflict,
    force: asked.forceSync,
    maxEvents: asked.maxEvents,
    maxDeletes: toLimit(asked.maxDeletes),
    since: midnightOf(asked.since),
    until: midnightOf(asked.until),
    retryFailed: asked.retryFailed,
    dryRun: asked.dryRun || usual.dryRun,
  };
}

type CalendarIds = SyncOptions['calendarIds'];

/** RenOS's pages say "primary" by habit; a service account's own primary calendar is nobody's, and empty. */
function calendarIdsOf(asked: string | undefined, { calendarIds }: UsualWork['sync']): CalendarIds {
  const isUsual = asked === undefined || (asked === 'primary' && !calendarIds.includes(asked));
  return isUsual ? calendarIds : [asked];
}

function toLimit(said: number | string | undefined): SyncOptions['maxDeletes'] {
  if (said === undefined) return null;
  const count = Number.parseInt(String(said), 10);
  return String(said).endsWith('%') ? { percent: count } : { count };
}
