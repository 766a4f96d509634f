import * as v from 'valibot';
import { count, type Result } from './parts.js';

const counts = v.object({ removed: count, restored: count, madeAgain: count });
const kind = v.picklist(['customer', 'booking', 'event']);
const item = {
  side: v.picklist(['database', 'google']),
  kind,
  id: v.string(),
  title: v.optional(
    v.pipe(v.string(), v.description('Its name or title, for the first 500 of a list and while its row exists.')),
  ),
  time: v.optional(v.pipe(v.string(), v.description("A booking's start/end."))),
};

export const keptItem = v.object({
  ...item,
  reason: v.picklist([
    'changed-since',
    'gone',
    'in-use',
    'has-bookings',
    'event-changed',
    'booking-kept',
    'not-linked',
    'moved',
  ]),
  fields: v.pipe(
    v.record(v.string(), v.object({ before: v.unknown(), written: v.unknown(), now: v.unknown() })),
    v.description('field → the values before the run, after it, and now.'),
  ),
  usedBy: v.pipe(v.array(v.string()), v.description('Tables that refer to it.')),
});
/** An item, or fields of it, that an undo leaves unchanged. */
export type KeptItem = Result<typeof keptItem>;

const failed = v.object({ code: v.string(), message: v.string(), kind, id: v.string() });
const change = v.object({
  ...item,
  action: v.picklist(['remove', 'restore', 'make-again']),
  fields: v.pipe(
    v.record(v.string(), v.strictTuple([v.unknown(), v.unknown()])),
    v.description('field → [now, after the undo]; null is empty.'),
  ),
});

export const undoResult = v.object({
  success: v.boolean(),
  dryRun: v.boolean(),
  runId: v.pipe(
    v.nullable(v.string()),
    v.description('Its own id in history; null on a dry run, when a guard refused, and when there was nothing to do.'),
  ),
  undone: v.object({ id: v.string(), kind: v.picklist(['sync', 'import', 'undo']) }),
  customers: counts,
  bookings: counts,
  events: counts,
  kept: v.pipe(v.array(keptItem), v.description('Items that have changed since the run, and stay unchanged.')),
  errors: v.array(failed),
  changes: v.pipe(v.array(change), v.description('The changes, or those of the dry run.')),
});
/** Output of `undo --json`. */
export type UndoResult = Result<typeof undoResult>;
