import type { BookingDraft, CustomerDraft } from '../model/customer.js';
import type { Fingerprint } from './fingerprint.js';
import type { MatchKeys } from './match-keys.js';
import type { Repeats } from './repeats.js';
import type { RowDecision } from './row-decision.js';

/** A row on its way into the database: understood, or rejected with its reasons. */
export interface StagedRow {
  readonly seq: number;
  readonly line: number;
  /** What becomes of it, unless something else is decided. */
  readonly outcome: Exclude<RowDecision['outcome'], 'updated'>;
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
