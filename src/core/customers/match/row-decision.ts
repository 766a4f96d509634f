import type { Finding } from '../../results/import-result.js';
import type { CustomerDraft, CustomerField } from '../model/customer.js';
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

/** A row that may be a customer we have, or another row of its file. */
export interface RowToDecide extends RowPlace {
  readonly seq: number;
  /** The id it gets if it is new. */
  readonly newId: string;
  readonly customer: CustomerDraft;
  readonly hasBookings: boolean;
}

/** field → [from, to], as the journal keeps it. */
export type CustomerChanges = Partial<Record<CustomerField, readonly [from: unknown, to: unknown]>>;

type Outcome = 'created' | 'updated' | 'unchanged' | 'skipped' | 'rejected';

export interface RowDecision {
  readonly seq: number;
  readonly line: number;
  readonly record?: Finding['record'];
  readonly outcome: Outcome;
  /** The customer that the row is about; null when it is rejected. */
  readonly customerId: string | null;
  readonly rule: MatchRule;
  /** Why it is rejected. */
  readonly reason: FindingSentence | null;
  /** What a person should know of a row that is not; people are named by line or id only. */
  readonly told: readonly FindingSentence[];
  /** Another given name is put onto a customer that RenOS has. */
  readonly renamed: boolean;
  /** The row's first customer change carries all of that customer's: the whole draft of a new one, or field → [from, to]. */
  readonly create: CustomerDraft | null;
  readonly update: CustomerChanges | null;
  /** The lines of its notes that imports wrote, where they are others than before. */
  readonly wroteNotes: readonly NotesLine[] | null;
  /** Lines of its notes that went, and what stands in their place. */
  readonly correctedNotes: readonly [from: string, to: string] | null;
  /** Keys of the row that its customer will not have any more: a second run must find it by them. */
  readonly formerly: readonly PreviousKey[];
}

/** A decision, as the database keeps it. */
export type PlannedRow = Omit<RowDecision, 'reason'> & { readonly reason: string | null };

/** What is decided of a row before the rows behind it are seen. */
export interface Draft {
  readonly row: RowToDecide;
  readonly keys: MatchKeys;
  readonly rule: MatchRule;
  readonly person: Person | null;
  readonly outcome: 'created' | 'merged' | 'skipped' | 'rejected';
  readonly reason: FindingSentence | null;
  readonly told: readonly FindingSentence[];
  readonly changed: boolean;
}
