import type { Failures } from '../../../core/codes/failures.js';
import type { EverySentence } from '../../voice.js';
import { columnFailures } from './column.js';
import { databaseFailures } from './database.js';
import { fileFailures } from './file.js';
import { googleFailures } from './google.js';
import { planFailures } from './plan.js';
import { requestFailures } from './request.js';
import { setupFailures } from './setup.js';
import { syncFailures } from './sync.js';
import { usageFailures } from './usage.js';

/** Every failure, by its code: its sentence, and what to do. */
export const failures: EverySentence<Failures> = {
  ...syncFailures,
  ...planFailures,
  ...usageFailures,
  ...databaseFailures,
  ...googleFailures,
  ...fileFailures,
  ...columnFailures,
  ...setupFailures,
  ...requestFailures,
};
