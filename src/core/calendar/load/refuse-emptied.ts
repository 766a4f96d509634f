import { GuardRefusal, saying } from '../../errors.js';
import { removalLimit } from '../../removal-limit.js';
import { isCancelled, isDone } from '../model/booking.js';
import type { SyncStore } from '../model/sync-store.js';
import type { KnownPair } from './find-event-sides.js';
import type { LoadContext, LoadedCalendar } from './load-calendar.js';

/**
 * One or two deletions may be intended, even if nothing else was left; this many mean an emptied calendar. If the
 * calendar may be another one, no deletion is trusted.
 */
const least = 3;

/**
 * Why (exit 3) a run is refused in which every linked event of a calendar is gone, whether the list was empty or
 * contained one deletion after another. Other events may still exist.
 */
export async function findEmptied(
  { store, options }: Pick<LoadContext, 'options'> & { readonly store: Pick<SyncStore, 'countLinkedEvents'> },
  known: readonly KnownPair[],
  calendars: readonly LoadedCalendar[],
): Promise<GuardRefusal | null> {
  if (options.direction === 'db-to-google') return null;
  for (const calendarId of options.calendarIds) {
    const gone = known.filter((pair) => pair.link.calendarId === calendarId && isNewlyGone(pair));
    const calendar = calendars.find((one) => one.calendarId === calendarId);
    if (deletionsOf(gone) < (isUnknown(calendar) ? 1 : least) || !gone.some(wouldBeCancelled)) continue;
    if (options.maxDeletes !== null && gone.length <= removalLimit(gone.length, options)) continue;
    const linked = (await store.countLinkedEvents([calendarId])).get(calendarId) ?? 0;
    if (gone.length >= linked) return emptied(calendarId, gone);
  }
  return null;
}

/** Neither Google's id nor a token proves that this is the calendar that was read before. */
function isUnknown(calendar: LoadedCalendar | undefined): boolean {
  return calendar?.full === true && calendar.next.googleId === null;
}

function isNewlyGone({ link, event }: KnownPair): boolean {
  return event.content.removed && !(link.seen?.content ?? link.base.event).removed;
}

/** Number of deletions; a whole series is one deletion, however many occurrences it has. */
function deletionsOf(gone: readonly KnownPair[]): number {
  return new Set(gone.map(({ link }) => link.recurringEventId ?? link.eventId)).size;
}

function wouldBeCancelled({ booking }: KnownPair): boolean {
  return booking !== null && !isDone(booking) && !isCancelled(booking);
}

function emptied(calendarId: string, gone: readonly KnownPair[]): GuardRefusal {
  return new GuardRefusal(saying('calendar-emptied', { calendarId, events: gone.length }), {
    items: gone.map(({ link }) => link.bookingId),
  });
}
