import * as v from 'valibot';
import type { AdoptResult } from '../src/core/calendar/adopt-calendar.js';
import type { MoveResult } from '../src/core/calendar/move-calendar.js';
import type { PairStory } from '../src/core/calendar/status/pair-story.js';
import type { DoctorResult } from '../src/core/doctor/examine.js';
import type { ChangeStory, HistoryResult, RunResult, RunStory } from '../src/core/runs/history.js';
import { pairNote } from '../src/server/schemas/answers.js';
import { count, type Described, id, moment, text } from './schema-parts.js';

const run = v.object({
  id: v.string(),
  kind: v.picklist(['sync', 'import']),
  status: v.picklist(['running', 'succeeded', 'partly', 'failed', 'refused', 'interrupted']),
  startedAt: moment,
  finishedAt: v.nullable(moment),
  durationMs: v.pipe(v.nullable(v.number()), v.description('null while it goes on, or when it was killed.')),
  counts: v.record(v.string(), v.number()),
  changes: v.pipe(count, v.description('How many entries its journal has.')),
  error: text,
});
const change = v.object({
  runId: v.string(),
  at: moment,
  side: v.picklist(['database', 'google']),
  action: v.picklist(['create', 'update', 'cancel', 'delete', 'link', 'unlink']),
  kind: v.picklist(['booking', 'event', 'customer']),
  itemId: v.string(),
  fields: v.pipe(
    v.record(v.string(), v.strictTuple([v.unknown(), v.unknown()])),
    v.description('field → [from, to]; null is nothing.'),
  ),
  rule: v.pipe(v.string(), v.description('The rule that decided it.')),
});

export const history = v.object({ success: v.literal(true), runs: v.array(run) });
export const oneRun = v.object({ success: v.literal(true), run, changes: v.array(change) });

const says = v.object({ time: text, title: text, location: text, description: text, customer: text });
const side = v.object({
  says,
  removed: v.boolean(),
  updatedAt: text,
  remembered: v.pipe(v.boolean(), v.description('Google could not be asked: it is what the last run read.')),
});
const write = v.nullable(v.object({ action: v.string(), fields: v.record(v.string(), v.strictTuple([text, text])) }));
const values = v.record(v.string(), v.object({ base: text, booking: text, event: text }));

export const pairStory = v.object({
  success: v.boolean(),
  bookingId: id,
  eventId: id,
  calendarId: id,
  booking: v.nullable(side),
  event: v.nullable(side),
  agreed: v.nullable(v.object({ at: moment, booking: says, event: says })),
  next: v.nullable(
    v.object({
      action: v.string(),
      state: v.pipe(text, v.description('The row of the truth table: booking/event.')),
      reason: v.string(),
      leftAlone: v.pipe(text, v.description('Why the next run does not look at it; null when it does.')),
      google: write,
      database: write,
      holds: v.pipe(v.array(v.string()), v.description('Fields in dispute that it would hold for a person.')),
      refusal: text,
    }),
  ),
  held: v.array(
    v.object({
      id: v.string(),
      calendarId: v.string(),
      bookingId: v.string(),
      eventId: v.string(),
      fields: v.array(v.string()),
      reason: v.string(),
      since: moment,
      values,
    }),
  ),
  failed: v.array(v.object({ code: v.string(), reason: v.string(), help: v.string() })),
  notes: v.array(pairNote),
  changes: v.array(change),
});

export const doctor = v.object({
  success: v.boolean(),
  checks: v.array(
    v.object({
      name: v.string(),
      state: v.picklist(['ok', 'warn', 'fail', 'skipped']),
      says: v.string(),
      mend: v.pipe(v.array(v.string()), v.description('What to do, most likely first.')),
    }),
  ),
  tables: v.pipe(
    v.array(
      v.object({
        table: v.string(),
        rows: v.number(),
        bytes: v.pipe(v.number(), v.description('On the disk, with its indexes.')),
        oldest: v.pipe(v.nullable(v.string()), v.description('Of its oldest entry; null: empty, or without dates.')),
      }),
    ),
    v.description("renos-sync's own tables, the largest first."),
  ),
});

true satisfies Described<RunStory, typeof run>;
true satisfies Described<ChangeStory, typeof change>;
true satisfies Described<HistoryResult, typeof history>;
true satisfies Described<RunResult, typeof oneRun>;
true satisfies Described<PairStory, typeof pairStory>;
true satisfies Described<DoctorResult, typeof doctor>;

export const adopted = v.object({
  success: v.literal(true),
  calendars: v.array(
    v.object({
      calendarId: v.string(),
      epoch: v.pipe(count, v.description('How often a person has said which database keeps it.')),
      eventId: v.pipe(id, v.description('The event that tells other databases; null when there was none to mark.')),
    }),
  ),
});
true satisfies Described<AdoptResult, typeof adopted>;

export const moved = v.object({
  success: v.boolean(),
  dryRun: v.boolean(),
  moved: v.pipe(v.array(v.string()), v.description('Bookings whose events are in the other calendar now.')),
  failed: v.array(v.object({ bookingId: v.string(), eventId: v.string(), reason: v.string() })),
});
true satisfies Described<MoveResult, typeof moved>;
