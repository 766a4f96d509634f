/* The reasons for a sync's decisions, by code, as plans, results and stored rows have them. The messages have the sentences. */

/** Why an item cannot be synced. Refusals by Google and the database have values too. */
export type FailureCode =
  | 'ends-before-start'
  | 'time-unusable'
  | 'details-hidden'
  | 'parted-before-first-sync'
  | 'pair-unclear'
  | 'event-named-twice'
  | 'event-and-former-event'
  | 'named-event-missing'
  | 'named-event-differs'
  | 'row-is-another'
  | 'event-ids-used-up'
  | 'google-no-reply'
  | 'event-became-series'
  | 'event-keeps-moving'
  | 'google-refused-event'
  | 'database-refused';

/** The values of a refusal; `said` is the sentence that an earlier version of the program stored. */
export type FailureValues =
  | { readonly reason: string | null; readonly location: string | null }
  | { readonly rule: string | null; readonly of: 'customer' | 'booking' }
  | { readonly letter: string; readonly encoding: string }
  | { readonly said: string };

/** Why a conflict is held, or how it was decided. */
export const conflictCodes = [
  'policy-hold',
  'person-decides',
  'no-time-of-change',
  'no-new-updated-at',
  'changed-in-future',
  'within-clock-skew',
  'paired-by-likeness',
  'policy-google',
  'policy-database',
  'booking-changed-last',
  'event-changed-last',
  'decided-by-hand',
  'edit-beats-deletion',
  'given-away',
] as const;
export type ConflictCode = (typeof conflictCodes)[number];

type Nothing = Readonly<Record<never, never>>;
type OfFields = { readonly fields: readonly string[] };

/** Why one pair is planned as it is: each code with its values. */
interface PlanReasons {
  agree: Nothing;
  'booking-alone': Nothing;
  'event-alone': Nothing;
  'booking-gone': Nothing;
  'booking-gone-event-changed': Nothing;
  'booking-cancelled': Nothing;
  'booking-done': Nothing;
  'booking-was-cancelled': Nothing;
  'event-deleted': Nothing;
  'event-gone': Nothing;
  'both-gone': Nothing;
  undone: Nothing;
  /** One side was deleted, the other edited; null: that is not decided. */
  parted: { readonly why: ConflictCode | null };
  'booking-changed': OfFields;
  'event-changed': OfFields;
  'both-changed': OfFields & { readonly why: ConflictCode };
  /** Changes of either side, and held fields. */
  several: { readonly reasons: readonly PlanReason[] };
  held: { readonly why: ConflictCode };
  failed: { readonly failure: FailureCode | (string & {}) };
  /** The direction forbids it. */
  forbidden: { readonly reason: PlanReason };
  /** Google does not show the values that would be overwritten. */
  unseen: { readonly reason: PlanReason };
}
export type PlanReason = {
  readonly [Code in keyof PlanReasons]: { readonly code: Code; readonly params: PlanReasons[Code] };
}[keyof PlanReasons];

/** A reason by its code; the compiler checks its values. */
export function because<Code extends keyof PlanReasons>(code: Code, params: PlanReasons[Code]): PlanReason {
  return { code, params } as PlanReason;
}
