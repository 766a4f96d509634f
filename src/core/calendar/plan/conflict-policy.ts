import type { ConflictCode } from '../../codes/reasons.js';
import type { Booking } from '../model/booking.js';
import type { SyncField } from '../model/content.js';
import type { SyncRules } from '../model/sync-rules.js';

/* What --on-conflict means if both sides changed the same field: `newest`, `google`, `database` or `hold`. */

/** How a conflict is decided, and why. */
interface Verdict<Of extends 'google' | 'database' | 'held'> {
  readonly decision: Of;
  readonly reason: ConflictCode;
}

/** A conflict that waits for a person. */
export function holding(reason: ConflictCode): Verdict<'held'> {
  return { decision: 'held', reason };
}

/**
 * Whether a person decides one of these fields. If a pair was held because one side was removed, all its disputed fields
 * stay held: which fields were held before is not stored any more.
 */
export function isHeld(disputed: readonly SyncField[], { held }: SyncRules): boolean {
  return disputed.some((field) => held.has(field)) || (disputed.length > 0 && held.has('removed'));
}

/** Why this run may not decide a held field. */
export function whyHeld({ policy }: SyncRules): Verdict<'held'> {
  return holding(policy === 'hold' ? 'policy-hold' : 'person-decides');
}

/** A person's choice for every field in conflict; a choice for only some of them is no decision. */
export function choice(
  disputed: readonly SyncField[],
  { choices = {} }: SyncRules,
): Verdict<'google' | 'database'> | null {
  const sides = disputed.map((field) => choices[field]);
  const [first] = sides;
  if (first === undefined || sides.includes(undefined)) return null;
  return { decision: first, reason: 'decided-by-hand' };
}

/** Which side wins by the policy. `agreedAt`: when both last agreed; null if they never did on these fields. */
export function winner(
  booking: Booking | null,
  eventUpdated: Date | null,
  agreedAt: Date | null,
  rules: SyncRules,
): Verdict<'google' | 'database' | 'held'> {
  const { policy } = rules;
  if (policy === 'google' || policy === 'database') return { decision: policy, reason: `policy-${policy}` };
  if (policy === 'hold') return whyHeld(rules);
  return newest(booking, eventUpdated, agreedAt, rules);
}

/** `newest`: the side that was changed last wins; the conflict is held if the times of change cannot be trusted. */
function newest(
  booking: Booking | null,
  eventUpdated: Date | null,
  agreedAt: Date | null,
  { skewMs, now }: SyncRules,
): Verdict<'google' | 'database' | 'held'> {
  if (booking === null || eventUpdated === null) return holding('no-time-of-change');
  const trust = Math.abs(skewMs) + 1_000;
  // Our own write gives the booking the time of the agreement.
  if (agreedAt !== null && booking.updatedAt.getTime() <= agreedAt.getTime()) return holding('no-new-updated-at');
  const last = Math.max(booking.updatedAt.getTime(), eventUpdated.getTime());
  if (last > now.getTime() + trust) return holding('changed-in-future');
  const lead = booking.updatedAt.getTime() - eventUpdated.getTime();
  if (Math.abs(lead) <= trust) return holding('within-clock-skew');
  return lead > 0
    ? { decision: 'database', reason: 'booking-changed-last' }
    : { decision: 'google', reason: 'event-changed-last' };
}
