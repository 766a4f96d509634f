import * as v from 'valibot';
import { importAndSyncResult } from './import-result.js';
import { count, fieldChanges, moment, type Result, text } from './parts.js';
import { syncResult } from './sync-result.js';

/** Rises if a program that knows the previous version cannot read the plan. */
export const planVersion = 1;
const seal = v.pipe(
  v.string(),
  v.regex(/^[0-9a-f]{32}$/),
  v.description('A fingerprint of the change and of the expected state, made with a key that only the database has.'),
);

const pairItem = v.object({
  calendarId: v.string(),
  bookingId: text,
  eventId: text,
  reason: v.pipe(v.string(), v.description('Why, in one sentence.')),
  rule: v.pipe(v.string(), v.description('The row of the truth table that decided it: action (booking/event).')),
  changes: v.pipe(
    v.array(
      v.object({
        side: v.picklist(['google', 'database']),
        action: v.picklist(['create', 'update', 'revive', 'delete', 'cancel']),
        fields: fieldChanges,
      }),
    ),
    v.description('Empty: the two belong together and agree; only their link is new.'),
  ),
  expects: v.pipe(
    v.object({ booking: text, event: text }),
    v.description("The planned booking's fingerprint and the event's ETag; null: there is none, or it is gone."),
  ),
  seal,
  after: v.pipe(v.nullable(seal), v.description('The values of both sides after it; null: not known.')),
});

const rowItem = v.object({
  kind: v.picklist(['customer', 'booking']),
  action: v.picklist(['create', 'update']),
  line: v.pipe(count, v.description('Of the file.')),
  id: v.pipe(text, v.description('The id of the changed customer or booking; null: it is new.')),
  rule: v.string(),
  fields: v.pipe(
    v.record(v.string(), v.strictTuple([v.unknown(), v.unknown()])),
    v.description('field → [from, to]; null is empty. From is the expected value.'),
  ),
  seal,
});

const head = {
  document: v.literal('renos-sync plan'),
  version: v.literal(planVersion),
  id: v.string(),
  madeAt: moment,
  madeBy: v.pipe(v.string(), v.description('The version of renos-sync.')),
  redacted: v.pipe(v.boolean(), v.description('Values are left out; each is replaced by ….')),
};

const database = v.object({ id: v.string(), place: v.string() });
const options = v.pipe(v.record(v.string(), v.unknown()), v.description('The options; applying uses the same.'));

const syncPlan = v.object({
  ...head,
  kind: v.literal('sync'),
  madeFrom: v.object({
    database,
    calendars: v.array(v.object({ calendarId: v.string(), googleId: text, syncToken: text })),
    options,
  }),
  counts: v.object({
    google: syncResult.entries.google,
    database: syncResult.entries.database,
    linked: count,
  }),
  items: v.array(pairItem),
});

const importPlan = v.object({
  ...head,
  kind: v.literal('import'),
  madeFrom: v.object({
    database,
    file: v.object({ path: text, name: v.string(), format: v.string(), fingerprint: v.string() }),
    reading: v.pipe(v.record(v.string(), text), v.description('How the bytes are read.')),
    options,
  }),
  counts: v.object({
    customersCreated: count,
    customersUpdated: count,
    bookingsCreated: count,
    bookingsUpdated: count,
    customersRejected: count,
  }),
  items: v.array(rowItem),
});

export const savedPlan = v.variant('kind', [syncPlan, importPlan]);
/** One item of a plan of that kind. */
export const planItems = { sync: pairItem, import: rowItem } as const;
type Kind = keyof typeof planItems;
/** Written by `--save-plan`, and read by `apply`. */
export type SavedPlan<Of extends Kind = Kind> = Extract<Result<typeof savedPlan>, { readonly kind: Of }>;
/** What is planned for one booking and its event, or for a customer or booking of a file. */
export type PlanItem<Of extends Kind> = SavedPlan<Of>['items'][number];

const movedItem = v.object({
  kind: v.picklist(['pair', 'customer', 'booking']),
  calendarId: v.optional(v.string()),
  bookingId: v.optional(text),
  eventId: v.optional(text),
  id: v.optional(text),
  line: v.optional(count),
  title: v.optional(text),
  time: v.optional(text),
  reason: v.pipe(
    v.picklist(['changed-since', 'no-longer-planned', 'changed-meanwhile']),
    v.description(
      'The planned change is different now; there is none now; or the item changed while the plan was applied.',
    ),
  ),
});

export const applyResult = v.object({
  success: v.boolean(),
  dryRun: v.boolean(),
  plan: v.object({ id: v.string(), kind: v.picklist(['sync', 'import']), madeAt: moment, items: count }),
  runId: v.pipe(text, v.description('Its id in history; null if there was nothing to write.')),
  moved: v.pipe(
    v.array(movedItem),
    v.description('Items that have changed since the plan was made: they were not written.'),
  ),
  doneBefore: v.pipe(count, v.description('Items that already had the planned values.')),
  sync: v.pipe(v.nullable(syncResult), v.description('The result for the plan of a sync.')),
  import: v.pipe(
    v.nullable(v.omit(importAndSyncResult, ['sync'])),
    v.description('The result for the plan of an import.'),
  ),
});
/** Output of `apply --json`. */
export type ApplyResult = Result<typeof applyResult>;
