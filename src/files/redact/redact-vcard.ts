import type { Redactor } from '../../core/customers/model/source.js';
import type { ByteSource } from '../bytes/byte-source.js';
import { decodeNamed } from '../bytes/old-letters.js';
import { encoderOf, redactPieces } from './encode.js';
import { rewrite, type Unit, unitsOf } from './units.js';

const kept = /^(?:BEGIN|END|VERSION|PRODID|REV|KIND|X-ADDRESSBOOKSERVER-KIND|GENDER|TZ|LANG|CLASS|MAILER)$/;
const pictures = /^(?:PHOTO|LOGO|SOUND|KEY)$/;
/** The contents of each property, by names that every list may have; the parts of a name or an address are separate. */
const columns: Readonly<Record<string, readonly string[]>> = {
  FN: ['Name'],
  N: ['Last Name', 'First Name', 'Middle Name', 'Title', 'Title'],
  NICKNAME: ['Name'],
  ORG: ['Company'],
  TEL: ['Phone'],
  EMAIL: ['E-mail'],
  ADR: ['Street', 'Street', 'Street', 'City', 'Region', 'Postal Code', 'Country'],
  NOTE: ['Notes'],
  CATEGORIES: ['Tags'],
};
/** A property with its continuation lines. */
const property = /^[^\r\n]*(?:\r\n|\r|\n|$)(?:[ \t][^\r\n]*(?:\r\n|\r|\n|$))*/gm;
const newline = /\r\n|\r|\n/;
const longestEnd = 40;
const mostHeld = 64 * 1024 * 1024;

/** A file of contacts with other words and figures in the same places; pictures are blackened. */
export async function* redactVcard(
  bytes: ByteSource,
  options: { readonly encoding?: string | null },
  redactor: Redactor,
): AsyncIterable<Buffer> {
  yield* redactPieces(bytes, options, {
    wholeOf: (held, chunk) => (held.length > mostHeld ? held.length : lastCardEnd(held, chunk.length + longestEnd)),
    redact: (text) => redactCards(text, redactor),
  });
}

/** The position after the last whole card, searched in the last bytes; 0: there is none. */
function lastCardEnd(held: Buffer, bytes: number): number {
  const from = Math.max(0, held.length - bytes);
  const ends = [...held.toString('latin1', from).matchAll(/END:VCARD[ \t]*(?:\r\n|\n|\r(?!$))/gi)];
  const last = ends.at(-1);
  return last === undefined ? 0 : from + last.index + last[0].length;
}

function redactCards(text: string, redactor: Redactor): string {
  let soft = '';
  // A line of quoted-printable text that ends with = continues in the next one, however that begins.
  return text.replace(property, (lines) => {
    const whole = soft + lines;
    const isQuoted = /^[^:\r\n]*QUOTED-PRINTABLE/i.test(whole);
    if (isQuoted && /=(?:\r\n|\r|\n)$/.test(lines)) {
      soft = whole;
      return '';
    }
    soft = '';
    return redactProperty(whole, isQuoted, redactor);
  });
}

function redactProperty(lines: string, isQuoted: boolean, redactor: Redactor): string {
  const colon = valueStart(lines);
  const head = colon < 0 ? '' : lines.slice(0, colon + 1);
  const name = (/^(?:[\w-]+\.)?([\w-]+)/.exec(head)?.[1] ?? '').toUpperCase();
  if (kept.test(name)) return lines;
  const value = lines.slice(head.length);
  if (pictures.test(name) && !/^\s*\w+:\/\//.test(value)) return head + value.replace(/[A-Za-z0-9+/]/g, 'A');
  const charset = /;CHARSET=([\w-]{1,40})/i.exec(head)?.[1] ?? 'utf-8';
  const units = isQuoted ? quotedUnits(value, charset) : plainUnits(value);
  const names = columns[name] ?? [];
  const parts = names.length > 1 || name === 'ORG' ? ';' : null;
  const write = (letter: string, raw: string) => (raw.startsWith('=') ? toQuoted(letter, charset) : letter);
  return redactHead(head, redactor) + rewrite(units, (text) => redactParts(text, { parts, names, redactor }), write);
}

function redactParts(
  text: string,
  { parts, names, redactor }: { parts: string | null; names: readonly string[]; redactor: Redactor },
): string {
  if (parts === null) return redactor.text(text, names[0] ?? null);
  return text
    .split(parts)
    .map((part, index) => redactor.text(part, names[index] ?? names[0] ?? null))
    .join(parts);
}

/** Some parameters repeat the value. */
function redactHead(head: string, redactor: Redactor): string {
  return head.replace(/(?<=;(?:SORT-AS|LABEL|CN|X-[\w-]+)=)("[^"]*"|[^;:"]*)/gi, (value) => redactor.text(value, null));
}

/** The position of the colon that is not inside a quoted parameter; -1 if there is none. */
function valueStart(lines: string): number {
  let isInside = false;
  for (let at = 0; at < lines.length; at += 1) {
    if (lines[at] === '"') isInside = !isInside;
    else if (lines[at] === ':' && !isInside) return at;
    else if (newline.test(lines[at] ?? '') && !/^[ \t]/.test(lines.slice(at + 1).replace(/^\n/, ''))) return -1;
  }
  return -1;
}

/** The fold of a line is not a letter; a backslash and the next character are one. */
function plainUnits(value: string): readonly Unit[] {
  return unitsOf(value, /(?:\r\n|\r|\n)[ \t]|\\./g, (raw) => [
    {
      letter: raw.startsWith('\\') ? (/^\\n$/i.test(raw) ? '\n' : raw.slice(1) === ';' ? ' ' : raw.slice(1)) : '',
      raw,
    },
  ]);
}

function quotedUnits(value: string, charset: string): readonly Unit[] {
  return unitsOf(value, /=(?:\r\n|\r|\n)[ \t]?|(?:=[\da-f]{2})+/gi, (raw) => {
    if (!/^=[\da-f]{2}/i.test(raw)) return [{ letter: '', raw }];
    const bytes = Buffer.from(raw.replaceAll('=', ''), 'hex');
    const text = decodeNamed(charset, bytes);
    const units = [...text].map((letter) => ({ letter, raw: toQuoted(letter, charset) }));
    // A letter that the encoding cannot write stays.
    return units.map((unit) => unit.raw).join('') === raw.toUpperCase() ? units : [{ letter: ' ', raw }];
  });
}

function toQuoted(letter: string, charset: string): string {
  let encoding = 'utf-8';
  try {
    encoding = new TextDecoder(charset).encoding;
  } catch {}
  return encoderOf(encoding)(letter)
    .toString('hex')
    .toUpperCase()
    .replace(/../g, (figures) => `=${figures}`);
}
