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

/** A linked pair whose event is known, at least from the database. */
export type KnownPair = Pair & { readonly link: Link; readonly event: EventSide };

export interface EventSides {
  readonly pairs: readonly KnownPair[];
  /** Their event should have been among those read and was not. That alone proves nothing. */
  readonly absent: readonly KnownPair[];
  /** Occurrences of a changed series that are further ahead than this run reads: only Google knows whether they still exist. */
  readonly beyond: readonly KnownPair[];
  /** Events without a link. */
  readonly free: readonly CalendarEvent[];
}

/** Finds the current event of each link: as listed, as stored if it was not listed, or gone. Sends no requests. */
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

/** If more events than this are missing in a doubtful list, this many are requested before the list is trusted. */
const sample = 10;

/**
 * Requests each event that should have been listed and was not. A list may be missing recent writes. If one of the
 * missing events exists after all, a reading in `doubt` is judged again with the replies; otherwise it is refused.
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

/** Requests the newest ones first: a list may be missing those. */
async function isListBehind(port: CalendarPort, absent: readonly KnownPair[]): Promise<boolean> {
  const newest = [...absent].sort((a, b) => b.link.agreedAt.getTime() - a.link.agreedAt.getTime());
  return (await askForAbsent(port, newest.slice(0, sample))).some(isThere);
}

/** Whether an event was read now, and is not cancelled. */
export function isThere({ event }: KnownPair): boolean {
  return event.event !== null && !event.content.removed;
}

/** An event that is not listed may still exist: each is requested before it counts as gone. */
function askForAbsent(port: CalendarPort, absent: readonly KnownPair[]): Promise<readonly KnownPair[]> {
  return askAll(absent, async (pair) => {
    const answer = await port.get(pair.link.calendarId, pair.link.eventId);
    // A single event became a series outside the window: its occurrences are followed instead.
    const isSeries = answer !== null && answer.recurrence !== null;
    return isSeries ? pair : { ...pair, event: sideOf(answer ?? 'gone', pair.link) };
  });
}

/** Reads the events of the given pairs again. */
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

/** The same for an event that continues a link: its mark may have a previous key of the booking. */
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

/** The event's side of a pair whose event is gone, with its last known values. */
export function goneSide(link: Link): EventSide {
  return sideOf('gone', link);
}

function sideOf(answer: CalendarEvent | 'gone' | 'as-remembered', link: Link): EventSide {
  const remembered = link.seen?.content ?? link.base.event;
  const updated = link.seen?.updated ? new Date(link.seen.updated) : null;
  if (answer === 'as-remembered') return { content: remembered, updated, etag: link.etag, event: null };
  if (answer === 'gone') return { content: gone(remembered), updated, etag: link.etag, event: null };
  // A tombstone may hold nothing but its id: its last known values are kept.
  if (answer.status === 'cancelled') {
    return { content: gone(remembered), updated: answer.updated, etag: answer.etag || link.etag, event: answer };
  }
  // Our own write to other fields is not an edit: a held field keeps the time at which its change was read.
  const isOurs = link.seen !== null && updated !== null && answer.etag === link.etag;
  const side = sideOfLinked(answer, link);
  return isOurs ? { ...side, updated } : side;
}

/** Whether an event cannot exist: its series was deleted or is no series now, or the event became a series itself. */
function isKnownGone(calendar: LoadedCalendar, link: Link): boolean {
  if (isGoneAlready(link)) return false;
  const { recurringEventId: seriesId } = link;
  if (seriesId === null) {
    const { cancelledSeries, expandedSeries } = calendar;
    return cancelledSeries.has(link.eventId) || (expandedSeries.has(link.eventId) && isWithin(calendar, link));
  }
  return calendar.cancelledSeries.has(seriesId) || calendar.events.has(seriesId);
}

/** Whether a linked event, if it still exists, should have been among the events read. */
function mayBeGone(calendar: LoadedCalendar, link: Link): boolean {
  if (isGoneAlready(link)) return false;
  if (link.recurringEventId === null) return calendar.full && !calendar.expandedSeries.has(link.eventId);
  if (calendar.expandedSeries.has(link.recurringEventId)) return isWithin(calendar, link);
  return calendar.full && !calendar.liveSeries.has(link.recurringEventId);
}

function isGoneAlready({ base, seen }: Link): boolean {
  return base.event.removed && seen === null;
}

/** Whether a linked event is within the window of this run, by its last known time. */
export function isWithin({ window, info }: LoadedCalendar, link: Link): boolean {
  const { time } = link.seen?.content ?? link.base.event;
  if (time === null) return false;
  const { start, end } = bookingTimes(time, info.timeZone);
  return end > window.from && start < window.until;
}

/** Whether an occurrence is further ahead than this run reads, and an earlier run read further. */
function isBeyond({ window, info, expandedSeries }: LoadedCalendar, link: Link): boolean {
  if (isGoneAlready(link) || link.recurringEventId === null || !expandedSeries.has(link.recurringEventId)) return false;
  const { time } = link.seen?.content ?? link.base.event;
  return time !== null && bookingTimes(time, info.timeZone).start >= window.until;
}

function keyOf(calendarId: string, eventId: string): string {
  return `${calendarId}\n${eventId}`;
}
