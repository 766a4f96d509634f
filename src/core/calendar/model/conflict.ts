import { conflictReasons } from '../../../messages/en/sync-reasons.js';
import type { ConflictPolicy } from './sync-rules.js';

export type ConflictCode = keyof typeof conflictReasons;

const codes = new Map<string, ConflictCode>(
  Object.entries(conflictReasons).map(([code, reason]) => [reason, code as ConflictCode]),
);

/** The code of a stored reason; null for one that another version of this program has stored. */
export function conflictCode(reason: string): ConflictCode | null {
  return codes.get(reason) ?? null;
}

/** A field that both sides changed, with what each says; the decision keeps the loser's value on record. */
export interface Conflict {
  readonly fields: Readonly<
    Record<
      string,
      {
        readonly base: string | null;
        readonly booking: string | null;
        readonly event: string | null;
        /** The side that a person chose for this field alone. */
        readonly taken?: 'google' | 'database';
      }
    >
  >;
  readonly decision: 'google' | 'database' | 'held';
  readonly reason: string;
  /** By which policy it was decided; this run's, unless said. */
  readonly policy?: ConflictPolicy;
}
