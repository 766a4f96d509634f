import * as v from 'valibot';
import { count, disputedValues, errorSentence, moment, type Result, text } from './parts.js';
import { about, conflictCode, elsewhere, pairNote, sides } from './sync-result.js';

const conflictIds = { id: v.string(), calendarId: v.string(), bookingId: v.string(), eventId: v.string() };
const held = v.object({
  ...conflictIds,
  ...about,
  fields: v.array(v.string()),
  code: conflictCode,
  reason: v.string(),
  since: moment,
});

export const heldDetail = v.object({ ...held.entries, values: disputedValues });
/** A conflict that waits for a person, with what each side says, and what both said before. */
export type HeldConflictDetail = Result<typeof heldDetail>;

const decided = v.object({
  ...conflictIds,
  ...about,
  runId: v.string(),
  decision: v.picklist(['google', 'database', 'settled']),
  code: conflictCode,
  reason: v.string(),
  at: moment,
  values: disputedValues,
});
/** A conflict that has ended; `settled` = both sides agreed again without a decision. */
export type DecidedConflict = Result<typeof decided>;

export const conflictsResult = v.object({
  success: v.literal(true),
  held: v.array(heldDetail),
  decided: v.pipe(v.nullable(v.array(decided)), v.description('The last fifty, the newest first; null without --all.')),
});
/** Output of `conflicts --json`. */
export type ConflictsResult = Result<typeof conflictsResult>;

const reachability = v.object({
  reachable: v.boolean(),
  milliseconds: count,
  as: v.pipe(text, v.description('Our account or user there; null if it was not asked.')),
  problem: text,
  help: v.array(v.string()),
  sentence: errorSentence,
});

const lastRun = v.object({ id: v.string(), status: v.string(), startedAt: moment, error: text, errorSentence });
const waiting = v.pipe(
  v.nullable(v.object(sides)),
  v.description('The changes of the next run; null if they are not known.'),
);

const calendar = v.object({
  calendarId: v.string(),
  lastRun: v.nullable(lastRun),
  lastSync: v.pipe(v.nullable(moment), v.description('When the last run of it finished.')),
  linkedEvents: count,
  events: v.pipe(count, v.description('All if the whole calendar was listed; else linked and waiting ones.')),
  eventsCounted: v.boolean(),
  tokenAgeSeconds: v.nullable(v.pipe(v.number(), v.integer())),
  waiting,
});
/** RenOS's fields, then the facts behind the verdict. */
export const statusResult = v.object({
  success: v.boolean(),
  verdict: v.pipe(
    v.picklist(['in-step', 'changes-waiting', 'attention', 'stale', 'unreachable']),
    v.description('in-step (exit 0), changes-waiting (0), attention (4), stale (4), unreachable (5).'),
  ),
  checkedAt: moment,
  deep: v.pipe(v.boolean(), v.description('Everything was compared, not only what changed.')),
  lastSync: v.pipe(v.nullable(moment), v.description('null before the first sync.')),
  nextSync: v.pipe(v.nullable(moment), v.description('null unless renos-sync itself runs on a schedule.')),
  totalEvents: count,
  totalBookings: count,
  outsideWindow: v.pipe(
    count,
    v.description(
      'Bookings without an event, because they begin outside the window of a sync; cancelled ones are not counted.',
    ),
  ),
  syncErrors: count,
  lastRun: v.nullable(lastRun),
  calendars: v.array(calendar),
  waiting,
  toBeHeld: v.pipe(count, v.description('Pairs that the next run would hold for a person, and that are not held yet.')),
  refusal: v.pipe(text, v.description('Why the next run would refuse, if it would.')),
  refusalSentence: errorSentence,
  held: v.array(v.object({ ...held.entries, help: v.string() })),
  failed: v.array(
    v.object({ ...about, bookingId: text, eventId: text, code: v.string(), reason: v.string(), help: v.string() }),
  ),
  notes: v.array(pairNote),
  elsewhere,
  database: reachability,
  google: reachability,
});
/** Output of `status --json`. */
export type SyncStatus = Result<typeof statusResult>;
