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
 * Where a customer file is imported, stage by stage: `begin` gives the staging, `match` the matching, `decide` the plan, `merge` the
 * merging. Each stage holds what can be done in it. A statement is for a batch or for all rows, never for one.
 */

/** What can be asked before an import begins, and the two ways into one. */
export interface ImportStore {
  /** True if the `customers` table has at least one row: without one there is nothing to match. */
  hasCustomers(): Promise<boolean>;
  /** null: every letter can be stored. */
  textLimits(): Promise<TextLimits | null>;
  /** The bookings that a run created, oldest first. */
  createdBookings(runId: string): Promise<readonly string[]>;
  /** Finds a killed import of the same file with the same options, whose plan is complete. */
  findUnfinished(fingerprint: string, since: Date): Promise<UnfinishedImport | null>;
  /** Starts an import and forgets what earlier ones left behind; a dry run leaves one that can be taken up. */
  begin(starting: {
    readonly fingerprint: string;
    readonly at: Date;
    readonly dryRun: boolean;
  }): Promise<ImportStaging>;
}

interface UnfinishedImport {
  readonly runId: string;
  /** What `merge` was given. */
  readonly state: unknown;
  resume(how: Merge): ImportMerging;
}

/** The first stage: the rows of the file come in. */
export interface ImportStaging {
  /** The numbers of rows that say nothing new, by what is known of them before they are understood. */
  findUnchanged(rows: RowsToRecognise): AsyncIterable<readonly number[]>;
  /** Keeps all rows, a page at a time; the next page is asked for while this one is written. */
  stage(pages: AsyncIterable<StagedPage>): Promise<void>;
  /** All rows are staged: finds which of them may be a customer, or another row. */
  match(matcher: RowMatcher): Promise<ImportMatching>;
}

/** Rows of a file that `export` wrote, or rows that may have been imported before. */
type RowsToRecognise =
  | { readonly kind: 'written'; readonly pages: AsyncIterable<readonly WrittenRow[]> }
  | { readonly kind: 'fingerprinted'; readonly pages: Iterable<readonly FingerprintedRow[]> };

/** How rows and customers are compared. */
interface RowMatcher {
  /** Names how keys are made: those that were made otherwise are made anew. */
  readonly keyedBy: string;
  keysOf(identity: Identity): MatchKeys;
  /** Rows that say nothing new of the one customer that they meet need no decision. */
  readonly keepsUnchanged: boolean;
  /** Whether the two are probably one customer. */
  isProbable(pair: NearPair): boolean;
  /** Told each pair of rows that may be one customer. */
  join(one: number, other: number): void;
  /** Reads rows that `findUnchanged` found: a staged row meets the customer of each. */
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
   * Takes each row that was joined with another, by the first row of its group, and asks for a decision on each group, and on each row alone that
   * met a customer, in the order of the file. Of all other rows that becomes which they were staged with.
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

/** The third stage: what becomes of every row. */
export interface ImportPlan {
  /** Rows that are equal to the row before them, with what becomes of it. */
  equalRows(): AsyncIterable<readonly DecidedEqualRows[]>;
  forecast(asked: { readonly bookings: boolean; readonly namedIds: boolean }): Promise<Forecast>;
  /** All that merging would write, in the order of the file. */
  changes(): AsyncIterable<readonly PlannedChange[]>;
  /** Takes changes out of the plan. */
  leaveOut(changes: LeftOut): Promise<void>;
  /** line → what becomes of its row, of those that were staged. */
  outcomesOf(lines: readonly number[]): Promise<ReadonlyMap<number, string>>;
  /** From here on the import can be taken up again: `state` is given back then. */
  merge(how: Merge, state: unknown): Promise<ImportMerging>;
  /** Forgets the import: nothing is to be written. */
  discard(): Promise<void>;
}

/** What is not to be written of a plan. */
interface LeftOut {
  /** Rows that would create a customer. */
  readonly created: readonly number[];
  /** Rows that would change one. */
  readonly updated: readonly number[];
  /** Bookings by their ids, with the row. */
  readonly bookings: readonly { readonly seq: number; readonly id: string }[];
}

/** Equal rows, and what was decided of the first. */
export type DecidedEqualRows = EqualRows &
  Pick<RowDecision, 'outcome' | 'rule'> & { readonly reason: RowDecision['reason'] | string };

/** What merging will come to. */
interface Forecast {
  /** Of the rows that were staged. */
  readonly counts: OutcomeCounts;
  /** null: not asked for. */
  readonly bookings: BookingForecast | null;
  /** Rows that name a customer by an id that RenOS does not have; null: not asked for. */
  readonly unknownIds: RowsFound | null;
}

/** How all batches of an import are merged. */
interface Merge {
  readonly runId: string;
  /** Nothing is written once it is lost. */
  readonly lease: Pick<Lease, 'name' | 'fence'>;
  /** The file's last row. */
  readonly last: number;
  /** Whether any row of the file changes a customer, or brings bookings. */
  readonly hasUpdates: boolean;
  readonly hasBookings: boolean;
  readonly changesBookings: boolean;
  /** As `match` takes it. */
  readonly keyedBy: string;
}

interface Batch {
  readonly from: number;
  /** Up to this row, without it. */
  readonly until: number;
  /** Settles when the batch before is written: nothing that depends on it may be read, and nothing told, earlier. */
  readonly turn: Promise<unknown>;
  readonly now: Date;
}

/** A batch, as one transaction writes it. */
export type BatchToMerge = Batch & Merge & { readonly importId: number };

export interface MergedBatch {
  readonly bookingsCreated: number;
  /** Rows that could not be written, as the application took their e-mail in the meantime. */
  readonly outrun: readonly FoundRow[];
}

/** The last stage: what was planned is written. */
export interface ImportMerging {
  /** Rows before this one were merged before. */
  readonly mergedBefore: number;
  /** Writes one batch with its journal, in one transaction. */
  merge(batch: Batch): Promise<MergedBatch>;
  /** How the staged rows turned out: rows that could not be written are rejected. */
  counts(): Promise<OutcomeCounts>;
  /** How many bookings were written. */
  bookings(): Promise<{ readonly created: number; readonly changed: number }>;
  /** All rejected rows in the order of the file. */
  rejects(): AsyncIterable<{ readonly seq: number; readonly line: number; readonly reasons: string }>;
  /** Forgets what was staged: all of it is written. */
  end(): Promise<void>;
}
