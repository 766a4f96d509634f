import { because } from '../../codes/reasons.js';
import type { PairPlan } from './sync-plan.js';

/** What a pair's plan is made of besides the pair and its state. */
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

/** Of a pair that fell apart before its first sync. */
export const partedCode = 'parted-before-first-sync';

/** Of a pair that was never linked, and whose event may not be seen. */
export const hiddenCode = 'details-hidden';
