import type { FieldChanges } from '../calendar/model/content.js';
import type { GuardRefusal } from '../errors.js';
import type { RunKind } from '../ports.js';
import type { KeptItem, UndoChange } from '../results/undo-result.js';

/** What a run did to an item. A cancelled booking was changed; an event that was brought back was created. */
type Did = 'created' | 'changed' | 'removed';

/** Columns of a row by name, as JSON of the database. */
export type Columns = Readonly<Record<string, unknown>>;

/** What a run did to a row of customers or bookings, and how the row stands now. */
export interface RowDeed {
  readonly kind: 'customer' | 'booking';
  readonly id: string;
  readonly did: Did;
  readonly exists: boolean;
  /** Of a row that was created: it still says what the run wrote. */
  readonly isAsLeft: boolean;
  /** A hash of the row as it stands; null when it is gone. */
  readonly version: string | null;
  /** Tables that refer to a row that was created; a customer's bookings are not among them. */
  readonly usedBy: readonly string[];
  /** The bookings of a customer that was created. */
  readonly bookingIds: readonly string[];
  /** Of a row that was changed: the columns before the run, after it, and now. */
  readonly was: Columns;
  readonly is: Columns;
  readonly now: Columns;
  /** Of a row that was removed: all that brings it back. */
  readonly image: Readonly<Record<string, unknown>> | null;
  /** What was remembered as an import's own lines of a customer's notes, before and after; null: that did not change. */
  readonly lines: readonly [was: unknown, is: unknown] | null;
}

/** What a run did to an event of Google's. */
export interface EventDeed {
  readonly kind: 'event';
  readonly id: string;
  readonly did: Did;
  /** As the journal tells them. */
  readonly fields: FieldChanges;
  /** Columns of the booking's row that named another event, or none, before this one was made. */
  readonly stamped: Columns | null;
  /** The guests' addresses before and after. */
  readonly guests: { readonly was: readonly string[]; readonly is: readonly string[] } | null;
}

export type Deed = RowDeed | EventDeed;

/** One change of an undo, with what it expects to find. */
export interface UndoItem extends UndoChange {
  /** A hash of the row that it was planned for, or the event's ETag: of anything else nothing is written. */
  readonly expects: string | null;
}

export type KeptReason = KeptItem['reason'];

/** Every intended change of an undo, and what it leaves alone. */
export interface UndoPlan {
  readonly run: { readonly id: string; readonly kind: RunKind };
  readonly items: readonly UndoItem[];
  readonly kept: readonly KeptItem[];
  readonly refusal: GuardRefusal | null;
}

/** Items to change and items to keep. */
export interface Decided {
  readonly items: readonly UndoItem[];
  readonly kept: readonly KeptItem[];
}
