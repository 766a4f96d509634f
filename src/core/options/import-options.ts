import type { MappingChoice } from '../customers/columns/map-headers.js';
import type { DuplicatePolicy, MatchRules, ProbablePolicy } from '../customers/match/row-decision.js';
import type { DateOrder } from '../customers/values/formats.js';

/** How a customer file is to be imported. */
export interface ImportOptions {
  /** Stop before the merge: the result is the plan's. */
  readonly dryRun: boolean;
  readonly createBookings: boolean;
  /** Whether a wrong e-mail rejects its row, or is kept with a warning. */
  readonly validateEmail: boolean;
  readonly country: string;
  readonly timeZone: string;
  readonly choice: MappingChoice;
  readonly dateOrder: DateOrder | null;
  readonly onDuplicate: DuplicatePolicy;
  readonly fillBlanks: boolean;
  readonly onProbable: ProbablePolicy;
  /** Rows a transaction; null: what is fast. */
  readonly batchSize: number | null;
  /** The whole file is one transaction. */
  readonly atomic: boolean;
  /** Write although more than half of the rows are rejected. */
  readonly acceptRejects: boolean;
  /** Write although many customers get another person's name, or what another one had. */
  readonly acceptRenames: boolean;
  /** Wait for another import instead of giving up. */
  readonly wait: boolean;
}

/** What happens when nobody says otherwise. */
export const usualImport: ImportOptions = {
  dryRun: false,
  createBookings: false,
  validateEmail: true,
  country: 'DK',
  timeZone: 'Europe/Copenhagen',
  choice: {},
  dateOrder: null,
  onDuplicate: 'update',
  fillBlanks: false,
  onProbable: 'hold',
  batchSize: null,
  atomic: false,
  acceptRejects: false,
  acceptRenames: false,
  wait: false,
};

/** What of the options decides whom a row is about, and what becomes of it. */
export function matchRules({ onDuplicate, onProbable, fillBlanks, country }: ImportOptions): MatchRules {
  return { onDuplicate, onProbable, mode: fillBlanks ? 'fill' : 'overwrite', country };
}
