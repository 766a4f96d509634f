import { grouped, maySayTheSame, mostAlike, movedAnew } from '../match/made-anew.js';
import { eventContent, timeText } from '../model/content.js';
import type { CalendarEvent } from '../model/event.js';
import { seriesRoot } from '../model/event-id.js';
import { markOf, withoutClearing } from '../model/link.js';
import { bookingTimes, instantOf } from '../model/zoned-day.js';
import { type EventSides, goneSide, type KnownPair, sideOfLinked } from './find-event-sides.js';
import type { LoadedCalendar } from './load-calendar.js';
import { followSent } from './sent-writes.js';
import { followShifted } from './shifted-series.js';

/** How far an occurrence may have been moved with its whole series and still be recognized: half a week. */
const reach = 3.5 * 86_400_000;

/**
 * Keeps bookings with events whose id changed. A series that was moved as a whole, and events that we created under
 * another id, are handled before. Then, in this order: moved to another synced calendar (the same id there) or split
 * off ("this and following": the same slot under a new master); created again with the same time and title; an
 * occurrence of a series that was moved, or that became a single event, or that came from one (the nearest in time).
 * Before the nearest come two others: a copy with the mark of a booking whose event was deleted was cut and pasted, and
 * an event with all the same texts was created again at another time. A linked event is also followed if it is private,
 * declined or outside the window, although no new booking would be made of it. Pure.
 */
export function followMoves(
  { pairs, absent, beyond, free }: EventSides,
  calendars: readonly LoadedCalendar[],
): EventSides {
  const known = [...pairs, ...absent];
  const shifted = new Map([...followShifted(known, calendars), ...followSent(known, free)]);
  const taken = new Set([...shifted.values()].map(({ event }) => event.event));
  const lost = [...pairs.filter(isLost), ...absent].filter(({ link }) => !shifted.has(link.id));
  if (lost.length + shifted.size === 0) return { pairs, absent, beyond, free };
  const left = free.filter((event) => !taken.has(event));
  const successors = findSuccessors(lost, left, calendars);
  const used = new Set<CalendarEvent | null>([...[...successors.values()].map(({ event }) => event), ...taken]);
  const isFollowed = ({ link }: KnownPair) => successors.has(link.id) || shifted.has(link.id);
  const follow = (pair: KnownPair): KnownPair => {
    const found = successors.get(pair.link.id);
    if (found === undefined)
      return shifted.get(pair.link.id) ?? (taken.has(pair.event.event) ? withoutEvent(pair) : pair);
    const { event, isMadeAnew } = found;
    const link = isMadeAnew ? withoutClearing(pair.link, event) : pair.link;
    return { ...pair, link, calendarId: event.calendarId, eventId: event.id, event: sideOfLinked(event, pair.link) };
  };
  return {
    pairs: [...pairs, ...absent.filter(isFollowed)].map(follow),
    absent: absent.filter((pair) => !isFollowed(pair)),
    beyond,
    free: free.filter((event) => !used.has(event)),
  };
}

/** A pair whose event has gone to another booking. */
function withoutEvent(pair: KnownPair): KnownPair {
  return { ...pair, event: goneSide(pair.link) };
}

function isLost({ event, link, unclear }: KnownPair): boolean {
  return unclear === undefined && event.content.removed && !link.base.event.removed;
}

type Finder = (pair: KnownPair) => readonly CalendarEvent[];

interface Successor {
  readonly event: CalendarEvent;
  /** It is neither a copy nor a part of a series: a text that it does not have was never cleared. */
  readonly isMadeAnew: boolean;
}

/** link id → the new event of its booking; each event is used once. */
function findSuccessors(
  lost: readonly KnownPair[],
  free: readonly CalendarEvent[],
  calendars: readonly LoadedCalendar[],
): ReadonlyMap<string, Successor> {
  const live = free.filter(({ status }) => status !== 'cancelled');
  const timed = live.filter(({ eventType, start, end }) => eventType === 'default' && start !== null && end !== null);
  const shown = timed.filter(({ hidesDetails }) => !hidesDetails);
  const byId = grouped(live, ({ id }) => id);
  const bySlot = grouped(timed, slotOf);
  const byLikeness = grouped(shown, likenessOf);
  const byMark = grouped(
    shown.filter(({ bookingId, recurringEventId }) => bookingId !== null && recurringEventId === null),
    ({ bookingId }) => bookingId ?? '',
  );
  const movedOf = movedAnew(lost, shown);
  const kinOf = kinship(lost, shown);
  const byKin = grouped(timed, kinOf);
  const madeAnew: Finder = (pair) =>
    mostAlike(
      pair,
      (byLikeness.get(likenessOfPair(pair)) ?? []).filter((event) => maySayTheSame(pair, event)),
    );
  const finders: readonly Finder[] = [
    ({ link }) => byId.get(link.eventId) ?? [],
    (pair) => bySlot.get(slotOfLink(pair)) ?? [],
    madeAnew,
    (pair) => mostAlike(pair, byMark.get(markOf(pair.link)) ?? []),
    (pair) => movedOf.get(pair) ?? [],
    (pair) => (isDeletedAlone(pair, calendars) ? [] : nearest(pair, byKin.get(kinOfLink(pair)) ?? [], calendars)),
  ];
  const found = new Map<string, Successor>();
  const left = new Set(live);
  for (const find of finders) {
    for (const pair of lost) {
      const event = found.has(pair.link.id) ? undefined : find(pair).find((candidate) => left.has(candidate));
      if (event === undefined) continue;
      found.set(pair.link.id, { event, isMadeAnew: find === madeAnew });
      left.delete(event);
    }
  }
  return found;
}

