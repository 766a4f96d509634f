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
    for (const seriesId of calendar.expandedSeries) {
      const series = readSeries(seriesId, calendar, pairs);
      const shift = shiftOf(series);
      if (shift === 0) continue;
      const byPlace = new Map(series.is.map(({ event, at }) => [at, event]));
      const siblings = series.was.map(({ pair }) => pair.link.base.event);
      for (const { pair, at } of series.was) {
        const event = byPlace.get(at + shift);
        if (event !== undefined) found.set(pair.link.id, movedTo(pair, event, siblings));
      }
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

function readSeries(seriesId: string, calendar: LoadedCalendar, pairs: readonly KnownPair[]): Series {
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
  return { was: [...was].sort((a, b) => a.at - b.at), is: is.sort((a, b) => a.at - b.at) };
}

function placed(time: string | null, zone: string): number[] {
  return time === null ? [] : [wallClock(time, zone)];
}

/**
 * How far a series was moved; 0 if it was not moved, or if that is unknown. Counted only if its first occurrence is
 * gone: a series that was extended, shortened or made less frequent begins where it began.
 */
function shiftOf({ was, is }: Series): number {
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
  const isOverlapping = was.some(({ at }) => places.has(at));
  return isOverlapping ? (best.hits === was.length ? best.shift : 0) : best.hits * 2 > was.length ? best.shift : 0;
}

/** If two moves fit equally, the one within the week (Monday to Sunday) is chosen. */
function weeksApart(from: number, shift: number): number {
  // The first day of the epoch was a Thursday.
  const week = (at: number) => Math.floor((at / day + 3) / 7);
  return Math.abs(week(from + shift) - week(from));
}
