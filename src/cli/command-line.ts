import type { Language } from '../messages/language.js';
import { type Page, plainPage } from '../reports/page.js';

/** The last value of a flag, given as `--flag value` or `--flag=value`. */
export function typedValue(words: readonly string[], flag: string): string | undefined {
  const at = words.lastIndexOf(flag);
  return at < 0 ? words.findLast((word) => word.startsWith(`${flag}=`))?.slice(flag.length + 1) : words[at + 1];
}

/** How errors are shown: at the terminal's width, or unwrapped. */
export function errorPage(language: Language): Page {
  return { ...plainPage, language, width: process.stderr.isTTY === true ? process.stderr.columns || 80 : null };
}

/** An error's stack, followed by the stacks of its causes. */
export function stackOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return 'Something that is not an Error was thrown.';
  const cause = thrown.cause === undefined ? '' : `\nCaused by: ${stackOf(thrown.cause)}`;
  return `${thrown.stack ?? thrown.message}${cause}`;
}
