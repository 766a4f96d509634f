import type { Booking } from '../model/booking.js';
import type { Conflict } from '../model/conflict.js';
import type { Base, Content, SyncField } from '../model/content.js';
import type { EventSide } from '../model/sync-plan.js';

/** What becomes of each field of a pair: carried to one side, or (absent here) the same on both. */
export interface Merge {
  readonly toGoogle: readonly SyncField[];
  readonly toDatabase: readonly SyncField[];
  readonly conflict: Conflict | null;
}

/** One pair's two sides, both there. */
export interface Sides {
  readonly booking: Booking;
  readonly bookingSays: Content;
  readonly event: EventSide;
  /** null at first contact, when nothing is known of an agreement. */
  readonly base: Base | null;
  readonly agreedAt: Date | null;
  /** Nothing but what both say makes them one. */
  readonly byLikeness: boolean;
  /** The event was another row's until now. */
  readonly isTakenOver: boolean;
}
