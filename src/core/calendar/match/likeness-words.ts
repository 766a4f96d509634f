import { boundedDistance } from '../../customers/values/similarity.js';

/** The words of a text in comparable form: lower case, Danish letters written out, accents and punctuation removed. */
export function wordsOf(text: string | null | undefined): readonly string[] {
  const folded = (text ?? '')
    .toLowerCase()
    .replaceAll('æ', 'ae')
    .replaceAll('ø', 'oe')
    .replaceAll('å', 'aa')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '');
  return folded.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
}

/** How similar two words are: 2 equal, 1 equal except for a typing error, 0 different. Numbers must be equal. */
function sameness(one: string, other: string): 0 | 1 | 2 {
  if (one === other) return 2;
  const shorter = Math.min(one.length, other.length);
  if (shorter < 4 || /\d/.test(one + other)) return 0;
  const most = shorter < 8 ? 1 : 2;
  return boundedDistance(one, other, most) <= most ? 1 : 0;
}

/** The most similar of `among`; null if none is. */
export function findWord(
  word: string,
  among: readonly string[],
): { readonly at: number; readonly sameness: 1 | 2 } | null {
  const exact = among.indexOf(word);
  if (exact >= 0) return { at: exact, sameness: 2 };
  const near = among.findIndex((other) => sameness(word, other) === 1);
  return near < 0 ? null : { at: near, sameness: 1 };
}

interface Found {
  /** 2 all equal, 1 some with a typing error, 0 not all found. */
  readonly sameness: 0 | 1 | 2;
  /** How many of the words were found. */
  readonly count: number;
  /** The text without them. */
  readonly rest: readonly string[];
}

/** Finds words in a text, each at its own position. */
export function findWords(words: readonly string[], text: readonly string[]): Found {
  let rest = text;
  let least: 0 | 1 | 2 = 2;
  let count = 0;
  for (const word of words) {
    const found = findWord(word, rest);
    if (found === null) {
      least = 0;
      continue;
    }
    count += 1;
    least = Math.min(least, found.sameness) as 0 | 1 | 2;
    rest = rest.filter((_, index) => index !== found.at);
  }
  return { sameness: words.length === 0 ? 0 : least, count, rest };
}

const postalCode = /^\d{4}$/;

interface Place {
  readonly street: readonly string[];
  /** The house number, with its letter: `12b`. */
  readonly house: string;
  /** Floor and door, and any other word that distinguishes one flat from another. */
  readonly flat: readonly string[];
}

function placeOf(words: readonly string[]): Place | null {
  const at = words.findIndex((word) => /^\d/.test(word) && !postalCode.test(word));
  if (at < 1) return null;
  const next = words[at + 1] ?? '';
  const hasLetter = /^\d+$/.test(words[at] ?? '') && /^[a-f]$/.test(next);
  const after = words.slice(at + (hasLetter ? 2 : 1));
  const end = after.findIndex((word) => postalCode.test(word));
  const flat = (end < 0 ? after : after.slice(0, end)).filter((word) => /^\d{1,3}$|^(st|tv|th|mf|kl)$/.test(word));
  return { street: words.slice(0, at), house: `${words[at]}${hasLetter ? next : ''}`, flat };
}

/** Compares two addresses: `same`, `near` (a typing error, or one has more parts), `other`; null if one is missing. */
export function compareAddresses(one: string | null, other: string | null): 'same' | 'near' | 'other' | null {
  const [a, b] = [wordsOf(one), wordsOf(other)];
  if (a.length === 0 || b.length === 0) return null;
  if (a.join(' ') === b.join(' ')) return 'same';
  const [here, there] = [placeOf(a), placeOf(b)];
  if (here === null || there === null) return isPart(a, b) || isPart(b, a) ? 'near' : 'other';
  const isFlatOther = here.flat.length > 0 && there.flat.length > 0 && here.flat.join() !== there.flat.join();
  if (here.house !== there.house || isFlatOther) return 'other';
  const joined = sameness(here.street.join(''), there.street.join(''));
  return joined > 0 || isStreetPart(here.street, there.street) ? 'near' : 'other';
}

function isPart(part: readonly string[], whole: readonly string[]): boolean {
  return findWords(part, whole).sameness > 0;
}

/** `Nyg.` is short for `Nygade`; `Butikken, Nygade` is in `Nygade`. */
function isStreetPart(one: readonly string[], other: readonly string[]): boolean {
  const [a = '', b = ''] = [one.at(-1), other.at(-1)];
  const isShort = Math.min(a.length, b.length) >= 3 && (a.startsWith(b) || b.startsWith(a));
  return sameness(a, b) > 0 || (isShort && one.length === other.length);
}

/** Whether a text contains an address: its street and its house number. */
export function namesAddress(text: readonly string[], address: string | null): boolean {
  const place = placeOf(wordsOf(address));
  if (place === null) return false;
  return text.includes(place.house) && findWords(place.street, text).sameness > 0;
}
