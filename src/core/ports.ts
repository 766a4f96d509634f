import { randomBytes } from 'node:crypto';
import type { RunError } from './errors.js';

/**
 * The ports of core, declared by their user. The edges (db, google, files) implement them.
 * One word for each thing:
 * - *event*    an entry of Google Calendar          - *booking*  a row of RenOS
 * - *link*     the pair of one booking and one event - *base*     the values of both sides when they last agreed
 * - *customer* the person or firm of a booking       - *row*      one record of a file, with its line number
 * - *plan*     every intended change, with its rule  - *outcome*  the result of one of them
 * - *run*      one execution of a command that writes, recorded in `renos_sync.runs`
 */

/** Returns the present time; tests pass their own. */
export type Clock = () => Date;

/** The name of a long piece of work; it is shown in the reader's language. */
export type ProgressLabel =
  | 'Comparing with the customers'
  | 'Counting'
  | 'Exporting'
  | 'Importing'
  | 'Moving events'
  | 'Reading the calendar'
  | 'Reading the file'
  | 'Reading what the run did'
  | 'Starting'
  | 'Undoing'
  | 'Understanding the rows'
  | 'Writing to Google Calendar';

/** A message while work continues; it is not an error. */
export type ProgressNote =
  | { readonly id: 'waiting-for-run' /** Of the lease. */; readonly name: string }
  | { readonly id: 'waiting-for-program'; readonly purpose: string; readonly pid: number }
  | { readonly id: 'address-ignored'; readonly names: readonly string[] }
  | { readonly id: 'guests-left-out' | 'import-goes-on' | 'letters-not-asked' };

/** Receives how far a long piece of work has come; `total` is null until it is known. */
export interface Progress {
  start(label: ProgressLabel, total: number | null): void;
  advance(done: number): void;
  /** A message for the user, as data: it is shown in the reader's language. Never customers' data. */
  note(note: ProgressNote): void;
  /** Removes the progress from the screen. */
  stop?(): void;
}

/** A progress that shows nothing. */
export const silentProgress: Progress = { start: () => {}, advance: () => {}, note: () => {} };

export type RunKind = 'sync' | 'import' | 'undo';
export type RunStatus = 'running' | 'succeeded' | 'partly' | 'failed' | 'refused' | 'interrupted';

/** One change of one item, as the journal stores it: enough to report it and to undo it. */
export interface JournalEntry {
  readonly side: 'database' | 'google';
  readonly action: 'create' | 'update' | 'cancel' | 'delete' | 'link' | 'unlink';
  readonly kind: 'booking' | 'event' | 'customer';
  readonly itemId: string;
  /** field → [from, to]; null is an empty value. */
  readonly fields: Readonly<Record<string, readonly [from: unknown, to: unknown]>>;
  /** The rule that decided it, a code of the plan's truth table. */
  readonly rule: string;
  /** What an undo needs besides the fields; only the edge that wrote the row knows it. */
  readonly undo?: object;
}

export interface RunRecord {
  readonly id: string;
  readonly kind: RunKind;
  readonly status: RunStatus;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
  readonly counts: Readonly<Record<string, number>>;
  readonly error: string | null;
  readonly errorSentence?: RunError['sentence'];
}

export const newRunId = () => randomBytes(5).toString('hex');

/** The record of runs and their changes. */
export interface RunRepository {
  start(kind: RunKind, options: Readonly<Record<string, unknown>>): Promise<string>;
  /** Continues a run that was interrupted. */
  resume(id: string): Promise<void>;
  finish(
    id: string,
    status: RunStatus,
    counts: Readonly<Record<string, number>>,
    error: RunError | null,
  ): Promise<void>;
  findLast(kind: RunKind): Promise<RunRecord | null>;
}

/** Exclusive permission to run, for as long as it is renewed. */
export interface Lease {
  readonly name: string;
  /** The fence token: it rises with every take-over, and a write with an older one is refused. */
  readonly fence: number;
  /** Throws LeaseLostError unless the lease is still ours; asks the database if too much time has passed to be sure. */
  assertOurs(): Promise<void>;
  release(): Promise<void>;
}

export interface Leases {
  /** Takes the lease; if another run has it, throws BusyError at once, or waits. */
  acquire(name: string, options: { readonly wait: boolean; readonly signal: AbortSignal }): Promise<Lease>;
}

/** What every run asks of the world: a sync, an import, an undo. */
export interface RunPorts {
  readonly runs: RunRepository;
  readonly leases: Leases;
  readonly clock: Clock;
  /** Makes ids as the application does. */
  readonly newId: () => string;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}
