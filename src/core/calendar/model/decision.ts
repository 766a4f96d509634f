import { because } from '../../codes/reasons.js';
import type { PairPlan } from './sync-plan.js';

/** The plan of a pair without the pair and its state. */
export type Decision = Omit<PairPlan, 'pair' | 'state' | 'action' | 'row'>;

/** Nothing is to be done. */
export const nothing: Decision = {
  reason: because('agree', {}),
  google: null,
  database: null,
  base: null,
  pending: [],
  conflict: null,
  failure: null,
};

/** For a pair that was separated before its first sync. */
export const separatedCode = 'parted-before-first-sync';

/** For a pair that was never linked, and whose event is hidden from the account. */
export const hiddenCode = 'details-hidden';
