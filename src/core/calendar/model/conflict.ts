import type { ConflictPolicy } from './sync-rules.js';

/** Why a conflict is held or how it was decided, by code. In English: it is stored, and JSON shows it; other languages go by the code. */
export const conflictReasons = {
  'policy-hold': 'the policy says hold',
  'person-decides': 'a person is to decide',
  'no-time-of-change': 'one side has no time of change',
  'no-new-updated-at': 'the booking was changed without a new updatedAt',
  'changed-in-future': 'the time of a change lies in the future',
  'within-clock-skew': 'both changed within the skew of the clocks',
  'paired-by-likeness': 'only what both say makes them one: neither is overwritten',
  'policy-google': 'the policy says google',
  'policy-database': 'the policy says database',
  'booking-changed-last': 'the booking was changed last',
  'event-changed-last': 'the event was changed last',
  'decided-by-hand': 'decided by hand',
  'edit-beats-deletion': 'an edit beats a deletion',
  'given-away': 'the event belongs to another booking or customer now',
} as const;
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
