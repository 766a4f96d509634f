import type { Failures } from '../../../core/codes/failures.js';
import type { EverySentence } from '../../voice.js';
import { planFailures } from '../plans.js';
import { requestFailures } from '../requests.js';
import { columnFailures } from './column.js';
import { databaseFailures } from './database.js';
import { googleFailures } from './google.js';
import { guards } from './guards.js';
import { inputFailures } from './input.js';
import { setupFailures } from './setup.js';
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
