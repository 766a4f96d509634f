import * as v from 'valibot';
import type { RedactedFile } from '../src/app/run-redact.js';
import type { ConflictsResult } from '../src/cli/commands/conflicts/index.js';
import type { MigrateResult } from '../src/cli/commands/migrate.js';
import type { SyncChange, SyncResult } from '../src/core/calendar/apply/sync-result.js';
import type { CalendarStatus, HeldConflict, SyncStatus } from '../src/core/calendar/status/sync-status.js';
import type { Failure } from '../src/reports/failure.js';
import { statusData, syncData } from '../src/server/schemas/answers.js';
import { exported, imported, printedMapping, redacted, statistics } from './customer-schemas.js';
import { count, type Described, id, moment, text } from './schema-parts.js';
import { adopted, doctor, history, moved, oneRun, pairStory } from './story-schemas.js';

/** What one command prints with `--json`. */
export interface ResultDocument {
  readonly title: string;
  readonly result: v.GenericSchema;
}

const change = v.object({
  side: v.pipe(v.picklist(['google', 'database']), v.description('The side that was written.')),
  action: v.picklist(['create', 'update', 'revive', 'delete', 'cancel']),
  calendarId: v.string(),
  bookingId: id,
  eventId: id,
  reason: v.pipe(v.string(), v.description('Why, in one sentence.')),
  rule: v.pipe(v.string(), v.description('The row of the truth table that decided it: action (booking/event).')),
  fields: v.pipe(
    v.record(v.string(), v.strictTuple([text, text])),
    v.description('field → [from, to]; null is nothing.'),
  ),
});

const sync = v.object({
  ...syncData.entries,
  skipped: v.pipe(v.record(v.string(), count), v.description('Events left alone, counted by reason.')),
  changes: v.pipe(v.array(change), v.description('What was done, or with --dry-run would be.')),
});

const values = v.pipe(
  v.record(v.string(), v.object({ base: text, booking: text, event: text })),
  v.description('field → what both said when they last agreed, and what each says.'),
);
const conflictIds = { id: v.string(), calendarId: v.string(), bookingId: v.string(), eventId: v.string() };
const held = v.object({ ...conflictIds, fields: v.array(v.string()), reason: v.string(), since: moment });
const decided = v.object({
  ...conflictIds,
  runId: v.string(),
  decision: v.picklist(['google', 'database', 'settled']),
  reason: v.string(),
  at: moment,
  values,
});

const calendar = v.object({
  calendarId: v.string(),
  lastRun: statusData.entries.lastRun,
  lastSync: v.nullable(moment),
  linkedEvents: count,
  events: count,
  eventsCounted: v.boolean(),
  tokenAgeSeconds: v.nullable(v.pipe(v.number(), v.integer())),
  waiting: statusData.entries.waiting,
});

const status = v.object({
  ...statusData.entries,
  calendars: v.array(calendar),
  held: v.array(v.object({ ...held.entries, help: v.string() })),
  failed: v.array(v.object({ bookingId: id, eventId: id, code: v.string(), reason: v.string(), help: v.string() })),
});

const conflicts = v.object({
  success: v.literal(true),
  held: v.array(v.object({ ...held.entries, values })),
  decided: v.nullable(v.array(decided)),
});

const migrate = v.object({ success: v.literal(true), dryRun: v.boolean(), migrations: v.array(v.string()) });

const failure = v.object({
  code: v.pipe(v.string(), v.description('Stable, kebab-case.')),
  message: v.string(),
  exitCode: v.pipe(v.number(), v.integer()),
  actions: v.pipe(v.array(v.string()), v.description('What to do next, ready to paste.')),
});

/** What every command prints when it cannot begin, or breaks off with nothing to tell. */
export const failed = v.object({ success: v.literal(false), error: failure });

/** A run that ended early tells what it did, and why it ended. */
const stopped = { error: v.optional(failure) };

const syncing = v.object({ ...sync.entries, ...stopped });
const resolved = { resolved: v.pipe(v.array(v.string()), v.description('Ids of the conflicts that were decided.')) };
/** An import may carry new bookings on to the calendar. */
const importing = v.union([v.object({ ...imported.entries, sync: v.nullable(sync), ...stopped }), printedMapping]);
const says = (command: string, result: v.GenericSchema): ResultDocument => ({
  title: `What renos-sync ${command} --json prints`,
  result,
});

/** command → its document: the file's name under `schemas/`. */
export const resultDocuments: Readonly<Record<string, ResultDocument>> = {
  sync: says('sync', syncing),
  status: says('status', v.object({ ...status.entries, ...stopped })),
  conflicts: says('conflicts', conflicts),
  'conflicts-resolve': says(
    'conflicts resolve',
    v.union([v.object({ ...syncing.entries, ...resolved }), v.object({ success: v.literal(true), ...resolved })]),
  ),
  history: says('history', v.union([history, oneRun])),
  show: says('show', v.object({ ...pairStory.entries, ...stopped })),
  import: says('import', importing),
  'import-csv': says('import-csv', importing),
  validate: says('validate', importing),
  export: says('export', exported),
  redact: says('redact', redacted),
  stats: says('stats', statistics),
  'adopt-calendar': says('adopt-calendar', adopted),
  'move-calendar': says('move-calendar', moved),
  doctor: says('doctor', doctor),
  migrate: says('migrate', migrate),
};

// Each type of the program and its description have the same fields, of the same types: otherwise this does not compile.
true satisfies Described<SyncResult, typeof sync>;
true satisfies Described<RedactedFile, typeof redacted>;
true satisfies Described<SyncChange, typeof change>;
true satisfies Described<SyncStatus, typeof status>;
true satisfies Described<CalendarStatus, typeof calendar>;
true satisfies Described<HeldConflict, typeof held>;
true satisfies Described<ConflictsResult, typeof conflicts>;
true satisfies Described<MigrateResult, typeof migrate>;
true satisfies Described<Failure, typeof failure>;
