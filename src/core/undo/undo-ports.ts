import type { EventKey, SyncPorts } from '../calendar/model/sync-store.js';
import type { SyncOptions } from '../options/sync-options.js';
import type { Lease, RunKind, RunPorts } from '../ports.js';
import type { UndoResult } from '../results/undo-result.js';
import type { HistoryStore } from '../runs/history.js';
import type { PastChange, PastRowChange, UndoItem } from './undo-model.js';

/** The facts about a run that an undo needs. */
export interface RunToUndo {
  readonly id: string;
  readonly kind: RunKind;
  /** The kind of the run whose undo it is, or the undo of whose undo, and so on; its own kind if it is not an undo. */
  readonly rootKind: RunKind;
  readonly calendarIds: readonly string[];
  /** Its undo that was killed: that journal continues. */
  readonly unfinishedUndo: string | null;
  /** Its move of events from one calendar to another; null: it moved none. */
  readonly moved: { readonly from: string; readonly to: string } | null;
  /** It finished everything that it began: each of its writes is in its journal. */
  readonly isWhole: boolean;
}

/** The parts of a booking's link that are needed to find the pair. */
export interface LinkedEvent extends EventKey {
  readonly bookingId: string;
}

export interface CustomerBatch {
  readonly runId: string;
  readonly lease: Pick<Lease, 'name' | 'fence'>;
  readonly items: readonly UndoItem[];
  /** For deleted customers: the data that restores them. */
  readonly images: ReadonlyMap<string, NonNullable<PastRowChange['image']>>;
  /** id → the recorded lines of imports in its notes, before and after; only if its notes are restored. */
  readonly lines: ReadonlyMap<string, NonNullable<PastRowChange['lines']>>;
  /** id → columns to set. */
  readonly columns: ReadonlyMap<string, PastRowChange['was']>;
}

/** The outcome of a batch: the ids that were written, and those that a rule of the database refused. */
export interface CustomersWritten {
  readonly done: readonly string[];
  readonly refused: readonly { readonly id: string; readonly rule: string | null }[];
}

/** Everything in the database that an undo uses. A statement handles a batch, never one item. */
export interface UndoStore {
  /** The newest run that changed something and whose journal still exists; null: there is none. */
  findLastChanging(): Promise<string | null>;
  findRun(runId: string): Promise<RunToUndo>;
  /** All changes of a run with the present rows, some thousands at a time; two writes to one item are combined. */
  findPastChanges(runId: string): AsyncIterable<readonly PastChange[]>;
  findLinks(bookingIds: readonly string[], eventIds: readonly string[]): Promise<readonly LinkedEvent[]>;
  /** The links to whose events a run was about to write without recording that it had. */
  findPending(runId: string): Promise<readonly LinkedEvent[]>;
  countRows(): Promise<{ readonly customer: number; readonly booking: number }>;
  /** One transaction; throws LeaseLostError if another run has taken over. */
  writeCustomers(batch: CustomerBatch): Promise<CustomersWritten>;
  /** An import that was killed can no longer be continued. */
  forgetImport(runId: string): Promise<void>;
}

/** Everything outside the process that an undo uses. */
export interface UndoPorts extends RunPorts, Pick<SyncPorts, 'storeFor'> {
  readonly history: HistoryStore;
  readonly store: UndoStore;
  /** Opened only if a booking is linked with an event. */
  readonly syncing: () => Promise<SyncPorts>;
}

export interface UndoOptions {
  readonly dryRun: boolean;
  readonly wait: boolean;
  /** The options of a sync: its calendars, its template, whether guests are mailed, how much may be removed. */
  readonly sync: SyncOptions;
}

/** `stopped` is the error if an undo ended early: throw it after the report is printed. */
export interface UndoOutcome {
  readonly result: UndoResult;
  readonly stopped: unknown;
}
