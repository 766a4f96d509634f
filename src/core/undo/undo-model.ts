import type { FieldChanges } from '../calendar/model/content.js';
import type { GuardRefusal } from '../errors.js';
import type { RunKind } from '../ports.js';
import type { KeptItem, UndoChange } from '../results/undo-result.js';

/** A run's change of an item. For a cancelled booking it is "changed", for a restored event "created". */
type Did = 'created' | 'changed' | 'removed';

/** Columns of a row by name, as JSON of the database. */
export type Columns = Readonly<Record<string, unknown>>;

/** A run's change of a row of customers or bookings, and the present row. */
export interface PastRowChange {
  readonly kind: 'customer' | 'booking';
  readonly id: string;
  readonly did: Did;
  readonly exists: boolean;
  /** For a row that was created: it is unchanged since then. */
  readonly isAsLeft: boolean;
  /** A hash of the present row; null if it is gone. */
  readonly version: string | null;
  /** Tables that refer to a created row, except a customer's bookings. */
  readonly usedBy: readonly string[];
  /** The bookings of a customer that was created. */
  readonly bookingIds: readonly string[];
  /** For a row that was changed: the columns before the run, after it, and now. */
  readonly was: Columns;
  readonly is: Columns;
  readonly now: Columns;
  /** For a row that was deleted: everything needed to restore it. */
  readonly image: Readonly<Record<string, unknown>> | null;
  /** The recorded lines of imports in a customer's notes, before and after; null: they did not change. */
  readonly lines: readonly [was: unknown, is: unknown] | null;
}

/** A run's change of an event in Google. */
export interface PastEventChange {
  readonly kind: 'event';
  readonly id: string;
  readonly did: Did;
  /** As in the journal. */
  readonly fields: FieldChanges;
  /** Columns of the booking's row that named another event, or none, before this one was created. */
  readonly stamped: Columns | null;
  /** The guests' addresses before and after. */
  readonly guests: { readonly was: readonly string[]; readonly is: readonly string[] } | null;
}

export type PastChange = PastRowChange | PastEventChange;

/** One change of an undo, with the expected state. */
export interface UndoItem extends UndoChange {
  /** The hash of the row that it was planned for, or the event's ETag: if it differs, nothing is written. */
  readonly expects: string | null;
}

export type KeptReason = KeptItem['reason'];

/** Every intended change of an undo, and the items that it leaves alone. */
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
