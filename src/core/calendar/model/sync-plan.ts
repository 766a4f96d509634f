import type { FailureCode, FailureValues, PlanReason } from '../../codes/reasons.js';
import type { GuardRefusal } from '../../errors.js';
import type { Booking, BookingChange, NewBooking } from './booking.js';
import type { Conflict } from './conflict.js';
import type { Base, Content, FieldChanges, SyncField } from './content.js';
import type { CalendarEvent, EventChange, EventDraft } from './event.js';
import type { Link } from './link.js';
import type { RowWrite } from './row-write.js';
import type { Action, PairState } from './truth-table.js';

/** An event as the planner sees it: just listed, or remembered from the last time. */
export interface EventSide {
  readonly content: Content;
  readonly updated: Date | null;
  readonly etag: string;
  /** null when only what was remembered of it is at hand. */
  readonly event: CalendarEvent | null;
}

/** What a new event's booking takes over: its siblings' customer, or the one whom its title names. */
export interface Origin {
  /** null: it has none, or that is in doubt. */
  readonly customer: { readonly id: string; readonly name: string } | null;
  readonly serviceType?: string | null;
  /** The booking that it was copied or repeated from, while there is one. */
  readonly booking: Booking | null;
  /** The guests whom that booking's event had, as a content names them: of the new event they say nothing new. */
  readonly guests: string | null;
}

/** A booking and an event that belong together, or one of them alone. */
export interface Pair {
  readonly calendarId: string;
  readonly link: Link | null;
  readonly booking: Booking | null;
  readonly eventId: string | null;
  readonly event: EventSide | null;
  /** Nothing but what both say makes them one: what only one says is carried over, nothing is overwritten. */
  readonly byLikeness?: boolean;
  readonly origin?: Origin;
  /** Its link has another booking than is stored: that is stored before anything is written. */
  readonly relinked?: boolean;
  /** Why this is left alone until somebody says more. */
  readonly unclear?: Failure;
}

export type GoogleWrite =
  | { readonly kind: 'create'; readonly draft: EventDraft; readonly fields: FieldChanges }
  | { readonly kind: 'update'; readonly change: EventChange; readonly fields: FieldChanges }
  | { readonly kind: 'revive'; readonly change: EventChange; readonly fields: FieldChanges }
  | { readonly kind: 'delete'; readonly fields: FieldChanges };

export type DatabaseWrite =
  | { readonly kind: 'create'; readonly booking: NewBooking; readonly fields: FieldChanges }
  | { readonly kind: 'update'; readonly change: BookingChange; readonly fields: FieldChanges }
  | { readonly kind: 'revive'; readonly change: BookingChange; readonly fields: FieldChanges }
  | { readonly kind: 'cancel'; readonly fields: FieldChanges };

/** What is intended for one pair, and by which row of the truth table. */
export interface PairPlan {
  readonly pair: Pair;
  readonly state: PairState;
  readonly action: Action | 'undo';
  readonly reason: PlanReason;
  readonly google: GoogleWrite | null;
  readonly database: DatabaseWrite | null;
  /** What both will have agreed on when the writes are done; null leaves the link as it is. */
  readonly base: Base | null;
  /** What an undo does to the booking's row, in place of `database`. */
  readonly row?: RowWrite;
  readonly rowFields?: FieldChanges;
  /** Fields that were not carried over, because the direction or a conflict forbids it. */
  readonly pending: readonly SyncField[];
  readonly conflict: Conflict | null;
  /** Why this pair cannot be carried over at all; listed until it changes. */
  readonly failure: Failure | null;
}

/** An item that cannot be carried over: a stable code, and the values of its sentence; never customers' data. */
export interface Failure {
  /** Ours, or one that another version of this program stored. */
  readonly code: FailureCode | (string & {});
  readonly params?: FailureValues;
  /** A passing refusal is tried again at every run, others when the item changes. */
  readonly passing: boolean;
}

export type SkipReason =
  | 'outside-window'
  | 'private'
  | 'details-hidden'
  | 'declined'
  | 'other-event-type'
  | 'cancelled'
  | 'series-master'
  | 'failed-before'
  | 'no-time'
  | 'linked-elsewhere';

/** Every intended change of a run, and what is left alone; `--dry-run` shows it. */
export interface SyncPlan {
  readonly pairs: readonly PairPlan[];
  /** Links that have another booking now, whether anything else is done about them or not: half of a swap is none. */
  readonly relinked: readonly Pair[];
  readonly skipped: Readonly<Partial<Record<SkipReason, number>>>;
  /** Work beyond `maxEvents`, left for the next run. */
  readonly deferred: number;
  /** A guard stands in the way: the plan may be shown, and nothing of it carried out. */
  readonly refusal: GuardRefusal | null;
}
