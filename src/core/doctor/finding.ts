import type { Checks } from '../codes/checks.js';
import { inEnglish } from '../english.js';
import { dataOf, ExitCode, RenosSyncError } from '../errors.js';
import type { Check, TableSize } from '../results/setup-result.js';

/** A check, and what the program ends with if it is the first to fail. */
export interface Examined extends Check {
  readonly exitCode: ExitCode;
  readonly tables?: readonly TableSize[];
}

interface FoundDetails {
  readonly state?: Check['state'];
  /** Of a check that failed. */
  readonly exitCode?: ExitCode;
}

/** What a look found, by its code; in English too. */
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

/** An error that a person can act on, as a finding; others are ours, and go on. */
export function failedWith(name: string, thrown: unknown): Examined {
  if (!(thrown instanceof RenosSyncError)) throw thrown;
  const { message: says, actions: fix, exitCode } = thrown;
  return { name, state: 'fail', says, fix, sentence: { of: 'failure', ...dataOf(thrown) }, exitCode };
}
