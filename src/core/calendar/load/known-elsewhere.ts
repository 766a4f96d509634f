import { GuardRefusal, saying } from '../../errors.js';
import type { CalendarPort } from '../model/calendar-port.js';
import type { CalendarEvent } from '../model/event.js';
import { askAll } from '../model/in-parallel.js';
import type { EventKey } from '../model/sync-store.js';
import { eventSide, type KnownPair } from './find-event-sides.js';
import { askedOneByOne, few, isLiveSingle } from './find-events.js';
import type { LoadedCalendar, Reading } from './load-calendar.js';

/** Events without a link, except those whose booking belongs to the same event in another calendar. */
interface UnlinkedEvents {
  readonly free: readonly CalendarEvent[];
  /** How many were left out. */
  readonly linkedElsewhere: number;
}

type Homes = ReadonlyMap<string, readonly { readonly calendarId: string }[]>;

interface Found {
  /** Events without a link in their own calendar. */
  readonly free: readonly CalendarEvent[];
  /** Whether an event may have a booking. */
  readonly isWanted: (event: CalendarEvent) => boolean;
}

/**
 * Leaves out events that another calendar shows too, under the same id: a copy that two calendars share, or one
 * calendar under two names. Throws GuardRefusal (exit 3) if a calendar that was never read before shows events that are
 * linked under a name which is not synced now: all its bookings would be created a second time. Source: Calendar API
 * v3, guides, "Invite users to events": an event has the same id in the calendars of all who attend.
 */
export async function leaveKnownElsewhere(
  { store, calendars }: Reading,
  { free, isWanted }: Found,
): Promise<UnlinkedEvents> {
  const live = free.filter(({ status }) => status !== 'cancelled');
  if (live.length === 0) return { free, linkedElsewhere: 0 };
  const homes = new Map(
    [...(await store.findHomes(live.map(({ id }) => id)))].map(([id, all]) => [
      id,
      all.filter(({ closed }) => !closed),
    ]),
  );
  refuseOtherName(calendars, live, homes);
  // The first copy that may have a booking gets it; the others count as copies of it only after that.
  const first = new Map<string, CalendarEvent>();
  for (const event of live.filter(isWanted)) if (!first.has(event.id)) first.set(event.id, event);
  const left = free.filter((event) => {
    const isLinked = (homes.get(event.id) ?? []).some(({ calendarId }) => calendarId !== event.calendarId);
    const isCopy = first.has(event.id) && first.get(event.id) !== event;
    return event.status === 'cancelled' || !(isLinked || isCopy);
  });
  return { free: left, linkedElsewhere: free.length - left.length };
}

function refuseOtherName(calendars: readonly LoadedCalendar[], live: readonly CalendarEvent[], homes: Homes): void {
  const synced = new Set(calendars.map(({ calendarId }) => calendarId));
  for (const { calendarId, progress } of calendars) {
    if (progress.coveredFrom !== null) continue;
    const others = live
      .filter((event) => event.calendarId === calendarId)
      .flatMap(({ id }) => (homes.get(id) ?? []).map((home) => home.calendarId))
      .filter((home) => !synced.has(home));
    const [other] = others;
    if (other === undefined) continue;
    throw new GuardRefusal(saying('calendar-known-by-another-name', { calendarId, other, events: others.length }));
  }
}

/**
 * A deleted event may have been moved to a calendar that was read earlier: it is requested there before its booking is
 * cancelled.
 */
export async function askOtherCalendars(reading: Reading, pairs: readonly KnownPair[]): Promise<readonly KnownPair[]> {
  const lost = pairs.filter(isNewlyLost);
  if (lost.length === 0) return pairs;
  const newest = [...lost].sort((a, b) => (b.event.updated?.getTime() ?? 0) - (a.event.updated?.getTime() ?? 0));
  const found = await findElsewhere(
    reading,
    newest.map(({ link }) => link),
  );
  return pairs.map((pair) => {
    const event = isNewlyLost(pair) ? found.get(pair.link.eventId) : undefined;
    return event === undefined ? pair : { ...pair, calendarId: event.calendarId, event: eventSide(event) };
  });
}

/**
 * Searches the other synced calendars for events that are gone from their own, if no booking has them: a few by single
 * requests, more by the changes of each calendar since it was listed. Such a list may also be missing recent writes:
 * those lost last (the first of `lost`) are requested anyway, and if one of them exists, so are the others.
 */
export async function findElsewhere(
  { calendar: port, store, calendars }: Pick<Reading, 'calendar' | 'store' | 'calendars'>,
  lost: readonly EventKey[],
): Promise<ReadonlyMap<string, CalendarEvent>> {
  if (calendars.length < 2) return new Map();
  const ids = [...new Set(lost.map(({ eventId }) => eventId))];
  const homes = await store.findHomes(ids);
  const isTaken = (id: string, calendarId: string) => homes.get(id)?.some((home) => home.calendarId === calendarId);
  const others = calendars.filter(({ calendarId }) => lost.some((key) => key.calendarId !== calendarId));
  const wanted = new Set(ids);
  const found = new Map<string, CalendarEvent>();
  const add = (event: CalendarEvent | null) => {
    if (event === null || !wanted.has(event.id) || !isLiveSingle(event)) return;
    if (!found.has(event.id) && !isTaken(event.id, event.calendarId)) found.set(event.id, event);
  };
  const ask = async (asked: readonly string[]) => {
    const missing = asked.filter((id) => !found.has(id));
    const places = others.flatMap(({ calendarId }) => missing.map((id) => ({ calendarId, id })));
    const open = places.filter(({ calendarId, id }) => !isTaken(id, calendarId));
    for (const event of await askAll(open, ({ calendarId, id }) => port.get(calendarId, id))) add(event);
    return missing.some((id) => found.has(id));
  };
  if (ids.length <= askedOneByOne(others.length)) {
    await ask(ids);
    return found;
  }
  const news = await askAll(others, ({ calendarId, next }) => listNews(port, calendarId, next.syncToken));
  for (const event of news.flat()) add(event);
  const sample = Math.min(few, askedOneByOne(others.length));
  const isListBehind = await ask(ids.slice(0, sample));
  if (isListBehind) await ask(ids.slice(sample));
  return found;
}

/** The changes of a calendar, or all its events if Google has forgotten the token: the event may be among any of them. */
async function listNews(
  port: CalendarPort,
  calendarId: string,
  token: string | null,
): Promise<readonly CalendarEvent[]> {
  const listing = await port.listChanges(calendarId, token);
  if (listing.kind === 'listed') return listing.events;
  return token === null ? [] : listNews(port, calendarId, null);
}

/** Gone now, and not already left open by an earlier run. */
function isNewlyLost({ event, link, unclear }: KnownPair): boolean {
  return (
    unclear === undefined && event.content.removed && !link.base.event.removed && link.seen?.content.removed !== true
  );
}
