import { hashOf } from '../model/hash.js';
import { emailKey } from '../values/email.js';
import { foldName, sortedWords } from '../values/fold-name.js';
import { type FurtherKey, isFurther, isLong, readNotes } from '../values/note-lines.js';
import { phoneKey } from '../values/phone.js';

/**
 * The keys that matching compares. Equal keys mean the same customer; an equal block only means that a comparison is
 * worthwhile.
 */
export interface MatchKeys {
  readonly email: string | null;
  readonly phone: string | null;
  /** Name and address, normalized. */
  readonly nameAddress: string | null;
  /** Additional e-mails and phones in the notes, as an import writes them: `email a@b.dk`, `phone 4520304050`. */
  readonly further: readonly FurtherKey[];
  /** 32-bit fingerprints of values that probable duplicates share. */
  readonly blocks: readonly number[];
  readonly letters: NameLetters;
}

/** The letters of a folded name, one bit each; digits share one, and so do letters that are not Latin. */
interface NameLetters {
  readonly once: number;
  /** Letters that occur at least twice. */
  readonly twice: number;
}

export interface Identity {
  readonly name: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly address: string | null;
  readonly notes?: string | null;
}

const abbreviated = /v\.?\s+\d|g\.\s+\d|boulevard|blvd|\bsal\b|(?:danmark|denmark|dk)\s*$/;

/** Folds an address like a name, with the usual abbreviations written out. */
export function foldAddress(text: string): string {
  const lower = text.toLowerCase();
  if (!abbreviated.test(lower)) return foldName(lower);
  return foldName(
    lower
      .replace(/v\.?(?=\s+\d)/g, 'vej')
      .replace(/g\.(?=\s+\d)/g, 'gade')
      .replace(/\b(?:boulevarden|boulevard|blvd)\b\.?/g, 'boulevard')
      .replace(/\bsal\b/g, ' ')
      .replace(/(?:(?<!\s)\s|,)\s*(?:danmark|denmark|dk)\s*$/g, ''),
  );
}

/** The first four-digit group that can be a Danish postal code, or another country's five digits. */
export function postalCodeOf(address: string): string | null {
  const codes = address.match(/(?<![\d])\d{4,5}(?![\d])/g);
  return codes?.at(-1) ?? null;
}

/** The house number: the first number of an address that is not its postal code. */
export function houseNumberOf(address: string): string | null {
  return /(?<!\d)(\d{1,3})\s?([a-z])?(?![\da-z])/i.exec(address)?.[1] ?? null;
}

function lettersOf(folded: string): NameLetters {
  let once = 0;
  let twice = 0;
  for (let index = 0; index < folded.length; index += 1) {
    const code = folded.charCodeAt(index);
    if (code === 32) continue;
    const isLatin = code >= 97 && code <= 122;
    const letter = 1 << (isLatin ? code - 97 : code >= 48 && code <= 57 ? 26 : 27 + (code & 3));
    twice |= once & letter;
    once |= letter;
  }
  return { once, twice };
}

/**
 * Whether names with these letters can be similar at all: two typos change four bits at most, and an additional word
 * only adds some. It skips nearly all pairs that only live close to each other or have a similar phone.
 */
export function canBeAlike(one: NameLetters, other: NameLetters): boolean {
  const once = one.once ^ other.once;
  const twice = one.twice ^ other.twice;
  if ((one.once & once) === 0 && (one.twice & twice) === 0) return true;
  if ((other.once & once) === 0 && (other.twice & twice) === 0) return true;
  return bitCount(once) + bitCount(twice) <= 4;
}

function bitCount(bits: number): number {
  let count = 0;
  for (let left = bits; left !== 0; left &= left - 1) count += 1;
  return count;
}

/** Identifies how keys are made: in another country, or by another version of the program, they are made again. */
export function keyedBy(country: string, version: string): string {
  return `${country} ${version}`;
}

/** All keys of one customer; `country` reads national phone numbers. */
export function matchKeys(identity: Identity, country: string): MatchKeys {
  const email = emailKey(identity.email);
  const phone = phoneKey(identity.phone, country);
  const folded = foldName(identity.name);
  const name = folded || identity.name.trim().toLowerCase();
  const address = identity.address === null ? '' : foldAddress(identity.address);
  // A customer without e-mail and phone is known by the name alone: such rows must not be created again at each import.
  const isBare = email === null && phone === null;
  const isNamed = name !== '' && (isBare || /\d/.test(address));
  const nameAddress = isNamed ? `${name}|${address}`.replaceAll(' ', '') : null;
  return {
    email,
    phone,
    nameAddress,
    further: furtherKeys(identity.notes ?? null, country, [`email ${email}`, `phone ${phone}`]),
    blocks: name === '' ? [] : blocksOf(name, email, phone, identity.address),
    letters: lettersOf(folded),
  };
}

const noKeys: readonly FurtherKey[] = [];

/** The e-mails and phones in notes as an import writes them, one per line; the list is extended as the notes grow. */
function furtherKeys(notes: string | null, country: string, own: readonly FurtherKey[]): readonly FurtherKey[] {
  if (notes === null || (!isLong(notes) && !/E-mail: |Phone: /.test(notes))) return noKeys;
  const { further } = readNotes(notes, country);
  return own.some((key) => isFurther(further, key)) ? further.filter((key) => !own.includes(key)) : further;
}

/**
 * Values that duplicates with a typo still share: the house number and the beginning of its street, or the words of the
 * name together with the postal code, the house number, a part of the phone, or one side of the e-mail.
 */
function blocksOf(name: string, email: string | null, phone: string | null, address: string | null): number[] {
  const postal = address === null ? null : postalCodeOf(address);
  const house = address === null ? null : houseNumberOf(address);
  const blocks: number[] = [];
  if (postal !== null && house !== null && address !== null)
    blocks.push(hashOf(address.slice(0, 3).toLowerCase(), hashOf(house, hashOf(postal, kinds.house))));
  const words = sortedWords(name);
  if (words !== '') {
    const hash = hashOf(words, kinds.words);
    if (postal !== null) blocks.push(hashOf(postal, hash ^ 1));
    if (house !== null) blocks.push(hashOf(house, hash ^ 2));
    if (phone !== null) blocks.push(hashOf(phone, hash ^ 3, 0, -3), hashOf(phone, hash ^ 4, -4));
    if (email !== null) blocks.push(hashOf(email, hash ^ 5, email.indexOf('@') >> 1));
  }
  if (phone !== null) blocks.push(hashOf(phone, kinds.phone, 0, -2));
  const at = email === null ? 0 : email.indexOf('@');
  if (email !== null && at > 4) blocks.push(hashOf(email, kinds.local, 0, at));
  return blocks;
}

const kinds = { house: 11, words: 12, phone: 13, local: 14 } as const;
