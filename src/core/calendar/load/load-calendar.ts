import type { SyncOptions } from '../../options/sync-options.js';
import type { CalendarInfo, CalendarPort } from '../model/calendar-port.js';
import type { CalendarEvent } from '../model/event.js';
import { keeperEventId } from '../model/keeper.js';
import type { CalendarProgress, EventKey, KnownFailure, SyncStore } from '../model/sync-store.js';
import { checkGoogleId } from './calendar-identity.js';

/** Everything that was read of one calendar. */
export interface LoadedCalendar {
  readonly calendarId: string;
  readonly info: CalendarInfo;
  /** Half open: [from, until). */
  readonly window: { readonly from: Date; readonly until: Date };
  /** Everything was listed: a single event that is not in `events` may be gone. */
  readonly full: boolean;
  /** Single events and occurrences, live or cancelled, by id; masters are not among them. */
  readonly events: ReadonlyMap<string, CalendarEvent>;
  /** The events that tell which database owns the calendar; not in `events`. */
  readonly keeperEvents: readonly CalendarEvent[];
  /** The masters, by id, of series whose existing occurrences within the window are all in `events`. */
  readonly expandedSeries: ReadonlyMap<string, CalendarEvent>;
  readonly cancelledSeries: ReadonlySet<string>;
  /** Occurrences of `expandedSeries` that a person deleted, as far as Google reports it. */
  readonly deletedOccurrences: ReadonlySet<string>;
  /** Series that a full listing showed as not cancelled. */
  readonly liveSeries: ReadonlySet<string>;
  readonly progress: CalendarProgress;
  /** Stored when all of this has been applied. */
  readonly next: CalendarProgress;
}

interface LoadCalendarOptions {
  readonly progress: CalendarProgress | null;
  readonly force: boolean;
  /** Kinds of events given by `--include`. */
  readonly included: readonly string[];
  readonly windowFor: (timeZone: string) => LoadedCalendar['window'];
}

/**
 * Reads the changes of a calendar since the last run, or all of it: one listing, and for each series its occurrences
 * within the window, as Google expands them. Writes nothing.
 */
export async function loadCalendar(
  port: CalendarPort,
  calendarId: string,
  { progress, force, included, windowFor }: LoadCalendarOptions,
): Promise<LoadedCalendar> {
  // Events that were left out until now are in no list of changes.
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
  // Without a token, nothing proves that this is the calendar that was read before.
  const googleId = await checkGoogleId(port, calendarId, { progress, isForgotten: full });
  const window = windowFor(listing.calendar.timeZone);
  // If there are no changes, the previous token is as good as a new one, so nothing is stored. The window moves once a
  // day and renews it.
  const isQuiet = listing.events.length === 0 && progress !== null && gaps(window, progress).length === 0;
  const listed = listing.events.filter(({ id }) => id !== keeperEventId);
  const masters = listed.filter((event) => event.recurrence !== null);
  const live = masters.filter((event) => event.status !== 'cancelled');
  const events = new Map(listed.filter((event) => event.recurrence === null).map((event) => [event.id, event]));
  const expanded = await expandSeries(port, calendarId, { live, full, window, covered: progress });
  for (const occurrence of expanded.filter(({ id }) => id !== keeperEventId)) {
    const alone = events.get(occurrence.id);
    // An occurrence that was listed by itself is newer, except tombstones of a series that has been restored since.
    if (alone === undefined || alone.status === 'cancelled') events.set(occurrence.id, occurrence);
  }
  return {
    calendarId,
    info: listing.calendar,
    window,
    full,
    events,
    keeperEvents: listing.events.filter(({ id }) => id === keeperEventId),
    expandedSeries: new Map(live.map((master) => [master.id, master])),
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
      // The window that this run has read, and no more: another run has to read what this one left out.
      coveredFrom: window.from,
      coveredUntil: window.until,
      // If this run left events out, a later run without that limit has to list them.
      included: full ? included : (progress?.included ?? []).filter((word) => included.includes(word)),
      googleId,
      googleAccount: port.account,
      hasFailures: progress?.hasFailures ?? false,
    },
  };
}

/** The facts that tell which database owns a calendar. */
export function asKept({ calendarId, events, keeperEvents, next }: LoadedCalendar) {
  return { calendarId, events: [...keeperEvents, ...events.values()], googleId: next.googleId };
}

interface Expansion {
  readonly live: readonly CalendarEvent[];
  readonly full: boolean;
  readonly window: LoadedCalendar['window'];
  readonly covered: CalendarProgress | null;
}

/** The occurrences of the series that changed, and those that the moving window now reaches. */
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

/** The parts of the window that have not been read yet. */
function gaps(window: LoadedCalendar['window'], covered: CalendarProgress | null): readonly LoadedCalendar['window'][] {
  const { coveredFrom, coveredUntil } = covered ?? {};
  if (coveredFrom == null || coveredUntil == null) return [];
  return [
    { from: window.from, until: coveredFrom },
    { from: coveredUntil, until: window.until },
  ].filter(({ from, until }) => from < until);
}

/** Everything needed to read both sides. */
export interface LoadContext {
  readonly calendar: CalendarPort;
  readonly store: SyncStore;
  readonly options: SyncOptions;
  readonly now: Date;
  readonly newId: () => string;
  /** Events whose pairs are wanted even if they have not changed. */
  readonly also?: readonly EventKey[];
}

/** The same once the calendars have been read. */
export interface Reading extends LoadContext {
  readonly calendars: readonly LoadedCalendar[];
  /** One statement, however often it is called. */
  readonly findFailures: () => Promise<readonly KnownFailure[]>;
}
