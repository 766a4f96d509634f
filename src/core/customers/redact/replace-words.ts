import { createHash } from 'node:crypto';
import { meansSomething } from './fixed-words.js';

/** Words that need special care: similar words, and words with several spellings. */
interface WordFacts {
  /** Similar words stay similar: by their folded form. */
  readonly alike: ReadonlySet<string>;
  /** The positions that have a special letter, such as `ø`, in at least one spelling. */
  readonly special: ReadonlyMap<string, ReadonlySet<number>>;
}

interface Unit {
  /** Its letters in the word; two for `oe` and the like. */
  readonly text: string;
  /** As names are compared; '' if it is not a letter from a to z. */
  readonly letter: string;
  readonly isSpecial: boolean;
}

const vowels = 'aeiouy';
const consonants = 'bcdfghjklmnpqrstvwxz';
const digraphs = /^(?:aa|ae|oe)$/;

/** The letters of a word as names are compared: `ø`, `o` and `oe` are the same. */
export function unitsOf(word: string): readonly Unit[] {
  const units: Unit[] = [];
  for (const letter of word) {
    const lower = letter.toLowerCase();
    const before = units.at(-1);
    if (before !== undefined && !before.isSpecial && digraphs.test(before.letter + lower))
      units[units.length - 1] = { text: before.text + letter, letter: before.letter, isSpecial: true };
    else if (/^[a-z]$/.test(lower)) units.push({ text: letter, letter: lower, isSpecial: false });
    else units.push({ text: letter, letter: baseOf(lower), isSpecial: true });
  }
  return units;
}

function baseOf(letter: string): string {
  if (/[æäå]/.test(letter)) return 'a';
  if (/[øö]/.test(letter)) return 'o';
  const [base = ''] = letter.normalize('NFKD');
  return /[a-z]/.test(base) ? base : '';
}

/** The folded form of a word: equal for all its spellings. */
export function foldUnits(units: readonly Unit[]): string {
  return units.map(({ letter, text }) => letter || text.toLowerCase()).join('');
}

/** Scripts without the letters a to z: a letter becomes another one of its range, which has the same number of bytes. */
const scripts: readonly (readonly [from: number, to: number])[] = [
  [0x0410, 0x042f],
  [0x0430, 0x044f],
  [0x0391, 0x03a1],
  [0x03b1, 0x03c1],
  [0x05d0, 0x05ea],
  [0x0628, 0x063a],
  [0x0e01, 0x0e2e],
  [0x3041, 0x3096],
  [0x30a1, 0x30fa],
  [0x4e00, 0x9fa5],
  [0xac00, 0xd7a3],
];
const attempts = 40;
/** Short words could become the same word; for longer ones that is nearly impossible. */
const short = 7;

/**
 * Replaces words by others of the same length and case, always in the same way. A special letter such as `ø` stays, so
 * that the file's encoding is detected as before. The first letter is replaced in the same way in all words: an initial
 * still fits its name.
 */
export class WordReplacer {
  readonly #seed: string;
  readonly #facts: WordFacts;
  readonly #alphabet: ReadonlyMap<string, string>;
  readonly #known = new Map<string, readonly string[]>();
  readonly #taken = new Map<string, string>();

  constructor(seed: string, facts: WordFacts) {
    this.#seed = seed;
    this.#facts = facts;
    this.#alphabet = new Map([
      ...shifted('iuy', this.#bytes('vowels')),
      ...shifted(consonants, this.#bytes('consonants')),
    ]);
  }

  replace(word: string): string {
    const units = unitsOf(word);
    const key = foldUnits(units);
    let letters = this.#known.get(key);
    if (letters === undefined) {
      letters = this.#choose(key, units);
      this.#known.set(key, letters);
    }
    return units.map((unit, index) => (isKept(unit) ? unit.text : inCase(letters[index] ?? '', unit.text))).join('');
  }

  #choose(key: string, units: readonly Unit[]): readonly string[] {
    const special = this.#facts.special.get(key);
    const isFixed = (index: number) => isKept(units[index] as Unit) || special?.has(index) === true;
    const isAlike = this.#facts.alike.has(key);
    let letters: string[] = [];
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const bytes = this.#bytes(`word ${attempt} ${key}`);
      letters = units.map(({ letter, text }, index) => {
        if (isFixed(index)) return letter || text;
        const random = bytes[index % bytes.length] ?? 0;
        if (letter === '') return inScript(text, isAlike ? (this.#bytes('script')[0] ?? 1) : random);
        if (index === 0 || isAlike) return this.#alphabet.get(letter) ?? letter;
        const alphabet = vowels.includes(letter) ? vowels : consonants;
        return alphabet[random % alphabet.length] ?? letter;
      });
      const word = letters.join('');
      if (isAlike || units.length === 1) break;
      const owner = this.#taken.get(word);
      const isFree = owner === undefined || owner === key;
      const folds = foldUnits(unitsOf(word)).length === units.length;
      if (isFree && folds && word !== key && !meansSomething(word)) break;
    }
    if (units.length <= short) this.#taken.set(letters.join(''), key);
    return letters;
  }

  #bytes(use: string): Buffer {
    return createHash('sha256').update(`${this.#seed}\0${use}`).digest();
  }
}

/** A special letter stays, unless its script has no others. */
function isKept({ letter, isSpecial, text }: Unit): boolean {
  return isSpecial && (letter !== '' || scriptOf(text) === undefined);
}

function scriptOf(letter: string) {
  const code = letter.charCodeAt(0);
  return letter.length === 1 ? scripts.find(([from, to]) => code >= from && code <= to) : undefined;
}

function inScript(letter: string, random: number): string {
  const script = scriptOf(letter);
  if (script === undefined) return letter;
  const [from, to] = script;
  const length = to - from + 1;
  return String.fromCharCode(from + ((letter.charCodeAt(0) - from + 1 + (random % (length - 1))) % length));
}

/** Maps each letter to the one that many places after it, in a random order. */
function shifted(letters: string, random: Buffer): readonly (readonly [string, string])[] {
  const mixed = [...letters].sort(
    (one, other) =>
      (random[one.charCodeAt(0) - 97] ?? 0) - (random[other.charCodeAt(0) - 97] ?? 0) || one.localeCompare(other),
  );
  return mixed.map((letter, index) => [letter, mixed[(index + 1) % mixed.length] ?? letter] as const);
}

function inCase(letter: string, like: string): string {
  return like === like.toLowerCase() ? letter : letter.toUpperCase();
}
