import * as v from 'valibot';
import { defaultSyncOptions, readDirection, type SyncOptions } from '../../core/options/sync-options.js';
import {
  dayWord,
  leftOutEvents,
  removalsWord,
  toInclude,
  toMidnight,
  toRemovals,
} from '../../core/options/sync-words.js';
import type { UsualWork } from '../server-settings.js';
import { listOf } from './list-of.js';
import { plainText } from './plain-text.js';

const day = (description: string) => v.optional(v.pipe(dayWord, v.description(description)));
const calendar = (description: string) =>
  v.optional(
    v.pipe(
      plainText,
      v.nonEmpty('must not be empty'),
      v.maxLength(1024, 'is too long'),
      // In an address these lead to the calendars above, or to none.
      v.check((id) => !/^\.{1,2}$|\p{Control}/u.test(id), 'must be the id of a calendar'),
      v.description(description),
    ),
  );

const entries = {
  calendarId: calendar('Default, and what `primary` means: the calendars of GOOGLE_CALENDAR_ID.'),
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
      v.description(
        'Who wins when both sides changed the same field, held ones among them. Default: newest, and what is held stays held.',
      ),
    ),
  ),
  maxDeletes: v.optional(
    v.pipe(
      v.union(
        [v.pipe(v.number(), v.integer(), v.minValue(0)), removalsWord],
        'must be a whole number, or a percentage like 30%',
      ),
      v.description('How many linked pairs may be removed on one side. Default: 10, or 25% where that is more.'),
    ),
  ),
  since: day('Create nothing that is over before this Danish day. Default: 30 days back.'),
  until: day('Create nothing that begins on this Danish day or later. Default: 365 days ahead.'),
  retryFailed: v.optional(
    v.pipe(v.boolean(), v.description('Try again what failed before, though it has not changed.')),
    false,
  ),
  renamedFrom: calendar('The calendar is the one that was synced under this id until now; its links go on.'),
  restored: v.optional(
    v.pipe(
      v.picklist(['keep-calendar', 'keep-database']),
      v.description('Which side is right after the database was restored from a backup; refused until then.'),
    ),
  ),
  include: v.optional(
    v.pipe(listOf(v.picklist(leftOutEvents), 10), v.description('Also make bookings of these events.')),
    [],
  ),
  withAttendees: v.optional(
    v.pipe(v.boolean(), v.description('Write the customer’s address to the event as a guest; no mail is sent.')),
    false,
  ),
  sendUpdates: v.optional(
    v.pipe(v.picklist(['none', 'all']), v.description('Whether Google mails the guests; all writes guests too.')),
    'none',
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
  return {
    ...defaultSyncOptions,
    ...usual.sync,
    calendarIds: calendarIdsOf(asked.calendarId, usual.sync),
    direction: readDirection(asked.syncDirection) ?? 'bidirectional',
    policy: asked.onConflict ?? null,
    force: asked.forceSync,
    maxEvents: asked.maxEvents,
    maxDeletes: toRemovals(asked.maxDeletes),
    since: toMidnight(asked.since),
    until: toMidnight(asked.until),
    retryFailed: asked.retryFailed,
    renamedFrom: asked.renamedFrom ?? null,
    restored: asked.restored ?? null,
    include: toInclude(asked.include),
    withAttendees: asked.withAttendees || asked.sendUpdates === 'all',
    notify: asked.sendUpdates,
    dryRun: asked.dryRun || usual.dryRun,
  };
}

type CalendarIds = SyncOptions['calendarIds'];

/** RenOS's pages say "primary" by habit; a service account's own primary calendar is nobody's, and empty. */
function calendarIdsOf(asked: string | undefined, { calendarIds }: UsualWork['sync']): CalendarIds {
  const isUsual = asked === undefined || (asked === 'primary' && !calendarIds.includes(asked));
  return isUsual ? calendarIds : [asked];
}
