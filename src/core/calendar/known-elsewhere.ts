import { GuardRefusal } from '../errors.js';
import type { CalendarPort } from './calendar-port.js';
import type { CalendarEvent } from './event.js';
import { eventSide, type KnownPair } from './find-event-sides.js';
import type { LoadedCalendar } from './load-calendar.js';
import type { SyncStore } from './sync-store.js';

/** Events that no link speaks of, without those whose booking belongs to the same event in another calendar. */
export interface Strangers {
  readonly free: readonly CalendarEvent[];
  /** How many were left out. */
  readonly linkedElsewhere: number;
}

/**
 * Leaves out events that another calendar shows too, under the same id: a copy that two calendars share, or one calendar
 * by two names. Throws GuardRefusal (exit 3) when a calendar that was never read before shows events that are linked
 * under a name which is not synced now: its bookings would all be made a second time. Source: Calendar API v3, guides,
 * "Invite users to events": an event has the same id in the calendars of all who attend.
 */
export async function leaveKnownElsewhere(
  store: SyncStore,
  calendars: readonly LoadedCalendar[],
  free: readonly CalendarEvent[],
): Promise<Strangers> {
  const live = free.filter(({ status }) => status !== 'cancelled');
  if (live.length === 0) return { free, linkedElsewhere: 0 };
  const homes = await store.findCalendarsOf(live.map(({ id }) => id));
  refuseOtherName(calendars, live, homes);
  const seen = new Set<string>();
  const left = free.filter(({ id, calendarId, status }) => {
    if (status === 'cancelled') return true;
    const isElsewhere = seen.has(id) || (homes.get(id) ?? []).some((home) => home !== calendarId);
    seen.add(id);
    return !isElsewhere;
  });
  return { free: left, linkedElsewhere: free.length - left.length };
}

function refuseOtherName(
  calendars: readonly LoadedCalendar[],
  live: readonly CalendarEvent[],
  homes: ReadonlyMap<string, readonly string[]>,
): void {
  const synced = new Set(calendars.map(({ calendarId }) => calendarId));
  for (const { calendarId, progress } of calendars) {
    if (progress.coveredFrom !== null) continue;
    const others = live
      .filter((event) => event.calendarId === calendarId)
      .flatMap(({ id }) => homes.get(id) ?? [])
      .filter((home) => !synced.has(home));
    const [other] = others;
    if (other === undefined) continue;
    throw new GuardRefusal(
      'calendar-known-by-another-name',
      `${others.length} events of the calendar ${calendarId} are linked with bookings under the name ${other}, which is not synced now; nothing was changed.`,
      {
        actions: [
          `GOOGLE_CALENDAR_ID=${other}   # to go on under the name that it had`,
          `renos-sync sync --calendar ${calendarId} --renamed-from ${other}   # if it is the same calendar`,
        ],
      },
    );
  }
}

/** A deleted event may have been moved to a calendar that was read before: it is asked for there before its booking goes. */
export async function askOtherCalendars(
  port: CalendarPort,
  calendars: readonly LoadedCalendar[],
  pairs: readonly KnownPair[],
): Promise<readonly KnownPair[]> {
  if (calendars.length < 2) return pairs;
  const asked: KnownPair[] = [];
  for (const pair of pairs) asked.push(await askOthers(port, calendars, pair));
  return asked;
}

async function askOthers(
  port: CalendarPort,
  calendars: readonly LoadedCalendar[],
  pair: KnownPair,
): Promise<KnownPair> {
  if (!pair.event.content.removed || pair.link.base.event.removed) return pair;
  for (const { calendarId } of calendars) {
    if (calendarId === pair.calendarId) continue;
    const event = await port.get(calendarId, pair.link.eventId);
    if (event === null || event.status === 'cancelled' || event.recurrence !== null) continue;
    return { ...pair, calendarId, event: eventSide(event) };
  }
  return pair;
}
