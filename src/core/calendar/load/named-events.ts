import { type Booking, isCancelled } from '../model/booking.js';
import type { Base } from '../model/content.js';
import type { CalendarEvent } from '../model/event.js';
import { type LinkedPair, markOf, withEarlierState, withoutClearing } from '../model/link.js';
import type { Failure } from '../model/sync-plan.js';
import { type Claim, decideClaims } from './decide-claims.js';
import { type EventSides, eventSide, type KnownPair } from './find-event-sides.js';
import type { Reading } from './load-calendar.js';
import { findReleased } from './read-named.js';
import { followCustomers } from './renewed-customers.js';
import { claimsOf, isAnotherRow, saysAnother } from './row-claims.js';
import { namedCodes, namedDoubt } from './unclear-pairs.js';

/** The links after following the rows: a row's own id of its event counts. */
interface NamedEvents {
  readonly linked: readonly LinkedPair[];
  /** link id → the event that its row names now, and that had no link */
  readonly successors: ReadonlyMap<string, CalendarEvent>;
  /** Links that have another booking now: stored before anything is written. */
  readonly relinked: ReadonlySet<string>;
  /** link id → why its pair is left alone */
  readonly doubts: ReadonlyMap<string, Failure>;
  /** Events that a row named until now and could not get. */
  readonly released: readonly CalendarEvent[];
  /** Rows that lost their event to the booking which had their key before: they are paired like new rows. */
  readonly parted: readonly Booking[];
}

interface Linked {
  readonly stored: readonly LinkedPair[];
  /** Links that a run could not store after it created their events. They are stored before anything is written. */
  readonly unstored: readonly LinkedPair[];
}

/**
 * Follows rows that name another event than the linked one, and rows that returned under another key: a changed id is
 * an edit. A booking that has an event keeps it. If following a row would lose something, it is left alone and
 * reported.
 */
export async function followRows(reading: Reading, { stored, unstored }: Linked): Promise<NamedEvents> {
  const followed = await followNames(reading, [...stored, ...unstored]);
  const named = {
    ...followed,
    // A backup may have brought a row back under another key.
    linked: (await followCustomers(reading.store, followed.linked)).map(withEarlierState),
    relinked: new Set([...followed.relinked, ...unstored.map(({ link }) => link.id)]),
  };
  // With `keep-database`, a person has already decided for all rows. The calendar's values never belong to another booking.
  if (reading.options.restored === 'keep-database') return named;
  const doubts = new Map(named.doubts);
  for (const pair of named.linked) if (isAnotherRow(pair)) doubts.set(pair.link.id, namedDoubt('row-is-another'));
  return { ...named, doubts };
}

async function followNames(reading: Reading, found: readonly LinkedPair[]): Promise<NamedEvents> {
  const misnamed = found.filter(namesAnother);
  const movers = misnamed.filter((pair) => isNews(pair, reading));
  const known = misnamed.filter((pair) => !movers.includes(pair));
  const doubts = new Map<string, Failure>();
  if (known.length > 0) {
    const codes = new Map((await reading.findFailures()).map(({ bookingId, code }) => [bookingId, code]));
    for (const { link } of known) {
      const code = codes.get(link.bookingId) ?? '';
      if (namedCodes.includes(code)) doubts.set(link.id, namedDoubt(code));
    }
  }
  const released = await findReleased(reading, found);
  const vanished = found.filter(({ booking, link }) => booking === null && !isClosed(link));
  const reworded = saysAnother(found, vanished);
  if (movers.length + vanished.length + reworded.length === 0)
    return { linked: found, successors: new Map(), relinked: new Set(), doubts, released, parted: [] };
  const links = await withTargets(reading, { found, movers });
  const claims = await claimsOf(reading, links, { movers, vanished, reworded });
  const { denied, granted } = decideClaims(claims, links);
  for (const { claim, code } of denied) {
    if (claim.from !== null && code !== null) doubts.set(claim.from.link.id, namedDoubt(code));
  }
  return { ...relink(found, granted, reading.newId), doubts, released };
}

function namesAnother({ booking, link }: LinkedPair): boolean {
  if (booking === null || isCancelled(booking)) return false;
  return booking.notedEventId !== null && booking.notedEventId !== link.eventId;
}

/** An earlier result is checked again if either event was changed. */
function isNews({ booking, link }: LinkedPair, { calendars, options }: Reading): boolean {
  const named = booking?.notedEventId ?? '';
  if (named !== link.noted || options.retryFailed) return true;
  return calendars.some(({ events, full }) => full || events.has(named) || events.has(link.eventId));
}

function isClosed({ base }: LinkedPair['link']): boolean {
  return base.booking.removed && base.event.removed;
}

interface Sought {
  readonly found: readonly LinkedPair[];
  readonly movers: readonly LinkedPair[];
}

