import { GuardRefusal, saying } from '../../errors.js';
import type { SyncOptions } from '../../options/sync-options.js';
import { removalLimit } from '../../removal-limit.js';
import { isCancelled, isDone } from '../model/booking.js';
import type { SyncStore } from '../model/sync-store.js';
import type { KnownPair } from './find-event-sides.js';

/** One or two deletions of all that was left may well be meant; so many make an emptied calendar. */
const least = 3;

/**
 * Why (exit 3) a run may not be carried out in which every linked event of a calendar is gone, however its list said so: as an empty
 * listing, or as one deletion after another in a list of changes. Other events may still be there.
 */
export async function findEmptied(
  store: Pick<SyncStore, 'countLinkedEvents'>,
  known: readonly KnownPair[],
  options: SyncOptions,
): Promise<GuardRefusal | null> {
  if (options.direction === 'db-to-google') return null;
  for (const calendarId of options.calendarIds) {
    const gone = known.filter((pair) => pair.link.calendarId === calendarId && isNewlyGone(pair));
    if (deletionsOf(gone) < least || !gone.some(wouldBeCancelled)) continue;
    if (options.maxDeletes !== null && gone.length <= removalLimit(gone.length, options)) continue;
    const linked = (await store.countLinkedEvents([calendarId])).get(calendarId) ?? 0;
    if (gone.length >= linked) return emptied(calendarId, gone);
  }
  return null;
}

function isNewlyGone({ link, event }: KnownPair): boolean {
  return event.content.removed && !(link.seen?.content ?? link.base.event).removed;
}

/** A series is deleted at once, however many occurrences it has. */
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
