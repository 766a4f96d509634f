import { ApiError } from '../http/api-error.js';

/** The state file takes no writes: its disk is full, or closed to us. Nothing of the change was kept. */
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

/** A line of the state file is not what the sandbox writes. */
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
