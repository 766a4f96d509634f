import * as v from 'valibot';
import { conflictCodes } from '../codes/reasons.js';
import { count, disputedValues, fieldChanges, moment, type Result, text } from './parts.js';

/** Title and time of the item, for a calendar view, whichever field is changed. */
export const about = {
  time: v.pipe(text, v.description('Its time: start/end, instants in UTC or dates; null is not known.')),
  title: text,
};

const change = v.object({
  ...about,
  side: v.pipe(v.picklist(['google', 'database']), v.description('The written side.')),
  action: v.picklist(['create', 'update', 'revive', 'delete', 'cancel']),
  calendarId: v.string(),
  bookingId: text,
  eventId: text,
  reason: v.pipe(v.string(), v.description('Why, in one sentence.')),
  rule: v.pipe(v.string(), v.description('The row of the truth table that decided it: action (booking/event).')),
  fields: fieldChanges,
});
/** One change of a run, or of its dry run. */
export type SyncChange = Result<typeof change>;

const failure = v.object({
  ...about,
  code: v.string(),
  message: v.string(),
  calendarId: v.string(),
  bookingId: text,
  eventId: text,
});
export type SyncFailure = Result<typeof failure>;

/** The reason's code. */
export const conflictCode = v.pipe(
  v.nullable(v.picklist(conflictCodes)),
  v.description('The code of `reason`; null if another version of the program stored it.'),
);

const conflict = v.object({
  ...about,
  bookingId: text,
  eventId: text,
  fields: v.array(v.string()),
  decision: v.picklist(['held', 'google', 'database']),
  code: conflictCode,
  reason: v.string(),
  values: disputedValues,
});
export type SyncConflict = Result<typeof conflict>;

export const pairNote = v.object({
  code: v.picklist(['declined', 'declined-by-customer', 'clock-wrong']),
  message: v.string(),
  calendarId: v.string(),
  bookingId: v.string(),
  eventId: v.string(),
});
/** The changes on either side that are done or planned. */
export const sides = {
  google: v.object({ created: count, updated: count, deleted: count }),
  database: v.object({ created: count, updated: count, cancelled: count }),
};

export const elsewhere = v.pipe(
  v.array(v.object({ calendarId: v.string(), bookings: count })),
  v.description('Bookings that are linked in calendars which are not synced now: they wait.'),
);

/** RenOS's fields, totals over both sides, and what happened on each. */
export const syncResult = v.object({
  success: v.boolean(),
  dryRun: v.boolean(),
  eventsProcessed: count,
  eventsCreated: count,
  eventsUpdated: count,
  eventsDeleted: count,
  errors: v.array(failure),
  lastSyncTime: moment,
  ...sides,
  linked: v.pipe(count, v.description('Pairs that belong together and agree: they were linked.')),
  conflicts: v.array(conflict),
  skipped: v.pipe(v.record(v.string(), count), v.description('Events left alone, counted by reason.')),
  notes: v.pipe(v.array(pairNote), v.description('Notes about pairs, given once; they change nothing.')),
  elsewhere,
  deferred: v.pipe(count, v.description('Left for the next run by the limit of changes per run.')),
  requests: v.pipe(count, v.description('Requests to Google.')),
  changes: v.pipe(v.array(change), v.description('The changes, or those of the dry run.')),
});
/** Output of `sync --json`. Times are ISO, UTC. */
export type SyncResult = Result<typeof syncResult>;

export const adoptResult = v.object({
  success: v.literal(true),
  calendars: v.array(
    v.object({
      calendarId: v.string(),
      epoch: v.pipe(count, v.description('How many times a person has chosen the database that keeps it.')),
      eventId: v.pipe(text, v.description('The event that other databases recognize; null if none could be marked.')),
    }),
  ),
});
/** Output of `adopt-calendar --json`. */
export type AdoptResult = Result<typeof adoptResult>;

export const moveResult = v.object({
  success: v.boolean(),
  dryRun: v.boolean(),
  moved: v.pipe(v.array(v.string()), v.description('Bookings whose events are in the other calendar now.')),
  failed: v.array(v.object({ bookingId: v.string(), eventId: v.string(), reason: v.string() })),
});
/** Output of `move-calendar --json`. */
export type MoveResult = Result<typeof moveResult>;
