import * as v from 'valibot';
import { printable } from '../model/finding.js';
import { foldHeader } from './fold-header.js';
import { type ColumnTarget, columnTargets, namingTargets } from './header-words.js';
import { recogniseHeader } from './recognise-header.js';

export { printable };

/** Header → target, as a mapping file holds it. */
export const mappingSchema = v.record(v.string(), v.picklist(columnTargets));

/** The character for a delimiter's name: itself, `tab` or `\t`; null for an unknown name. */
export function delimiterNamed(word: string): string | null {
  const delimiter = /^(tab|\\t)$/i.test(word) ? '\t' : word;
  return delimiter.length !== 1 || delimiter.charCodeAt(0) > 126 || /["\r\n]/.test(delimiter) ? null : delimiter;
}

const aliases: Readonly<Record<string, string>> = {
  ansi: 'windows-1252',
  cp1252: 'windows-1252',
  utf16: 'utf-16le',
  macroman: 'macintosh',
};

/** An encoding's name as TextDecoder has it, or `cp850`, which TextDecoder does not have; null for an unknown one. */
export function encodingNamed(word: string): string | null {
  if (/^((cp|ibm|oem|dos)?-?850|dos)$/i.test(word)) return 'cp850';
  try {
    return new TextDecoder(aliases[word.toLowerCase()] ?? word).encoding;
  } catch {
    return null;
  }
}

const contactLists =
  /^(?:names|e?mails?|emailaddress(?:es)?|phones?|phonenumbers?|address(?:es)?|organi[sz]ations|biographies|telefon(?:er)?|telefonnumre|adresser?)$/;

/** Whether a JSON field of this name holds a list of names, e-mails, phones or addresses, an object each. */
export function isContactList(name: string): boolean {
  return contactLists.test(foldHeader(name));
}

/** The name of a JSON field, safe to show, and whether such a field holds a customer's name or contact details. */
export function readFieldName(name: string): {
  readonly key: string;
  readonly isName: boolean;
  readonly isContact: boolean;
} {
  const { target } = recogniseHeader(name);
  return { key: printable(name), isName: namingTargets.has(target), isContact: target !== null && reach.has(target) };
}

const reach: ReadonlySet<ColumnTarget> = new Set<ColumnTarget>(['email', 'phone', 'address', 'street', 'postalCode']);

/** `projects/renos/databases/(default)/documents/customers/Ab12Cd` is the path of a document, not personal data. */
export function isDocumentPath(text: string): boolean {
  return /^projects\/[^/\s]+\/databases\//.test(text);
}
