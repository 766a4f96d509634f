import { type Content, eventContent, syncFields } from '../model/content.js';
import type { CalendarEvent } from '../model/event.js';
import type { Link } from '../model/link.js';
import type { EventSide } from '../model/sync-plan.js';
import { compareAddresses } from './likeness-words.js';

/** A linked event that is gone, with its last known values. */
interface Lost {
  readonly link: Link;
  readonly event: EventSide;
}

/**
 * An event that was deleted and created again at another time, as an application reschedules: the only new event that
 * has all texts of the only lost one, and not just its title.
 */
export function movedAnew<Some extends Lost>(
  lost: readonly Some[],
  wanted: readonly CalendarEvent[],
): ReadonlyMap<Some, readonly CalendarEvent[]> {
  const wordsOf = (calendarId: string, { title, location, description }: Content) =>
    title === null || (location === null && description === null)
      ? null
      : JSON.stringify([calendarId, title, location, description]);
  const made = grouped(
    wanted.filter(({ recurringEventId }) => recurringEventId === null),
    (event) => wordsOf(event.calendarId, eventContent(event)) ?? '',
  );
  const lostByWords = new Map<string, Some[]>();
  for (const pair of lost) {
    const words = wordsOf(pair.link.calendarId, pair.event.content);
    if (words === null) continue;
    const alike = lostByWords.get(words);
    if (alike === undefined) lostByWords.set(words, [pair]);
    else alike.push(pair);
  }
  return new Map(
    [...lostByWords].flatMap(([words, [pair, ...others]]) => {
      const events = made.get(words) ?? [];
      return pair !== undefined && others.length === 0 && events.length === 1 ? [[pair, events] as const] : [];
    }),
  );
}

/**
 * Whether an event of the same time and title may be the deleted one, created again: it has no other address, and if one
 * of the two has no address, no other text either, unless the title names the customer.
 */
export function maySayTheSame({ link, event: { content } }: Lost, event: CalendarEvent): boolean {
  const says = eventContent(event);
  const place = compareAddresses(content.location, says.location);
  if (place !== null) return place !== 'other';
  const name = link.base.booking.named?.customer ?? null;
  if (name !== null && says.title?.includes(name)) return true;
  return says.description === null || content.description === null || says.description === content.description;
}

/** Candidates, those of the same calendar first, then those with the most equal values. */
export function mostAlike(
  { link, event: { content } }: Lost,
  copies: readonly CalendarEvent[],
): readonly CalendarEvent[] {
  if (copies.length < 2) return copies;
  const same = (copy: CalendarEvent) => {
    const says = eventContent(copy);
    const isHere = copy.calendarId === link.calendarId ? syncFields.length + 1 : 0;
    return isHere + syncFields.filter((field) => says[field] === content[field]).length;
  };
  return [...copies].sort((a, b) => same(b) - same(a) || (a.id < b.id ? -1 : 1));
}

export function grouped(
  events: readonly CalendarEvent[],
  keyOf: (event: CalendarEvent) => string,
): ReadonlyMap<string, readonly CalendarEvent[]> {
  const groups = new Map<string, CalendarEvent[]>();
  for (const event of events) {
    const group = groups.get(keyOf(event));
    if (group === undefined) groups.set(keyOf(event), [event]);
    else group.push(event);
  }
  return groups;
}
