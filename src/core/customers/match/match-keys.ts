import { hashOf } from '../model/hash.js';
import { emailKey } from '../values/email.js';
import { foldName, sortedWords } from '../values/fold-name.js';
import { type FurtherKey, isFurther, isLong, readNotes } from '../values/note-lines.js';
import { phoneKey } from '../values/phone.js';

/** What two customers are compared by. Equal keys are the same customer; an equal block is only worth a look. */
export interface MatchKeys {
  readonly email: string | null;
  readonly phone: string | null;
  /** Name and address, written alike. */
  readonly nameAddress: string | null;
  /** Further e-mails and phones, as an import put them into the notes: `email a@b.dk`, `phone 4520304050`. */
  readonly further: readonly FurtherKey[];
  /** 32-bit fingerprints of what probable duplicates have in common. */
  readonly blocks: readonly number[];
  readonly letters: NameLetters;
}

/** Which letters a folded name has, a bit each; digits share one, and so do letters that are not Latin. */
export interface NameLetters {
  readonly once: number;
  /** Those that it has at least twice. */
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

/** Folds an address: as a name, with the usual abbreviations written out. */
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

/** The first number of an address that is not its postal code: the house. */
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
 * Whether names with these letters can be alike at all: two typos change four bits at most, and a word more only adds
 * some. It spares looking at nearly all pairs that only live or phone close to each other.
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

/** What keys are made by besides their customer: in another country, or by another version of the program, they are made anew. */
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
  // Who has nothing else is known by the name alone: such rows must not double at each import.
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

/** The e-mails and phones that stand in notes as an import writes them, a line each; of long notes the list grows with them. */
function furtherKeys(notes: string | null, country: string, own: readonly FurtherKey[]): readonly FurtherKey[] {
  if (notes === null || (!isLong(notes) && !/E-mail: |Phone: /.test(notes))) return noKeys;
  const { further } = readNotes(notes, country);
  return own.some((key) => isFurther(further, key)) ? further.filter((key) => !own.includes(key)) : further;
}

/**
 * Duplicates with a typo still share one of these: the house and the beginning of its street, or the words of the name together with the postal code, the
 * house number, a part of the phone, or one side of the e-mail.
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
