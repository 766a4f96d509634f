import { safeLines } from './one-line.js';

/** An error as people and scripts get it: the JSON document under `error`. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly exitCode: number;
  /** What to do next, ready to paste. */
  readonly actions: readonly string[];
}

/** What went wrong, then what to do about it; a file's name in it cannot steer the terminal. */
export function renderFailure({ message, actions }: Failure): string {
  const next = actions.length === 0 ? [] : ['', actions.length === 1 ? 'What to do:' : 'What to do, one of:'];
  return safeLines([`Error: ${message}`, ...next, ...actions.map((action) => `  ${action}`)].join('\n'));
}
