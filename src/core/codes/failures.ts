import type { EdgeFailures } from './edge-failures.js';
import type { FileFailures } from './file-failures.js';
import type { SyncFailures } from './sync-failures.js';
import type { UsageFailures } from './usage-failures.js';

/** Every failure by its code, with the values in its sentence; the part of a key before the slash is the code. */
export interface Failures extends SyncFailures, UsageFailures, EdgeFailures, FileFailures {}

/** What a failure says, as data. */
export interface Sentence {
  readonly id: keyof Failures;
  readonly params: object;
}
