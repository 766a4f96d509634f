import { customerWritten } from '../load/sent-writes.js';
import {
  asFarAsKnown,
  type Base,
  bookingContent,
  type Content,
  eventContent,
  fieldsOf,
  syncFields,
} from '../model/content.js';
import type { DatabaseWrite, GoogleWrite, PairPlan } from '../model/sync-plan.js';
import type { SyncRules } from '../model/sync-rules.js';
import type { EventResult } from './write-event.js';

/** Whether the booking's half of a plan is carried out though Google refused the event's. */
export function isPulledAlone({ pair, google, database, base, conflict }: PairPlan): boolean {
  const isLinked = pair.link !== null && pair.booking !== null && base !== null;
  return isLinked && google?.kind === 'update' && database?.kind === 'update' && conflict === null;
}

/** The base of a pair none of whose writes was done: what it was, or for a new pair what makes them be seen as edits. */
export function undone({ pair, google, database }: PairPlan, rules: SyncRules): { base: Base } {
  const { link, booking, event } = pair;
  if (link !== null) return { base: link.base };
  const bookingSays = booking === null ? null : bookingContent(booking, rules);
  const eventSays = event?.content ?? bookingSays;
  if (bookingSays === null || eventSays === null)
    throw new Error('a pair without a link and without both sides has no base');
  const pushed = copyFields(eventSays, google);
  const pulled = copyFields(bookingSays, database);
  // A deletion or a revival that was decided on is seen as one by the next run: the other side was there, or was not.
  const bookingWas = google?.kind === 'delete' ? { removed: false } : {};
  const eventWas =
    database?.kind === 'cancel' ? { removed: false } : database?.kind === 'revive' ? { removed: true } : {};
  return {
    base: { booking: { ...bookingSays, ...pushed, ...bookingWas }, event: { ...eventSays, ...pulled, ...eventWas } },
  };
}

/** What a content says of the fields that a write names. */
export function copyFields(content: Content, write: GoogleWrite | DatabaseWrite | null): Partial<Content> {
  const named = Object.keys(write?.fields ?? {});
  return fieldsOf(
    content,
    syncFields.filter((field) => named.includes(field)),
  );
}

/** What both sides have agreed on: the event as Google returned it, but for fields that are still pending. */
export function baseAfter({ plan, event }: EventResult): Base | null {
  if (plan.base === null || event === null || plan.google?.kind === 'delete') return plan.base;
  const pending = Object.fromEntries(plan.pending.map((field) => [field, plan.base?.event[field] ?? null]));
  return { booking: plan.base.booking, event: { ...asFarAsKnown(eventContent(event), plan.base.event), ...pending } };
}

/** The base of a pair whose event was written and whose booking was not: what was sent is agreed on, the rest is not. */
export function halfDone(result: EventResult, rules: SyncRules): Base {
  const before = undone(result.plan, rules).base;
  const after = baseAfter(result);
  if (result.plan.google === null || after === null) return before;
  return {
    booking: { ...before.booking, ...copyFields(after.booking, result.plan.google), ...customerWritten(result.plan) },
    event: { ...before.event, ...copyFields(after.event, result.plan.google) },
  };
}