/** The links that were read, and the links of the events that rows name. */
async function withTargets({ store, calendars }: Reading, { found, movers }: Sought): Promise<readonly LinkedPair[]> {
  const calendarIds = calendars.map(({ calendarId }) => calendarId);
  const named = new Set(movers.map(({ booking }) => booking?.notedEventId ?? ''));
  for (const { link } of found) named.delete(link.eventId);
  if (named.size === 0) return found;
  const events = calendarIds.flatMap((calendarId) => [...named].map((eventId) => ({ calendarId, eventId })));
  const more = await store.findPairs({ calendarIds, events, series: [], all: false });
  return [...found, ...more.filter(({ link }) => named.has(link.eventId))];
}

function relink(
  found: readonly LinkedPair[],
  granted: readonly Claim[],
  newId: () => string,
): Omit<NamedEvents, 'doubts' | 'released'> {
  const successors = new Map<string, CalendarEvent>();
  const relinked = new Set<string>();
  const takers = new Map(granted.flatMap((claim) => (claim.to === null ? [] : [[claim.to.link.id, claim] as const])));
  const leaving = new Map(
    granted.flatMap((claim) => (claim.from === null ? [] : [[claim.from.link.id, claim] as const])),
  );
  const linked: LinkedPair[] = [];
  const parted: Booking[] = [];
  for (const { booking, to } of takers.values()) {
    if (to === null) continue;
    const hadKey = to.booking === null || isCancelled(to.booking) || leaving.has(to.link.id) ? [] : [to.booking];
    parted.push(...hadKey);
    // The event belonged to another row, not to the same row under another key: its values belong to that row until the
    // event is written.
    const isTakenOver = to.booking !== null && hadKey.length === 0 && booking.notedEventId !== null;
    const base = isTakenOver ? takenOver(to.link.base) : to.link.base;
    linked.push({
      link: {
        ...to.link,
        ...(isTakenOver ? { rowUpdated: null } : { heldAs: to.link.bookingId }),
        base: markedAs(base, markOf(to.link), booking.id),
        bookingId: booking.id,
      },
      booking,
    });
    relinked.add(to.link.id);
  }
  for (const pair of found) {
    const claim = leaving.get(pair.link.id);
    const isTaken = takers.has(pair.link.id);
    if (claim === undefined) {
      if (!isTaken) linked.push(pair);
    } else if (claim.event.kind === 'free') {
      // If another row takes over this link, its base goes into a new link.
      const link = isTaken ? { ...pair.link, id: newId() } : pair.link;
      linked.push({ link, booking: pair.booking });
      successors.set(link.id, claim.event.event);
      if (isTaken) relinked.add(link.id);
    }
  }
  return { linked, successors, relinked, parted };
}

/** The event keeps a mark with the previous key of its booking. */
function markedAs({ booking, event }: Base, mark: string, bookingId: string): Base {
  const { markedAs: _, ...says } = event;
  return { booking, event: mark === bookingId ? says : { ...says, markedAs: mark } };
}

function takenOver({ booking, event }: Base): Base {
  return { booking: { ...booking, takenOver: true }, event };
}

/** The event that a pair's row names, if it had no link. */
function placedAt({ link }: KnownPair, event: CalendarEvent) {
  return {
    link: withoutClearing(link, event),
    calendarId: event.calendarId,
    eventId: event.id,
    event: eventSide(event),
  };
}

/** Gives the pairs the events that their rows name, and adds the other results. */
export function placeNamed({ pairs, absent, beyond, free }: EventSides, named: NamedEvents): EventSides {
  const { successors, relinked, doubts, released } = named;
  if (successors.size + relinked.size + doubts.size + released.length === 0) return { pairs, absent, beyond, free };
  const isPlaced = ({ link }: KnownPair) => successors.has(link.id) || doubts.has(link.id);
  const place = (pair: KnownPair): KnownPair => {
    const event = successors.get(pair.link.id);
    const unclear = doubts.get(pair.link.id);
    return {
      ...pair,
      ...(event === undefined ? {} : placedAt(pair, event)),
      ...(unclear === undefined ? {} : { unclear }),
      ...(relinked.has(pair.link.id) ? { relinked: true } : {}),
    };
  };
  const taken = new Set([...successors.values()].map(({ id }) => id));
  for (const { link, booking } of named.linked) if (doubts.has(link.id)) taken.add(booking?.notedEventId ?? '');
  return {
    pairs: [...pairs, ...absent.filter(isPlaced), ...beyond.filter(isPlaced)].map(place),
    absent: absent.filter((pair) => !isPlaced(pair)).map(place),
    beyond: beyond.filter((pair) => !isPlaced(pair)).map(place),
    free: [...free, ...released].filter(({ id }) => !taken.has(id)),
  };
}
