import type { BookingDraft, CustomerDraft } from '../model/customer.js';
import type { Fingerprint } from './fingerprint.js';
import type { MatchKeys } from './match-keys.js';
import type { Repeats } from './repeats.js';
import type { RowDecision } from './row-decision.js';

/** A row to be stored: parsed, or rejected with its reasons. */
export interface StagedRow {
  readonly seq: number;
  readonly line: number;
  /** Its outcome, unless another one is decided. */
  readonly outcome: Exclude<RowDecision['outcome'], 'updated'>;
  readonly reasons: string | null;
  readonly newId: string | null;
  readonly customer: CustomerDraft | null;
  readonly keys: MatchKeys | null;
  readonly bookings: readonly (BookingDraft & { readonly id: string })[];
  /** For a good row without a finding: a fingerprint of its cells and settings. */
  readonly print: Fingerprint | null;
  /** For a row that equals the one before it, without values of its own: the number of bookings of that one. */
  readonly equalBookings?: number;
}

export interface StagedPage {
  readonly rows: readonly StagedRow[];
  /** The repeats that `RepeatWatch` found. */
  readonly repeats: Repeats;
}

/** A row of a file that `export` wrote: a fingerprint of its texts, and its numbers; null is an empty value. */
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
