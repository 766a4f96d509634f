/** One change that merging would write. */
export interface PlannedChange {
  readonly seq: number;
  readonly line: number;
  readonly kind: 'customer' | 'booking';
  readonly action: 'create' | 'update';
  /** The one that is changed, or gets made. */
  readonly id: string;
  readonly rule: string;
  /** Values that are there; null: it is new. */
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>>;
}

/** What is not to be written of a plan. */
export interface LeftOut {
  /** Rows that would create a customer. */
  readonly created: readonly number[];
  /** Rows that would change one. */
  readonly updated: readonly number[];
  /** Bookings by their ids, with the row. */
  readonly bookings: readonly { readonly seq: number; readonly id: string }[];
}

/** The part of an import's plan that its saved plans need. */
export interface PlannedChanges {
  /** All that merging would write, in the order of the file. */
  changes(): AsyncIterable<readonly PlannedChange[]>;
  /** Takes changes out of the plan. */
  leaveOut(changes: LeftOut): Promise<void>;
  /** line → what becomes of its row, of those that were staged. */
  outcomesOf(lines: readonly number[]): Promise<ReadonlyMap<number, string>>;
}
