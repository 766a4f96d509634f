import { inEnglish } from '../../english.js';
import { ConfigurationError, saying } from '../../errors.js';
import type { SyncOptions } from '../../options/sync-options.js';
import type { Clock } from '../../ports.js';
import type { PairStory } from '../../results/story-result.js';
import { changeStory, type HistoryStore } from '../../runs/history.js';
import { isCancelled } from '../model/booking.js';
import type { CalendarPort } from '../model/calendar-port.js';
import { notesOf } from '../model/pair-notes.js';
import type { KnownFailure, SyncStore } from '../model/sync-store.js';
import { lookAtPair, type PairOutlook, type PairReference } from './look-at-pair.js';
import { agreement, bookingStory, eventStory } from './pair-story.js';
import type { StatusStore } from './sync-status.js';

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
