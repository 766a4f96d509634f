import { inEnglish } from '../../english.js';
import { ConfigurationError, dataOf, GuardRefusal, saying } from '../../errors.js';
import type { SyncOptions } from '../../options/sync-options.js';
import type { Clock } from '../../ports.js';
import type { LeftAlone, NextStep, PairStory } from '../../results/story-result.js';
import { changeStory, type HistoryStore } from '../../runs/history.js';
import { eventSide } from '../load/find-event-sides.js';
import type { LoadContext } from '../load/load-calendar.js';
import { loadSync, type SyncState } from '../load/load-sync.js';
import { skipReason } from '../load/pair-unlinked.js';
import { type Booking, isCancelled } from '../model/booking.js';
import type { CalendarPort } from '../model/calendar-port.js';
import { gone } from '../model/content.js';
import type { Link } from '../model/link.js';
import { notesOf } from '../model/pair-notes.js';
import type { EventSide, Pair } from '../model/sync-plan.js';
import type { KnownFailure, SyncStore } from '../model/sync-store.js';
import { planPair } from '../plan/plan-pair.js';
import { failsAgain, failureItem, failureKey, planSync } from '../plan/plan-sync.js';
import type { StatusStore } from './judge-status.js';
import { agreement, bookingStory, eventStory } from './pair-story.js';

export interface ShowPorts {
  readonly history: HistoryStore;
  readonly status: StatusStore;
  readonly store: SyncStore;
  /** Opened last, because it may fail while the rest can still be shown. */
  readonly calendar: () => Promise<CalendarPort>;
  readonly clock: Clock;
  readonly newId: () => string;
}

/** The report of a pair, and the error that left it incomplete. */
interface ShownPair {
  readonly result: PairStory;
  readonly stopped: unknown;
}

/**
 * Reports the values of both sides of a pair, their agreed values, what the next run would do, and the past changes.
 * The id is a booking's or an event's, or a unique beginning of one. Writes nothing; throws ConfigurationError (exit 2)
 * if there is no such item. If Google cannot be asked, the rest is shown and `stopped` is the error.
 */
export async function showPair(ports: ShowPorts, options: SyncOptions, id: string): Promise<ShownPair> {
  const known = await locate(ports, id);
  let look: PairOutlook | null = null;
  let stopped: unknown = null;
  try {
    const { store, clock, newId } = ports;
    const calendar = await ports.calendar();
    look = await lookAtPair({ calendar, store, options, now: clock(), newId }, known);
  } catch (error) {
    stopped = error;
  }
  if (look !== null && look.pair === null && known.booking === null && known.link === null) throw unknownItem();
  if (look === null && known.bookingId === null) throw stopped;
  return { result: await tell(ports, known, look), stopped };
}

async function locate({ history, store }: ShowPorts, id: string): Promise<PairReference> {
  const found = await history.findPairsLike(id);
  if (found.length > 1) throw severalItems(found.map(({ bookingId }) => bookingId));
  const [one] = found;
  if (one === undefined) return { bookingId: null, calendarId: null, eventId: id, link: null, booking: null };
  const { bookingId, calendarId, eventId } = one;
  if (calendarId === null || eventId === null) {
    const [booking] = await store.findByIds([bookingId]);
    return { ...one, link: null, booking: booking ?? null };
  }
  const query = { calendarIds: [calendarId], events: [{ calendarId, eventId }], series: [], all: false };
  const pair = (await store.findPairs(query)).find(({ link }) => link.bookingId === bookingId);
  return { ...one, link: pair?.link ?? null, booking: pair?.booking ?? null };
}

async function tell(
  { history, status }: ShowPorts,
  known: PairReference,
  look: PairOutlook | null,
): Promise<PairStory> {
  const booking = look?.pair?.booking ?? known.booking;
  const bookingId = booking?.id ?? known.bookingId;
  const eventId = look?.pair?.eventId ?? known.eventId;
  const items = [bookingId, eventId].filter((item) => item !== null);
  const isMine = (item: { readonly bookingId: string | null; readonly eventId: string | null }) =>
    item.bookingId === null ? item.eventId === eventId : item.bookingId === bookingId;
  return {
    success: look !== null,
    bookingId,
    eventId,
    calendarId: look?.pair?.calendarId ?? known.calendarId,
    booking: booking === null ? null : bookingStory(booking),
    event: eventStory(look?.pair?.event ?? null, known.link),
    agreed: agreement(known.link),
    next: look?.next ?? null,
    held: (await status.findHeldConflicts()).filter(isMine),
    failed: (await status.findAllFailures()).filter(isMine).map(toldFailure),
    notes: toldNotes(look, known),
    changes: (await history.findChangesOfItems(items)).map(changeStory),
  };
}

function toldNotes(look: PairOutlook | null, known: PairReference): PairStory['notes'] {
  const link = look?.pair?.link ?? known.link;
  const booking = look?.pair?.booking ?? known.booking;
  if (link === null || booking === null || isCancelled(booking)) return [];
  const says = look?.pair?.event?.content ?? link.base.event;
  return says.removed ? [] : notesOf(link, says.declined, booking.customerEmail);
}

function toldFailure(failure: KnownFailure): PairStory['failed'][number] {
  const english = inEnglish();
  return { code: failure.code, reason: english.failed(failure), help: english.help(failure, true) };
}

function unknownItem(): ConfigurationError {
  return new ConfigurationError(saying('item-unknown/none', {}));
}

function severalItems(ids: readonly string[]): ConfigurationError {
  return new ConfigurationError(saying('item-unknown/several', { count: ids.length, ids: ids.slice(0, 3) }));
}

/** The pair that is meant, as far as the database knows it. */
interface PairReference {
  readonly bookingId: string | null;
  readonly calendarId: string | null;
  readonly eventId: string | null;
  readonly link: Link | null;
  readonly booking: Booking | null;
}

/** The pair as the next run would see it, and what it would do. */
interface PairOutlook {
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
  const plan = planPair(pair, state.rulesFor(pair));
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
