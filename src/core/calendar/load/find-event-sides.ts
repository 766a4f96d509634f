import type { GuardRefusal } from '../../errors.js';
import { giveWay, mustGiveWay } from '../../give-way.js';
import type { CalendarPort } from '../model/calendar-port.js';
import { eventContent, gone } from '../model/content.js';
import type { CalendarEvent } from '../model/event.js';
import { askAll } from '../model/in-parallel.js';
import { type Link, type LinkedPair, markOf } from '../model/link.js';
import type { EventSide, Pair } from '../model/sync-plan.js';
import { bookingTimes } from '../model/zoned-day.js';
import type { LoadedCalendar } from './load-calendar.js';

/** A linked pair: its event is known, be it only from memory. */
export type KnownPair = Pair & { readonly link: Link; readonly event: EventSide };

export interface EventSides {
  readonly pairs: readonly KnownPair[];
  /** Their event should have been among those read and was not: which proves nothing yet. */
  readonly absent: readonly KnownPair[];
  /** Occurrences of a changed series further ahead than this run looks: only Google knows whether they are still there. */
  readonly beyond: readonly KnownPair[];
  /** Events that no link speaks of. */
  readonly free: readonly CalendarEvent[];
}

/** Gives each link its event as it stands: as listed, as remembered when it was not listed, or gone. Asks nobody. */
export async function findEventSides(
  calendars: readonly LoadedCalendar[],
  linked: readonly LinkedPair[],
): Promise<EventSides> {
  const byId = new Map(calendars.map((calendar) => [calendar.calendarId, calendar]));
  const pairs: KnownPair[] = [];
  const absent: KnownPair[] = [];
  const beyond: KnownPair[] = [];
  const taken = new Set<string>();
  for (const { link, booking } of linked) {
    if (mustGiveWay()) await giveWay();
    const calendar = byId.get(link.calendarId);
    if (calendar === undefined) continue;
    const { calendarId, eventId } = link;
    taken.add(keyOf(calendarId, eventId));
    const listed = calendar.events.get(eventId);
    const pair = { calendarId, link, booking, eventId, event: sideOf(listed ?? 'as-remembered', link) };
    if (listed !== undefined) pairs.push(pair);
    else if (isKnownGone(calendar, link)) pairs.push({ ...pair, event: sideOf('gone', link) });
    else if (isBeyond(calendar, link)) beyond.push(pair);
    else (mayBeGone(calendar, link) ? absent : pairs).push(pair);
  }
  const free = calendars.flatMap(({ calendarId, events }) =>
    [...events.values()].filter(({ id }) => !taken.has(keyOf(calendarId, id))),
  );
  return { pairs, absent, beyond, free };
}

/** So many events that are missing in a list are asked for before a list that cannot be right is taken at its word. */
const sample = 10;

/**
 * Asks for each event that should have been listed and was not. A list may lag behind what was just written: where one
 * of those that are missing is there after all, a reading in `doubt` is judged by what was asked for; else it is refused.
 */
export async function confirmAbsent(
  port: CalendarPort,
  { pairs, absent, beyond }: EventSides,
  doubt: (read: Pick<EventSides, 'pairs' | 'absent'>) => GuardRefusal | null,
): Promise<readonly KnownPair[]> {
  const refusal = doubt({ pairs, absent });
  if (refusal !== null && !(await isListBehind(port, absent))) throw refusal;
  const asked = await askForAbsent(port, absent);
  if (refusal !== null) {
    const there = asked.filter(isThere);
    const confirmed = doubt({ pairs: [...pairs, ...there], absent: asked.filter((pair) => !there.includes(pair)) });
    if (confirmed !== null) throw confirmed;
  }
  return [...asked, ...(await askForAbsent(port, beyond))];
}

/** The newest first: those are what a list may not show yet. */
async function isListBehind(port: CalendarPort, absent: readonly KnownPair[]): Promise<boolean> {
  const newest = [...absent].sort((a, b) => b.link.agreedAt.getTime() - a.link.agreedAt.getTime());
  return (await askForAbsent(port, newest.slice(0, sample))).some(isThere);
}

/** Whether an event was read now, and takes place. */
export function isThere({ event }: KnownPair): boolean {
  return event.event !== null && !event.content.removed;
}

