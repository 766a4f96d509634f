import type { Failures, Sentence } from './codes/failures.js';
import { inEnglish } from './english.js';

/** Every exit code of the program, and its meaning for a script. docs/reference/exit-codes.md is generated from it. */
export const ExitCode = {
  done: 0,
  ourBug: 1,
  wrongInput: 2,
  refused: 3,
  partly: 4,
  unavailable: 5,
  interrupted: 130,
  terminated: 143,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

interface ErrorDetails {
  readonly cause?: unknown;
  /** The affected items, ids only. */
  readonly items?: readonly string[];
}

/** Names a sentence of the messages; the compiler checks its values. */
export function saying<Id extends keyof Failures>(id: Id, params: Failures[Id]): Sentence {
  return { id, params: params as object };
}

/**
 * The base of every error with a message for people. `message` and `actions` are English, as logs and JSON have them;
 * they never hold customers' data or secrets: a bad row is its line, field and reason.
 */
export abstract class RenosSyncError extends Error {
  abstract readonly exitCode: ExitCode;
  /** Stable, kebab-case, for scripts: `--json` prints it as `error.code`. */
  readonly code: string;
  /** What to run or change next, most likely first. */
  readonly actions: readonly string[];
  readonly items: readonly string[];
  /** Its sentence, for any language. */
  readonly sentence: Sentence;

  constructor(sentence: Sentence, { cause, items = [] }: ErrorDetails = {}) {
    const { message, actions } = inEnglish().failure(sentence);
    super(message, cause === undefined ? undefined : { cause });
    this.name = new.target.name;
    this.code = sentence.id.split('/')[0] ?? sentence.id;
    this.sentence = sentence;
    this.actions = actions;
    this.items = items;
  }
}

/** An error's sentence, as results have it. */
export function dataOf({ sentence }: RenosSyncError) {
  return { id: sentence.id as string, params: sentence.params as Readonly<Record<string, unknown>> };
}

/** The error of a run: in English, and as data if it is one of ours. */
export interface RunError {
  readonly message: string;
  readonly sentence?: ReturnType<typeof dataOf>;
}

/** The record of an error. Only our own messages are stored: a failed statement's message contains the values it was about to write. */
export function recordOf(error: unknown): RunError | null {
  if (error instanceof RenosSyncError) return { message: error.message, sentence: dataOf(error) };
  return error instanceof Error ? { message: `internal: ${error.name}` } : null;
}

/** The arguments or the environment are wrong: all problems at once, one a line. Exit 2. */
export class ConfigurationError extends RenosSyncError {
  readonly exitCode = ExitCode.wrongInput;
}

/** A file cannot be read as the expected kind; single bad rows are findings instead. Exit 2. */
export class InputFileError extends RenosSyncError {
  readonly exitCode = ExitCode.wrongInput;
}

/** Our migrations are missing in the database, or it has some that this program does not know. Exit 2. */
export class SchemaVersionError extends RenosSyncError {
  readonly exitCode = ExitCode.wrongInput;
}

/** A guard refused: nothing was written, and the message names the override. Exit 3. */
export class GuardRefusal extends RenosSyncError {
  readonly exitCode = ExitCode.refused;
}

/** Google or PostgreSQL cannot be reached, denies access, or is too busy. Exit 5. */
export class UnavailableError extends RenosSyncError {
  readonly exitCode = ExitCode.unavailable;
}

/** Another run is using what this one needs. Exit 5; with `--wait` the command waits instead. */
export class BusyError extends RenosSyncError {
  readonly exitCode = ExitCode.unavailable;
}

/** Another run took over our lease while we were not running: any further write would conflict with that run. Exit 5. */
export class LeaseLostError extends RenosSyncError {
  readonly exitCode = ExitCode.unavailable;
}

/**
 * A signal arrived: the current item is finished, the rest is left for the next run; work that stores nothing of an
 * unfinished run has to start again. Exit 130 or 143.
 */
export class InterruptedError extends RenosSyncError {
  readonly exitCode: ExitCode;

  constructor(signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP', { goesOn = true, isCutOff = false } = {}) {
    super(
      isCutOff
        ? saying('interrupted/server', {})
        : saying(goesOn ? 'interrupted/kept' : 'interrupted/undone', { signal }),
    );
    this.exitCode = signal === 'SIGINT' ? ExitCode.interrupted : ExitCode.terminated;
  }
}

/** Google or PostgreSQL refuses this one item; the others continue. Counts towards exit 4. */
export class ItemRefusedError extends RenosSyncError {
  readonly exitCode = ExitCode.partly;
}
