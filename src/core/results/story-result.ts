import * as v from 'valibot';
import { count, errorSentence, fieldChanges, moment, type Result, text } from './parts.js';
import { heldDetail } from './status-result.js';
import { pairNote } from './sync-result.js';
import { keptItem } from './undo-result.js';

export const runStory = v.object({
  id: v.string(),
  kind: v.picklist(['sync', 'import', 'undo']),
  status: v.picklist(['running', 'succeeded', 'partly', 'failed', 'refused', 'interrupted']),
  startedAt: moment,
  finishedAt: v.nullable(moment),
  durationMs: v.pipe(v.nullable(v.number()), v.description('null while it is running, or if it was killed.')),
  counts: v.record(v.string(), v.number()),
  changes: v.pipe(count, v.description('How many entries its journal has.')),
  error: text,
  errorSentence,
});

const change = v.object({
  runId: v.string(),
  at: moment,
  side: v.picklist(['database', 'google']),
  action: v.picklist(['create', 'update', 'cancel', 'delete', 'link', 'unlink']),
  kind: v.picklist(['booking', 'event', 'customer']),
  itemId: v.string(),
  title: v.optional(
    v.pipe(v.string(), v.description('Its name or title; absent: it is gone, and the change does not contain it.')),
  ),
  time: v.optional(v.pipe(v.string(), v.description("The booking's start/end."))),
  fields: v.pipe(
    v.record(v.string(), v.strictTuple([v.unknown(), v.unknown()])),
    v.description('field → [from, to]; null is empty.'),
  ),
  rule: v.pipe(v.string(), v.description('The rule that decided it.')),
});

export const historyResult = v.object({ success: v.literal(true), runs: v.array(runStory) });
/** Output of `history --json`. */
export type HistoryResult = Result<typeof historyResult>;

const undoStory = v.object({
  canBeUndone: v.pipe(
    v.picklist(['all', 'part', 'nothing', 'not-known']),
    v.description('not-known: Google, or data that it needs, could not be read.'),
  ),
  items: v.pipe(count, v.description('Changes that an undo would reverse.')),
  kept: v.pipe(v.array(keptItem), v.description('Items that an undo would leave unchanged, and why.')),
});
/** Whether a run can be undone, and which of its changes no longer can. */
export type UndoStory = Result<typeof undoStory>;

export const runResult = v.object({
  success: v.literal(true),
  run: runStory,
  changes: v.pipe(
    v.array(change),
    v.description('In the order in which they were made, at most --limit of run.changes.'),
  ),
  undo: v.pipe(v.nullable(undoStory), v.description('null: it changed nothing, or this was not requested.')),
});
/** Output of `history RUN --json`. */
export type RunResult = Result<typeof runResult>;

const says = v.object({ time: text, title: text, location: text, description: text, customer: text });
const side = v.object({
  says,
  removed: v.pipe(v.boolean(), v.description('Cancelled, deleted or missing: `says` has its last values.')),
  updatedAt: text,
  remembered: v.pipe(v.boolean(), v.description('Google could not be asked: the values are those of the last run.')),
});
/** The present values of one side. */
export type SideStory = Result<typeof side>;

const leftAlone = v.picklist([
  'outside-window',
  'private',
  'details-hidden',
  'declined',
  'other-event-type',
  'cancelled',
  'series-master',
  'failed-before',
  'no-time',
  'linked-elsewhere',
  'unchanged',
  'cancelled-booking',
  'calendar-not-synced',
  'refused',
]);
/** Why the next run does not read an item. */
export type LeftAlone = Result<typeof leftAlone>;

const write = v.nullable(v.object({ action: v.string(), fields: fieldChanges }));
const next = v.object({
  action: v.picklist([
    'nothing',
    'push',
    'pull',
    'merge',
    'adopt',
    'create-event',
    'create-booking',
    'delete-event',
    'cancel-booking',
    'revive-event',
    'revive-booking',
    'edited-here-deleted-there',
    'deleted-here-edited-there',
    'close',
    'left-alone',
  ]),
  state: v.pipe(text, v.description('The row of the truth table: booking/event; null if it was not used.')),
  reason: v.string(),
  leftAlone: v.pipe(v.nullable(leftAlone), v.description('Why the next run does not read it; null if it does.')),
  google: write,
  database: write,
  holds: v.pipe(v.array(v.string()), v.description('Fields in conflict that it would hold for a person.')),
  refusal: v.pipe(text, v.description('Why a guard refuses the whole run; null if none does.')),
  refusalSentence: errorSentence,
});
/** What the next run would do with the pair, and the row of the truth table that decides it. */
export type NextStep = Result<typeof next>;

export const pairStory = v.object({
  success: v.boolean(),
  bookingId: text,
  eventId: text,
  calendarId: text,
  booking: v.nullable(side),
  event: v.nullable(side),
  agreed: v.pipe(
    v.nullable(v.object({ at: moment, booking: says, event: says })),
    v.description('null when they are not linked.'),
  ),
  next: v.nullable(next),
  held: v.array(heldDetail),
  failed: v.array(v.object({ code: v.string(), reason: v.string(), help: v.string() })),
  notes: v.array(pairNote),
  changes: v.array(change),
});
/** Output of `show --json`. */
export type PairStory = Result<typeof pairStory>;
