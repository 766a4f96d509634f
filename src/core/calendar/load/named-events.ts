import { type Booking, isCancelled } from '../model/booking.js';
import type { CalendarEvent } from '../model/event.js';
import type { LinkedPair } from '../model/link.js';
import type { Failure } from '../model/sync-plan.js';
import type { KnownFailure } from '../model/sync-store.js';
import { type EventSides, eventSide, type KnownPair } from './find-event-sides.js';
import type { LoadedCalendar } from './load-calendar.js';
import type { LoadContext } from './load-context.js';
import { findNamed, isFormerGone, type NamedEvent } from './read-named.js';
import { type Claim, settleClaims } from './settle-claims.js';
import { namedCodes, namedDoubt } from './unclear-pairs.js';

/** The links as the application's rows say them: each row says which event is its own. */
export interface NamedEvents {
  readonly linked: readonly LinkedPair[];
  /** link id → the event that its row names now, and that no link spoke of */
  readonly successors: ReadonlyMap<string, CalendarEvent>;
  /** Links that have another booking now: stored before anything is written. */
  readonly relinked: ReadonlySet<string>;
  /** link id → why its pair is left alone */
  readonly doubts: ReadonlyMap<string, Failure>;
}

/**
 * Follows rows that name another event than they are linked with, and rows that came back under another key: a changed id
 * is an edit. A booking that has an event keeps it; what cannot be followed without a loss is left alone and told of.
 */
export async function followRows(
  context: LoadContext,
  calendars: readonly LoadedCalendar[],
  found: readonly LinkedPair[],
  findFailures: () => Promise<readonly KnownFailure[]>,
): Promise<NamedEvents> {
  const misnamed = found.filter(namesAnother);
  const movers = misnamed.filter((pair) => isNews(pair, calendars, context));
  const known = misnamed.filter((pair) => !movers.includes(pair));
  const doubts = new Map<string, Failure>();
  if (known.length > 0) {
    const told = new Map((await findFailures()).map(({ bookingId, code }) => [bookingId, code]));
    for (const { link } of known) {
      const code = told.get(link.bookingId) ?? '';
      if (namedCodes.includes(code)) doubts.set(link.id, namedDoubt(code));
    }
  }
  const vanished = found.filter(({ booking, link }) => booking === null && !isClosed(link));
  if (movers.length + vanished.length === 0)
    return { linked: found, successors: new Map(), relinked: new Set(), doubts };
  const links = await withTargets(context, calendars, { found, movers });
  const claims = await claimsOf(context, links, { movers, vanished, calendars });
  const settled = settleClaims(claims, links);
  for (const { claim, code } of settled.denied) {
    if (claim.from !== null && code !== null) doubts.set(claim.from.link.id, namedDoubt(code));
  }
  return { ...relink(found, settled.granted, context.newId), doubts };
}

function namesAnother({ booking, link }: LinkedPair): boolean {
  if (booking === null || isCancelled(booking)) return false;
  return booking.notedEventId !== null && booking.notedEventId !== link.eventId;
}

