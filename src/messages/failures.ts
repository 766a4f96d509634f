import type { Complaint } from '../core/codes/complaints.js';
import type { Sentence } from '../core/codes/failures.js';
import { complaints as complaintsInDanish } from './da/complaints.js';
import { columnFailures } from './da/failures/column.js';
import { databaseFailures } from './da/failures/database.js';
import { fileFailures } from './da/failures/file.js';
import { googleFailures } from './da/failures/google.js';
import { planFailures } from './da/failures/plan.js';
import { requestFailures } from './da/failures/request.js';
import { setupFailures } from './da/failures/setup.js';
import { syncFailures } from './da/failures/sync.js';
import { usageFailures } from './da/failures/usage.js';
import { complaints } from './en/complaints.js';
import { failures } from './en/failures/failures.js';
import type { Language } from './language.js';
import { type Explanation, type Medium, type Voice, voiceOf } from './voice.js';

const inDanish: typeof failures = {
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

/** How a message is written: its language, and whether its steps are commands or requests. */
export interface Teller {
  readonly language: Language;
  readonly as: Medium;
}

/** A failure in a language, and what to do: as commands, or as requests. */
export function tellFailure({ id, params }: Sentence, { language, as }: Teller): Explanation {
  const all = language === 'da' ? inDanish : failures;
  return (all[id] as (params: object, say: Voice) => Explanation)(params, voiceOf(as, language));
}

/** The error of one value. */
export function tellComplaint({ id, limit }: Complaint, language: Language): string {
  return (language === 'da' ? complaintsInDanish : complaints)[id](limit);
}
