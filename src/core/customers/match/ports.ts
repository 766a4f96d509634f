import type { Clock, Lease, Leases, Progress, RunRepository } from '../../ports.js';
import type { Analysis } from '../columns/analyze-file.js';
import type { BookingDraft, CustomerDraft } from '../model/customer.js';
import type { ToldReason } from '../model/finding.js';
import type { CustomerSource, RejectsWriter } from '../model/source.js';
import type { TextLimits } from '../read/text-limits.js';
import type { EqualRows } from './equal-rows.js';
import type { Fingerprint } from './fingerprint.js';
import type { Identity, MatchKeys } from './match-keys.js';
import type { KnownCustomer } from './people.js';
import type { PlannedChanges } from './planned-change.js';
import type { Repeats } from './repeats.js';
import type { ReplacedValue } from './replaced.js';
import type { PlannedRow, RowDecision, RowToDecide } from './row-decision.js';

/** A row on its way into the database: understood, or rejected with its reasons. */
export interface StagedRow {
  readonly seq: number;
  readonly line: number;
  readonly reasons: string | null;
  readonly newId: string | null;
  readonly customer: CustomerDraft | null;
  readonly keys: MatchKeys | null;
  readonly bookings: readonly (BookingDraft & { readonly id: string })[];
  /** Of a good row without a finding: its cells, and how they were read. */
  readonly print: Fingerprint | null;
  /** Of a row that equals the one before it, and says nothing of its own: how many bookings that one has. */
  readonly equalBookings?: number;
}

export interface StagedPage {
  readonly rows: readonly StagedRow[];
  /** What `RepeatWatch` noticed in them. */
  readonly repeats: Repeats;
}

/** A row of a file that `export` wrote: a fingerprint of its texts, and its numbers; null is nothing said. */
export interface WrittenRow {
  readonly seq: number;
  readonly print: string;
  readonly leads: number | null;
  readonly bookings: number | null;
  readonly revenue: number | null;
  readonly contact: Date | null;
}

/** A row of a file that may have been imported before. */
export interface FingerprintedRow {
  readonly seq: number;
  readonly print: Fingerprint;
}

/** A killed import of the same file with the same options, whose plan is complete. */
export interface UnfinishedImport {
  readonly importId: number;
  readonly runId: string;
  readonly state: unknown;
}

/** A row, and a customer or an earlier row that shares a block with it. */
export interface NearPair {
  readonly seq: number;
  readonly row: Identity;
  readonly customerId: string | null;
  readonly otherSeq: number | null;
  readonly other: Identity;
}

/** Rows that belong together, with the customers that they may be. */
export interface RowGroup {
  readonly rows: readonly RowToDecide[];
  readonly customers: readonly KnownCustomer[];
}

/** Equal rows, and what was decided of the first. */
export type DecidedEqualRows = EqualRows &
  Pick<RowDecision, 'outcome' | 'rule'> & { readonly reason: RowDecision['reason'] | string };

export interface OutcomeCounts {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly skipped: number;
  readonly rejected: number;
}

/** A row that something is said of: its number, its line, and what its customer is called. */
export interface FoundRow {
  readonly seq: number;
  readonly line: number;
  readonly name: string | null;
}

/** How many rows of a file something is said of, and the first of them. */
export interface RowsFound {
  readonly count: number;
  readonly first: FoundRow | null;
}

export interface BookingForecast {
  readonly toCreate: number;
  /** Those whose id the file names, and of which it says something else than RenOS. */
  readonly toChange: number;
  readonly known: number;
  /** New bookings that overlap another one. */
  readonly overlaps: RowsFound;
  /** Bookings whose id the file names, and which are another customer's. */
  readonly others: RowsFound;
}

export interface BatchToMerge {
  readonly importId: number;
  readonly runId: string;
  /** Nothing is written once it is lost. */
  readonly lease: Pick<Lease, 'name' | 'fence'>;
  readonly from: number;
  /** Up to this row, without it. */
  readonly until: number;
  /** The file's last row. */
  readonly last: number;
  /** Whether any row of the file changes a customer, or brings bookings. */
  readonly hasUpdates: boolean;
  readonly hasBookings: boolean;
  readonly changesBookings: boolean;
  /** Settles when the batch before is written: nothing that depends on it may be read, and nothing told, earlier. */
  readonly turn: Promise<unknown>;
  readonly now: Date;
  /** As `refreshKeys` takes it. */
  readonly keyedBy: string;
}

export interface MergedBatch {
  readonly bookingsCreated: number;
  /** Rows that could not be written, as the application took their e-mail in the meantime. */
  readonly outrun: readonly FoundRow[];
}

