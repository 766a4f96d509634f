/**
 * What core asks of the world, declared by the one who asks. The edges (db, google, files) implement it.
 *
 * One word a thing:
 * - *event*    what Google Calendar holds            - *booking*  what RenOS holds
 * - *link*     the pair of one booking and one event - *base*     what both said when they last agreed
 * - *customer* whom a booking is for                 - *row*      one record of a file, with its line number
 * - *plan*     every intended change, with its rule  - *outcome*  what became of one of them
 * - *run*      one execution of a command that writes, remembered in `renos_sync.runs`
 */

/** Gives the present moment; tests pass their own. */
export type Clock = () => Date;

/** What a long piece of work is called; the screen says it in the reader's language. */
export type ProgressLabel =
  | 'Comparing with the customers'
  | 'Counting'
  | 'Exporting'
  | 'Importing'
  | 'Moving events'
  | 'Reading the calendar'
  | 'Reading the file'
  | 'Reading what the run did'
  | 'Undoing'
  | 'Understanding the rows'
  | 'Writing to Google Calendar';

/** What a person may want to know while work goes on; nothing went wrong. */
export type ProgressNote =
  | { readonly id: 'waiting-for-run' /** Of the lease. */; readonly name: string }
  | { readonly id: 'waiting-for-program'; readonly purpose: string; readonly pid: number }
  | { readonly id: 'address-ignored'; readonly names: readonly string[] }
  | { readonly id: 'guests-left-out' | 'import-goes-on' | 'letters-not-asked' };

/** Told how far a long piece of work has come; `total` is null while it is not known. */
export interface Progress {
  start(label: ProgressLabel, total: number | null): void;
  advance(done: number): void;
  /** Something for the person watching, as data: the screen says it in the reader's language. Never customers' data. */
  note(note: ProgressNote): void;
  /** Takes what is shown off the screen. */
  stop?(): void;
}

/** A progress that tells nobody. */
export const silentProgress: Progress = { start: () => {}, advance: () => {}, note: () => {} };

export type RunKind = 'sync' | 'import' | 'undo';
export type RunStatus = 'running' | 'succeeded' | 'partly' | 'failed' | 'refused' | 'interrupted';

/** One change of one item, as the journal keeps it: enough to tell its story and to take it back. */
export interface JournalEntry {
  readonly side: 'database' | 'google';
  readonly action: 'create' | 'update' | 'cancel' | 'delete' | 'link' | 'unlink';
  readonly kind: 'booking' | 'event' | 'customer';
  readonly itemId: string;
  /** field → [from, to]; null is "nothing". */
  readonly fields: Readonly<Record<string, readonly [from: unknown, to: unknown]>>;
  /** The rule that decided it, a code of the plan's truth table. */
  readonly rule: string;
  /** What an undo needs beyond the fields; only the edge that wrote the row knows it. */
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
}

/** The memory of what was run and what it changed. */
export interface RunRepository {
  start(kind: RunKind, options: Readonly<Record<string, unknown>>): Promise<string>;
  /** Continues a run that was interrupted. */
  resume(id: string): Promise<void>;
  finish(id: string, status: RunStatus, counts: Readonly<Record<string, number>>, error: string | null): Promise<void>;
  findLast(kind: RunKind): Promise<RunRecord | null>;
}

/** The right to be the only one running, for as long as it is renewed. */
export interface Lease {
  readonly name: string;
  /** Rises with every take-over; a write under an older one is refused. */
  readonly fence: number;
  /** Whether it is still ours; asks the database where too much time has passed to be sure. Throws LeaseLostError if not. */
  assertOurs(): Promise<void>;
  release(): Promise<void>;
}

export interface Leases {
  /** Takes the lease; throws BusyError at once when another holds it, or waits for it. */
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
