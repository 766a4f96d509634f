import * as v from 'valibot';
import { columnTargets } from './header-words.js';

/** Header → target, as a mapping file holds it. */
export const mappingSchema = v.record(v.string(), v.picklist(columnTargets));

/** The character that a delimiter's word means: itself, `tab` or `\t`; null when it means none. */
export function delimiterNamed(word: string): string | null {
  const delimiter = /^(tab|\\t)$/i.test(word) ? '\t' : word;
  return delimiter.length !== 1 || delimiter.charCodeAt(0) > 126 || /["\r\n]/.test(delimiter) ? null : delimiter;
}

const aliases: Readonly<Record<string, string>> = { ansi: 'windows-1252', cp1252: 'windows-1252', utf16: 'utf-16le' };

/** The name under which TextDecoder knows an encoding; null for one that it does not know. */
export function encodingNamed(word: string): string | null {
  try {
    return new TextDecoder(aliases[word.toLowerCase()] ?? word).encoding;
  } catch {
    return null;
  }
}
