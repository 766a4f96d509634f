import type { Booking } from '../model/booking.js';
import type { Conflict } from '../model/conflict.js';
import type { Base, Content, SyncField } from '../model/content.js';
import type { EventSide } from '../model/sync-plan.js';

/** The result for each field of a pair: written to one side, or (absent here) the same on both. */
export interface Merge {
  readonly toGoogle: readonly SyncField[];
  readonly toDatabase: readonly SyncField[];
  readonly conflict: Conflict | null;
}

/** The two sides of a pair; both exist. */
export interface PairSides {
  readonly booking: Booking;
  readonly bookingSays: Content;
  readonly event: EventSide;
  /** null at the first sync, when the sides have never agreed. */
  readonly base: Base | null;
  readonly agreedAt: Date | null;
  /** They match only by their values. */
  readonly byLikeness: boolean;
  /** The event belonged to another row until now. */
  readonly isTakenOver: boolean;
}