function seriesOf({ calendarId, id, recurringEventId }: CalendarEvent): string {
  return `${calendarId}\n${seriesRoot(recurringEventId ?? id)}`;
}

/**
 * Which series an event belongs to. The second half of a split series may have any id: it is recognized by the booking
 * of its mark, or by the same texts if only one series has just lost occurrences with these texts.
 */
function kinship(lost: readonly KnownPair[], free: readonly CalendarEvent[]): (event: CalendarEvent) => string {
  const known = new Set(lost.map(kinOfLink));
  const byBooking = new Map(lost.map((pair) => [markOf(pair.link), kinOfLink(pair)]));
  const said = ({ title, location }: { readonly title: string | null; readonly location: string | null }) =>
    `${title}\n${location}`;
  const byWords = new Map<string, Set<string>>();
  for (const pair of lost) {
    if (pair.link.recurringEventId === null) continue;
    const words = `${pair.link.calendarId}\n${said(pair.link.base.event)}`;
    byWords.set(words, (byWords.get(words) ?? new Set()).add(kinOfLink(pair)));
  }
  const aliases = new Map<string, string>();
  for (const event of free) {
    const own = seriesOf(event);
    if (event.recurringEventId === null || known.has(own)) continue;
    const alike = byWords.get(`${event.calendarId}\n${said(eventContent(event))}`) ?? new Set<string>();
    const marked = byBooking.get(event.bookingId ?? '');
    const [only] = alike;
    const kin = marked ?? (alike.size === 1 ? only : undefined);
    if (kin !== undefined) aliases.set(own, kin);
  }
  return (event) => aliases.get(seriesOf(event)) ?? seriesOf(event);
}

function kinOfLink({ link }: KnownPair): string {
  return `${link.calendarId}\n${seriesRoot(link.recurringEventId ?? link.eventId)}`;
}

function slotOf(event: CalendarEvent): string {
  const start = event.originalStart ?? event.start;
  return `${seriesOf(event)}\n${start === null ? '' : timeText(start)}`;
}

function slotOfLink(pair: KnownPair): string {
  return `${kinOfLink(pair)}\n${pair.link.originalStart ?? pair.event.content.time?.split('/')[0]}`;
}

function likenessOf(event: CalendarEvent): string {
  const { time, title } = eventContent(event);
  return `${event.calendarId}\n${time}\n${title}`;
}

function likenessOfPair({ link, event }: KnownPair): string {
  return `${link.calendarId}\n${event.content.time}\n${event.content.title}`;
}

/** Whether a person deleted this single occurrence, so that it is not gone because its series changed. */
function isDeletedAlone({ link, event }: KnownPair, calendars: readonly LoadedCalendar[]): boolean {
  if (event.event === null) return false;
  const calendar = calendars.find(({ calendarId }) => calendarId === link.calendarId);
  if (calendar === undefined || calendar.full || link.recurringEventId === null) return true;
  const { expandedSeries, cancelledSeries, events, deletedOccurrences } = calendar;
  const seriesId = link.recurringEventId;
  const hasSeriesChanged = expandedSeries.has(seriesId) || cancelledSeries.has(seriesId) || events.has(seriesId);
  return !hasSeriesChanged || deletedOccurrences.has(link.eventId);
}

/** The events of the same series within reach, the nearest first. */
function nearest(
  { link, event }: KnownPair,
  kin: readonly CalendarEvent[],
  calendars: readonly LoadedCalendar[],
): readonly CalendarEvent[] {
  const zone = calendars.find(({ calendarId }) => calendarId === link.calendarId)?.info.timeZone;
  if (zone === undefined || event.content.time === null) return [];
  const was = bookingTimes(event.content.time, zone).start.getTime();
  return kin
    .map((candidate) => ({
      candidate,
      distance: candidate.start === null ? reach : Math.abs(instantOf(candidate.start, zone).getTime() - was),
    }))
    .filter(({ distance }) => distance < reach)
    .sort((a, b) => a.distance - b.distance)
    .map(({ candidate }) => candidate);
}
