import type { SyncPorts } from '../calendar/model/sync-ports.js';
import type { EventKey, SyncStore } from '../calendar/model/sync-store.js';
import type { SyncOptions } from '../options/sync-options.js';
import type { Lease, RunKind, RunPorts } from '../ports.js';
import type { UndoResult } from '../results/undo-result.js';
import type { HistoryStore } from '../runs/history.js';
import type { Deed, RowDeed, UndoItem } from './undo-model.js';

/** Where a move took its events. */
export interface MovedCalendar {
  readonly from: string;
  readonly to: string;
}

/** A run as an undo needs to know it. */
export interface RunToUndo {
  readonly id: string;
  readonly kind: RunKind;
  /** The kind of the run whose undo it is, or the undo of whose undo, and so on; its own kind if it is none. */
  readonly rootKind: RunKind;
  readonly calendarIds: readonly string[];
  /** An undo of it that was killed: its journal goes on. */
  readonly unfinishedUndo: string | null;
  /** It moved events from one calendar to another; null: it did not. */
  readonly moved: MovedCalendar | null;
  /** It did all that it began: each of its writes is in its journal. */
  readonly isWhole: boolean;
}

/** A booking's link, as far as it is needed to find the pair. */
export interface LinkedEvent extends EventKey {
  readonly bookingId: string;
}

export interface CustomerBatch {
  readonly runId: string;
  readonly lease: Pick<Lease, 'name' | 'fence'>;
  readonly items: readonly UndoItem[];
  /** Of removed customers: what brings them back. */
  readonly images: ReadonlyMap<string, NonNullable<RowDeed['image']>>;
  /** id → what was remembered as an import's lines of its notes, then and now; where its notes are restored. */
  readonly lines: ReadonlyMap<string, NonNullable<RowDeed['lines']>>;
  /** id → columns to set. */
  readonly columns: ReadonlyMap<string, RowDeed['was']>;
}

/** What became of a batch: the ids that were written, and those that a rule of the database refused. */
export interface CustomersWritten {
  readonly done: readonly string[];
  readonly refused: readonly { readonly id: string; readonly rule: string | null }[];
}

/** What an undo asks of the database. A statement is for a batch, never for one item. */
export interface UndoStore {
  /** The newest run that changed something and that the database still has the journal of; null: there is none. */
  findLastChanging(): Promise<string | null>;
  findRun(runId: string): Promise<RunToUndo>;
  /** All that a run did, with how each row stands now, some thousands at a time; an item that was written twice is one deed. */
  findDeeds(runId: string): AsyncIterable<readonly Deed[]>;
  findLinks(bookingIds: readonly string[], eventIds: readonly string[]): Promise<readonly LinkedEvent[]>;
  /** The links whose events a run was about to write to, and did not store that it had. */
  findPending(runId: string): Promise<readonly LinkedEvent[]>;
  countRows(): Promise<{ readonly customer: number; readonly booking: number }>;
  /** One transaction; refused with LeaseLostError when another run has taken over. */
  writeCustomers(batch: CustomerBatch): Promise<CustomersWritten>;
  /** An import that was killed can no longer be taken up. */
  forgetImport(runId: string): Promise<void>;
}

/** What undoing asks of the world. */
export interface UndoPorts extends RunPorts {
  readonly history: HistoryStore;
  readonly store: UndoStore;
  /** For bookings: what they are written through. */
  readonly storeFor: (lease: Lease | null) => SyncStore;
  /** Opened only where a booking is linked with an event. */
  readonly syncing: () => Promise<SyncPorts>;
}

export interface UndoOptions {
  readonly dryRun: boolean;
  readonly wait: boolean;
  /** How a sync would read and write: its calendars, its template, whether guests are mailed, how much may be removed. */
  readonly sync: SyncOptions;
}

/** `stopped` is why an undo ended early, if it did: throw it once the report is out. */
export interface UndoOutcome {
  readonly result: UndoResult;
  readonly stopped: unknown;
}
