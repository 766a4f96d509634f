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
import type { PairPlan } from '../model/sync-plan.js';
import type { SyncRules } from '../model/sync-rules.js';
import type { EventResult } from './write-event.js';

/** Whether to write a plan's booking although Google refused its event. */
export function isPulledAlone({ pair, google, database, base, conflict }: PairPlan): boolean {
  const isLinked = pair.link !== null && pair.booking !== null && base !== null;
  return isLinked && google?.kind === 'update' && database?.kind === 'update' && conflict === null;
}

/**
 * The base of a pair for which no write was done: the previous one, or for a new pair one that makes the values count
 * as edits.
 */
export function undone({ pair, google, database }: PairPlan, rules: SyncRules): { base: Base } {
  const { link, booking, event } = pair;
  if (link !== null) return { base: link.base };
  const bookingSays = booking === null ? null : bookingContent(booking, rules);
  const eventSays = event?.content ?? bookingSays;
  if (bookingSays === null || eventSays === null)
    throw new Error('a pair without a link and without both sides has no base');
  const pushed = copyFields(eventSays, google);
  const pulled = copyFields(bookingSays, database);
  // The next run must see a planned deletion or restoration as one: so the base records whether the other side existed.
  const bookingWas = google?.kind === 'delete' ? { removed: false } : {};
  const eventWas =
    database?.kind === 'cancel' ? { removed: false } : database?.kind === 'revive' ? { removed: true } : {};
  return {
    base: { booking: { ...bookingSays, ...pushed, ...bookingWas }, event: { ...eventSays, ...pulled, ...eventWas } },
  };
}

/** The values that a content has for the fields of a write. */
export function copyFields(content: Content, write: PairPlan['google' | 'database']): Partial<Content> {
  const named = Object.keys(write?.fields ?? {});
  return fieldsOf(
    content,
    syncFields.filter((field) => named.includes(field)),
  );
}

/** What both sides agree on: the event as Google returned it, except fields that are still pending. */
export function baseAfter({ plan, event }: EventResult): Base | null {
  if (plan.base === null || event === null || plan.google?.kind === 'delete') return plan.base;
  const pending = Object.fromEntries(plan.pending.map((field) => [field, plan.base?.event[field] ?? null]));
  return { booking: plan.base.booking, event: { ...asFarAsKnown(eventContent(event), plan.base.event), ...pending } };
}

/**
 * The base of a pair whose event was written and whose booking was not: the sides agree on the values sent, and on no
 * others.
 */
export function halfDone(result: EventResult, rules: SyncRules): Base {
  const before = undone(result.plan, rules).base;
  const after = baseAfter(result);
  if (result.plan.google === null || after === null) return before;
  return {
    booking: { ...before.booking, ...copyFields(after.booking, result.plan.google), ...customerWritten(result.plan) },
    event: { ...before.event, ...copyFields(after.event, result.plan.google) },
  };
}
