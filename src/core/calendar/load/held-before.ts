import { type Booking, isCancelled } from '../model/booking.js';
import { bookingContent, gone } from '../model/content.js';
import type { CalendarEvent } from '../model/event.js';
import type { EventSide } from '../model/sync-plan.js';
import type { SyncRules } from '../model/sync-rules.js';
import type { Reading } from './load-calendar.js';

/** Whether a recorded event that was not read now exists; its other values are not known. */
type EventPresence = 'there' | 'gone';

interface NotedSearch {
  readonly bookings: readonly Booking[];
  readonly free: readonly CalendarEvent[];
}

/** Bookings that were held because of their recorded event, and neither has changed: Google is not asked again. */
export async function heldBefore(
  { store, options, calendars }: Reading,
  { bookings, free }: NotedSearch,
): Promise<ReadonlyMap<Booking, EventPresence>> {
  const listed = new Set(free.map(({ id }) => id));
  const noting = bookings.filter(
    ({ id, notedEventId }) => notedEventId !== null && !listed.has(notedEventId) && !options.decisions.has(id),
  );
  const mayDecide = options.policy !== null && options.policy !== 'hold';
  const mustAsk = mayDecide || options.retryFailed || calendars.some(({ full }) => full);
  if (mustAsk || noting.length === 0) return new Map();
  const disputes = await store.findHeld(noting.map(({ id }) => id));
  const standing = noting.map((booking): readonly [Booking, EventPresence] | null => {
    const dispute = disputes.get(booking.id);
    const { removed } = dispute?.fields ?? {};
    const isSame = removed?.booking === (isCancelled(booking) ? 'yes' : 'no');
    if (!isSame || dispute?.eventId !== booking.notedEventId) return null;
    return [booking, removed?.event === 'yes' ? 'gone' : 'there'];
  });
  return new Map(standing.filter((entry) => entry !== null));
}

/** A recorded event that was not read. If no calendar knows it any more, it was deleted. */
export function unreadEvent(
  booking: Booking,
  standing: EventPresence,
  rules: SyncRules,
): { readonly eventId: string | null; readonly event: EventSide } {
  const says = bookingContent(booking, rules);
  const content = standing === 'gone' ? gone(says) : { ...says, removed: false };
  return { eventId: booking.notedEventId, event: { content, updated: null, etag: '', event: null } };
}
