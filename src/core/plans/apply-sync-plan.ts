import type { EventResult } from '../calendar/apply/write-event.js';
import { learnGoogleIds } from '../calendar/load/calendar-identity.js';
import type { SyncState } from '../calendar/load/load-sync.js';
import { eventIdFor } from '../calendar/model/event-id.js';
import { aboutPair } from '../calendar/model/pair-notes.js';
import type { PairPlan, SyncPlan } from '../calendar/model/sync-plan.js';
import type { EventKey, SyncPorts, SyncStore } from '../calendar/model/sync-store.js';
import { planPair } from '../calendar/plan/plan-pair.js';
import { findMassRemoval } from '../calendar/plan/sync-guards.js';
import { carryOut, look, recorded, type SyncOutcome, shown } from '../calendar/sync-calendar.js';
import { GuardRefusal, saying } from '../errors.js';
import { giveWay, mustGiveWay } from '../give-way.js';
import type { SyncOptions } from '../options/sync-options.js';
import type { Lease } from '../ports.js';
import type { ApplyResult, PlanItem, SavedPlan } from '../results/plan-result.js';
import { underLease } from '../runs/run-under-lease.js';
import { untouched } from '../undo/plan-pair.js';
import { isDone, isHalfDone, isItem, keysOf, keysOfPair, pairItem } from './pair-items.js';
import type { PlanStore, Seal } from './plan-ports.js';

export interface ApplyOptions {
  readonly dryRun: boolean;
  /** Apply nothing if an item has changed. */
  readonly allOrNothing: boolean;
  readonly wait: boolean;
}

interface Applying {
  readonly ports: SyncPorts;
  readonly plans: PlanStore;
  readonly seal: Seal;
  readonly saved: SavedPlan<'sync'>;
  /** The plan's options. */
  readonly options: SyncOptions;
}

interface AppliedSync {
  readonly outcome: SyncOutcome;
  readonly moved: ApplyResult['moved'];
  readonly doneBefore: number;
  /** null: nothing was to be written. */
  readonly runId: string | null;
}

/**
 * Applies a saved plan and nothing else: both sides are read and planned again, and only pairs with the same planned
 * change, booking and event as in the plan are written.
 */
export async function applySyncPlan(applying: Applying, asked: ApplyOptions): Promise<AppliedSync> {
  const { ports } = applying;
  if (asked.dryRun) {
    const admitted = await admit(applying, asked, ports.storeFor(null));
    return { ...admitted, outcome: await shown(ports, admitted.planned), runId: null };
  }
  return underLease(ports, { name: 'sync', wait: asked.wait }, (lease) => applyUnder(applying, asked, lease));
}

async function applyUnder(applying: Applying, asked: ApplyOptions, lease: Lease): Promise<AppliedSync> {
  const { ports, options } = applying;
  const store = ports.storeFor(lease);
  const admitted = await admit(applying, asked, store);
  const { planned } = admitted;
  ports.signal.throwIfAborted();
  if (planned.plan.refusal !== null || planned.plan.pairs.length === 0) {
    const outcome = await shown(ports, planned);
    // If a guard refuses, the result is that of a dry run, as for a sync.
    const dryRun = planned.plan.refusal !== null;
    return { ...admitted, outcome: { ...outcome, result: { ...outcome.result, dryRun } }, runId: null };
  }
  let runId: string | null = null;
  const outcome = await recorded(ports, options, (id) => {
    runId = id;
    return carryOut(ports, options, { lease, runId: id, store, planned, part: { planAgain: planAgainWith(applying) } });
  });
  return { ...admitted, outcome, moved: [...admitted.moved, ...movedMeanwhile(outcome)], runId };
}

/**
 * If a pair changed while it was being written, its new plan is admitted if the saved plan has it too: it was gone, and
 * still is.
 */
function planAgainWith({ saved, seal }: Applying): typeof planPair {
  const seals = new Set(saved.items.map((item) => item.seal));
  return (pair, rules) => {
    const again = planPair(pair, rules);
    return seals.has(pairItem(again, seal).seal) ? again : untouched(pair, rules);
  };
}

interface Admitted {
  readonly planned: SyncOutcome['planned'];
  readonly moved: ApplyResult['moved'];
  readonly doneBefore: number;
}

