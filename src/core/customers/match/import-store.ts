import type { Lease } from '../../ports.js';
import type { TextLimits } from '../read/text-limits.js';
import type { EqualRows } from './equal-rows.js';
import type { BookingForecast, FoundRow, OutcomeCounts, RowsFound } from './forecast.js';
import type { Identity, MatchKeys } from './match-keys.js';
import type { KnownCustomer } from './people.js';
import type { PlannedChange } from './planned-change.js';
import type { PlannedRow, RowDecision, RowToDecide } from './row-decision.js';
import type { FingerprintedRow, StagedPage, WrittenRow } from './staged-row.js';

/*
 * The store of an import, in four stages: `begin` returns the staging, `match` the matching, `decide` the plan, `merge`
 * the merging. Each stage has the methods that are possible in it. A statement handles a batch or all rows, never a
 * single one.
 */

/** The queries before an import, and the two ways to start one. */
export interface ImportStore {
  /** True if the `customers` table has at least one row: otherwise there is nothing to match. */
  hasCustomers(): Promise<boolean>;
  /** null: every letter can be stored. */
  textLimits(): Promise<TextLimits | null>;
  /** The bookings that a run created, oldest first. */
  createdBookings(runId: string): Promise<readonly string[]>;
  /** Finds an interrupted import of the same file with the same options whose plan is complete. */
  findUnfinished(fingerprint: string, since: Date): Promise<UnfinishedImport | null>;
  /** Starts an import and deletes what earlier ones left; a dry run keeps one that can be continued. */
  begin(starting: {
    readonly fingerprint: string;
    readonly at: Date;
    readonly dryRun: boolean;
  }): Promise<ImportStaging>;
}

interface UnfinishedImport {
  readonly runId: string;
  /** The value given to `merge`. */
  readonly state: unknown;
  resume(how: Merge): ImportMerging;
}

/** The first stage: the rows of the file are loaded. */
export interface ImportStaging {
  /** The numbers of unchanged rows, found before they are parsed. */
  findUnchanged(rows: RowsToRecognise): AsyncIterable<readonly number[]>;
  /** Stores all rows, a page at a time; the next page is read while this one is written. */
  stage(pages: AsyncIterable<StagedPage>): Promise<void>;
  /** All rows are staged: finds which of them may match a customer or another row. */
  match(matcher: RowMatcher): Promise<ImportMatching>;
}

/** Rows of a file that `export` wrote, or rows that may have been imported before. */
type RowsToRecognise =
  | { readonly kind: 'written'; readonly pages: AsyncIterable<readonly WrittenRow[]> }
  | { readonly kind: 'fingerprinted'; readonly pages: Iterable<readonly FingerprintedRow[]> };

/** How rows and customers are compared. */
interface RowMatcher {
  /** Identifies how keys are made: keys made in another way are made again. */
  readonly keyedBy: string;
  keysOf(identity: Identity): MatchKeys;
  /** Unchanged rows that match exactly one customer need no decision. */
  readonly keepsUnchanged: boolean;
  /** Whether the two are probably one customer. */
  isProbable(pair: NearPair): boolean;
  /** Called with each pair of rows that may be one customer. */
  join(one: number, other: number): void;
  /** Reads rows that `findUnchanged` found: a staged row may match their customers. */
  readAgain(seqs: ReadonlySet<number>): AsyncIterable<StagedPage>;
}

/** A row, and a customer or an earlier row that shares a block with it. */
interface NearPair {
  readonly seq: number;
  readonly row: Identity;
  readonly customerId: string | null;
  readonly otherSeq: number | null;
  readonly other: Identity;
}

/** The second stage: which rows belong together. */
export interface ImportMatching {
  /**
   * Takes each row that was joined with another, by the first row of its group. Asks for a decision on each group, and
   * on each single row that matched a customer, in the order of the file. All other rows keep the outcome with which
   * they were staged.
   */
  decide(
    labels: Iterable<readonly (readonly [label: number, seq: number])[]>,
    decide: (groups: readonly RowGroup[]) => Promise<readonly PlannedRow[]>,
  ): Promise<ImportPlan>;
}

