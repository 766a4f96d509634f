import type { Finding } from '../../results/import-result.js';
import type { CustomerDraft, PlainField } from '../model/customer.js';
import type { FindingSentence } from '../model/finding.js';
import type { RowPlace } from '../model/source.js';
import type { NotesLine } from '../read/notes-columns.js';
import type { MatchKeys } from './match-keys.js';
import type { Person, PreviousKey } from './people.js';
import type { MatchRule } from './same-customer.js';

type DuplicatePolicy = 'update' | 'skip' | 'error';
type ProbablePolicy = 'create' | 'update' | 'hold';

export interface MatchRules {
  /** `overwrite`: what the file says counts. `fill`: only empty fields are filled. */
  readonly mode: 'overwrite' | 'fill';
  readonly country: string;
  readonly onDuplicate: DuplicatePolicy;
  readonly onProbable: ProbablePolicy;
}

/** A row that may match a customer we have, or another row of its file. */
export interface RowToDecide extends RowPlace {
  readonly seq: number;
  /** Its id if it is new. */
  readonly newId: string;
  readonly customer: CustomerDraft;
  readonly hasBookings: boolean;
}

/** field → [from, to], as the journal keeps it. */
export type CustomerChanges = Partial<Record<PlainField | 'notes' | 'tags', readonly [from: unknown, to: unknown]>>;

type Outcome = 'created' | 'updated' | 'unchanged' | 'skipped' | 'rejected';

export interface RowDecision {
  readonly seq: number;
  readonly line: number;
  readonly record?: Finding['record'];
  readonly outcome: Outcome;
  /** The customer of the row; null if the row is rejected. */
  readonly customerId: string | null;
  readonly rule: MatchRule;
  /** Why it is rejected. */
  readonly reason: FindingSentence | null;
  /** Findings for a row that is not rejected; people are named by line or id only. */
  readonly remarks: readonly FindingSentence[];
  /** A customer that RenOS has gets another given name. */
  readonly renamed: boolean;
  /** The first changed row of a customer carries all its changes: the whole draft of a new one, or field → [from, to]. */
  readonly create: CustomerDraft | null;
  readonly update: CustomerChanges | null;
  /** The lines of its notes that imports wrote, if they changed. */
  readonly wroteNotes: readonly NotesLine[] | null;
  /** Lines removed from its notes, and their replacements. */
  readonly correctedNotes: readonly [from: string, to: string] | null;
  /** Keys of the row that its customer will not have after this: a second run must find it by them. */
  readonly formerly: readonly PreviousKey[];
}

/** A decision, as the database stores it. */
export type PlannedRow = Omit<RowDecision, 'reason'> & { readonly reason: string | null };

/** The decision about a row before the rows after it are known. */
export interface Draft {
  readonly row: RowToDecide;
  readonly keys: MatchKeys;
  readonly rule: MatchRule;
  readonly person: Person | null;
  readonly outcome: 'created' | 'merged' | 'skipped' | 'rejected';
  readonly reason: FindingSentence | null;
  readonly remarks: readonly FindingSentence[];
  readonly changed: boolean;
}
