import { guards } from './da/guards.js';
import { planFailures } from './da/plans.js';
import { usage } from './da/usage.js';
import { type FailureId, type Failures, failures } from './en/failures.js';
import type { Told } from './en/guards.js';
import type { Language } from './language.js';
import type { Voice } from './voice.js';

const inDanish: Failures = { ...guards, ...planFailures, ...usage };

/** What a failure says in a language, and what to do: as commands, or as requests. */
export function tellFailure(
  { id, params }: { readonly id: FailureId; readonly params: object },
  language: Language,
  voice: Voice,
): Told {
  const all = language === 'da' ? inDanish : failures;
  return (all[id] as (params: object, say: Voice) => Told)(params, voice);
}
