import * as v from 'valibot';
import { conflictPolicies, type SyncDirection, syncDirections } from '../calendar/model/sync-rules.js';
import { complaint } from '../codes/complaints.js';
import { type Asked, dayOf, listOf, oneOf, plainText, toMidnight, wholeNumber, yesOrNo } from './option.js';
import { defaultSyncOptions, mailedGuests, restoredSides, type SyncOptions } from './sync-options.js';

/** How many may be removed: a number, or a percentage. */
export function removalsOf(description: string) {
  const count = v.pipe(v.number(), v.integer(), v.minValue(0));
  const text = v.pipe(v.string(), v.regex(/^(?:\d{1,6}|0{0,3}(?:\d{1,2}|100)%)$/, complaint('removals')));
  return v.optional(v.pipe(v.union([count, text], complaint('whole-removals')), v.description(description)));
}

/** The id of a calendar, as given by a flag or a request. */
const calendarId = v.pipe(
  plainText,
  v.nonEmpty(complaint('not-empty')),
  v.maxLength(1024, complaint('too-long')),
  // In a URL's path, these would lead to other addresses.
  v.check((id) => !/^\.{1,2}$|\p{Control}/u.test(id), complaint('calendar-id')),
);

/** The calendar of a request: a command may name several. */
export const calendarOption = {
  calendarId: v.optional(
    v.pipe(calendarId, v.description('Default, and the meaning of `primary`: the calendars of GOOGLE_CALENDAR_ID.')),
  ),
};

/** The options of a sync in either direction, besides its calendars. */
export const directedSync = {
  onConflict: v.optional(
    v.pipe(
      v.picklist(conflictPolicies),
      v.description(
        'Who wins when both sides changed the same field, held ones among them. Default: newest, and what is held stays held.',
      ),
    ),
  ),
  dryRun: yesOrNo('Show what would be done, and why; write nothing on either side.', { char: 'n' }),
  forceSync: yesOrNo('Compare everything, not only what changed.', { flag: 'force' }),
  since: dayOf('Create nothing that is over before this Danish day (YYYY-MM-DD). Default: 30 days back.'),
  until: dayOf('Create nothing that begins on this Danish day (YYYY-MM-DD) or later. Default: 365 days ahead.'),
  maxEvents: wholeNumber('Change at most this many pairs; the rest are left for the next run.'),
  maxDeletes: removalsOf(
    'How many linked pairs may be removed on one side: N or N%. Default: 10, or 25% where that is more.',
  ),
  retryFailed: yesOrNo('Try failed items again, even if they have not changed.'),
  renamedFrom: v.optional(
    v.pipe(calendarId, v.description('The previous id of the same calendar; its links are kept.')),
  ),
  restored: v.optional(
    v.pipe(
      v.picklist(restoredSides),
      v.description(
        'Which side is right after the database was restored from a backup; without this, the sync is refused.',
      ),
    ),
  ),
  include: v.optional(
    v.pipe(
      listOf(v.picklist(['private', 'declined'], complaint('included')), 10),
      v.description('Also create bookings for these events: private, declined.'),
    ),
    [],
  ),
  withAttendees: yesOrNo("Write the customer's address to the event as a guest; no mail is sent."),
  sendUpdates: oneOf('Whether Google mails the guests; all writes guests too.', mailedGuests),
};

/** The options of a sync, besides its calendars. */
export const syncRequest = {
  ...directedSync,
  syncDirection: v.optional(
    v.pipe(
      v.picklist([...syncDirections, 'google_to_db', 'db_to_google']),
      v.description('Which side may be written.'),
      v.metadata({ flag: 'direction' }),
    ),
    'bidirectional',
  ),
};

/** Settings from the environment for every sync. */
interface UsualSync {
  readonly sync: Pick<SyncOptions, 'calendarIds' | 'titleTemplate'>;
  readonly dryRun: boolean;
}

/** The options of a sync, with defaults from the environment. Days are Danish. */
export function toSyncOptions(
  asked: Asked<typeof syncRequest>,
  { sync, dryRun }: UsualSync,
  calendarIds: SyncOptions['calendarIds'] = sync.calendarIds,
): SyncOptions {
  return {
    ...defaultSyncOptions,
    ...sync,
    calendarIds,
    direction: asked.syncDirection.replaceAll('_', '-') as SyncDirection,
    policy: asked.onConflict ?? null,
    force: asked.forceSync,
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

/** How many pairs may be removed, as the guards take it. */
export function toRemovals(said: string | number | undefined): SyncOptions['maxDeletes'] {
  if (said === undefined) return null;
  const count = Number.parseInt(String(said), 10);
  return String(said).endsWith('%') ? { percent: count } : { count };
}
