import { type Content, eventContent, syncFields, timeText } from '../model/content.js';
import type { CalendarEvent } from '../model/event.js';
import { seriesRoot } from '../model/event-id.js';
import { markOf } from '../model/link.js';
import { bookingTimes, instantOf } from '../model/zoned-day.js';
import { type EventSides, goneSide, type KnownPair, sideOfLinked } from './find-event-sides.js';
import type { LoadedCalendar } from './load-calendar.js';
import { followSent } from './sent-writes.js';
import { followShifted } from './shifted-series.js';

/** How far an occurrence may have been moved with its whole series and still be recognized: half a week. */
const reach = 3.5 * 86_400_000;

interface Following {
  readonly calendars: readonly LoadedCalendar[];
  /** Whether an event may belong to a booking. */
  readonly isWanted: (event: CalendarEvent) => boolean;
}

/**
 * Keeps bookings with events whose id changed. A series that was moved as a whole, and events that we created under
 * another id, are handled before. Then, in this order: moved to another synced calendar (the same id there) or split
 * off ("this and following": the same slot under a new master); created again with the same values; an occurrence of a
 * series that was moved, or that became a single event, or that came from one (the nearest in time). Before the nearest
 * come two others: a copy with the mark of a booking whose event was deleted was cut and pasted, and an event with all
 * the same texts was created again at another time. Pure.
 */
export function followMoves({ pairs, absent, beyond, free }: EventSides, following: Following): EventSides {
  const known = [...pairs, ...absent];
  const shifted = new Map([...followShifted(known, following.calendars), ...followSent(known, free)]);
  const taken = new Set([...shifted.values()].map(({ event }) => event.event));
  const lost = [...pairs.filter(isLost), ...absent].filter(({ link }) => !shifted.has(link.id));
  if (lost.length + shifted.size === 0) return { pairs, absent, beyond, free };
  const left = free.filter((event) => !taken.has(event));
  const successors = findSuccessors(lost, left, following);
  const used = new Set<CalendarEvent | null>([...successors.values(), ...taken]);
  const isFollowed = ({ link }: KnownPair) => successors.has(link.id) || shifted.has(link.id);
  const follow = (pair: KnownPair): KnownPair => {
    const event = successors.get(pair.link.id);
    if (event === undefined)
      return shifted.get(pair.link.id) ?? (taken.has(pair.event.event) ? withoutEvent(pair) : pair);
    return { ...pair, calendarId: event.calendarId, eventId: event.id, event: sideOfLinked(event, pair.link) };
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

/** link id → the new event of its booking; each event is used once. */
function findSuccessors(
  lost: readonly KnownPair[],
  free: readonly CalendarEvent[],
  { calendars, isWanted }: Following,
): ReadonlyMap<string, CalendarEvent> {
  const live = free.filter(({ status }) => status !== 'cancelled');
  const wanted = live.filter(isWanted);
  const byId = grouped(live, ({ id }) => id);
  const bySlot = grouped(wanted, slotOf);
  const byLikeness = grouped(wanted, likenessOf);
  const byMark = grouped(
    wanted.filter(({ bookingId, recurringEventId }) => bookingId !== null && recurringEventId === null),
    ({ calendarId, bookingId }) => `${calendarId}\n${bookingId}`,
  );
  const movedOf = movedAnew(lost, wanted);
  const kinOf = kinship(lost, wanted);
  const byKin = grouped(wanted, kinOf);
  const finders: readonly Finder[] = [
    ({ link }) => byId.get(link.eventId) ?? [],
    (pair) => bySlot.get(slotOfLink(pair)) ?? [],
    (pair) => byLikeness.get(likenessOfPair(pair)) ?? [],
    (pair) => mostAlike(pair, byMark.get(`${pair.link.calendarId}\n${markOf(pair.link)}`) ?? []),
    (pair) => movedOf.get(pair) ?? [],
    (pair) => (isDeletedAlone(pair, calendars) ? [] : nearest(pair, byKin.get(kinOfLink(pair)) ?? [], calendars)),
  ];
  const found = new Map<string, CalendarEvent>();
  const left = new Set(live);
  for (const find of finders) {
    for (const pair of lost) {
      const event = found.has(pair.link.id) ? undefined : find(pair).find((candidate) => left.has(candidate));
      if (event === undefined) continue;
      found.set(pair.link.id, event);
      left.delete(event);
    }
  }
  return found;
}

function grouped(
  events: readonly CalendarEvent[],
  keyOf: (event: CalendarEvent) => string,
): ReadonlyMap<string, readonly CalendarEvent[]> {
  const groups = new Map<string, CalendarEvent[]>();
  for (const event of events) {
    const group = groups.get(keyOf(event));
    if (group === undefined) groups.set(keyOf(event), [event]);
    else group.push(event);
  }
  return groups;
}

/**
 * An event that was deleted and created again at another time, as an application reschedules: the only new event that
 * has all texts of the only lost one, and not just its title.
 */
function movedAnew(
  lost: readonly KnownPair[],
  wanted: readonly CalendarEvent[],
): ReadonlyMap<KnownPair, readonly CalendarEvent[]> {
  const wordsOf = (calendarId: string, { title, location, description }: Content) =>
    title === null || (location === null && description === null)
      ? null
      : JSON.stringify([calendarId, title, location, description]);
  const made = grouped(
    wanted.filter(({ recurringEventId }) => recurringEventId === null),
    (event) => wordsOf(event.calendarId, eventContent(event)) ?? '',
  );
  const lostByWords = new Map<string, KnownPair[]>();
  for (const pair of lost) {
    const words = wordsOf(pair.link.calendarId, pair.event.content);
    if (words === null) continue;
    const alike = lostByWords.get(words);
    if (alike === undefined) lostByWords.set(words, [pair]);
    else alike.push(pair);
  }
  return new Map(
    [...lostByWords].flatMap(([words, [pair, ...others]]) => {
      const events = made.get(words) ?? [];
      return pair !== undefined && others.length === 0 && events.length === 1 ? [[pair, events] as const] : [];
    }),
  );
}

/** Copies of one event, the one with the most equal values first. */
function mostAlike({ event: { content } }: KnownPair, copies: readonly CalendarEvent[]): readonly CalendarEvent[] {
  if (copies.length < 2) return copies;
  const same = (copy: CalendarEvent) => {
    const says = eventContent(copy);
    return syncFields.filter((field) => says[field] === content[field]).length;
  };
  return [...copies].sort((a, b) => same(b) - same(a) || (a.id < b.id ? -1 : 1));
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
