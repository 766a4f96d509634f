import { ItemRefusedError } from '../errors.js';
import type { CalendarPort, UpdateOutcome, WriteOptions } from './calendar-port.js';
import { eventContent, gone } from './content.js';
import type { CalendarEvent, EventChange, EventDraft } from './event.js';
import { eventIdFor, generations } from './event-id.js';
import { eventSide } from './find-event-sides.js';
import { planPair } from './plan-pair.js';
import type { EventSide, GoogleWrite, Pair, PairPlan, Trouble } from './sync-plan.js';
import type { SyncRules } from './sync-rules.js';

/** What became of one pair's write to Google. */
export interface EventResult {
  /** The plan that was carried out: another one than intended where the event had moved in the meantime. */
  readonly plan: PairPlan;
  /** The event as Google returned it; null when nothing was written or it is gone. */
  readonly event: CalendarEvent | null;
  readonly trouble: Trouble | null;
  /** What ended the reading that was to tell what became of the write. */
  readonly stopped?: unknown;
}

export interface EventWriter {
  readonly port: CalendarPort;
  readonly rulesFor: (pair: Pair) => SyncRules;
  readonly how: WriteOptions;
}

const attempts = 4;

/**
 * Carries out a pair's write to Google so that it may be repeated: an id in use is looked at, an event that moved is
 * read and merged again, a reply that never came is found out by reading. Throws UnavailableError when Google is gone
 * for all; what Google refuses for this one item is its trouble.
 */
export async function writeEvent(plan: PairPlan, writer: EventWriter): Promise<EventResult> {
  let current = plan;
  try {
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      if (current.google === null) return { plan: current, event: null, trouble: current.trouble };
      const step = await write(current, current.google, writer);
      if (step.kind === 'done') return { plan: current, event: step.event, trouble: null };
      if (step.kind === 'unknown') return { plan: current, event: null, trouble: noReply, stopped: step.stopped };
      if (step.kind === 'series') return { plan: current, event: null, trouble: isSeriesNow };
      const pair = { ...current.pair, eventId: step.eventId, event: step.side };
      current = planPair(pair, writer.rulesFor(pair));
    }
  } catch (error) {
    if (!(error instanceof ItemRefusedError)) throw error;
    return { plan: current, event: null, trouble: { code: error.code, reason: error.message, passing: false } };
  }
  return { plan: current, event: null, trouble: keepsMoving };
}

export const noReply: Trouble = {
  code: 'google-no-reply',
  reason: 'Google did not say whether it was done.',
  passing: true,
};
const isSeriesNow = {
  code: 'event-became-series',
  reason: 'The event became a series while it was being written; the next run follows its occurrences.',
  passing: true,
};
const keepsMoving = {
  code: 'event-keeps-moving',
  reason: 'The event was changed again at every attempt.',
  passing: true,
};

type Step =
  | { readonly kind: 'done'; readonly event: CalendarEvent | null }
  | { readonly kind: 'unknown'; readonly stopped?: unknown }
  /** What bears the id is a series by now: a booking is one occurrence, and all of it is none of ours to write. */
  | { readonly kind: 'series' }
  /** The event is not what the plan was made for: plan again. */
  | { readonly kind: 'moved'; readonly eventId: string; readonly side: EventSide };

function write(plan: PairPlan, google: GoogleWrite, writer: EventWriter): Promise<Step> {
  if (google.kind === 'create') return insertEvent(plan, google.draft, writer);
  if (google.kind === 'delete') return deleteEvent(plan, writer);
  return updateEvent(plan, google, writer);
}

async function insertEvent(plan: PairPlan, draft: EventDraft, writer: EventWriter): Promise<Step> {
  const { port, how } = writer;
  const { calendarId, booking } = plan.pair;
  const bookingId = booking?.id ?? '';
  for (let generation = 0; generation < generations; generation += 1) {
    const id = eventIdFor(bookingId, generation);
    const outcome = await port.insert(calendarId, { ...draft, id }, how);
    if (outcome.kind === 'created') return { kind: 'done', event: outcome.event };
    const there = await port.get(calendarId, id);
    if (outcome.kind === 'unknown' && there === null) return { kind: 'unknown' };
    // An event of ours that has become a series is another thing: to bring it back would bring back all of it.
    const isSingle = there !== null && there.recurrence === null;
    const isOurs = isSingle && (there.bookingId === bookingId || there.bookingId === null);
    if (there !== null && there.status !== 'cancelled' && isOurs)
      return { kind: 'moved', eventId: id, side: eventSide(there) };
    if (there !== null && there.status === 'cancelled' && isOurs) {
      const change = { ...withoutId(draft), status: 'confirmed' as const };
      const revived = await port.update(calendarId, id, there.etag || null, change, how);
      if (revived.kind === 'updated') return { kind: 'done', event: revived.event };
      if (revived.kind === 'unknown') return { kind: 'unknown' };
      if (revived.kind === 'etag-moved') return { kind: 'moved', eventId: id, side: eventSide(there) };
    }
  }
  throw new ItemRefusedError('event-ids-used-up', "All ids that this booking's event may have are in use.", {
    actions: ['Delete the copies of this event in Google Calendar, then: renos-sync sync --retry-failed'],
  });
}

