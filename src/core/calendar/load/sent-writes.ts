import type { CalendarPort } from '../model/calendar-port.js';
import { type Conflict, conflictCode } from '../model/conflict.js';
import { type Base, type Content, contentOfChange, fieldsOf, syncFields } from '../model/content.js';
import type { CalendarEvent } from '../model/event.js';
import type { Link, SentWrite } from '../model/link.js';
import type { EventSide, Pair, PairPlan } from '../model/sync-plan.js';
import type { SyncRules } from '../model/sync-rules.js';
import type { SentNote } from '../model/sync-store.js';
import { eventSide, type KnownPair, readAgain } from './find-event-sides.js';

/** Makes a plan ready to be written: an event that is changed gets a mark by which it is known again. */
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

/** Whether an event bears the mark of a plan's change: it was written, whatever became of the reply. */
export function bearsMark(event: CalendarEvent | null, plan: PairPlan): boolean {
  return event?.mark != null && event.mark === markOf(plan);
}

/** What a plan of a run is about to do to a linked event, as it is noted before it leaves; null where nothing need be known of it. */
export function sentBy(plan: PairPlan, runId?: string): SentWrite | null {
  const { pair, google, base, conflict } = plan;
  if (google === null || google.kind === 'create' || base === null || pair.link === null) return null;
  const by = runId === undefined ? {} : { runId };
  if (google.kind === 'delete') return { mark: null, base: deletionOf(base), conflict, fields: google.fields, ...by };
  const event = contentOfChange(google.change);
  const booking = pick(base.booking, Object.keys(event));
  // An undo brings back the event of a booking that stays cancelled.
  const place = ({ removed }: Content) => (google.kind === 'revive' ? { removed } : {});
  const both = {
    booking: { ...booking, ...customerWritten(plan), ...place(base.booking) },
    event: { ...event, ...place(base.event) },
  };
  // What is held overrules nothing: the next run finds it again.
  const overruled = conflict?.decision === 'held' ? null : conflict;
  return { mark: markOf(plan) ?? null, base: both, conflict: overruled, fields: google.fields, ...by };
}

/** Whose words an event has once it is written, unless its booking gets that customer by the other half of the plan. */
export function customerWritten({ database, base }: PairPlan): Partial<Content> {
  if (base === null || (database !== null && 'customer' in database.fields)) return {};
  return { customer: base.booking.customer };
}

/** Of an event that is taken away: a run that finds it gone must not take that for a person's deed. */
function deletionOf({ booking, event }: Base): SentWrite['base'] {
  const { removed, undone } = event;
  return { booking: { removed: booking.removed }, event: { removed, ...(undone === undefined ? {} : { undone }) } };
}

/** The notes of a run's writes that are about to leave. */
export function sentNotes(plans: readonly PairPlan[], runId: string): readonly SentNote[] {
  return plans.flatMap((plan) => {
    const sent = sentBy(plan, runId);
    return sent === null ? [] : noteOf(plan, sent);
  });
}

/** Takes back the notes of writes that did not leave. */
export function takenBack(plans: readonly PairPlan[]): readonly SentNote[] {
  return plans.flatMap((plan) => (sentBy(plan) === null ? [] : noteOf(plan, null)));
}

function noteOf({ pair: { link } }: PairPlan, sent: SentWrite | null): SentNote[] {
  if (link === null) return [];
  return [{ linkId: link.id, sent, base: link.sent === null ? null : link.base }];
}

/**
 * Reads the events that a list may show as they were before: those of which a run never heard whether they were
 * written, and those of an older version than was known already.
 */
export function readOutdated(port: CalendarPort, pairs: readonly KnownPair[]): Promise<readonly KnownPair[]> {
  return readAgain(port, pairs, (pair): pair is KnownPair => {
    // What is remembered of an event says nothing of another one that its row names now.
    const isSameEvent = pair.eventId === pair.link.eventId;
    return isSameEvent && (isUnheard(pair) || isOutdated(pair));
  });
}

function isUnheard({ link, event }: KnownPair): boolean {
  const isTombstone = event.event !== null && event.content.removed;
  // What is to tell of a deletion is a list, which may be behind.
  return link.sent !== null && (link.sent.mark === null || event.event?.mark !== link.sent.mark) && !isTombstone;
}

/** The pairs whose event was made again under another id by a write without a reply, by link id: the event bears its mark. */
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

/** Both times are of Google's clock, whatever ours shows. */
function isOutdated({ link, event }: KnownPair): boolean {
  const listed = event.event?.updated ?? null;
  return listed !== null && link.updated !== null && listed < link.updated;
}

/** A pair as it is after the write that its link notes. */
export function withSentWrite(pair: KnownPair): KnownPair {
  return { ...pair, link: afterSentWrite(pair.link, pair.link.sent, pair.event) };
}

/** What a pair has agreed on, now that a write to its event is found out to have been done: whatever differs is an edit. */
export function afterSentWrite(link: Link, sent: SentWrite | null, side: EventSide): Link {
  if (sent === null || !isSentDone(sent, side)) return link;
  const { booking, event } = sent.base;
  // What was another row's event says this one's words by now.
  const { takenOver: _, ...row } = link.base.booking;
  const { undone, ...before } = link.base.event;
  const stillUndone = undone === true && event.removed !== false ? { undone } : {};
  return { ...link, base: { booking: { ...row, ...booking }, event: { ...before, ...stillUndone, ...event } } };
}

/** What an earlier write overruled that is found out to have been done, and has not been reported yet. */
export function unreported({ link, event }: Pair): Conflict | null {
  if (link?.sent == null || event === null || !isSentDone(link.sent, event)) return null;
  const { conflict } = link.sent;
  if (conflict === null) return null;
  const unknown = conflict.decision === 'held' ? 'person-decides' : (`policy-${conflict.decision}` as const);
  return { ...conflict, reason: conflictCode(conflict.reason) ?? unknown };
}

/** Whether a write without a reply is found out to have been done. */
export function isSentDone({ mark }: SentWrite, { content, event }: EventSide): boolean {
  return mark === null ? content.removed : event?.mark === mark;
}

function pick(content: Content, fields: readonly string[]): Partial<Content> {
  return fieldsOf(
    content,
    syncFields.filter((field) => fields.includes(field)),
  );
}
