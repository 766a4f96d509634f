/** Every exit code of the program, and what it tells a script. The README's table is this one. */
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

export interface ErrorDetails {
  /** What to run or change next, ready to paste, most likely first. */
  readonly actions?: readonly string[];
  readonly cause?: unknown;
}

/**
 * The base of every error that a person can act on. `message` never holds customers' data or secrets:
 * a bad row is its line, field and reason.
 */
export abstract class RenosSyncError extends Error {
  abstract readonly exitCode: ExitCode;
  /** Stable, kebab-case, for scripts: `--json` prints it as `error.code`. */
  readonly code: string;
  readonly actions: readonly string[];

  constructor(code: string, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = new.target.name;
    this.code = code;
    this.actions = details.actions ?? [];
  }
}

/** The words typed or the environment are wrong: all problems at once, one a line. Exit 2. */
export class ConfigurationError extends RenosSyncError {
  readonly exitCode = ExitCode.wrongInput;
}

/** A file cannot be read as what it should be; single bad rows are findings, not this. Exit 2. */
export class InputFileError extends RenosSyncError {
  readonly exitCode = ExitCode.wrongInput;
}

/** The database lacks our migrations, or has some that this program does not know. Exit 2. */
export class SchemaVersionError extends RenosSyncError {
  readonly exitCode = ExitCode.wrongInput;
}

/** A guard stood in the way: nothing was written, and the message names the override. Exit 3. */
export class GuardRefusal extends RenosSyncError {
  readonly exitCode = ExitCode.refused;
  /** The items that would have been touched, ids only. */
  readonly items: readonly string[];

  constructor(code: string, message: string, details: ErrorDetails & { items?: readonly string[] } = {}) {
    super(code, message, details);
    this.items = details.items ?? [];
  }
}

/** Google or PostgreSQL cannot be reached, denies, or has had enough for now. Exit 5. */
export class UnavailableError extends RenosSyncError {
  readonly exitCode = ExitCode.unavailable;
}

/** Another run holds what this one needs. Exit 5; with `--wait` the command waits instead. */
export class BusyError extends RenosSyncError {
  readonly exitCode = ExitCode.unavailable;
}

/** Our lease was taken over while we stood still: whatever is written after this would race another run. Exit 5. */
export class LeaseLostError extends RenosSyncError {
  readonly exitCode = ExitCode.unavailable;
}

/**
 * A signal arrived: the item in hand is finished, the rest is left for the next run; work that keeps nothing of an
 * unfinished run has to begin anew. Exit 130 or 143.
 */
export class InterruptedError extends RenosSyncError {
  readonly exitCode: ExitCode;

  constructor(signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP', { goesOn = true } = {}) {
    const outcome = goesOn
      ? 'what was done is kept, the next run does the rest'
      : 'the command did not come to its end';
    super('interrupted', `Stopped by ${signal}; ${outcome}.`, {
      actions: goesOn
        ? ['Run the same command again: it goes on where this one stopped.', 'renos-sync status']
        : ['Run the same command again: it begins anew.'],
    });
    this.exitCode = signal === 'SIGINT' ? ExitCode.interrupted : ExitCode.terminated;
  }
}

/** Google or PostgreSQL takes everything but this one item; the others go on. Counts towards exit 4. */
export class ItemRefusedError extends RenosSyncError {
  readonly exitCode = ExitCode.partly;
}
