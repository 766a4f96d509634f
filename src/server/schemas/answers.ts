import * as v from 'valibot';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const moment = v.pipe(v.string(), v.isoTimestamp());
const id = v.nullable(v.string());
const counts = v.record(v.string(), v.number());
const sides = {
  google: v.object({ created: count, updated: count, deleted: count }),
  database: v.object({ created: count, updated: count, cancelled: count }),
};

export const pairNote = v.object({
  code: v.picklist(['declined', 'declined-by-customer', 'clock-wrong']),
  message: v.string(),
  calendarId: v.string(),
  bookingId: v.string(),
  eventId: v.string(),
});

/** What a sync did, or would do. */
const elsewhere = v.pipe(
  v.array(v.object({ calendarId: v.string(), bookings: count })),
  v.description('Bookings that are linked in calendars which are not synced now: they wait.'),
);

export const syncData = v.object({
  success: v.boolean(),
  dryRun: v.boolean(),
  eventsProcessed: count,
  eventsCreated: count,
  eventsUpdated: count,
  eventsDeleted: count,
  errors: v.array(
    v.object({ code: v.string(), message: v.string(), calendarId: v.string(), bookingId: id, eventId: id }),
  ),
  lastSyncTime: moment,
  ...sides,
  linked: count,
  conflicts: v.array(
    v.object({
      bookingId: id,
      eventId: id,
      fields: v.array(v.string()),
      decision: v.picklist(['held', 'google', 'database']),
      reason: v.string(),
    }),
  ),
  skipped: counts,
  notes: v.pipe(v.array(pairNote), v.description('What was seen for the first time, and changes nothing.')),
  elsewhere,
  deferred: count,
  requests: count,
  changes: v.array(v.looseObject({ side: v.picklist(['google', 'database']), action: v.string(), reason: v.string() })),
});

const reachability = v.object({
  reachable: v.boolean(),
  milliseconds: count,
  as: v.nullable(v.string()),
  problem: v.nullable(v.string()),
  help: v.array(v.string()),
});
const lastRun = v.nullable(v.object({ id: v.string(), status: v.string(), startedAt: moment, error: id }));
const waiting = v.nullable(v.object(sides));
const troubled = { reason: v.string(), help: v.string() };

/** Whether both sides are in step, and what waits. */
export const statusData = v.object({
  success: v.boolean(),
  verdict: v.picklist(['in-step', 'changes-waiting', 'attention', 'stale', 'unreachable']),
  checkedAt: moment,
  deep: v.boolean(),
  lastSync: v.nullable(moment),
  nextSync: v.nullable(moment),
  totalEvents: count,
  totalBookings: count,
  syncErrors: count,
  lastRun,
  calendars: v.array(
    v.looseObject({ calendarId: v.string(), lastRun, lastSync: v.nullable(moment), linkedEvents: count, waiting }),
  ),
  waiting,
  toBeHeld: v.pipe(count, v.description('Pairs that the next run would hold for a person, and that are not held yet.')),
  refusal: v.nullable(v.string()),
  held: v.array(v.looseObject({ id: v.string(), bookingId: v.string(), eventId: v.string(), ...troubled })),
  notes: v.array(pairNote),
  elsewhere,
  failed: v.array(v.looseObject({ code: v.string(), bookingId: id, eventId: id, ...troubled })),
  database: reachability,
  google: reachability,
});

const finding = v.looseObject({
  severity: v.picklist(['error', 'warning']),
  code: v.string(),
  reason: v.string(),
  remedy: v.string(),
});

/** What an import did, or would do. */
export const importData = v.object({
  success: v.boolean(),
  customersProcessed: count,
  customersCreated: count,
  customersUpdated: count,
  bookingsCreated: count,
  errors: v.array(v.string()),
  warnings: v.array(v.string()),
  processingTime: v.pipe(v.number(), v.description('Milliseconds.')),
  customersUnchanged: count,
  customersSkipped: count,
  customersRejected: count,
  bookingsUpdated: count,
  bookingsUnchanged: count,
  customersRenamed: count,
  replaced: v.object({ name: count, email: count, phone: count, address: count, companyName: count, notes: count }),
  dryRun: v.boolean(),
  resumed: v.boolean(),
  runId: id,
  mapping: v.array(v.object({ column: v.string(), target: v.nullable(v.string()) })),
  findings: v.array(finding),
  findingGroups: v.array(finding),
  refusal: v.nullable(v.object({ code: v.string(), message: v.string(), override: v.string() })),
  sync: v.optional(v.nullable(syncData)),
});

/** The same of a look that writes nothing. */
export const validationData = v.object({
  ...importData.entries,
  valid: v.boolean(),
  totalCustomers: count,
  validCustomers: count,
  invalidCustomers: count,
  results: v.pipe(
    v.array(
      v.object({
        index: count,
        name: v.unknown(),
        valid: v.boolean(),
        errors: v.array(v.string()),
        warnings: v.array(v.string()),
      }),
    ),
    v.description('One a posted customer; of more than a thousand findings, those alone that are named in them.'),
  ),
});

export const statisticsData = v.object({
  totalCustomers: count,
  customersWithEmail: count,
  customersWithPhone: count,
  customersWithAddress: count,
  totalBookings: v.number(),
  totalRevenue: v.number(),
});

/** A run, as `history` lists it, with its progress while it is at work in the process that was asked. */
export const runData = v.object({
  id: v.string(),
  kind: v.picklist(['sync', 'import']),
  status: v.picklist(['running', 'succeeded', 'partly', 'failed', 'refused', 'interrupted']),
  startedAt: moment,
  finishedAt: v.nullable(moment),
  durationMs: v.nullable(v.number()),
  counts,
  changes: count,
  error: v.nullable(v.string()),
  progress: v.nullable(v.object({ label: v.string(), done: count, total: v.nullable(count) })),
});

/** A run that was begun and is to be asked for. */
export const begunData = v.object({
  id: v.string(),
  status: v.literal('running'),
  url: v.string(),
  events: v.string(),
});

export const problemsBody = v.object({
  success: v.literal(false),
  error: v.pipe(v.string(), v.description('A code that stays as it is.')),
  message: v.string(),
  problems: v.optional(v.array(v.object({ path: v.string(), message: v.string() }))),
  items: v.optional(v.pipe(v.array(v.string()), v.description('Ids that a guard would have had touched.'))),
  actions: v.optional(v.pipe(v.array(v.string()), v.description('What to run or change next.'))),
  requestId: v.optional(v.string()),
});
