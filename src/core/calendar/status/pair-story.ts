import type { ChangeStory } from '../../runs/history.js';
import type { Booking } from '../model/booking.js';
import { asFarAsKnown, bookingContent, type Content, type SyncField, syncFields, undecided } from '../model/content.js';
import type { Link } from '../model/link.js';
import type { PairNote } from '../model/pair-notes.js';
import type { EventSide, FieldChanges, PairPlan, SkipReason } from '../model/sync-plan.js';
import { defaultTitleTemplate } from '../model/title.js';
import type { HeldConflictDetail } from './sync-status.js';

export type Says = Readonly<Record<SyncField, string | null>>;

/** What one side says now. */
export interface SideStory {
  readonly says: Says;
  /** Cancelled, deleted or missing: `says` is what it said last. */
  readonly removed: boolean;
  /** ISO, UTC. */
  readonly updatedAt: string | null;
  /** Google could not be asked: it is what the last run read. */
  readonly remembered: boolean;
}

/** Why the next run does not look at an item. */
export type LeftAlone = SkipReason | 'unchanged' | 'cancelled-booking' | 'calendar-not-synced' | 'refused';

/** What the next run would do with the pair, and by which row of the truth table. */
export interface NextStep {
  readonly action: PairPlan['action'] | 'left-alone';
  /** null where the truth table is not asked. */
  readonly state: PairPlan['state'] | null;
  readonly reason: string;
  /** Why it is left alone; null when the truth table is asked. */
  readonly leftAlone: LeftAlone | null;
  readonly google: { readonly action: string; readonly fields: FieldChanges } | null;
  readonly database: { readonly action: string; readonly fields: FieldChanges } | null;
  /** Fields in dispute that it would hold for a person. */
  readonly holds: readonly string[];
  /** Why nothing of it would be done, if a guard refuses the whole run. */
  readonly refusal: string | null;
}

/** What `show --json` prints: one pair's whole story. Times are ISO in UTC. */
export interface PairStory {
  readonly success: boolean;
  readonly bookingId: string | null;
  readonly eventId: string | null;
  readonly calendarId: string | null;
  readonly booking: SideStory | null;
  readonly event: SideStory | null;
  /** null when they are not linked. */
  readonly agreed: { readonly at: string; readonly booking: Says; readonly event: Says } | null;
  /** null when it cannot be told. */
  readonly next: NextStep | null;
  readonly held: readonly HeldConflictDetail[];
  readonly failed: readonly { readonly code: string; readonly reason: string; readonly help: string }[];
  readonly notes: readonly PairNote[];
  readonly changes: readonly ChangeStory[];
}

/** What both said when they last agreed. */
export function agreement(link: Link | null): PairStory['agreed'] {
  if (link === null) return null;
  const { agreedAt, base } = link;
  return { at: agreedAt.toISOString(), booking: says(base.booking), event: says(base.event) };
}

/** A booking's side. The zone only concerns whole days, which a booking never is by itself. */
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

function says(content: Content): Says {
  const agreed = syncFields.map((field) => [field, content[field] === undecided ? null : content[field]]);
  return Object.fromEntries(agreed) as Says;
}
