import { shorten } from './text-width.js';

const longest = 60;

/** Characters that would control a terminal, turn its direction of writing, or break the line. */
const unsafe =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not reach the terminal
  /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g;

/** Text from outside on one line, which cannot control the terminal. */
export function safeText(text: string): string {
  return text.replace(unsafe, ' ');
}

/** The same with line ends kept: for our own messages that contain text from outside. */
export function safeLines(text: string): string {
  return text.split('\n').map(safeText).join('\n');
}

/** A value as one quoted line; `nothing` is the word for an empty one, and `null` as a length keeps all of it. */
export function oneLine(value: unknown, most: number | null = longest, nothing = '(nothing)'): string {
  if (value === null || value === undefined) return nothing;
  const text = safeText(typeof value === 'string' ? value : JSON.stringify(value));
  const line = most === null ? text : shorten(text, most);
  return typeof value === 'string' ? JSON.stringify(line) : line;
}
