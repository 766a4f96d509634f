import type { CalendarPort } from './calendar-port.js';
import { type Content, contentOfChange, syncFields } from './content.js';
import type { CalendarEvent } from './event.js';
import { askForAbsent, type KnownPair } from './find-event-sides.js';
import type { Link, SentWrite } from './link.js';
import type { EventSide, PairPlan } from './sync-plan.js';
import type { SentNote } from './sync-store.js';

/** Gives a plan's change of an event a mark by which it is known again. */
export function marked(plan: PairPlan, newMark: () => string): PairPlan {
  const { google } = plan;
  if (google?.kind !== 'update') return plan;
  return { ...plan, google: { ...google, change: { ...google.change, mark: newMark() } } };
}

/** Claims that an event bears the mark of a plan's change: it was written, whatever became of the reply. */
export function bearsMark(event: CalendarEvent | null, { google }: PairPlan): boolean {
  return google?.kind === 'update' && google.change.mark !== undefined && event?.mark === google.change.mark;
}

/** What a plan is about to write to a linked event, as it is noted before it leaves; null where there is no such thing. */
export function sentBy({ pair, google, base }: PairPlan): SentWrite | null {
  if (google?.kind !== 'update' || google.change.mark === undefined || base === null || pair.link === null) return null;
  const event = contentOfChange(google.change);
  return { mark: google.change.mark, base: { booking: pick(base.booking, Object.keys(event)), event } };
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

/**
 * Reads the events that a list may show as they were before: those of which a run never heard whether they were
 * written, and those of an older version than was known already.
 */
export async function readOutdated(port: CalendarPort, pairs: readonly KnownPair[]): Promise<readonly KnownPair[]> {
  const read: KnownPair[] = [];
  for (const pair of pairs) {
    read.push(...(isUnheard(pair) || isOutdated(pair) ? await askForAbsent(port, [pair]) : [pair]));
  }
  return read;
}

function isUnheard({ link, event }: KnownPair): boolean {
  return link.sent !== null && event.event?.mark !== link.sent.mark && !event.content.removed;
}

/** Both times are of Google's clock, whatever ours shows. */
function isOutdated({ link, event }: KnownPair): boolean {
  const listed = event.event?.updated ?? null;
  return listed !== null && link.updated !== null && listed < link.updated;
}

/** What a pair has agreed on, now that a write to its event is found out to have been done: whatever differs is an edit. */
export function settled(link: Link, sent: SentWrite | null, { event }: EventSide): Link {
  if (sent === null || event?.mark !== sent.mark) return link;
  const { booking, event: says } = sent.base;
  return { ...link, base: { booking: { ...link.base.booking, ...booking }, event: { ...link.base.event, ...says } } };
}

function pick(content: Content, fields: readonly string[]): Partial<Content> {
  return Object.fromEntries(
    syncFields.filter((field) => fields.includes(field)).map((field) => [field, content[field]]),
  );
}
