import type { Failures } from '../../core/codes/failures.js';
import type { EverySentence } from '../voice.js';
import { columnFailures } from './column-failures.js';
import { databaseFailures } from './database-failures.js';
import { googleFailures } from './google-failures.js';
import { guards } from './guards.js';
import { inputFailures } from './input-failures.js';
import { planFailures } from './plans.js';
import { requestFailures } from './requests.js';
import { setupFailures } from './setup-failures.js';
import { usage } from './usage.js';

/** Every failure, by its code: what it says, and what to do. */
export const failures: EverySentence<Failures> = {
  ...guards,
  ...planFailures,
  ...usage,
  ...databaseFailures,
  ...googleFailures,
  ...inputFailures,
  ...columnFailures,
  ...setupFailures,
  ...requestFailures,
};
