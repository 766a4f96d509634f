import type { Booking } from '../calendar/model/booking.js';
import type { FieldChanges } from '../calendar/model/content.js';
import type { PairPlan } from '../calendar/model/sync-plan.js';
import type { GuardRefusal } from '../errors.js';
import type { RunKind } from '../ports.js';
import type { KeptItem, UndoResult } from '../results/undo-result.js';

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
export type UndoItem = UndoResult['changes'][number] & {
  /** The hash of the row that it was planned for, or the event's ETag: if it differs, nothing is written. */
  readonly expects: string | null;
};

/**
 * Every intended change of an undo, and the items that it leaves alone; then its steps: the pairs that a sync writes, and
 * the rows without an event.
 */
export interface UndoPlan {
  readonly run: { readonly id: string; readonly kind: RunKind };
  readonly items: readonly UndoItem[];
  readonly kept: readonly KeptItem[];
  readonly refusal: GuardRefusal | null;
  readonly pairs: readonly PairPlan[];
  /** Nothing is left to do for these, but the journal must still record that it was done. */
  readonly unconfirmed: readonly PairPlan[];
  /** Bookings without a link. */
  readonly rows: readonly {
    readonly past: PastRowChange;
    readonly item: UndoItem;
    readonly columns: Columns;
    readonly booking: Booking | null;
  }[];
  readonly customers: readonly UndoItem[];
  readonly columns: ReadonlyMap<string, Columns>;
}

/** The present state of an item, compared with the state that a run left. */
export type ItemState = 'as-left' | 'as-before' | 'changed' | 'in-use' | 'there' | 'gone';
type UndoAction = 'remove' | 'restore' | 'make-again' | 'keep' | 'nothing';

/** How undo decides: by the run's change of an item, or of its field, and the present state. */
export const undoTable: Readonly<Partial<Record<`${PastChange['did']}/${ItemState}`, UndoAction>>> = {
  'created/as-left': 'remove',
  'created/changed': 'keep',
  'created/in-use': 'keep',
  'created/gone': 'nothing',
  'changed/as-left': 'restore',
  'changed/as-before': 'nothing',
  'changed/changed': 'keep',
  'changed/gone': 'keep',
  'removed/gone': 'make-again',
  'removed/there': 'nothing',
};
