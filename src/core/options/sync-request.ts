import * as v from 'valibot';
import { complaint } from '../../messages/complaints.js';
import { midnight } from '../calendar/model/zoned-day.js';
import { type Asked, listOf, plainText, wholeNumber, yesOrNo } from './option.js';
import { defaultSyncOptions, readDirection, type SyncOptions } from './sync-options.js';

/** A day as it is typed or posted. */
export const dayWord = v.pipe(v.string(), v.isoDate(complaint('day')), v.check(isInCalendar, complaint('real-day')));

/** What is no day at all has been told already. */
function isInCalendar(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return Number.isNaN(day.getTime()) || (day.getTime() >= 0 && day.toISOString().startsWith(text));
}

const day = (description: string) => v.optional(v.pipe(dayWord, v.description(description)));

const removals = v.union(
  [v.pipe(v.number(), v.integer(), v.minValue(0)), v.pipe(v.string(), v.regex(/^\d{1,6}%?$/, complaint('removals')))],
  complaint('whole-removals'),
);

/** The id of a calendar, as it is typed or posted. */
export const calendarId = v.pipe(
  plainText,
  v.nonEmpty(complaint('not-empty')),
  v.maxLength(1024, complaint('too-long')),
  // In an address these lead to the calendars above, or to none.
  v.check((id) => !/^\.{1,2}$|\p{Control}/u.test(id), complaint('calendar-id')),
);

/** Which side may be written, in our spelling and in RenOS's. */
export const direction = v.optional(
  v.pipe(
    v.picklist(['bidirectional', 'google-to-db', 'db-to-google', 'google_to_db', 'db_to_google']),
    v.description('Which side may be written.'),
    v.metadata({ http: 'syncDirection' }),
  ),
  'bidirectional',
);

/** What may be asked of a sync, besides its calendars and its direction. */
export const syncRequest = {
  onConflict: v.optional(
    v.pipe(
      v.picklist(['newest', 'google', 'database', 'hold']),
      v.description(
        'Who wins when both sides changed the same field, held ones among them. Default: newest, and what is held stays held.',
      ),
    ),
  ),
  dryRun: yesOrNo('Show what would be done, and why; write nothing on either side.', { char: 'n' }),
  force: yesOrNo('Compare everything, not only what changed.', { http: 'forceSync' }),
  since: day('Create nothing that is over before this Danish day (YYYY-MM-DD). Default: 30 days back.'),
  until: day('Create nothing that begins on this Danish day (YYYY-MM-DD) or later. Default: 365 days ahead.'),
  maxEvents: wholeNumber('Change at most so many pairs; the rest is left for the next run.'),
  maxDeletes: v.optional(
    v.pipe(
      removals,
      v.description(
        'How many linked pairs may be removed on one side: N or N%. Default: 10, or 25% where that is more.',
      ),
    ),
  ),
  retryFailed: yesOrNo('Try again what failed before, though it has not changed.'),
  renamedFrom: v.optional(
    v.pipe(
      calendarId,
      v.description('The calendar is the one that was synced under this id until now; its links go on.'),
    ),
  ),
  restored: v.optional(
    v.pipe(
      v.picklist(['keep-calendar', 'keep-database']),
      v.description('Which side is right after the database was restored from a backup; refused until then.'),
    ),
  ),
  include: v.optional(
    v.pipe(
      listOf(v.picklist(['private', 'declined'], complaint('included')), 10),
      v.description('Also make bookings of these events: private, declined.'),
    ),
    [],
  ),
  withAttendees: yesOrNo("Write the customer's address to the event as a guest; no mail is sent."),
  sendUpdates: v.optional(
    v.pipe(v.picklist(['none', 'all']), v.description('Whether Google mails the guests; all writes guests too.')),
    'none',
  ),
};

/** What was asked of a sync. */
export type SyncRequest = Asked<typeof syncRequest> & { readonly direction: string };

/** What the environment says of every sync. */
interface UsualSync {
  readonly sync: Pick<SyncOptions, 'calendarIds' | 'titleTemplate'>;
  readonly dryRun: boolean;
}

/** What was asked, with the environment behind it. Days are Danish. */
export function toSyncOptions(
  asked: SyncRequest,
  { sync, dryRun }: UsualSync,
  calendarIds: SyncOptions['calendarIds'] = sync.calendarIds,
): SyncOptions {
  return {
    ...defaultSyncOptions,
    ...sync,
    calendarIds,
    direction: readDirection(asked.direction) ?? 'bidirectional',
    policy: asked.onConflict ?? null,
    force: asked.force,
    dryRun: asked.dryRun || dryRun,
    maxEvents: asked.maxEvents ?? null,
    maxDeletes: toRemovals(asked.maxDeletes),
    since: toMidnight(asked.since),
    until: toMidnight(asked.until),
    renamedFrom: asked.renamedFrom ?? null,
    restored: asked.restored ?? null,
    include: { private: asked.include.includes('private'), declined: asked.include.includes('declined') },
    retryFailed: asked.retryFailed,
    notify: asked.sendUpdates,
    withAttendees: asked.withAttendees || asked.sendUpdates === 'all',
  };
}

/** Days are Danish. */
function toMidnight(day: string | undefined): Date | null {
  return day === undefined ? null : midnight(day, 'Europe/Copenhagen');
}

/** How many pairs may be removed, as the guards take it. */
export function toRemovals(said: string | number | undefined): SyncOptions['maxDeletes'] {
  if (said === undefined) return null;
  const count = Number.parseInt(String(said), 10);
  return String(said).endsWith('%') ? { percent: count } : { count };
}
