import { ExitCode, RenosSyncError } from '../errors.js';
import type { Check, TableSize } from '../results/setup-result.js';

/** A check, and what the program ends with if it is the first to fail. */
export interface Finding extends Check {
  readonly exitCode: ExitCode;
  readonly tables?: readonly TableSize[];
}

export function ok(name: string, says: string): Finding {
  return { name, state: 'ok', says, fix: [], exitCode: ExitCode.done };
}

export function skipped(name: string, says: string): Finding {
  return { name, state: 'skipped', says, fix: [], exitCode: ExitCode.done };
}

export function warn(name: string, says: string, fix: readonly string[]): Finding {
  return { name, state: 'warn', says, fix, exitCode: ExitCode.done };
}

export function fail(
  name: string,
  says: string,
  fix: readonly string[],
  exitCode: ExitCode = ExitCode.wrongInput,
): Finding {
  return { name, state: 'fail', says, fix, exitCode };
}

/** An error that a person can act on, as a finding; others are ours, and go on. */
export function failedWith(name: string, thrown: unknown): Finding {
  if (!(thrown instanceof RenosSyncError)) throw thrown;
  return fail(name, thrown.message, thrown.actions, thrown.exitCode);
}
