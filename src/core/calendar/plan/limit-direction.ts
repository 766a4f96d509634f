import { because } from '../../codes/reasons.js';
import type { Booking } from '../model/booking.js';
import { type Base, bookingContent, type Content, fieldsOf, type SyncField, syncFields } from '../model/content.js';
import type { Decision } from '../model/decision.js';
import type { GoogleWrite, Pair, PairPlan } from '../model/sync-plan.js';
import type { SyncRules } from '../model/sync-rules.js';

/** Leaves out the writes that the direction forbids; those fields keep their base value for the next two-way run. */
export function withinDirection(decision: Decision, pair: Pair, rules: SyncRules): Decision {
  const forbidden = forbiddenWrite(decision, rules);
  if (forbidden === null) return decision;
  const fields = fieldsWritten(forbidden);
  const isUpdate = forbidden.kind === 'update';
  const rest = {
    ...decision,
    // The words of a booking that stays cancelled are not written to its event.
    google: forbidden === decision.google || !isUpdate ? null : decision.google,
    database: forbidden === decision.database || !isUpdate ? null : decision.database,
    pending: [...decision.pending, ...fields],
  };
  const reason = because('forbidden', { reason: decision.reason });
  if (!isUpdate || decision.base === null) return { ...rest, reason, base: null, conflict: null };
  const conflict =
    decision.conflict !== null &&
    Object.keys(decision.conflict.fields).some((field) => fields.includes(field as SyncField))
      ? null
      : decision.conflict;
  return {
    ...rest,
    reason,
    conflict,
    base: keepFields(decision.base, pair, fields, rules),
  };
}

function forbiddenWrite(decision: Decision, { direction }: SyncRules): GoogleWrite | PairPlan['database'] {
  if (direction === 'google-to-db') return decision.google;
  return direction === 'db-to-google' ? decision.database : null;
}

function fieldsWritten(write: NonNullable<PairPlan['google' | 'database']>): SyncField[] {
  if (write.kind !== 'update') return [...syncFields];
  const named = Object.keys(write.fields).filter((name): name is SyncField => syncFields.includes(name as SyncField));
  return 'customerId' in write.change && !named.includes('customer') ? [...named, 'customer'] : named;
}

/** At the first sync, the base gets the values of the unwritten side for both: differences then count as edits. */
function keepFields(base: Base, pair: Pair, fields: readonly SyncField[], rules: SyncRules): Base {
  const { link, booking, event } = pair;
  const unwritten =
    rules.direction === 'google-to-db' || booking === null ? event?.content : bookingContent(booking, rules);
  const values = (side: 'booking' | 'event') => {
    const before = link === null ? unwritten : link.base[side];
    return before === undefined ? {} : fieldsOf(before, fields);
  };
  const kept = rules.direction === 'google-to-db' && link !== null ? stillAnothers(link.base, base, booking) : {};
  return { booking: { ...base.booking, ...values('booking'), ...kept }, event: { ...base.event, ...values('event') } };
}

/** The texts of another row, or of the previous customer, are still to be removed from the event. */
function stillAnothers(before: Base, { booking: after }: Base, booking: Booking | null): Partial<Content> {
  const { takenOver, customer } = before.booking;
  return {
    ...(takenOver === true ? { takenOver } : {}),
    ...(booking?.customerId === after.customer ? { customer } : {}),
  };
}
