import type { ConflictPolicy } from './sync-rules.js';

/** Why nothing tells which side is right. */
export type HoldReason =
  | 'the policy says hold'
  | 'a person is to decide'
  | 'one side has no time of change'
  | 'the booking was changed without a new updatedAt'
  | 'the time of a change lies in the future'
  | 'both changed within the skew of the clocks'
  | 'only what both say makes them one: neither is overwritten';

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
