import { safeLines } from './one-line.js';
import { type Page, plainPage } from './page.js';
import { paragraph } from './wrap.js';

/** An error as people and scripts get it: the JSON document under `error`. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly exitCode: number;
  /** What to do next, ready to paste. */
  readonly actions: readonly string[];
}

/**
 * What went wrong, then what to do about it; a file's name in it cannot steer the terminal. Sentences are broken at their
 * spaces, what is to be pasted never is.
 */
export function renderFailure({ message, actions }: Failure, page: Page = plainPage): string {
  const next = actions.length === 0 ? [] : ['', actions.length === 1 ? 'What to do:' : 'What to do, one of:'];
  const lines = `Error: ${message}`.split('\n').flatMap((line) => {
    const text = line.trimStart();
    return paragraph(text, page, line.length - text.length);
  });
  const steps = actions.flatMap((action) => (isSentence(action) ? paragraph(action, page, 2) : [`  ${action}`]));
  return safeLines([...lines, ...next, ...steps].join('\n'));
}

/** A command begins with a small letter, a variable is in capitals. */
function isSentence(action: string): boolean {
  return /^[A-Z][a-z]* /.test(action);
}
