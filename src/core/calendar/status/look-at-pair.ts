import { inEnglish } from '../../english.js';
import { dataOf, GuardRefusal } from '../../errors.js';
import type { SyncOptions } from '../../options/sync-options.js';
import type { LeftAlone, NextStep } from '../../results/story-result.js';
import { eventSide } from '../load/find-event-sides.js';
import type { LoadContext } from '../load/load-context.js';
import { loadSync, type SyncState } from '../load/load-sync.js';
import { skipReason } from '../load/pair-unlinked.js';
import { type Booking, isCancelled } from '../model/booking.js';
import type { CalendarPort } from '../model/calendar-port.js';
import { gone } from '../model/content.js';
import type { Link } from '../model/link.js';
import type { EventSide, Pair } from '../model/sync-plan.js';
import { planPair } from '../plan/plan-pair.js';
import { failsAgain, failureItem, failureKey, planSync, rulesFor } from '../plan/plan-sync.js';

/** The pair that is meant, as far as the database knows it. */
export interface PairReference {
  readonly bookingId: string | null;
  readonly calendarId: string | null;
  readonly eventId: string | null;
  readonly link: Link | null;
  readonly booking: Booking | null;
}

/** The pair as the next run would see it, and what it would do. */
export interface PairOutlook {
  readonly pair: Pair | null;
  readonly next: NextStep | null;
}

/**
 * Reads one pair as the next run would; if the run would not read it, this requests it by itself. Writes nothing;
 * throws UnavailableError if Google cannot be asked.
 */
export async function lookAtPair(context: LoadContext, known: PairReference): Promise<PairOutlook> {
  const { calendar, options } = context;
  if (known.calendarId !== null && !options.calendarIds.includes(known.calendarId)) {
    return { pair: await pairOf(calendar, known), next: leftAlone('calendar-not-synced') };
  }
  let state: SyncState;
  try {
    state = await loadSync(context);
  } catch (error) {
    if (!(error instanceof GuardRefusal)) throw error;
    return { pair: await pairOf(calendar, known), next: { ...leftAlone('refused'), ...saidOf(error) } };
  }
  const seen = state.pairs.find((pair) => isMeant(pair, known));
  if (seen !== undefined) return { pair: await asItIs(calendar, seen), next: await nextOf(seen, state, options) };
  if (known.link !== null) {
    const pair = await pairOf(calendar, known);
    return { pair, next: pair === null ? null : await nextOf(pair, state, options) };
  }
  return lookAtSingle(calendar, known, { state, options });
}

/** A run does not need the event of a pair that is held before its first sync; a person wants to see it. */
async function asItIs(calendar: CalendarPort, pair: Pair): Promise<Pair> {
  if (pair.link !== null || pair.eventId === null || pair.event?.event !== null) return pair;
  const event = await calendar.get(pair.calendarId, pair.eventId);
  return event === null ? pair : { ...pair, event: eventSide(event) };
}

function isMeant({ link, booking, eventId }: Pair, known: PairReference): boolean {
  if (known.bookingId !== null) return (link?.bookingId ?? booking?.id) === known.bookingId;
  return eventId === known.eventId;
}

/** A booking or an event that the run would not read. */
async function lookAtSingle(
  calendar: CalendarPort,
  { booking, eventId }: PairReference,
  { state, options }: { state: SyncState; options: SyncOptions },
): Promise<PairOutlook> {
  if (booking !== null) {
    const pair = { calendarId: options.calendarIds[0], link: null, booking, eventId: null, event: null };
    return { pair, next: leftAlone(isCancelled(booking) ? 'cancelled-booking' : 'outside-window') };
  }
  for (const { calendarId } of state.calendars) {
    const event = await calendar.get(calendarId, eventId ?? '');
    if (event === null) continue;
    const pair = { calendarId, link: null, booking: null, eventId: event.id, event: eventSide(event) };
    const reason = event.recurrence === null ? skipReason(event, state.calendars, options) : 'series-master';
    return { pair, next: leftAlone(reason ?? 'unchanged') };
  }
  return { pair: null, next: null };
}

async function pairOf(calendar: CalendarPort, { link, booking }: PairReference): Promise<Pair | null> {
  if (link === null) return null;
  const { calendarId, eventId } = link;
  const event = await calendar.get(calendarId, eventId);
  return { calendarId, link, booking, eventId, event: sideOf(event === null ? null : eventSide(event), link) };
}

/** A deleted event may have nothing but its id: its last known values are used. */
function sideOf(side: EventSide | null, link: Link): EventSide {
  const last = link.seen?.content ?? link.base.event;
  if (side === null) return { content: gone(last), updated: null, etag: link.etag, event: null };
  return side.content.removed ? { ...side, content: gone(last) } : side;
}

async function nextOf(pair: Pair, state: SyncState, options: SyncOptions): Promise<NextStep> {
  const plan = planPair(pair, rulesFor(pair, state, options));
  const before = state.failures.find((failure) => failureKey(failure) === failureKey(failureItem(plan)));
  if (before !== undefined && !options.retryFailed && failsAgain(plan, before)) {
    return leftAlone('failed-before');
  }
  const { action, state: standing, reason, google, database, conflict } = plan;
  return {
    // Only an undo plans such an action.
    action: action === 'undo' ? 'left-alone' : action,
    state: standing,
    reason: inEnglish().planned(reason),
    leftAlone: null,
    google: google === null ? null : { action: google.kind, fields: google.fields },
    database: database === null ? null : { action: database.kind, fields: database.fields },
    holds: conflict?.decision === 'held' ? Object.keys(conflict.fields) : [],
    ...saidOf((await planSync(state, options)).refusal),
  };
}

function saidOf(refusal: GuardRefusal | null) {
  return refusal === null ? { refusal: null } : { refusal: refusal.message, refusalSentence: dataOf(refusal) };
}

function leftAlone(why: LeftAlone): NextStep {
  const nothing = { state: null, google: null, database: null, holds: [], refusal: null };
  return { action: 'left-alone', reason: inEnglish().leftAlone(why), leftAlone: why, ...nothing };
}
