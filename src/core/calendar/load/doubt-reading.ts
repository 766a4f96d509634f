import { GuardRefusal } from '../../errors.js';
import { removalLimit, type SyncOptions } from '../../options/sync-options.js';
import { type Booking, isCancelled, isDone } from '../model/booking.js';
import type { CalendarEvent } from '../model/event.js';
import type { Link } from '../model/link.js';
import { type EventSides, isThere, type KnownPair } from './find-event-sides.js';
import type { LoadedCalendar } from './load-calendar.js';

interface Measure {
  /** calendar id → open links */
  readonly openLinks: ReadonlyMap<string, number>;
  readonly options: SyncOptions;
}

/** Why (exit 3) a reading cannot be right: an emptied calendar, a read-only one, or bookings that have vanished. */
export function findDoubt(
  calendars: readonly LoadedCalendar[],
  { pairs, absent }: Pick<EventSides, 'pairs' | 'absent'>,
  { openLinks, options }: Measure,
): GuardRefusal | null {
  for (const calendar of calendars) {
    const { calendarId } = calendar;
    const ofThis = ({ link }: KnownPair) => link.calendarId === calendarId;
    const known = { pairs: pairs.filter(ofThis), absent: absent.filter(ofThis) };
    const links = openLinks.get(calendarId) ?? 0;
    const limit = removalLimit(links, options);
    const isMeant = options.maxDeletes !== null && links <= limit;
    const doubt =
      hidesAll(calendar) ??
      readOnly(calendar, options) ??
      (isMeant ? null : emptied(calendar, [...known.pairs, ...known.absent], { links, options }));
    if (doubt !== null) return doubt;
    if (known.absent.length > limit) {
      const items = known.absent.map(({ eventId }) => eventId ?? '');
      return new GuardRefusal(
        'events-missing',
        `The list of the calendar ${calendarId} lacks ${items.length} of its ${links} linked events; nothing was changed.`,
        {
          items,
          actions: [`renos-sync sync --max-deletes ${items.length}   # if it is meant: Google is asked for each first`],
        },
      );
    }
  }
  return null;
}

function hidesAll({ calendarId, info }: LoadedCalendar): GuardRefusal | null {
  if (info.accessRole !== 'freeBusyReader') return null;
  return new GuardRefusal(
    'calendar-hides-details',
    `The calendar ${calendarId} only shows when it is busy (role freeBusyReader), and not what its events say; nothing was changed.`,
    {
      actions: [
        'Give the service account the role "Make changes to events" in the calendar\'s settings, or "See all event details" for --direction google-to-db.',
      ],
    },
  );
}

function readOnly({ calendarId, info }: LoadedCalendar, { direction }: SyncOptions): GuardRefusal | null {
  if (info.canWrite || direction === 'google-to-db') return null;
  return new GuardRefusal(
    'calendar-read-only',
    `The calendar ${calendarId} may only be read (role ${info.accessRole}); nothing was changed.`,
    {
      actions: [
        'Give the service account the role "Make changes to events" in the calendar\'s settings.',
        'renos-sync sync --direction google-to-db',
      ],
    },
  );
}

const ifMeant = 'renos-sync sync --max-deletes 100%   # if it is meant';

/** Nothing at all left on one side is taken for a mistake, however few they were; one alone may well be gone. */
function emptied(
  { calendarId, full, events, liveSeries }: LoadedCalendar,
  known: readonly KnownPair[],
  { links, options }: { readonly links: number; readonly options: SyncOptions },
): GuardRefusal | null {
  const lost = known.filter(({ link }) => !link.base.event.removed).length;
  const isEmpty =
    liveSeries.size === 0 && [...events.values()].every(({ status }) => status === 'cancelled') && !known.some(isThere);
  if (full && isEmpty && lost > 0) {
    return new GuardRefusal(
      'calendar-empty',
      `The calendar ${calendarId} is suddenly empty, while ${lost} of its events are linked with bookings; nothing was changed.`,
      { actions: ['Check that it is the right calendar, and that nobody emptied it by mistake.', ifMeant] },
    );
  }
  const rowless = known.filter(({ booking, link }) => booking === null && !isClosed(link)).length;
  if (rowless > 1 && rowless >= links && options.restored !== 'keep-calendar') {
    return new GuardRefusal(
      'bookings-gone',
      `The rows of all ${rowless} bookings that are linked with the calendar ${calendarId} have vanished; nothing was changed.`,
      {
        actions: [
          'Check that DATABASE_URL names the right database, and that nobody emptied it by mistake.',
          ifMeant,
          'renos-sync sync --restored keep-calendar   # brings the bookings back from the calendar',
        ],
      },
    );
  }
  return null;
}

interface Noted {
  readonly calendars: readonly LoadedCalendar[];
  readonly free: readonly CalendarEvent[];
  readonly options: SyncOptions;
}

/** Refuses (exit 3) a calendar whose complete listing lacks too many of the events that RenOS noted on its bookings. */
export function refuseMissingNoted(bookings: readonly Booking[], { calendars, free, options }: Noted): void {
  if (calendars.some(({ full }) => !full)) return;
  const listed = new Set([...free.map(({ id }) => id), ...calendars.flatMap(({ liveSeries }) => [...liveSeries])]);
  const noted = bookings.filter(({ notedEventId }) => notedEventId !== null);
  // An occurrence may lie beyond the window, and what has taken place needs no event.
  const lost = noted.filter(
    (booking) =>
      !listed.has(booking.notedEventId ?? '') &&
      !booking.notedEventId?.includes('_') &&
      !isDone(booking) &&
      !isCancelled(booking),
  );
  // A person's own limit is about removals: it may let more pass here, never less.
  const usual = removalLimit(noted.length, { maxDeletes: null });
  if (lost.length <= Math.max(usual, removalLimit(noted.length, options))) return;
  throw new GuardRefusal(
    'noted-events-missing',
    `${lost.length} bookings name an event that the calendar ${options.calendarIds.join(', ')} does not have; nothing was changed.`,
    {
      items: lost.map(({ id }) => id),
      actions: ['Check that GOOGLE_CALENDAR_ID names the calendar that RenOS has written to.', ifMeant],
    },
  );
}

function isClosed({ base }: Link): boolean {
  return base.booking.removed && base.event.removed;
}
