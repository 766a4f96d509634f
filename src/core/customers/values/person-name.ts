import { foldName, sortedWords } from './fold-name.js';

export interface Word {
  readonly text: string;
  /** Ends with a full stop or is one letter: the beginning of a name. */
  readonly isShort: boolean;
}

export interface Reading {
  readonly given: readonly Word[];
  readonly family: readonly Word[];
}

/** A parsed name, ready for many comparisons. */
export interface PersonName {
  /** All words except titles, marks of couples and text in brackets, in alphabetical order. */
  readonly words: string;
  readonly readings: readonly Reading[];
  /** The given names of a couple: `Mette & Peter Larsen`. */
  readonly couple: readonly string[];
  /** The firm of `Krag Byg ApS v/ Poul Krag`, or the name itself if it has a legal form. */
  readonly firm: string | null;
  /** The whole name is the firm's. */
  readonly isFirm: boolean;
  readonly generation: string | null;
}

const brackets = /\([^()]*\)|\[[^[\]]*\]/g;
const contact = /^(.*\S)\s+(?:v\/|v\.\/?|ved|att\.?:?|c\/o)\s*(\S.*)$/i;
const legalForm =
  /(?:^|\s)(?:aps|a\/s|i\/s|k\/s|p\/s|ivs|s\/i|smba|amba|a\.m\.b\.a\.?|fmba|gmbh|ltd\.?|inc\.?|llc|AB|AS|OY|KG|AG)(?=$|[\s,.])/;
const anyLegalForm = new RegExp(legalForm.source, 'gi');
const couple = /(?<!\s)(?:\s+(?:og|and|\+)\s+|\s*[&/]\s*)/i;
const titles = new Set('hr fru frk mr mrs ms miss dr doktor herr frau familien fam'.split(' '));
const generations: Readonly<Record<string, string>> = {
  jr: 'younger',
  junior: 'younger',
  sr: 'older',
  senior: 'older',
  ii: 'second',
  iii: 'third',
};

/** Parses a name. Parts that it does not understand are compared word by word. */
export function readPersonName(name: string): PersonName {
  const bare = name.replace(brackets, ' ').trim();
  const text = /[\p{L}\p{N}]/u.test(bare) ? bare : name;
  const isLegal = legalForm.test(text) || /(?:^|\s)(?:aps|gmbh|ivs|i\/s|a\/s)(?=$|[\s,.])/i.test(text);
  const [, before, person] = contact.exec(text) ?? [];
  if (before !== undefined && person !== undefined) return { ...readPersonName(person), firm: foldFirm(before) };
  if (isLegal) {
    const firm = foldFirm(text);
    return { words: sortedWords(firm), readings: [], couple: [], firm, isFirm: true, generation: null };
  }
  const parts = text.split(',').map(wordsOf);
  const words = parts.flat();
  const generation = words.map((word) => generations[word.text]).find((found) => found !== undefined) ?? null;
  const plain = parts.map((part) => part.filter((word) => generations[word.text] === undefined));
  return {
    words: sortedWords(words.map((word) => word.text).join(' ')),
    readings: readingsOf(plain.filter((part) => part.length > 0)),
    couple: coupleOf(text),
    firm: null,
    isFirm: false,
    generation,
  };
}

/** A firm's name without its legal form. */
function foldFirm(text: string): string {
  return foldName(text.replace(anyLegalForm, ' ')) || foldName(text);
}

function wordsOf(text: string): readonly Word[] {
  return text
    .split(/[\s&+/-]+/)
    .flatMap((part) => {
      const folded = foldName(part).split(' ').filter(Boolean);
      return folded.map((word) => ({ text: word, isShort: word.length === 1 || /^[^.]{2,4}\.$/.test(part) }));
    })
    .filter(({ text: word }) => !titles.has(word) && word !== 'og' && word !== 'and');
}

/** `Larsen, Mette` turned, `Otto Fynsk, Brande Bio` without the part after the comma, and any other text as it is. */
function readingsOf(parts: readonly (readonly Word[])[]): readonly Reading[] {
  const [first = [], second = []] = parts;
  const plain = { given: first.slice(0, 1), family: first.slice(1) };
  if (parts.length !== 2) return [{ given: first.slice(0, 1), family: [...first.slice(1), ...parts.slice(1).flat()] }];
  if (first.length === 1) return [{ given: second, family: first }];
  return second.length === 1 ? [{ given: second, family: first }, plain] : [plain, { given: second, family: first }];
}

function coupleOf(text: string): readonly string[] {
  const parts = text.split(couple).map((part) => foldName(part));
  if (parts.length < 2) return [];
  return parts.map((part) => part.split(' ')[0] ?? '').filter((part) => part !== '');
}

/** The possible given names of a name, or a firm's whole name. */
export function givenNames({ readings, words }: PersonName): readonly string[] {
  const given = readings.flatMap((reading) => reading.given.slice(0, 1).map(({ text }) => text));
  return given.length > 0 ? [...new Set(given)] : [words];
}
