import type { PairStory, SideStory } from '../../results/story-result.js';
import type { Booking } from '../model/booking.js';
import { asFarAsKnown, bookingContent, type Content, syncFields, undecided } from '../model/content.js';
import type { Link } from '../model/link.js';
import type { EventSide } from '../model/sync-plan.js';
import { defaultTitleTemplate } from '../model/title.js';

/** The values when both sides last agreed. */
export function agreement(link: Link | null): PairStory['agreed'] {
  if (link === null) return null;
  const { agreedAt, base } = link;
  return { at: agreedAt.toISOString(), booking: says(base.booking), event: says(base.event) };
}

/** A booking's side. The zone only matters for whole days, and a booking alone never has one. */
export function bookingStory(booking: Booking): SideStory {
  const content = bookingContent(booking, { titleTemplate: defaultTitleTemplate, timeZone: 'UTC' });
  return { ...storyOf(content), updatedAt: booking.updatedAt.toISOString(), remembered: false };
}

/** An event's side, as it is or as it was last read. */
export function eventStory(side: EventSide | null, link: Link | null): SideStory | null {
  if (side !== null) {
    const says = asFarAsKnown(side.content, link?.base.event ?? side.content);
    return { ...storyOf(says), updatedAt: side.updated?.toISOString() ?? null, remembered: false };
  }
  if (link === null) return null;
  return { ...storyOf(link.seen?.content ?? link.base.event), updatedAt: link.seen?.updated ?? null, remembered: true };
}

function storyOf(content: Content): Pick<SideStory, 'says' | 'removed'> {
  return { says: says(content), removed: content.removed };
}

function says(content: Content): SideStory['says'] {
  const agreed = syncFields.map((field) => [field, content[field] === undecided ? null : content[field]]);
  return Object.fromEntries(agreed) as SideStory['says'];
}
