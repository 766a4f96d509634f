import { type ConflictCode, conflictCodes } from '../../codes/reasons.js';
import { inEnglish } from '../../english.js';
import type { ConflictPolicy } from './sync-rules.js';

/** The code of a stored reason. Earlier versions stored its English text; null for one that this program does not know. */
export function conflictCode(stored: string): ConflictCode | null {
  const { conflict } = inEnglish();
  return conflictCodes.find((code) => code === stored || conflict(code) === stored) ?? null;
}

/** A stored reason, as results show it. */
export function conflictReason(stored: string): { readonly code: ConflictCode | null; readonly reason: string } {
  const code = conflictCode(stored);
  return { code, reason: code === null ? stored : inEnglish().conflict(code) };
}

/** A field that both sides changed, with both values; the value that was not used is kept on record. */
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
  readonly reason: ConflictCode;
  /** The policy that decided it; the default is this run's. */
  readonly policy?: ConflictPolicy;
}
