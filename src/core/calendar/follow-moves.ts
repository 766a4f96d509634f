import { timeText } from './content.js';
import type { CalendarEvent } from './event.js';
import { seriesRoot } from './event-id.js';
import { type EventSides, eventSide, type KnownPair } from './find-event-sides.js';

/**
 * Keeps bookings with events that changed their name: moved to another synced calendar (the same id there), or part of
 * a series that was split ("this and following"), where the later occurrences come back under a new master.
 */
export function followMoves(pairs: readonly KnownPair[], free: readonly CalendarEvent[]): EventSides {
  const left = new Set(free);
  const live = free.filter(({ status }) => status !== 'cancelled');
  const byId = new Map(live.map((event) => [event.id, event]));
  const bySlot = new Map(live.flatMap((event) => slotsOf(event).map((slot) => [slot, event] as const)));
  const followed = pairs.map((pair) => {
    if (!pair.event.content.removed || pair.link.base.event.removed) return pair;
    const successor = byId.get(pair.link.eventId) ?? bySlot.get(slotOf(pair) ?? '');
    if (successor === undefined || !left.delete(successor)) return pair;
    return { ...pair, calendarId: successor.calendarId, eventId: successor.id, event: eventSide(successor) };
  });
  return { pairs: followed, free: [...left] };
}

function slotsOf(event: CalendarEvent): string[] {
  if (event.recurringEventId === null || event.originalStart === null) return [];
  return [`${event.calendarId}\n${seriesRoot(event.recurringEventId)}\n${timeText(event.originalStart)}`];
}

function slotOf({ link }: KnownPair): string | null {
  if (link.recurringEventId === null || link.originalStart === null) return null;
  return `${link.calendarId}\n${seriesRoot(link.recurringEventId)}\n${link.originalStart}`;
}
