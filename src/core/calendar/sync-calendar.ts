import { recordOf } from '../errors.js';
import type { SyncOptions } from '../options/sync-options.js';
import type { Lease } from '../ports.js';
import type { SyncResult } from '../results/sync-result.js';
import { statusOf, underLease } from '../runs/run-under-lease.js';
import { applySync } from './apply/apply-sync.js';
import { isNews } from './apply/read-progress.js';
import { syncResult } from './apply/sync-result.js';
import type { EventResult } from './apply/write-event.js';
import { learnGoogleIds } from './load/calendar-identity.js';
import { loadSync, type SyncState } from './load/load-sync.js';
import { renamedStore } from './load/renamed-store.js';
import type { PairPlan, SyncPlan } from './model/sync-plan.js';
import type { CalendarProgress, EventKey, SyncPorts, SyncStore } from './model/sync-store.js';
import { planPair } from './plan/plan-pair.js';
import { planSync } from './plan/plan-sync.js';

/**
 * A finished sync; `stopped` is the error if it ended early: throw it after the report is printed. If a guard refused
 * the plan, the result is the plan's, as a dry run shows it.
 */
export interface SyncOutcome {
  readonly result: SyncResult;
  readonly stopped: unknown;
  /** Both sides and their plan. */
  readonly planned: PlannedSync;
  /** null: nothing was applied. */
  readonly applied: { readonly results: readonly EventResult[]; readonly movedBookings: readonly string[] } | null;
}

/** Both sides as they were read, and their planned changes. */
interface PlannedSync {
  readonly state: SyncState;
  readonly plan: SyncPlan;
}

/**
 * Syncs the calendars and the bookings: load, plan, apply. A dry run ends after the plan and has no writer. Throws
 * BusyError if another sync is running, GuardRefusal if the reading is in doubt, UnavailableError if Google or the
 * database cannot be read.
 */
export async function syncCalendar(
  ports: SyncPorts,
  options: SyncOptions & { readonly wait?: boolean },
): Promise<SyncOutcome> {
  if (options.dryRun) {
    return await shown(ports, await look(ports, options, ports.storeFor(null)));
  }
  return underLease(ports, { name: 'sync', wait: options.wait ?? false }, (lease) =>
    recorded(ports, options, (runId) => run(ports, options, { lease, runId })),
  );
}

/** Does the work of a run, and records its outcome. */
export async function recorded(
  ports: SyncPorts,
  options: SyncOptions,
  work: (runId: string) => Promise<SyncOutcome>,
): Promise<SyncOutcome> {
  const runId = await ports.runs.start('sync', { ...options });
  try {
    const outcome = await work(runId);
    const status = statusOf(outcome.stopped, outcome.result.success);
    const counts = status === 'refused' ? {} : countsOf(outcome.result);
    await ports.runs.finish(runId, status, counts, recordOf(outcome.stopped));
    return outcome;
  } catch (error) {
    // The first error is reported, even if the database was what failed.
    await ports.runs.finish(runId, statusOf(error, false), {}, recordOf(error)).catch(() => {});
    throw error;
  }
}

async function run(
  ports: SyncPorts,
  options: SyncOptions,
  { lease, runId }: { lease: Lease; runId: string },
): Promise<SyncOutcome> {
  const store = ports.storeFor(lease);
  const planned = await look(ports, options, store);
  ports.signal.throwIfAborted();
  if (planned.plan.refusal !== null) return shown(ports, planned);
  // Only after every guard has let the run pass.
  if (options.renamedFrom !== null) await store.renameCalendar(options.renamedFrom, options.calendarIds[0]);
  const outcome = await carryOut(ports, options, { lease, runId, store, planned });
  if (outcome.stopped === null) await store.recordLastSync();
  return outcome;
}

interface CarryingOut {
  readonly lease: Lease;
  readonly runId: string;
  readonly store: SyncStore;
  readonly planned: PlannedSync;
  /** For a plan that is only a part of all changes: it uses up no listing, and plans nothing else instead. */
  readonly part?: { readonly planAgain: typeof planPair };
}

