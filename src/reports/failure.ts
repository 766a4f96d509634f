import { safeLines } from './one-line.js';
import { type Page, plainPage } from './page.js';
import { wrap } from './wrap.js';

/** An error as people and scripts get it: the JSON document under `error`. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly exitCode: number;
  /** What to do next, ready to paste. */
  readonly actions: readonly string[];
}

/**
 * What went wrong, then what to do about it; a file's name in it cannot steer the terminal. What is to be pasted is
 * never broken.
 */
export function renderFailure({ message, actions }: Failure, page: Page = plainPage): string {
  const next = actions.length === 0 ? [] : ['', actions.length === 1 ? 'What to do:' : 'What to do, one of:'];
  const lines = `Error: ${message}`.split('\n').flatMap((line) => wrap(line, page, { indent: 0 }));
  return safeLines([...lines, ...next, ...actions.map((action) => `  ${action}`)].join('\n'));
}
