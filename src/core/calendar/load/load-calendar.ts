import type { CalendarInfo, CalendarPort } from '../model/calendar-port.js';
import type { CalendarEvent } from '../model/event.js';
import { keeperEventId, type ReadCalendar } from '../model/keeper.js';
import type { CalendarProgress } from '../model/sync-store.js';
import { checkGoogleId } from './calendar-identity.js';

/** Half open: [from, until). */
export interface Window {
  readonly from: Date;
  readonly until: Date;
}

/** What was read of one calendar. */
export interface LoadedCalendar {
  readonly calendarId: string;
  readonly info: CalendarInfo;
  readonly window: Window;
  /** Everything was listed: a single event that is not in `events` may be gone. */
  readonly full: boolean;
  /** Singles and occurrences, live or cancelled, by id; masters are not among them. */
  readonly events: ReadonlyMap<string, CalendarEvent>;
  /** What says which database keeps it; none of `events`. */
  readonly keeperEvents: readonly CalendarEvent[];
  /** Series whose occurrences within the window are all in `events`, if they exist. */
  readonly expandedSeries: ReadonlySet<string>;
  readonly cancelledSeries: ReadonlySet<string>;
  /** Occurrences that somebody deleted from one of `expandedSeries`, as far as Google says. */
  readonly deletedOccurrences: ReadonlySet<string>;
  /** Series that a full listing showed alive. */
  readonly liveSeries: ReadonlySet<string>;
  readonly progress: CalendarProgress;
  /** What is stored when all of this has been applied. */
  readonly next: CalendarProgress;
}

interface LoadCalendarOptions {
  readonly progress: CalendarProgress | null;
  readonly force: boolean;
  /** What `--include` names. */
  readonly included: readonly string[];
  readonly windowFor: (timeZone: string) => Window;
}

/**
 * Reads what changed in a calendar since last time, or all of it: one listing, and for series their occurrences within
 * the window, as Google expands them. Writes nothing.
 */
export async function loadCalendar(
  port: CalendarPort,
  calendarId: string,
  { progress, force, included, windowFor }: LoadCalendarOptions,
): Promise<LoadedCalendar> {
  // What was left out until now is in no list of changes.
  const isWider = included.some((word) => !progress?.included.includes(word));
  const token = force || isWider ? null : (progress?.syncToken ?? null);
  const listing = await port.listChanges(calendarId, token);
  if (listing.kind === 'token-expired') {
    return loadCalendar(port, calendarId, {
      progress: progress && { ...progress, syncToken: null },
      force: true,
      included,
      windowFor,
    });
  }
  const full = token === null;
  // Without a token to show, nothing tells that it is the calendar which was read before.
  const googleId = await checkGoogleId(port, calendarId, { progress, isForgotten: full });
  const window = windowFor(listing.calendar.timeZone);
  // An empty answer leaves the token as it is, which tells as much: nothing is stored. The window's daily step renews it.
  const isQuiet = listing.events.length === 0 && progress !== null && gaps(window, progress).length === 0;
  const listed = listing.events.filter(({ id }) => id !== keeperEventId);
  const masters = listed.filter((event) => event.recurrence !== null);
  const live = masters.filter((event) => event.status !== 'cancelled');
  const events = new Map(listed.filter((event) => event.recurrence === null).map((event) => [event.id, event]));
  const expanded = await expandSeries(port, calendarId, { live, full, window, covered: progress });
  for (const occurrence of expanded.filter(({ id }) => id !== keeperEventId)) {
    const alone = events.get(occurrence.id);
    // What was listed by itself is the newer word, but for the tombstones of a series that has been brought back since.
    if (alone === undefined || alone.status === 'cancelled') events.set(occurrence.id, occurrence);
  }
  return {
    calendarId,
    info: listing.calendar,
    window,
    full,
    events,
    keeperEvents: listing.events.filter(({ id }) => id === keeperEventId),
    expandedSeries: new Set(live.map(({ id }) => id)),
    cancelledSeries: new Set(listing.events.filter((event) => event.status === 'cancelled').map(({ id }) => id)),
    deletedOccurrences: new Set(expanded.filter(({ status }) => status === 'cancelled').map(({ id }) => id)),
    liveSeries: new Set(full ? live.map(({ id }) => id) : []),
    progress: progress ?? {
      calendarId,
      timeZone: null,
      syncToken: null,
      coveredFrom: null,
      coveredUntil: null,
      included: [],
      googleId: null,
      googleAccount: null,
      hasFailures: false,
    },
    next: {
      calendarId,
      timeZone: listing.calendar.timeZone,
      syncToken: isQuiet && token !== null ? token : listing.token,
      // Not further than this run has looked: what it left out as outside its window was in reach of no other run.
      coveredFrom: window.from,
      coveredUntil: window.until,
      // What this run left out has to be listed again for one that does not.
      included: full ? included : (progress?.included ?? []).filter((word) => included.includes(word)),
      googleId,
      googleAccount: port.account,
      hasFailures: progress?.hasFailures ?? false,
    },
  };
}

/** What tells which database keeps a calendar. */
export function asKept({ calendarId, events, keeperEvents, next }: LoadedCalendar): ReadCalendar {
  return { calendarId, events: [...keeperEvents, ...events.values()], googleId: next.googleId };
}

interface Expansion {
  readonly live: readonly CalendarEvent[];
  readonly full: boolean;
  readonly window: Window;
  readonly covered: CalendarProgress | null;
}

/** The occurrences of the series that changed, and what a window that has moved on has brought into reach. */
async function expandSeries(
  port: CalendarPort,
  calendarId: string,
  { live, full, window, covered }: Expansion,
): Promise<readonly CalendarEvent[]> {
  if (full) return live.length === 0 ? [] : port.listWindow(calendarId, window.from, window.until);
  const found: CalendarEvent[] = [];
  for (const { id } of live) {
    found.push(...((await port.listOccurrences(calendarId, id, window.from, window.until)) ?? []));
  }
  for (const gap of gaps(window, covered)) found.push(...(await port.listWindow(calendarId, gap.from, gap.until)));
  return found;
}

/** The parts of the window that have not been looked at yet. */
function gaps(window: Window, covered: CalendarProgress | null): Window[] {
  const { coveredFrom, coveredUntil } = covered ?? {};
  if (coveredFrom == null || coveredUntil == null) return [];
  return [
    { from: window.from, until: coveredFrom },
    { from: coveredUntil, until: window.until },
  ].filter(({ from, until }) => from < until);
}
