import type { PairPlan } from './sync-plan.js';

/** What a pair's plan is made of besides the pair and its state. */
export type Decision = Omit<PairPlan, 'pair' | 'state' | 'action'>;

/** Nothing is to be done. */
export const nothing: Decision = {
  reason: 'both sides agree',
  google: null,
  database: null,
  base: null,
  pending: [],
  conflict: null,
  trouble: null,
};
