import type { ColumnFailures } from './column-failures.js';
import type { DatabaseFailures } from './database-failures.js';
import type { FileFailures } from './file-failures.js';
import type { GoogleFailures } from './google-failures.js';
import type { PlanFailures } from './plan-failures.js';
import type { RequestFailures } from './request-failures.js';
import type { SetupFailures } from './setup-failures.js';
import type { SyncFailures } from './sync-failures.js';
import type { UsageFailures } from './usage-failures.js';

/**
 * Every failure by its code, with the values in its sentence; the part of a key before the slash is the code. The
 * sentences of a group are in the file of the same name in messages/en/failures and messages/da/failures.
 */
export interface Failures
  extends SyncFailures,
    PlanFailures,
    UsageFailures,
    DatabaseFailures,
    GoogleFailures,
    FileFailures,
    ColumnFailures,
    SetupFailures,
    RequestFailures {}

/** The sentence of a failure, as data. */
export interface Sentence {
  readonly id: keyof Failures;
  readonly params: object;
}