function withoutId({ id: _, ...change }: EventDraft): Omit<EventDraft, 'id'> {
  return change;
}

async function updateEvent(
  plan: PairPlan,
  google: Extract<GoogleWrite, { kind: 'update' | 'revive' }>,
  writer: EventWriter,
): Promise<Step> {
  const { calendarId, eventId, event } = plan.pair;
  if (eventId === null) return { kind: 'unknown' };
  // Guests are written whole: those of an event that is only remembered must be read first.
  if (google.kind === 'update' && google.change.attendees !== undefined && event?.event === null) {
    const there = await writer.port.get(calendarId, eventId);
    return isSeries(there) ? { kind: 'series' } : { kind: 'moved', eventId, side: sideNow(there, event) };
  }
  const etag = event?.etag || null;
  const outcome = await updateOrRefuse(plan, writer, { eventId, etag, change: google.change });
  if (outcome.kind === 'refused') {
    // An occurrence cannot come back to a series that is gone, or has none there: its booking gets an event of its own.
    if (google.kind === 'revive' && plan.pair.link?.recurringEventId != null) return reinsert(plan, google, writer);
    throw outcome.error;
  }
  if (outcome.kind === 'updated') return { kind: 'done', event: outcome.event };
  if (outcome.kind === 'gone' && google.kind === 'revive') return reinsert(plan, google, writer);
  let there: CalendarEvent | null;
  try {
    there = await writer.port.get(calendarId, eventId);
  } catch (error) {
    if (outcome.kind === 'unknown') return { kind: 'unknown', stopped: error };
    throw error;
  }
  if (isSeries(there)) return google.kind === 'revive' ? reinsert(plan, google, writer) : { kind: 'series' };
  if (outcome.kind === 'unknown') return says(there, google) ? { kind: 'done', event: there } : { kind: 'unknown' };
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
): Promise<UpdateOutcome | { readonly kind: 'refused'; readonly error: ItemRefusedError }> {
  try {
    return await port.update(pair.calendarId, eventId, etag, change, how);
  } catch (error) {
    if (error instanceof ItemRefusedError) return { kind: 'refused', error };
    throw error;
  }
}

/** Google has forgotten the deleted event: the booking gets one under the next id. */
function reinsert(plan: PairPlan, { change }: { change: GoogleWriteChange }, writer: EventWriter): Promise<Step> {
  const { booking } = plan.pair;
  const { start, end } = change;
  if (booking === null || start === undefined || end === undefined) return Promise.resolve({ kind: 'unknown' });
  const { status: _, ...rest } = change;
  return insertEvent(plan, { ...rest, id: '', start, end, bookingId: booking.id }, writer);
}

type GoogleWriteChange = Extract<GoogleWrite, { kind: 'revive' }>['change'];

async function deleteEvent(plan: PairPlan, { port, how }: EventWriter): Promise<Step> {
  const { calendarId, eventId, event } = plan.pair;
  if (eventId === null) return { kind: 'done', event: null };
  const outcome = await port.delete(calendarId, eventId, event?.etag ?? null, how);
  if (outcome.kind === 'deleted' || outcome.kind === 'gone') return { kind: 'done', event: null };
  const there = await port.get(calendarId, eventId);
  if (there === null || there.status === 'cancelled') return { kind: 'done', event: null };
  if (isSeries(there)) return { kind: 'series' };
  return outcome.kind === 'unknown' ? { kind: 'unknown' } : { kind: 'moved', eventId, side: eventSide(there) };
}

function isSeries(there: CalendarEvent | null): boolean {
  return there !== null && there.recurrence !== null;
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

/** Claims that an event says all that was to be written to it. */
function says(there: CalendarEvent | null, { fields }: GoogleWrite): boolean {
  if (there === null || there.status === 'cancelled') return false;
  const content: Readonly<Record<string, unknown>> = eventContent(there);
  return Object.entries(fields).every(([field, [, to]]) => content[field] === to);
}
