import { ItemRefusedError } from '../../errors.js';
import { eventSide } from '../load/find-event-sides.js';
import { bearsMark } from '../load/sent-writes.js';
import type { WriteOutcomes } from '../model/calendar-port.js';
import { eventContent, gone } from '../model/content.js';
import type { CalendarEvent, EventChange } from '../model/event.js';
import type { EventSide, GoogleWrite, Pair, PairPlan } from '../model/sync-plan.js';
import { reinsert } from './insert-event.js';
import { type EventWriter, readBack, type Step } from './write-step.js';

/** Updates an event that has not changed since it was read, or restores it. */
export async function updateEvent(
  plan: PairPlan,
  google: Extract<GoogleWrite, { kind: 'update' | 'revive' }>,
  writer: EventWriter,
): Promise<Step> {
  const { calendarId, eventId, event } = plan.pair;
  if (eventId === null) return { kind: 'unknown' };
  // A write replaces the whole list of guests: if the event is only known from the database, read it first.
  if (google.kind === 'update' && google.change.attendees !== undefined && event?.event === null) {
    const there = await writer.port.get(calendarId, eventId);
    return isSeries(there) ? { kind: 'series' } : { kind: 'moved', eventId, side: sideNow(there, event) };
  }
  const etag = event?.etag || null;
  const outcome = await updateOrRefuse(plan, writer, { eventId, etag, change: google.change });
  if (outcome.kind === 'refused') {
    // An occurrence cannot be restored if its series is gone or no longer has it: its booking gets an event of its own.
    if (google.kind === 'revive' && plan.pair.link?.recurringEventId != null) return reinsert(plan, google, writer);
    throw outcome.error;
  }
  if (outcome.kind === 'updated') return { kind: 'done', event: outcome.event };
  if (outcome.kind === 'gone' && google.kind === 'revive') return reinsert(plan, google, writer);
  const read = await readBack(writer.port, plan.pair, outcome.kind === 'unknown');
  if ('stopped' in read) return read;
  const { there } = read;
  if (isSeries(there)) return google.kind === 'revive' ? reinsert(plan, google, writer) : { kind: 'series' };
  if (outcome.kind === 'unknown' && !bearsMark(there, plan)) {
    return says(there, google) ? { kind: 'done', event: there } : { kind: 'unknown' };
  }
  if (google.kind === 'update' && isGoneWithSeries(there, plan.pair)) return { kind: 'series' };
  const isGone = there === null || there.status === 'cancelled';
  const elsewhere = isGone ? await writer.findElsewhere({ calendarId, eventId }) : null;
  if (elsewhere !== null) return movedTo(elsewhere);
  return { kind: 'moved', eventId, side: sideNow(there, event) };
}

interface Update {
  readonly eventId: string;
  readonly etag: string | null;
  readonly change: EventChange;
}

async function updateOrRefuse(
  { pair }: PairPlan,
  { port, how }: EventWriter,
  { eventId, etag, change }: Update,
): Promise<WriteOutcomes['update'] | { readonly kind: 'refused'; readonly error: ItemRefusedError }> {
  try {
    return await port.update(pair.calendarId, eventId, etag, change, how);
  } catch (error) {
    if (error instanceof ItemRefusedError) return { kind: 'refused', error };
    throw error;
  }
}

/** Deletes an event that has not changed since it was read. An event that is already gone counts as deleted. */
export async function deleteEvent(plan: PairPlan, { port, how, findElsewhere }: EventWriter): Promise<Step> {
  const { calendarId, eventId, event } = plan.pair;
  if (eventId === null) return { kind: 'done', event: null };
  const outcome = await port.delete(calendarId, eventId, event?.etag ?? null, how);
  if (outcome.kind === 'deleted') return { kind: 'done', event: null };
  // Only for an occurrence does it matter how it was deleted.
  const isSingle = plan.pair.link?.recurringEventId == null;
  const isKnown = outcome.kind === 'gone' && isSingle;
  const read = isKnown ? { there: null } : await readBack(port, plan.pair, outcome.kind === 'unknown');
  if ('stopped' in read) return read;
  const { there } = read;
  if (isGoneWithSeries(there, plan.pair)) return { kind: 'series' };
  if (there === null || there.status === 'cancelled') {
    const elsewhere = await findElsewhere({ calendarId, eventId });
    return elsewhere === null ? { kind: 'done', event: null } : movedTo(elsewhere);
  }
  if (isSeries(there)) return { kind: 'series' };
  return outcome.kind === 'unknown' ? { kind: 'unknown' } : { kind: 'moved', eventId, side: eventSide(there) };
}

/**
 * Whether an occurrence is gone because its series was changed. If a person deletes one occurrence, Google keeps a
 * tombstone.
 */
function isGoneWithSeries(there: CalendarEvent | null, { link }: Pair): boolean {
  return there === null && link?.recurringEventId != null;
}

function sideNow(there: CalendarEvent | null, before: EventSide | null): EventSide {
  if (there !== null && (there.status !== 'cancelled' || before === null)) return eventSide(there);
  const content = before?.content ?? null;
  if (content === null) throw new Error('an event that was never read cannot have gone');
  return {
    content: gone(content),
    updated: there?.updated ?? null,
    etag: there?.etag ?? before?.etag ?? '',
    event: there,
  };
}

/** Whether an event already has every value that was to be written. */
function says(there: CalendarEvent | null, { fields }: GoogleWrite): boolean {
  if (there === null || there.status === 'cancelled') return false;
  const content: Readonly<Record<string, unknown>> = eventContent(there);
  return Object.entries(fields).every(([field, [, to]]) => content[field] === to);
}

function movedTo(event: CalendarEvent): Step {
  return { kind: 'moved', eventId: event.id, side: eventSide(event), calendarId: event.calendarId };
}

function isSeries(there: CalendarEvent | null): boolean {
  return there !== null && there.recurrence !== null;
}
