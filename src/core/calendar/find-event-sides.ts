import type { CalendarPort } from './calendar-port.js';
import { eventContent, gone } from './content.js';
import type { CalendarEvent } from './event.js';
import { bookingTimes } from './field-writes.js';
import { inParallel } from './in-parallel.js';
import type { Link, LinkedPair } from './link.js';
import type { LoadedCalendar } from './load-calendar.js';
import type { EventSide, Pair } from './sync-plan.js';

/** A linked pair: its event is known, be it only from memory. */
export type KnownPair = Pair & { readonly link: Link; readonly event: EventSide };

export interface EventSides {
  readonly pairs: readonly KnownPair[];
  /** Events that no link speaks of. */
  readonly free: readonly CalendarEvent[];
}

/**
 * Gives each link its event as it stands: as listed, as remembered when it was not listed, or gone. Not being listed
 * proves nothing: before anything is taken for gone, Google is asked for it.
 */
export async function findEventSides(
  port: CalendarPort,
  calendars: readonly LoadedCalendar[],
  linked: readonly LinkedPair[],
): Promise<EventSides> {
  const byId = new Map(calendars.map((calendar) => [calendar.calendarId, calendar]));
  const pairs: KnownPair[] = [];
  const taken = new Set(linked.map(({ link }) => keyOf(link.calendarId, link.eventId)));
  await inParallel(linked, { width: 4, stop: () => false }, async ({ link, booking }) => {
    const calendar = byId.get(link.calendarId);
    if (calendar === undefined) return;
    const event = calendar.events.get(link.eventId) ?? (await ask(port, calendar, link));
    pairs.push({ calendarId: link.calendarId, link, booking, eventId: link.eventId, event: sideOf(event, link) });
  });
  const free = calendars.flatMap(({ calendarId, events }) =>
    [...events.values()].filter(({ id }) => !taken.has(keyOf(calendarId, id))),
  );
  return { pairs, free };
}

/** The event's side of a pair, from an event that was read. */
export function eventSide(event: CalendarEvent): EventSide {
  return { content: eventContent(event), updated: event.updated, etag: event.etag, event };
}

type Answer = CalendarEvent | 'gone' | 'as-remembered';

function sideOf(answer: Answer, link: Link): EventSide {
  const remembered = link.seen?.content ?? link.base.event;
  const updated = link.seen?.updated ? new Date(link.seen.updated) : null;
  if (answer === 'as-remembered') return { content: remembered, updated, etag: link.etag, event: null };
  if (answer === 'gone') return { content: gone(remembered), updated, etag: link.etag, event: null };
  // A tombstone may hold nothing but its id: what it said last is remembered.
  if (answer.status === 'cancelled') {
    return { content: gone(remembered), updated: answer.updated, etag: answer.etag || link.etag, event: answer };
  }
  return eventSide(answer);
}

async function ask(port: CalendarPort, calendar: LoadedCalendar, link: Link): Promise<Answer> {
  if (!mayBeGone(calendar, link)) return 'as-remembered';
  if (link.recurringEventId !== null && calendar.cancelledSeries.has(link.recurringEventId)) return 'gone';
  return (await port.get(link.calendarId, link.eventId)) ?? 'gone';
}

/** Claims that a linked event should have been among the events read, if it were still there. */
export function mayBeGone(calendar: LoadedCalendar, link: Link): boolean {
  if (link.base.event.removed && link.seen === null) return false;
  if (link.recurringEventId === null) return calendar.full;
  if (calendar.cancelledSeries.has(link.recurringEventId)) return true;
  if (calendar.expandedSeries.has(link.recurringEventId)) return isWithin(calendar, link);
  return calendar.full && !calendar.liveSeries.has(link.recurringEventId);
}

function isWithin({ window, info }: LoadedCalendar, link: Link): boolean {
  const { time } = link.seen?.content ?? link.base.event;
  if (time === null) return false;
  const { start, end } = bookingTimes(time, info.timeZone);
  return end > window.from && start < window.until;
}

function keyOf(calendarId: string, eventId: string): string {
  return `${calendarId}\n${eventId}`;
}