/** Applies a plan that every guard has let pass. */
export async function carryOut(
  ports: SyncPorts,
  options: SyncOptions,
  { lease, runId, store, planned: { state: seen, plan }, part }: CarryingOut,
): Promise<SyncOutcome> {
  await keep(seen, store);
  const isIdle = plan.pairs.length + plan.deferred === 0 && !seen.calendars.some(isNews);
  const state = isIdle ? seen : await identified(seen, { calendar: ports.calendar, store, runId });
  const applied = await applySync(plan, state, {
    ports,
    store,
    lease,
    runId,
    notifyOf: notifier(options, ports.clock()),
    planAgain: part?.planAgain ?? planPair,
    isPart: part !== undefined,
  });
  const result = await resultOf(ports, { state, plan, ...applied });
  return { result, stopped: applied.stopped, planned: { state, plan }, applied };
}

/** Stored before anything is written; without changes it is already known. */
export async function keep({ keeping, epochs }: SyncState, store: SyncStore): Promise<void> {
  const isKnown = ([id, epoch]: [string, number]) => {
    const row = keeping.kept.get(id);
    return row?.isCurrent === true && row.epoch === epoch;
  };
  const news = [...epochs].filter((each) => !isKnown(each));
  if (news.length > 0) await store.keep(new Map(news));
}

/**
 * Before anything is linked: a first run that is stopped half-way has linked events, so the next run must recognize the
 * calendar.
 */
async function identified(
  state: SyncState,
  { calendar, store, runId }: Pick<SyncPorts, 'calendar'> & { readonly store: SyncStore; readonly runId: string },
): Promise<SyncState> {
  const remember = (calendars: readonly CalendarProgress[]) => store.commit({ runId, items: [], calendars });
  return { ...state, calendars: await learnGoogleIds(calendar, state.calendars, remember) };
}

/** Sends no mails, unless the user asked for mails to all guests, or to the customers of new bookings in the future. */
function notifier({ notify, invite }: SyncOptions, now: Date): (plan: PairPlan) => SyncOptions['notify'] {
  return ({ google, pair: { booking } }) => {
    const isInvited = google?.kind === 'create' && booking !== null && invite.has(booking.id) && booking.start > now;
    return isInvited ? 'all' : notify;
  };
}

/** A plan that is not applied. */
export async function shown(ports: SyncPorts, planned: PlannedSync): Promise<SyncOutcome> {
  const result = await resultOf(ports, { ...planned, results: null, movedBookings: [], refused: [] });
  return { result, stopped: planned.plan.refusal, planned, applied: null };
}

/** Reads both sides and plans; `how` tells when the plan counts as made, and what else to read. */
export async function look(
  ports: SyncPorts,
  options: SyncOptions,
  store: SyncStore,
  how: { readonly now?: Date; readonly also?: readonly EventKey[] } = {},
): Promise<PlannedSync> {
  const { calendar, clock, newId, progress } = ports;
  progress.start('Reading the calendar', null);
  const { renamedFrom, calendarIds } = options;
  const memory = renamedFrom === null ? store : await renamedStore(store, renamedFrom, calendarIds[0]);
  const state = await loadSync({ calendar, store: memory, options, newId, now: clock(), ...how });
  return { state, plan: await planSync(state, options) };
}

type Summed = Pick<Parameters<typeof syncResult>[0], 'state' | 'plan' | 'results' | 'refused'> & {
  readonly movedBookings: readonly string[];
};

function resultOf({ calendar, clock }: SyncPorts, { movedBookings, ...summed }: Summed): Promise<SyncResult> {
  return syncResult({
    ...summed,
    movedBookings: new Set(movedBookings),
    requests: calendar.traffic().requests,
    at: clock(),
  });
}

function countsOf({ google, database, linked, errors, conflicts, requests }: SyncResult): Record<string, number> {
  return {
    eventsCreated: google.created,
    eventsUpdated: google.updated,
    eventsDeleted: google.deleted,
    bookingsCreated: database.created,
    bookingsUpdated: database.updated,
    bookingsCancelled: database.cancelled,
    linked,
    errors: errors.length,
    conflicts: conflicts.length,
    requests,
  };
}
