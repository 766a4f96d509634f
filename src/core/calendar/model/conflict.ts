import type { ConflictPolicy } from './sync-rules.js';

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
