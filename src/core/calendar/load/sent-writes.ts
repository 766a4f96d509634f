import type { CalendarPort } from '../model/calendar-port.js';
import { type Conflict, conflictCode } from '../model/conflict.js';
import { type Base, type Content, contentOfChange, fieldsOf, syncFields } from '../model/content.js';
import type { CalendarEvent } from '../model/event.js';
import type { Link, SentWrite } from '../model/link.js';
import type { EventSide, Pair, PairPlan } from '../model/sync-plan.js';
import type { SyncRules } from '../model/sync-rules.js';
import type { SentNote } from '../model/sync-store.js';
import { eventSide, type KnownPair, readAgain } from './find-event-sides.js';

/** Makes a plan ready to be written: a changed event gets a mark by which it is recognized. */
export function marked(plan: PairPlan, rules: SyncRules, mark = rules.newId()): PairPlan {
  const { google, conflict } = plan;
  const noted = conflict && { ...conflict, policy: conflict.policy ?? rules.policy };
  if (google?.kind !== 'update' && google?.kind !== 'revive') return { ...plan, conflict: noted };
  return { ...plan, conflict: noted, google: { ...google, change: { ...google.change, mark } } };
}

/** The mark of a plan's change of an event. */
export function markOf({ google }: PairPlan): string | undefined {
  return google?.kind === 'update' || google?.kind === 'revive' ? google.change.mark : undefined;
}

/** Whether an event has the mark of a plan's change: then it was written, even if the reply was lost. */
export function bearsMark(event: CalendarEvent | null, plan: PairPlan): boolean {
  return event?.mark != null && event.mark === markOf(plan);
}

/** The record of a write to a linked event, stored before it is sent; null if no record is needed. */
export function sentBy(plan: PairPlan, runId?: string): SentWrite | null {
  const { pair, google, base, conflict } = plan;
  if (google === null || google.kind === 'create' || base === null || pair.link === null) return null;
  const by = runId === undefined ? {} : { runId };
  if (google.kind === 'delete') return { mark: null, base: deletionOf(base), conflict, fields: google.fields, ...by };
  const event = contentOfChange(google.change);
  const booking = pick(base.booking, Object.keys(event));
  // An undo may restore the event of a booking that stays cancelled.
  const place = ({ removed }: Content) => (google.kind === 'revive' ? { removed } : {});
  const both = {
    booking: { ...booking, ...customerWritten(plan), ...place(base.booking) },
    event: { ...event, ...place(base.event) },
  };
  // A held conflict overrules nothing: the next run finds it again.
  const overruled = conflict?.decision === 'held' ? null : conflict;
  return { mark: markOf(plan) ?? null, base: both, conflict: overruled, fields: google.fields, ...by };
}

/** The customer whose values an event has after the write, unless the plan also gives the booking that customer. */
export function customerWritten({ database, base }: PairPlan): Partial<Content> {
  if (base === null || (database !== null && 'customer' in database.fields)) return {};
  return { customer: base.booking.customer };
}

/** The record of a deletion: the next run must not take it for a person's deletion. */
function deletionOf({ booking, event }: Base): SentWrite['base'] {
  const { removed, undone } = event;
  return { booking: { removed: booking.removed }, event: { removed, ...(undone === undefined ? {} : { undone }) } };
}

/** The records of a run's writes, stored before they are sent. */
export function sentNotes(plans: readonly PairPlan[], runId: string): readonly SentNote[] {
  return plans.flatMap((plan) => {
    const sent = sentBy(plan, runId);
    return sent === null ? [] : noteOf(plan, sent);
  });
}

/** Removes the records of writes that were not sent. */
export function takenBack(plans: readonly PairPlan[]): readonly SentNote[] {
  return plans.flatMap((plan) => (sentBy(plan) === null ? [] : noteOf(plan, null)));
}

function noteOf({ pair: { link } }: PairPlan, sent: SentWrite | null): SentNote[] {
  if (link === null) return [];
  return [{ linkId: link.id, sent, base: link.sent === null ? null : link.base }];
}

/**
 * Reads the events for which a list may show an old version: those whose write had an unknown result, and those listed
 * in an older version than a known one.
 */
export function readOutdated(port: CalendarPort, pairs: readonly KnownPair[]): Promise<readonly KnownPair[]> {
  return readAgain(port, pairs, (pair): pair is KnownPair => {
    // The stored version does not apply if the row names another event now.
    const isSameEvent = pair.eventId === pair.link.eventId;
    return isSameEvent && (isUnconfirmed(pair) || isOutdated(pair));
  });
}

function isUnconfirmed({ link, event }: KnownPair): boolean {
  const isTombstone = event.event !== null && event.content.removed;
  // Only a list shows a deletion, and it may be late.
  return link.sent !== null && (link.sent.mark === null || event.event?.mark !== link.sent.mark) && !isTombstone;
}

/**
 * The pairs whose event was created again under another id by a write without a reply, by link id: the event has the
 * write's mark.
 */
export function followSent(
  pairs: readonly KnownPair[],
  free: readonly CalendarEvent[],
): ReadonlyMap<string, KnownPair> {
  const sent = pairs.filter(
    ({ link, event }) => link.sent?.mark != null && (event.event === null || event.content.removed),
  );
  if (sent.length === 0) return new Map();
  const byMark = new Map(free.map((event) => [`${event.calendarId} ${event.mark}`, event]));
  return new Map(
    sent.flatMap((pair) => {
      const event = byMark.get(`${pair.calendarId} ${pair.link.sent?.mark}`);
      if (event === undefined || event.status === 'cancelled') return [];
      return [[pair.link.id, { ...pair, eventId: event.id, event: eventSide(event) }] as const];
    }),
  );
}

/** Both times come from Google's clock, so ours does not matter. */
function isOutdated({ link, event }: KnownPair): boolean {
  const listed = event.event?.updated ?? null;
  return listed !== null && link.updated !== null && listed < link.updated;
}

/** A pair as it is after the write that its link records. */
export function withSentWrite(pair: KnownPair): KnownPair {
  return { ...pair, link: afterSentWrite(pair.link, pair.link.sent, pair.event) };
}

/** The base of a pair after a write to its event turned out to be done: any difference is an edit. */
export function afterSentWrite(link: Link, sent: SentWrite | null, side: EventSide): Link {
  if (sent === null || !isSentDone(sent, side)) return link;
  const { booking, event } = sent.base;
  // The event belonged to another row and now has this row's values.
  const { takenOver: _, ...row } = link.base.booking;
  const { undone, ...before } = link.base.event;
  const stillUndone = undone === true && event.removed !== false ? { undone } : {};
  return { ...link, base: { booking: { ...row, ...booking }, event: { ...before, ...stillUndone, ...event } } };
}

/** A conflict that an earlier write decided, if the write turned out to be done and the conflict is not reported yet. */
export function unreported({ link, event }: Pair): Conflict | null {
  if (link?.sent == null || event === null || !isSentDone(link.sent, event)) return null;
  const { conflict } = link.sent;
  if (conflict === null) return null;
  const unknown = conflict.decision === 'held' ? 'person-decides' : (`policy-${conflict.decision}` as const);
  return { ...conflict, reason: conflictCode(conflict.reason) ?? unknown };
}

/** Whether a write without a reply turned out to be done. */
export function isSentDone({ mark }: SentWrite, { content, event }: EventSide): boolean {
  return mark === null ? content.removed : event?.mark === mark;
}

function pick(content: Content, fields: readonly string[]): Partial<Content> {
  return fieldsOf(
    content,
    syncFields.filter((field) => fields.includes(field)),
  );
}
