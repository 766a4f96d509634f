import { guards } from './guards.js';
import { planFailures } from './plans.js';
import { usage } from './usage.js';

/** Every failure that is said by its code: what it says, and what to do. */
export const failures = { ...guards, ...planFailures, ...usage };
export type Failures = typeof failures;
export type FailureId = keyof Failures;
