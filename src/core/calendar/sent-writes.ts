import type { CalendarPort } from './calendar-port.js';
import { bookingContent, type Content, contentOfChange, doubtful, syncFields } from './content.js';
import { eventSide, type KnownPair } from './find-event-sides.js';
import type { Link, SentWrite } from './link.js';
import type { PairPlan } from './sync-plan.js';
import type { SyncRules } from './sync-rules.js';
import type { SentNote } from './sync-store.js';

/** What a plan is about to write to a linked event, as it is noted before it leaves; null where there is no such thing. */
export function sentBy({ pair, google, base }: PairPlan): SentWrite | null {
  if (google?.kind !== 'update' || base === null || pair.link === null || pair.event === null) return null;
  const event = contentOfChange(google.change);
  return { etag: pair.event.etag, base: { booking: pick(base.booking, Object.keys(event)), event } };
}

/** The notes of writes that are about to leave. */
export function sentNotes(plans: readonly PairPlan[]): readonly SentNote[] {
  return plans.flatMap((plan) => {
    const sent = sentBy(plan);
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

/** Reads the events of which a run never heard whether they were written, where the listing does not show that they were. */
export async function readUnheard(port: CalendarPort, pairs: readonly KnownPair[]): Promise<readonly KnownPair[]> {
  const read: KnownPair[] = [];
  for (const pair of pairs) {
    const { link, event } = pair;
    const isAsBefore = event.event === null || event.etag === link.sent?.etag;
    const isUnread = link.sent !== null && isAsBefore && !event.content.removed;
    const there = isUnread ? await port.get(pair.calendarId, link.eventId) : null;
    const isEvent = there !== null && there.status !== 'cancelled' && there.recurrence === null;
    read.push(isEvent ? { ...pair, event: eventSide(there) } : pair);
  }
  return read;
}

/**
 * Finds out what became of a write that a run never heard of. An event that says what was sent, be it in one field,
 * was written: that is agreed on. Otherwise it may have been written and put back since, or not have been: a field in
 * which one side says what it said before is in doubt, if the other side does not. Pure.
 */
export function settleSent(pair: KnownPair, rules: SyncRules): KnownPair {
  const { link, booking, event, eventId } = pair;
  const { sent } = link;
  if (sent === null || event.content.removed || event.etag === sent.etag || eventId !== link.eventId) return pair;
  if (syncFields.some((field) => field in sent.base.event && event.content[field] === sent.base.event[field])) {
    const base = {
      booking: { ...link.base.booking, ...sent.base.booking },
      event: { ...link.base.event, ...sent.base.event },
    };
    return { ...pair, link: { ...link, base } };
  }
  if (booking === null) return pair;
  return { ...pair, link: { ...link, base: inDoubt(link, sent, bookingContent(booking, rules), event.content) } };
}

function inDoubt({ base }: Link, sent: SentWrite, booking: Content, event: Content): Link['base'] {
  const asBefore = (now: Content, before: Content) =>
    syncFields.filter((field) => field in sent.base.event && now[field] === before[field]);
  const here = asBefore(booking, base.booking);
  const there = asBefore(event, base.event);
  const marked = (fields: readonly string[]) => Object.fromEntries(fields.map((field) => [field, doubtful]));
  return {
    booking: { ...base.booking, ...marked(here.filter((field) => !there.includes(field))) },
    event: { ...base.event, ...marked(there.filter((field) => !here.includes(field))) },
  };
}

function pick(content: Content, fields: readonly string[]): Partial<Content> {
  return Object.fromEntries(
    syncFields.filter((field) => fields.includes(field)).map((field) => [field, content[field]]),
  );
}
