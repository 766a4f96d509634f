import type { Action, Explanation } from '../messages/voice.js';
import { safeLines } from './one-line.js';
import { type Page, plainPage, wordsOn } from './page.js';
import { paragraph } from './wrap.js';

/**
 * The failure, then what to do about it; a file's name in it cannot control the terminal. Sentences are wrapped at
 * spaces, text to be pasted never is.
 */
export function renderFailure({ message, actions }: Explanation, page: Page = plainPage): string {
  const { error, whatToDo, whatToDoOneOf } = wordsOn(page).programs;
  const next = actions.length === 0 ? [] : ['', actions.length === 1 ? whatToDo : whatToDoOneOf];
  const lines = `${error} ${message}`.split('\n').flatMap((line) => {
    const text = line.trimStart();
    return paragraph(text, page, line.length - text.length);
  });
  const steps = actions.flatMap((action) => renderAction(action, page, 2));
  return safeLines([...lines, ...next, ...steps].join('\n'));
}

/** A step: a sentence is wrapped at its spaces, text to be pasted never is. */
export function renderAction(action: Action, page: Page, indent: number): string[] {
  return typeof action === 'string' ? [`${' '.repeat(indent)}${action}`] : paragraph(action.step, page, indent);
}
