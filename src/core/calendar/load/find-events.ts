import type { Booking } from '../model/booking.js';
import type { CalendarPort } from '../model/calendar-port.js';
import type { CalendarEvent } from '../model/event.js';
import { askAll } from '../model/in-parallel.js';
import type { LoadedCalendar } from './load-calendar.js';

/** Up to this many events are requested one by one in each calendar; for more, the calendars are listed. */
export const few = 3;
/** The number of requests for events that no list shows: with more calendars, each gets fewer requests, but at least one. */
const allowed = 24;

/** The characters of an event's id as Google may give it; Google would not even search for any other. */
const possibleId = /^[\w@.-]{1,1024}$/;

/**
 * Looks events up by their ids, `ids` with the newest first: a few by asking each calendar, more by a list of each, so that
 * requests do not grow as events times calendars. A list may lag behind what was just written, and leaves out what the account
 * has hidden: the newest of what no list has are asked for all the same, and if one of them is there, so are the others.
 * Gives event id → what the calendars have under it, in their order: a tombstone in one may be a live event in the next.
 * `isCertain` asks for each: for callers that remove or make something if an event is missing.
 */
export async function findEvents(
  port: CalendarPort,
  calendars: readonly LoadedCalendar[],
  ids: readonly string[],
  { isCertain = false } = {},
): Promise<ReadonlyMap<string, readonly CalendarEvent[]>> {
  const found = new Map<string, CalendarEvent[]>();
  const add = (event: CalendarEvent | null | undefined) => {
    if (event != null) found.set(event.id, [...(found.get(event.id) ?? []), event]);
  };
  const ask = async (pairs: readonly Place[]) => {
    for (const event of await askAll(pairs, ({ calendarId, id }) => port.get(calendarId, id))) add(event);
  };
  const isMissing = (id: string) => found.get(id)?.some(isLiveSingle) !== true;
  const wanted = [...new Set(ids)].filter((id) => possibleId.test(id));
  if (wanted.length > few) await ask(await lookInLists(port, calendars, { wanted, add }));
  else for (const { events } of calendars) for (const id of wanted) add(events.get(id));
  const most = isCertain ? wanted.length : Math.max(few, askedOneByOne(calendars.length));
  const newest = wanted.filter(isMissing).slice(0, most);
  const [first, ...others] = calendars;
  for (const part of [first === undefined ? [] : [first], others]) await ask(placesOf(part, newest.filter(isMissing)));
  const isListBehind = newest.some((id) => !isMissing(id));
  if (wanted.length > few && isListBehind) {
    const asked = new Set(newest);
    await ask(
      placesOf(
        calendars,
        wanted.filter((id) => isMissing(id) && !asked.has(id)),
      ),
    );
  }
  return found;
}

/** How many of the events missing in all lists are requested, for this number of calendars. */
export function askedOneByOne(calendars: number): number {
  return Math.max(1, Math.floor(allowed / Math.max(1, calendars)));
}

/** In the order in which their events are looked up. */
export function newestFirst(bookings: readonly Booking[]): readonly Booking[] {
  return [...bookings].sort((a, b) => b.updatedAt.getTime() - a.updatedAt.getTime());
}

export function isLiveSingle({ status, recurrence }: CalendarEvent): boolean {
  return status !== 'cancelled' && recurrence === null;
}

interface Place {
  readonly calendarId: string;
  readonly id: string;
}

/** Calendars in which events may be that were not listed there. */
function placesOf(calendars: readonly LoadedCalendar[], ids: readonly string[]): readonly Place[] {
  return calendars.flatMap(({ calendarId, events }) =>
    ids.filter((id) => !events.has(id)).map((id) => ({ calendarId, id })),
  );
}

interface Lookup {
  readonly wanted: readonly string[];
  readonly add: (event: CalendarEvent | undefined) => void;
}

/**
 * Adds the events that lists show, and returns the ids of the others. A list shows occurrences of a series, and the
 * series itself.
 */
async function lookInLists(
  port: CalendarPort,
  calendars: readonly LoadedCalendar[],
  { wanted, add }: Lookup,
): Promise<readonly Place[]> {
  const contents = await askAll(calendars, (calendar) => contentsOf(port, calendar, new Set(wanted)));
  const unlisted: Place[] = [];
  for (const { calendarId, events, series } of contents) {
    for (const id of wanted) {
      const event = events.get(id);
      add(event);
      const seriesId = id.slice(0, Math.max(id.lastIndexOf('_'), 0));
      if (event === undefined && (series.has(id) || series.has(seriesId))) unlisted.push({ calendarId, id });
    }
  }
  return unlisted;
}

interface Contents {
  readonly calendarId: string;
  readonly events: ReadonlyMap<string, CalendarEvent>;
  readonly series: ReadonlySet<string>;
}

/** The earlier listing of a calendar, or a new one; of a new one, only the wanted events stay in memory. */
async function contentsOf(
  port: CalendarPort,
  { calendarId, full, events, liveSeries }: LoadedCalendar,
  wanted: ReadonlySet<string>,
): Promise<Contents> {
  if (full) return { calendarId, events, series: liveSeries };
  const listing = await port.listChanges(calendarId, null);
  const all = listing.kind === 'listed' ? listing.events : [];
  const series = all.filter(({ recurrence, status }) => recurrence !== null && status !== 'cancelled');
  return {
    calendarId,
    events: new Map(all.filter(({ id }) => wanted.has(id)).map((event) => [event.id, event])),
    series: new Set(series.map(({ id }) => id)),
  };
}