/** Rows that belong together, with the customers that they may be. */
interface RowGroup {
  readonly rows: readonly RowToDecide[];
  readonly customers: readonly KnownCustomer[];
}

/** The third stage: an outcome for every row. */
export interface ImportPlan {
  /** Rows that are equal to the row before them, with its outcome. */
  equalRows(): AsyncIterable<readonly DecidedEqualRows[]>;
  forecast(asked: { readonly bookings: boolean; readonly namedIds: boolean }): Promise<Forecast>;
  /** Everything that merging would write, in the order of the file. */
  changes(): AsyncIterable<readonly PlannedChange[]>;
  /** Removes changes from the plan. */
  leaveOut(changes: LeftOut): Promise<void>;
  /** line → the outcome of its row, for the staged rows. */
  outcomesOf(lines: readonly number[]): Promise<ReadonlyMap<number, string>>;
  /** From here on the import can be continued after an interruption: `state` is returned then. */
  merge(how: Merge, state: unknown): Promise<ImportMerging>;
  /** Deletes the import: nothing is to be written. */
  discard(): Promise<void>;
}

/** Changes of a plan that must not be written. */
interface LeftOut {
  /** Rows that would create a customer. */
  readonly created: readonly number[];
  /** Rows that would change one. */
  readonly updated: readonly number[];
  /** Bookings by their ids, with the row. */
  readonly bookings: readonly { readonly seq: number; readonly id: string }[];
}

/** Equal rows, and the decision about the first. */
export type DecidedEqualRows = EqualRows &
  Pick<RowDecision, 'outcome' | 'rule'> & { readonly reason: RowDecision['reason'] | string };

/** What merging will write. */
interface Forecast {
  /** For the staged rows. */
  readonly counts: OutcomeCounts;
  /** null: not asked for. */
  readonly bookings: BookingForecast | null;
  /** Rows with a customer's id that RenOS does not have; null: not asked for. */
  readonly unknownIds: RowsFound | null;
}

/** How all batches of an import are merged. */
interface Merge {
  readonly runId: string;
  /** Nothing is written after it is lost. */
  readonly lease: Pick<Lease, 'name' | 'fence'>;
  /** The file's last row. */
  readonly last: number;
  /** Whether any row of the file changes a customer, or has bookings. */
  readonly hasUpdates: boolean;
  readonly hasBookings: boolean;
  readonly changesBookings: boolean;
  /** As in `match`. */
  readonly keyedBy: string;
}

interface Batch {
  readonly from: number;
  /** Up to this row, exclusive. */
  readonly until: number;
  /** Settles when the batch before is written: before that, nothing that depends on it may be read or reported. */
  readonly turn: Promise<unknown>;
  readonly now: Date;
}

/** A batch, as one transaction writes it. */
export type BatchToMerge = Batch & Merge & { readonly importId: number };

export interface MergedBatch {
  readonly bookingsCreated: number;
  /** Rows that could not be written, because the application has used their e-mail in the meantime. */
  readonly outrun: readonly FoundRow[];
}

/** The last stage: the plan is written. */
export interface ImportMerging {
  /** Rows before this one were merged before. */
  readonly mergedBefore: number;
  /** Writes one batch with its journal, in one transaction. */
  merge(batch: Batch): Promise<MergedBatch>;
  /** The outcomes of the staged rows: rows that could not be written are rejected. */
  counts(): Promise<OutcomeCounts>;
  /** How many bookings were written. */
  bookings(): Promise<{ readonly created: number; readonly changed: number }>;
  /** All rejected rows in the order of the file. */
  rejects(): AsyncIterable<{ readonly seq: number; readonly line: number; readonly reasons: string }>;
  /** Deletes the staged rows: all of them are written. */
  end(): Promise<void>;
}
