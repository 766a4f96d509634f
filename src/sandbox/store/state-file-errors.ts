import { ApiError } from '../http/api-error.js';

/** The state file cannot be written: its disk is full, or we lack permission. No part of the change was stored. */
export class StateFileUnwritable extends ApiError {
  constructor(
    readonly path: string,
    /** The system's error code, as ENOSPC. */
    readonly code: string,
  ) {
    super(507, 'sandboxFileUnwritable', `The sandbox cannot write to its file (${code}).`, {
      domain: 'sandbox',
      location: path,
    });
  }
}

/** A line of the state file that the sandbox cannot have written. */
export class StateFileDamaged extends Error {
  override readonly name = 'StateFileDamaged';

  constructor(
    readonly path: string,
    /** 1 is the first. */
    readonly line: number,
    cause: unknown,
  ) {
    super(`The sandbox's state file is damaged: line ${line} cannot be read.`, { cause });
  }
}
