import type { TextLimits } from '../../core/customers/read/text-limits.js';

/*
 * Stored data of an event may contain letters that the database cannot store: these are written as their numbers, and
 * read as letters again. With a `?` instead, that `?` could be written to the booking.
 */

const begin = '\u0002';
// biome-ignore lint/suspicious/noControlCharactersInRegex: texts of people never contain it
const written = /\u0002([0-9a-f]{2,6});/g;

/** Plain data in which letters that the database cannot store are replaced by their numbers. */
export function writable<T>(value: T, { findUnstorable }: TextLimits): T {
  return withTexts(value, (text) =>
    findUnstorable(text) === null
      ? text
      : Array.from(text, (letter) =>
          findUnstorable(letter) === null ? letter : `${begin}${letter.codePointAt(0)?.toString(16)};`,
        ).join(''),
  );
}

/** The value of a jsonb column, with its letters restored. */
export function readJson<T>(value: T): T {
  return withTexts(value, (text) =>
    text.includes(begin)
      ? text.replace(written, (_, number: string) => String.fromCodePoint(Number.parseInt(number, 16)))
      : text,
  );
}

/** Plain data with all its texts changed. */
function withTexts<T>(value: T, change: (text: string) => string): T {
  const changed = (one: unknown): unknown => {
    if (typeof one === 'string') return change(one);
    if (Array.isArray(one)) return one.map(changed);
    const isPlain = typeof one === 'object' && one !== null && Object.getPrototypeOf(one) === Object.prototype;
    return isPlain ? Object.fromEntries(Object.entries(one).map(([key, part]) => [key, changed(part)])) : one;
  };
  return changed(value) as T;
}