/** Not being listed proves nothing: before an event is taken for gone, Google is asked for it. */
function askForAbsent(port: CalendarPort, absent: readonly KnownPair[]): Promise<readonly KnownPair[]> {
  return askAll(absent, async (pair) => {
    const answer = await port.get(pair.link.calendarId, pair.link.eventId);
    // A single event that has become a series, out of reach of the window: its occurrences are what is followed.
    const isSeries = answer !== null && answer.recurrence !== null;
    return isSeries ? pair : { ...pair, event: sideOf(answer ?? 'gone', pair.link) };
  });
}

/** Reads anew the events of the pairs that ask for it. */
export async function readAgain<Some extends Pair>(
  port: CalendarPort,
  pairs: readonly Some[],
  isDoubtful: (pair: Some) => pair is Some & KnownPair,
): Promise<readonly (Some | KnownPair)[]> {
  const doubtful = pairs.filter(isDoubtful);
  const read = await askForAbsent(port, doubtful);
  const byPair = new Map<Some, KnownPair | undefined>(doubtful.map((pair, index) => [pair, read[index]]));
  return pairs.map((pair) => byPair.get(pair) ?? pair);
}

/** The same of an event that goes on with a link: it may be marked with a key that the booking had before. */
export function sideOfLinked(event: CalendarEvent, link: Link): EventSide {
  const side = eventSide(event);
  const mark = markOf(link);
  if (mark === link.bookingId || event.bookingId !== mark) return side;
  return { ...side, content: { ...side.content, markedAs: mark } };
}

/** The event's side of a pair, from an event that was read. */
export function eventSide(event: CalendarEvent): EventSide {
  return { content: eventContent(event), updated: event.updated, etag: event.etag, event };
}

function sideOf(answer: CalendarEvent | 'gone' | 'as-remembered', link: Link): EventSide {
  const remembered = link.seen?.content ?? link.base.event;
  const updated = link.seen?.updated ? new Date(link.seen.updated) : null;
  if (answer === 'as-remembered') return { content: remembered, updated, etag: link.etag, event: null };
  if (answer === 'gone') return { content: gone(remembered), updated, etag: link.etag, event: null };
  // A tombstone may hold nothing but its id: what it said last is remembered.
  if (answer.status === 'cancelled') {
    return { content: gone(remembered), updated: answer.updated, etag: answer.etag || link.etag, event: answer };
  }
  // Our own write of other fields is no edit: what waits for a person was changed when it was read.
  const isOurs = link.seen !== null && updated !== null && answer.etag === link.etag;
  const side = sideOfLinked(answer, link);
  return isOurs ? { ...side, updated } : side;
}

/** Whether an event cannot be there: its series was deleted or is none any more, or it has become one itself. */
function isKnownGone(calendar: LoadedCalendar, link: Link): boolean {
  if (isGoneAlready(link)) return false;
  const { recurringEventId: seriesId } = link;
  if (seriesId === null) {
    const { cancelledSeries, expandedSeries } = calendar;
    return cancelledSeries.has(link.eventId) || (expandedSeries.has(link.eventId) && isWithin(calendar, link));
  }
  return calendar.cancelledSeries.has(seriesId) || calendar.events.has(seriesId);
}

/** Whether a linked event should have been among the events read, if it were still there. */
function mayBeGone(calendar: LoadedCalendar, link: Link): boolean {
  if (isGoneAlready(link)) return false;
  if (link.recurringEventId === null) return calendar.full && !calendar.expandedSeries.has(link.eventId);
  if (calendar.expandedSeries.has(link.recurringEventId)) return isWithin(calendar, link);
  return calendar.full && !calendar.liveSeries.has(link.recurringEventId);
}

function isGoneAlready({ base, seen }: Link): boolean {
  return base.event.removed && seen === null;
}

/** Whether a linked event lies within the window of this run, by what it said last. */
export function isWithin({ window, info }: LoadedCalendar, link: Link): boolean {
  const { time } = link.seen?.content ?? link.base.event;
  if (time === null) return false;
  const { start, end } = bookingTimes(time, info.timeZone);
  return end > window.from && start < window.until;
}

/** Whether an occurrence lies further ahead than this run looks, where an earlier one looked further. */
function isBeyond({ window, info, expandedSeries }: LoadedCalendar, link: Link): boolean {
  if (isGoneAlready(link) || link.recurringEventId === null || !expandedSeries.has(link.recurringEventId)) return false;
  const { time } = link.seen?.content ?? link.base.event;
  return time !== null && bookingTimes(time, info.timeZone).start >= window.until;
}

function keyOf(calendarId: string, eventId: string): string {
  return `${calendarId}\n${eventId}`;
}
