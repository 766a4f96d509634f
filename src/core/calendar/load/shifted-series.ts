import { type Content, fieldsOf, timeText } from '../model/content.js';
import type { CalendarEvent } from '../model/event.js';
import { wallClock } from '../model/zoned-day.js';
import { eventSide, isWithin, type KnownPair } from './find-event-sides.js';
import type { LoadedCalendar } from './load-calendar.js';

const day = 86_400_000;

/** One series that changed: its linked occurrences and its present ones, each with its wall-clock time. */
interface Series {
  readonly was: readonly { readonly pair: KnownPair; readonly at: number }[];
  readonly is: readonly { readonly event: CalendarEvent; readonly at: number }[];
  /** When the series begins by now. */
  readonly begins: number | null;
}

/**
 * Finds series that were moved as a whole, by any time: the k-th booking goes on as the k-th occurrence. Returns the
 * new pairs by link id. Google names an occurrence by its time. A series that was moved by its own interval therefore
 * has occurrences with the same ids, which belong to other bookings now. Pure.
 */
export function followShifted(
  pairs: readonly KnownPair[],
  calendars: readonly LoadedCalendar[],
): ReadonlyMap<string, KnownPair> {
  const found = new Map<string, KnownPair>();
  for (const calendar of calendars) {
    const owners = new Map(
      pairs.flatMap(({ link }) => (link.calendarId === calendar.calendarId ? [[link.eventId, link.id]] : [])),
    );
    for (const master of calendar.expandedSeries.values()) {
      const series = readSeries(master, calendar, pairs);
      const shift = shiftOf(series);
      if (shift === 0) continue;
      const byPlace = new Map(series.is.map(({ event, at }) => [at, event]));
      const siblings = series.was.map(({ pair }) => pair.link.base.event);
      const moved = series.was.flatMap(({ pair, at }) => {
        const event = byPlace.get(at + shift);
        return event === undefined ? [] : [movedTo(pair, event, siblings)];
      });
      // Links that take the events of other links are stored together, before anything is written.
      const relinked = moved.some(({ eventId, link }) => (owners.get(eventId ?? '') ?? link.id) !== link.id);
      for (const pair of moved) found.set(pair.link.id, relinked ? { ...pair, relinked } : pair);
    }
  }
  return found;
}

const texts = ['title', 'location', 'description'] as const;

/**
 * A pair with its occurrence at the new time. When a series is moved, Google gives all occurrences the texts of the
 * series: an occurrence's own texts were not edited by that, and are written again.
 */
function movedTo(pair: KnownPair, event: CalendarEvent, siblings: readonly Content[]): KnownPair {
  const side = eventSide(event);
  const { base } = pair.link;
  const isReset = (field: (typeof texts)[number]) => {
    const says = side.content[field];
    const isOfSeries = says === null || siblings.some((sibling) => sibling[field] === says);
    return says !== base.event[field] && isOfSeries && base.event[field] === base.booking[field];
  };
  const reset = fieldsOf(side.content, texts.filter(isReset));
  const link = { ...pair.link, base: { booking: { ...base.booking, ...reset }, event: { ...base.event, ...reset } } };
  return { ...pair, link, eventId: event.id, event: side };
}

function readSeries(master: CalendarEvent, calendar: LoadedCalendar, pairs: readonly KnownPair[]): Series {
  const { id: seriesId, start: begin } = master;
  const zone = calendar.info.timeZone;
  const { calendarId, deletedOccurrences, events } = calendar;
  const was = pairs
    .filter(({ link }) => link.calendarId === calendarId && link.recurringEventId === seriesId)
    .filter(({ link }) => !link.base.event.removed && !deletedOccurrences.has(link.eventId))
    .filter(({ link }) => events.has(link.eventId) || isWithin(calendar, link))
    .flatMap((pair) => placed(pair.link.originalStart, zone).map((at) => ({ pair, at })));
  const is = [...events.values()]
    .filter((event) => event.recurringEventId === seriesId && event.status !== 'cancelled')
    .flatMap((event) => {
      const start = event.originalStart ?? event.start;
      return placed(start === null ? null : timeText(start), zone).map((at) => ({ event, at }));
    });
  const [begins = null] = placed(begin === null ? null : timeText(begin), zone);
  return { was: [...was].sort((a, b) => a.at - b.at), is: is.sort((a, b) => a.at - b.at), begins };
}

function placed(time: string | null, zone: string): number[] {
  return time === null ? [] : [wallClock(time, zone)];
}

/**
 * How far a series was moved; 0 if it was not moved, or if that is unknown. Counted only if its first occurrence is
 * gone: a series that was extended, shortened or made less frequent begins where it began.
 */
function shiftOf({ was, is, begins }: Series): number {
  const [first] = was;
  const places = new Set(is.map(({ at }) => at));
  if (first === undefined || was.length < 2 || places.has(first.at)) return 0;
  const ends = [first, was[Math.floor(was.length / 2)], was.at(-1)];
  const shifts = new Set(ends.flatMap((end) => (end === undefined ? [] : is.map(({ at }) => at - end.at))));
  const [best] = [...shifts]
    .map((shift) => ({ shift, hits: was.filter(({ at }) => places.has(at + shift)).length }))
    .sort(
      (a, b) =>
        b.hits - a.hits ||
        weeksApart(first.at, a.shift) - weeksApart(first.at, b.shift) ||
        Math.abs(a.shift) - Math.abs(b.shift),
    );
  if (best === undefined) return 0;
  // If an id belongs to another booking now, every booking must get a new event.
  if (!was.some(({ at }) => places.has(at))) return best.hits * 2 > was.length ? best.shift : 0;
  // The series begins where it began: its first occurrence was deleted alone.
  if (begins !== null && begins <= first.at) return 0;
  return best.hits === was.length ? best.shift : 0;
}

/** If two moves fit equally, the one within the week (Monday to Sunday) is chosen. */
function weeksApart(from: number, shift: number): number {
  // The first day of the epoch was a Thursday.
  const week = (at: number) => Math.floor((at / day + 3) / 7);
  return Math.abs(week(from + shift) - week(from));
}
