import type { FailureCode, FailureValues, PlanReason } from '../../codes/reasons.js';
import type { GuardRefusal } from '../../errors.js';
import type { Booking, BookingChange, NewBooking } from './booking.js';
import type { Conflict } from './conflict.js';
import type { Base, Content, FieldChanges, SyncField } from './content.js';
import type { CalendarEvent, EventChange, EventDraft } from './event.js';
import type { Link } from './link.js';
import type { Action, PairState } from './truth-table.js';

/** An event as the planner sees it: just listed, or stored by an earlier run. */
export interface EventSide {
  readonly content: Content;
  readonly updated: Date | null;
  readonly etag: string;
  /** null if only the stored values are known. */
  readonly event: CalendarEvent | null;
}

/** Values that a new event's booking takes over: its siblings' customer, or the customer in its title. */
export interface Origin {
  /** null: it has none, or that is in doubt. */
  readonly customer: { readonly id: string; readonly name: string } | null;
  readonly serviceType?: string | null;
  /** The booking that it was copied or repeated from, if that exists. */
  readonly booking: Booking | null;
  /** The guests of that booking's event, as a content has them: in the new event they prove nothing. */
  readonly guests: string | null;
}

/** A booking and an event that belong together, or one of them alone. */
export interface Pair {
  readonly calendarId: string;
  readonly link: Link | null;
  readonly booking: Booking | null;
  readonly eventId: string | null;
  readonly event: EventSide | null;
  /** They match only by their values: values of only one side are written, nothing is overwritten. */
  readonly byLikeness?: boolean;
  readonly origin?: Origin;
  /** Its link has another booking than the stored one: that is stored before anything is written. */
  readonly relinked?: boolean;
  /** Why this pair is left alone until a person changes something. */
  readonly unclear?: Failure;
}

export type GoogleWrite =
  | { readonly kind: 'create'; readonly draft: EventDraft; readonly fields: FieldChanges }
  | { readonly kind: 'update'; readonly change: EventChange; readonly fields: FieldChanges }
  | { readonly kind: 'revive'; readonly change: EventChange; readonly fields: FieldChanges }
  | { readonly kind: 'delete'; readonly fields: FieldChanges };

type DatabaseWrite =
  | { readonly kind: 'create'; readonly booking: NewBooking; readonly fields: FieldChanges }
  | { readonly kind: 'update'; readonly change: BookingChange; readonly fields: FieldChanges }
  | { readonly kind: 'revive'; readonly change: BookingChange; readonly fields: FieldChanges }
  | { readonly kind: 'cancel'; readonly fields: FieldChanges };

/** The planned changes of one pair, and the row of the truth table that decided them. */
export interface PairPlan {
  readonly pair: Pair;
  readonly state: PairState;
  readonly action: Action | 'undo';
  readonly reason: PlanReason;
  readonly google: GoogleWrite | null;
  readonly database: DatabaseWrite | null;
  /** The values on which both agree after the writes; null leaves the link as it is. */
  readonly base: Base | null;
  /** An undo's write to the booking's row, in place of `database`. */
  readonly row?: RowWrite;
  readonly rowFields?: FieldChanges;
  /** Fields that were not written, because the direction or a conflict forbids it. */
  readonly pending: readonly SyncField[];
  readonly conflict: Conflict | null;
  /** Why this pair cannot be synced at all; listed until it changes. */
  readonly failure: Failure | null;
}

/** An item that cannot be synced: a stable code, and the values of its sentence; never customers' data. */
export interface Failure {
  /** Our code, or one that another version of this program stored. */
  readonly code: FailureCode | (string & {});
  readonly params?: FailureValues;
  /** A temporary failure is retried at every run, others when the item changes. */
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

/** Every planned change of a run, and everything that is left alone; `--dry-run` shows it. */
export interface SyncPlan {
  readonly pairs: readonly PairPlan[];
  /** Links that have another booking now, whether or not anything else changes: half of an exchange must never be stored. */
  readonly relinked: readonly Pair[];
  readonly skipped: Readonly<Partial<Record<SkipReason, number>>>;
  /** Number of pairs beyond `maxEvents`, left for the next run. */
  readonly deferred: number;
  /** A guard refuses: the plan may be shown, but no part of it is applied. */
  readonly refusal: GuardRefusal | null;
}

/** An undo's write to a booking's row; the row is left alone if its fingerprint has changed. */
export type RowWrite =
  | { readonly kind: 'remove'; readonly bookingId: string; readonly fingerprint: string }
  /** Columns by name, as JSON of the database. */
  | {
      readonly kind: 'restore';
      readonly bookingId: string;
      readonly fingerprint: string;
      readonly columns: Readonly<Record<string, unknown>>;
    }
  /** The whole row as it was deleted, and its stored data from an import. */
  | {
      readonly kind: 'make-again';
      readonly bookingId: string;
      readonly image: { readonly row: object; readonly imported: object | null };
    };