/** Plans as on the day of the saved plan, and keeps the changes that it contains. */
async function admit(applying: Applying, asked: ApplyOptions, store: SyncStore): Promise<Admitted> {
  const { ports, plans, saved, options, seal } = applying;
  const also = await eventsOf(saved.items, plans);
  const now = new Date(saved.madeAt);
  const { state, plan } = await look(ports, options, store, { now, also });
  await refuseOtherCalendars(applying, state);
  const today = new Map<string, PairPlan>();
  for (const one of plan.pairs) if (isItem(one)) for (const key of keysOfPair(one.pair)) today.set(key, one);
  const read = new Map(state.pairs.flatMap((pair) => keysOfPair(pair).map((key) => [key, pair] as const)));
  const pairs: PairPlan[] = [];
  const moved: ApplyResult['moved'][number][] = [];
  let doneBefore = 0;
  for (const item of saved.items) {
    if (mustGiveWay()) await giveWay();
    const keys = keysOf(item);
    const planned = find(today, keys);
    const pair = find(read, keys);
    const isSame = planned !== undefined && pairItem(planned, seal).seal === item.seal;
    if (planned !== undefined && (isSame || isHalfDone(item, planned, seal))) pairs.push(planned);
    else if (pair !== undefined && isDone(item, pair, state.rulesFor(pair), seal)) doneBefore += 1;
    else
      moved.push({
        ...movedItem(item, planned === undefined ? 'no-longer-planned' : 'changed-since'),
        ...aboutPair(pair),
      });
  }
  const isTouched = pairs.some(({ pair }) => pair.relinked === true);
  const part = { pairs, relinked: isTouched ? plan.relinked : [], skipped: {}, deferred: 0 };
  const refusal =
    asked.allOrNothing && moved.length > 0
      ? new GuardRefusal(saying('plan-moved-on', { moved: moved.length, items: saved.items.length }))
      : (state.emptied ?? findMassRemoval(pairs, { openLinks: state.openLinks, options }));
  const admitted: SyncPlan = { ...part, refusal };
  return { planned: { state, plan: admitted }, moved, doneBefore };
}

/** Throws GuardRefusal (exit 3) if a name refers to another calendar than when the plan was made. */
async function refuseOtherCalendars({ ports, saved }: Applying, { calendars }: SyncState): Promise<void> {
  const known = saved.madeFrom.calendars.filter(({ googleId }) => googleId !== null);
  const today = known.length === 0 ? [] : await learnGoogleIds(ports.calendar, calendars, async () => {});
  for (const { calendarId, googleId: before } of known) {
    const now = today.find((one) => one.calendarId === calendarId)?.next.googleId ?? before;
    if (before === null || now === null || now.toLowerCase() === before.toLowerCase()) continue;
    throw new GuardRefusal(saying('plan-of-another-calendar', { calendarId, before, now }));
  }
}

/** The present events of the plan's pairs: they are read even if they have not changed. */
async function eventsOf(items: readonly PlanItem<'sync'>[], plans: PlanStore): Promise<readonly EventKey[]> {
  const bookings = items.flatMap(({ bookingId }) => bookingId ?? []);
  const named = items.flatMap(({ calendarId, eventId, bookingId }) => {
    const id = eventId ?? (bookingId === null ? null : eventIdFor(bookingId));
    return id === null ? [] : [{ calendarId, eventId: id }];
  });
  const linked = bookings.length === 0 ? [] : await plans.findLinks(bookings, []);
  const calendarIds = new Set(items.map(({ calendarId }) => calendarId));
  return [...named, ...linked.filter(({ calendarId }) => calendarIds.has(calendarId))];
}

function find<Value>(values: ReadonlyMap<string, Value>, keys: readonly string[]): Value | undefined {
  const key = keys.find((one) => values.has(one));
  return key === undefined ? undefined : values.get(key);
}

/** Items that turned out to have changed only when they were written. */
function movedMeanwhile({ applied }: SyncOutcome): ApplyResult['moved'] {
  if (applied === null) return [];
  const moved = new Set(applied.movedBookings);
  const isLate = ({ plan, failure }: EventResult) => failure === null && !isItem(plan);
  return applied.results
    .filter((result) => isLate(result) || moved.has(result.plan.pair.booking?.id ?? ''))
    .map(({ plan: { pair } }) => ({
      kind: 'pair',
      calendarId: pair.calendarId,
      bookingId: pair.link?.bookingId ?? pair.booking?.id ?? null,
      eventId: pair.eventId,
      reason: 'changed-meanwhile',
      ...aboutPair(pair),
    }));
}

function movedItem(
  { calendarId, bookingId, eventId }: PlanItem<'sync'>,
  reason: ApplyResult['moved'][number]['reason'],
): ApplyResult['moved'][number] {
  return { kind: 'pair', calendarId, bookingId, eventId, reason };
}