/** What was judged before is judged again when either event was changed. */
function isNews(
  { booking, link }: LinkedPair,
  calendars: readonly LoadedCalendar[],
  { options }: LoadContext,
): boolean {
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

/** The links at hand, and those of the events that rows name. */
async function withTargets(
  { store }: LoadContext,
  calendars: readonly LoadedCalendar[],
  { found, movers }: Sought,
): Promise<readonly LinkedPair[]> {
  const calendarIds = calendars.map(({ calendarId }) => calendarId);
  const named = new Set(movers.map(({ booking }) => booking?.notedEventId ?? ''));
  for (const { link } of found) named.delete(link.eventId);
  if (named.size === 0) return found;
  const events = calendarIds.flatMap((calendarId) => [...named].map((eventId) => ({ calendarId, eventId })));
  const more = await store.findPairs({ calendarIds, events, series: [], all: false });
  return [...found, ...more.filter(({ link }) => named.has(link.eventId))];
}

interface Claimants {
  readonly movers: readonly LinkedPair[];
  readonly vanished: readonly LinkedPair[];
  readonly calendars: readonly LoadedCalendar[];
}

async function claimsOf(
  context: LoadContext,
  links: readonly LinkedPair[],
  { movers, vanished, calendars }: Claimants,
): Promise<readonly Claim[]> {
  const byEvent = new Map(links.map((pair) => [pair.link.eventId, pair]));
  const claims: Claim[] = [];
  for (const from of movers) {
    const { booking } = from;
    const target = booking?.notedEventId ?? null;
    if (booking === null || target === null) continue;
    const to = byEvent.get(target) ?? null;
    const event: NamedEvent =
      to === null ? await findNamed(context.calendar, calendars, { booking, link: from.link }) : { kind: 'linked' };
    claims.push({
      booking,
      from,
      to,
      target,
      event,
      isFormerGone: await isFormerGone(context.calendar, calendars, from),
    });
  }
  const left = [...vanished, ...movers];
  const rows = await context.store.findRowsNaming(
    left.map(({ link }) => link.eventId),
    vanished.map(({ link }) => link.print).filter((print) => print !== null),
  );
  return [...claims, ...rowClaims(rows, byEvent, vanished)];
}

/** Rows without a link: each names the event, or says all that the row said which has vanished. */
function rowClaims(
  rows: readonly Booking[],
  byEvent: ReadonlyMap<string, LinkedPair>,
  vanished: readonly LinkedPair[],
): readonly Claim[] {
  const naming = rows.flatMap((booking): Claim[] => {
    const to = byEvent.get(booking.notedEventId ?? '');
    return to === undefined ? [] : [claimOf(booking, to)];
  });
  const named = new Set(naming.map(({ to }) => to));
  const open = vanished.filter((pair) => !named.has(pair));
  const alike = rows
    .filter(({ notedEventId }) => notedEventId === null)
    .flatMap((booking) => {
      const same = open.filter(({ link }) => link.print === booking.print);
      const others = rows.filter(({ print, notedEventId }) => notedEventId === null && print === booking.print);
      return same.length === 1 && others.length === 1 && same[0] !== undefined ? [claimOf(booking, same[0])] : [];
    });
  return [...naming, ...alike];
}

function claimOf(booking: Booking, to: LinkedPair): Claim {
  return { booking, from: null, to, target: to.link.eventId, event: { kind: 'linked' }, isFormerGone: true };
}

function relink(
  found: readonly LinkedPair[],
  granted: readonly Claim[],
  newId: () => string,
): Omit<NamedEvents, 'doubts'> {
  const successors = new Map<string, CalendarEvent>();
  const relinked = new Set<string>();
  const takenOver = new Map(
    granted.flatMap((claim) => (claim.to === null ? [] : [[claim.to.link.id, claim] as const])),
  );
  const leaving = new Map(
    granted.flatMap((claim) => (claim.from === null ? [] : [[claim.from.link.id, claim] as const])),
  );
  const linked: LinkedPair[] = [];
  for (const { booking, to } of takenOver.values()) {
    if (to === null) continue;
    linked.push({ link: { ...to.link, bookingId: booking.id }, booking });
    relinked.add(to.link.id);
  }
  for (const pair of found) {
    const claim = leaving.get(pair.link.id);
    const isTaken = takenOver.has(pair.link.id);
    if (claim === undefined) {
      if (!isTaken) linked.push(pair);
    } else if (claim.event.kind === 'free') {
      // Its own link may go on with another row: then what it agreed on goes into a new one.
      const link = isTaken ? { ...pair.link, id: newId() } : pair.link;
      linked.push({ link, booking: pair.booking });
      successors.set(link.id, claim.event.event);
      if (isTaken) relinked.add(link.id);
    }
  }
  return { linked, successors, relinked };
}

/** Gives the pairs the events that their rows name, and what else was found out about them. */
export function placeNamed({ pairs, absent, beyond, free }: EventSides, named: NamedEvents): EventSides {
  const { successors, relinked, doubts } = named;
  if (successors.size + relinked.size + doubts.size === 0) return { pairs, absent, beyond, free };
  const isPlaced = ({ link }: KnownPair) => successors.has(link.id) || doubts.has(link.id);
  const place = (pair: KnownPair): KnownPair => {
    const event = successors.get(pair.link.id);
    const unclear = doubts.get(pair.link.id);
    return {
      ...pair,
      ...(event === undefined ? {} : { calendarId: event.calendarId, eventId: event.id, event: eventSide(event) }),
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
    free: free.filter(({ id }) => !taken.has(id)),
  };
}
