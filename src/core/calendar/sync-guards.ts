import { GuardRefusal } from '../errors.js';
import type { KnownPair } from './find-event-sides.js';
import type { LoadedCalendar } from './load-calendar.js';
import type { SyncOptions } from './sync-options.js';
import type { PairPlan, SyncPlan } from './sync-plan.js';

interface Measure {
  /** calendar id → open links */
  readonly openLinks: ReadonlyMap<string, number>;
  readonly options: SyncOptions;
}

/** How many linked pairs a run may remove on one side: what the person said, else ten, or a quarter where that is more. */
export function removalLimit(links: number, { maxDeletes }: Pick<SyncOptions, 'maxDeletes'>): number {
  if (maxDeletes === null) return Math.max(10, Math.floor(links * 0.25));
  return 'count' in maxDeletes ? maxDeletes.count : Math.floor((links * maxDeletes.percent) / 100);
}

/** Refuses (exit 3) a reading that cannot be right: an emptied calendar, a read-only one, or bookings that have vanished. */
export function refuseDoubtfulReading(
  calendars: readonly LoadedCalendar[],
  absent: readonly KnownPair[],
  { openLinks, options }: Measure,
): void {
  for (const calendar of calendars) {
    const { calendarId, info, full, events } = calendar;
    if (!info.canWrite && options.direction !== 'google-to-db') {
      throw new GuardRefusal(
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
    const links = openLinks.get(calendarId) ?? 0;
    const live = [...events.values()].filter(({ status }) => status !== 'cancelled').length;
    const limit = removalLimit(links, options);
    if (full && live === 0 && links > 0 && (options.maxDeletes === null || links > limit)) {
      throw new GuardRefusal(
        'calendar-empty',
        `The calendar ${calendarId} is suddenly empty, while ${links} of its events are linked with bookings; nothing was changed.`,
        {
          actions: [
            'Check that it is the right calendar, and that nobody emptied it by mistake.',
            'renos-sync sync --max-deletes 100%   # if it is meant',
          ],
        },
      );
    }
    const missing = absent.filter(({ link }) => link.calendarId === calendarId).map(({ link }) => link.eventId);
    if (missing.length > limit) throw tooMany('absent from the calendar', missing, links);
  }
}

/** Refuses (exit 3) a plan that would remove too many linked pairs on one side. */
export function refuseMassRemoval(plan: SyncPlan, measure: Measure): void {
  for (const [calendarId, links] of measure.openLinks) {
    const limit = removalLimit(links, measure.options);
    const mine = plan.pairs.filter(({ pair }) => pair.calendarId === calendarId);
    const events = mine.filter(({ google }) => google?.kind === 'delete');
    const bookings = mine.filter(({ database }) => database?.kind === 'cancel');
    if (events.length > limit) throw tooMany('deleted from the calendar', events.map(idOf), links);
    if (bookings.length > limit) throw tooMany('cancelled in the database', bookings.map(idOf), links);
  }
}

function idOf({ pair }: PairPlan): string {
  return pair.link?.bookingId ?? pair.eventId ?? '';
}

function tooMany(what: string, items: readonly string[], links: number): GuardRefusal {
  return new GuardRefusal(
    'too-many-removals',
    `${items.length} of ${links} linked pairs would be ${what}; nothing was changed.`,
    {
      items,
      actions: [
        'renos-sync sync --dry-run                 # shows each of them',
        `renos-sync sync --max-deletes ${items.length}   # if it is meant`,
      ],
    },
  );
}
