import { giveWay, mustGiveWay } from '../../give-way.js';
import type { SyncOptions } from '../../options/sync-options.js';
import type { SyncState } from '../load/load-sync.js';
import { namedCodes, notedFingerprint, unclearCode } from '../load/unclear-pairs.js';
import type { Pair, PairPlan, SyncPlan } from '../model/sync-plan.js';
import type { KnownFailure } from '../model/sync-store.js';
import { planPair } from './plan-pair.js';
import { findMassRemoval } from './sync-guards.js';

/** Plans every pair; the plan has a refusal if all of it together would remove too much. Reads and writes nothing. */
export async function planSync(state: SyncState, options: SyncOptions): Promise<SyncPlan> {
  const failed = new Map(state.failures.map((failure) => [failureKey(failure), failure]));
  const standing = new Set(failed.keys());
  const plans: PairPlan[] = [];
  const deferred: PairPlan[] = [];
  const relinked: Pair[] = [];
  let writes = 0;
  for (const pair of state.pairs) {
    if (mustGiveWay()) await giveWay();
    const plan = planPair(pair, state.rulesFor(pair));
    if (plan.pair.relinked === true) relinked.push(plan.pair);
    const key = failureKey(failureItem(plan));
    const before = failed.get(key);
    if (before !== undefined && !options.retryFailed && failsAgain(plan, before)) continue;
    standing.delete(key);
    const isWork = plan.google !== null || plan.database !== null;
    if (isWork && options.maxEvents !== null && writes >= options.maxEvents) deferred.push(plan);
    else plans.push(plan);
    if (isWork) writes += 1;
  }
  const skipped = standing.size === 0 ? state.skipped : { ...state.skipped, 'failed-before': standing.size };
  // Pairs left for later by maxEvents count too: otherwise an emptied calendar would be applied in slices.
  const refusal = state.emptied ?? findMassRemoval([...plans, ...deferred], { openLinks: state.openLinks, options });
  return { pairs: plans, relinked, skipped, deferred: deferred.length, refusal };
}

/** Failures that the planner itself decides. */
const plannedFailures: readonly string[] = [
  'ends-before-start',
  'time-unusable',
  'details-hidden',
  'parted-before-first-sync',
  unclearCode,
  ...namedCodes,
];

/** Whether a failed item would only fail again: neither its values nor the planned change have changed. */
export function failsAgain(plan: PairPlan, before: KnownFailure): boolean {
  if (before.passing || before.fingerprint !== fingerprintOf(plan)) return false;
  if (before.code === 'database-refused') return plan.database !== null;
  return plannedFailures.includes(before.code) ? plan.failure?.code === before.code : plan.google !== null;
}

/** Fingerprint of both sides' values: a failed item is tried again when it changes. */
export function fingerprintOf({ pair }: PairPlan): string {
  const { booking, event, unclear } = pair;
  return `${booking?.fingerprint ?? ''}|${event?.etag ?? ''}${unclear === undefined ? '' : notedFingerprint(booking)}`;
}

type FailureItem = Pick<KnownFailure, 'calendarId' | 'eventId' | 'bookingId'>;

/** The item that a pair's failure concerns. */
export function failureItem({ pair }: PairPlan): FailureItem {
  return { calendarId: pair.calendarId, eventId: pair.eventId, bookingId: pair.booking?.id ?? null };
}

export function failureKey({ calendarId, eventId, bookingId }: FailureItem): string {
  return bookingId === null ? `${calendarId}|event|${eventId}` : `booking|${bookingId}`;
}