/** Where a file's rows are staged, matched and merged. A statement is for a batch or for all rows, never for one. */
export interface ImportStore extends PlannedChanges {
  findUnfinished(fingerprint: string, since: Date): Promise<UnfinishedImport | null>;
  /** Starts an import and forgets what earlier ones left behind; a dry run leaves one that can be taken up. */
  begin(starting: { readonly fingerprint: string; readonly at: Date; readonly dryRun: boolean }): Promise<number>;
  /** null: every letter can be stored. */
  textLimits(): Promise<TextLimits | null>;
  /** Keeps all rows, a page at a time; the next page is asked for while this one is written. */
  stage(importId: number, pages: AsyncIterable<StagedPage>): Promise<void>;
  /** Plans all rows that equal the one before them. */
  planEqualRows(importId: number, outcome: 'unchanged' | 'skipped'): Promise<void>;
  /** Rejects, or skips, the rows that equal one which is. */
  followFirstRows(importId: number): Promise<void>;
  equalRows(importId: number): AsyncIterable<readonly DecidedEqualRows[]>;
  /** Whether RenOS has any customer. */
  hasCustomers(): Promise<boolean>;
  stageWritten(importId: number, rows: readonly WrittenRow[]): Promise<void>;
  /** The numbers of rows that say of a customer what export writes about it. */
  settleWritten(importId: number): AsyncIterable<readonly number[]>;
  stageFingerprints(importId: number, pages: Iterable<readonly FingerprintedRow[]>): Promise<void>;
  /** The numbers of rows that made a customer, which is still as they left it. */
  settleFingerprints(importId: number): AsyncIterable<readonly number[]>;
  /** The numbers of such rows that are not staged, and whose customer a staged row meets. */
  metSettled(importId: number): Promise<readonly number[]>;
  /** Brings the keys of RenOS's customers up to date; those that something else was `keyedBy` are made anew. */
  refreshKeys(keyedBy: string, keysOf: (identity: Identity) => MatchKeys): Promise<void>;
  /** Rows that have a key of an earlier row: pairs of row numbers. */
  repeatPairs(importId: number): AsyncIterable<readonly (readonly [number, number])[]>;
  /** Plans `unchanged` for rows alone in the file that say nothing new about the one customer of their e-mail: how many. */
  settleSame(importId: number): Promise<number>;
  /** Finds the customers that have, or had, an e-mail, phone or name + address of a row without a plan. */
  findHits(importId: number): Promise<void>;
  /** Finds what only shares a block, for rows that no customer was found for. */
  findNear(importId: number): Promise<void>;
  /** What `findNear` found. */
  nearPairs(importId: number): AsyncIterable<readonly NearPair[]>;
  addHits(importId: number, hits: readonly { readonly seq: number; readonly customerId: string }[]): Promise<void>;
  /** Rows that may be one customer: pairs of row numbers. */
  sharedCustomers(importId: number): AsyncIterable<readonly (readonly [number, number])[]>;
  /** `settleSame` for the rows whose one customer was found by any key. */
  settleHits(importId: number): Promise<void>;
  /** Names the rows that belong together: row → the first of them. */
  addGroups(importId: number, labels: readonly (readonly [label: number, seq: number])[]): Promise<void>;
  /** The groups that need a decision, in the order of the file. */
  groups(importId: number): AsyncIterable<readonly RowGroup[]>;
  plan(importId: number, decisions: readonly PlannedRow[]): Promise<void>;
  count(importId: number): Promise<OutcomeCounts>;
  /** Rows that name a customer by an id that RenOS does not have. */
  unknownIds(importId: number): Promise<RowsFound>;
  forecastBookings(importId: number): Promise<BookingForecast>;
  /** From here on the import can be taken up again. */
  startMerging(importId: number, runId: string, state: unknown, rows: number): Promise<void>;
  /** How far merging has come. */
  mergedBefore(importId: number): Promise<number>;
  /** Writes one batch with its journal, in one transaction. */
  merge(batch: BatchToMerge): Promise<MergedBatch>;
  /** All rejected rows in the order of the file. */
  rejects(importId: number): AsyncIterable<{ readonly seq: number; readonly line: number; readonly reasons: string }>;
  end(importId: number): Promise<void>;
  /** The bookings that a run created, oldest first. */
  createdBookings(runId: string): Promise<readonly string[]>;
  /** How many bookings a run changed. */
  countChangedBookings(runId: string): Promise<number>;
}

/** How a file's columns are understood, with some of their values. */
export type FileReading = Pick<Analysis, 'mapping' | 'findings' | 'samples'>;

/** What importing asks of the world. */
export interface ImportPorts {
  readonly source: CustomerSource;
  readonly store: ImportStore;
  readonly runs: RunRepository;
  readonly leases: Leases;
  /** null: rejected rows are only counted. */
  readonly rejects: RejectsWriter | null;
  /** Shows how the file is read before anything is written; throws where the person says no. */
  readonly review?: (reading: FileReading) => Promise<void>;
  /** Told each value that is put in place of another, once it is decided. */
  readonly onReplaced?: (value: ReplacedValue) => void;
  /** Why a row is rejected, in the language of the person who gets the rejects. */
  readonly tellReason: (finding: ToldReason) => string;
  /** The program's: another version may understand a row differently. */
  readonly version: string;
  /** Makes ids as the application does. */
  readonly newId: () => string;
  readonly clock: Clock;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}
