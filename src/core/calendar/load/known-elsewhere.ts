import { GuardRefusal, saying } from '../../errors.js';
import type { CalendarPort } from '../model/calendar-port.js';
import type { CalendarEvent } from '../model/event.js';
import type { Home, SyncStore } from '../model/sync-store.js';
import { eventSide, type KnownPair } from './find-event-sides.js';
import type { LoadedCalendar } from './load-calendar.js';
import type { LoadContext } from './load-context.js';

/** Events that no link speaks of, without those whose booking belongs to the same event in another calendar. */
export interface Strangers {
  readonly free: readonly CalendarEvent[];
  /** How many were left out. */
  readonly linkedElsewhere: number;
}

interface Found {
  readonly calendars: readonly LoadedCalendar[];
  /** Events that no link of their own calendar speaks of. */
  readonly free: readonly CalendarEvent[];
  /** Whether an event may have a booking. */
  readonly isWanted: (event: CalendarEvent) => boolean;
}

/**
 * Leaves out events that another calendar shows too, under the same id: a copy that two calendars share, or one calendar
 * by two names. Throws GuardRefusal (exit 3) when a calendar that was never read before shows events that are linked
 * under a name which is not synced now: its bookings would all be made a second time. Source: Calendar API v3, guides,
 * "Invite users to events": an event has the same id in the calendars of all who attend.
 */
export async function leaveKnownElsewhere(store: SyncStore, { calendars, free, isWanted }: Found): Promise<Strangers> {
  const live = free.filter(({ status }) => status !== 'cancelled');
  if (live.length === 0) return { free, linkedElsewhere: 0 };
  const homes = new Map(
    [...(await store.findHomes(live.map(({ id }) => id)))].map(([id, all]) => [
      id,
      all.filter(({ closed }) => !closed),
    ]),
  );
  refuseOtherName(calendars, live, homes);
  // Of several copies the first that may have a booking has it; the others are only then of the same event.
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

/** A deleted event may have been moved to a calendar that was read before: it is asked for there before its booking goes. */
export async function askOtherCalendars(
  { calendar: port, store }: LoadContext,
  calendars: readonly LoadedCalendar[],
  pairs: readonly KnownPair[],
): Promise<readonly KnownPair[]> {
  if (calendars.length < 2) return pairs;
  const lost = pairs.filter(isNewlyLost);
  if (lost.length === 0) return pairs;
  const homes = await store.findHomes(lost.map(({ link }) => link.eventId));
  const found =
    lost.length === 1 ? await askForEach(port, calendars, lost, homes) : await listAgain(port, calendars, lost, homes);
  return pairs.map((pair) => {
    const event = isNewlyLost(pair) ? found.get(pair.link.eventId) : undefined;
    return event === undefined ? pair : { ...pair, calendarId: event.calendarId, event: eventSide(event) };
  });
}

type Homes = ReadonlyMap<string, readonly Home[]>;
type ById = ReadonlyMap<string, CalendarEvent>;

async function askForEach(
  port: CalendarPort,
  calendars: readonly LoadedCalendar[],
  lost: readonly KnownPair[],
  homes: Homes,
): Promise<ById> {
  const calendarIds = calendars.map(({ calendarId }) => calendarId);
  const found = new Map<string, CalendarEvent>();
  for (const { link } of lost) {
    const event = await askOthers(port, calendarIds, link.eventId, homes);
    if (event !== null) found.set(link.eventId, event);
  }
  return found;
}

/** Of many events, by what came to each calendar since it was listed: a request a calendar, not one for each event too. */
async function listAgain(
  port: CalendarPort,
  calendars: readonly LoadedCalendar[],
  lost: readonly KnownPair[],
  homes: Homes,
): Promise<ById> {
  const ids = new Set(lost.map(({ link }) => link.eventId));
  const found = new Map<string, CalendarEvent>();
  for (const { calendarId, next } of calendars) {
    if (lost.every(({ link }) => link.calendarId === calendarId)) continue;
    const listing = await port.listChanges(calendarId, next.syncToken);
    const events = listing.kind === 'listed' ? new Map(listing.events.map((event) => [event.id, event])) : null;
    if (events === null) {
      for (const [id, event] of await askForEach(port, calendars, lost, homes)) found.set(id, event);
      return found;
    }
    for (const id of ids) {
      const event = events.get(id);
      const isTaken = homes.get(id)?.some((home) => home.calendarId === calendarId) === true;
      if (event !== undefined && !isTaken && !found.has(id) && isLiveSingle(event)) found.set(id, event);
    }
  }
  return found;
}

function isLiveSingle({ status, recurrence }: CalendarEvent): boolean {
  return status !== 'cancelled' && recurrence === null;
}

/** Finds an event that went from a calendar while it was being written, in another of `calendarIds`. */
export async function findElsewhere(
  { calendar: port, store }: Pick<LoadContext, 'calendar' | 'store'>,
  calendarIds: readonly string[],
  eventId: string,
): Promise<CalendarEvent | null> {
  return calendarIds.length < 2 ? null : askOthers(port, calendarIds, eventId, await store.findHomes([eventId]));
}

/** Gone now, and not found gone by an earlier run that had to leave it at that. */
function isNewlyLost({ event, link, unclear }: KnownPair): boolean {
  return (
    unclear === undefined && event.content.removed && !link.base.event.removed && link.seen?.content.removed !== true
  );
}

/** In the calendars where no booking has it: its own is not among them. */
async function askOthers(
  port: CalendarPort,
  calendarIds: readonly string[],
  eventId: string,
  homes: Homes,
): Promise<CalendarEvent | null> {
  const taken = new Set((homes.get(eventId) ?? []).map(({ calendarId }) => calendarId));
  for (const calendarId of calendarIds) {
    if (taken.has(calendarId)) continue;
    const event = await port.get(calendarId, eventId);
    if (event !== null && isLiveSingle(event)) return event;
  }
  return null;
}
