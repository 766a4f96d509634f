import type { Checks } from '../codes/checks.js';
import { inEnglish } from '../english.js';
import { dataOf, ExitCode, RenosSyncError } from '../errors.js';
import type { DoctorResult } from '../results/setup-result.js';

/** A check, and what the program ends with if it is the first to fail. */
export type Examined = DoctorResult['checks'][number] & {
  readonly exitCode: ExitCode;
  readonly tables?: DoctorResult['tables'];
};

interface FoundDetails {
  readonly state?: DoctorResult['checks'][number]['state'];
  /** For a failed check. */
  readonly exitCode?: ExitCode;
}

/** The finding of a check, by its code; in English too. */
export function found<Id extends keyof Checks>(
  name: string,
  id: Id,
  params: Checks[Id],
  { state = 'ok', exitCode = state === 'fail' ? ExitCode.wrongInput : ExitCode.done }: FoundDetails = {},
): Examined {
  const { message, actions } = inEnglish().check(id, params);
  const sentence = { of: 'check', id, params: params as Readonly<Record<string, unknown>> } as const;
  return { name, state, says: message, fix: actions, sentence, exitCode };
}

export const skipped = { state: 'skipped' } as const;
export const warn = { state: 'warn' } as const;
export const fail = { state: 'fail' } as const;

/** An error with a message for people, as a finding; any other error is our bug, and is thrown. */
export function failedWith(name: string, thrown: unknown): Examined {
  if (!(thrown instanceof RenosSyncError)) throw thrown;
  const { message: says, actions: fix, exitCode } = thrown;
  return { name, state: 'fail', says, fix, sentence: { of: 'failure', ...dataOf(thrown) }, exitCode };
}
