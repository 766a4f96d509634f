import { sortedWords } from './fold-name.js';
import type { PersonName, Reading, Word } from './person-name.js';
import { boundedDistance } from './similarity.js';

/**
 * How two names relate as people's names.
 *
 * - `same`: the same words, in any order.
 * - `alike`: the same given name, or its initial, and family names that do not contradict.
 * - `doubtful`: perhaps the same person: a given name one letter off or its short form, another family name, a firm and its
 *   contact person, a couple and one of the two.
 * - `different`: another given name; a family name or a company in common makes no one person of them.
 */
export type NameRelation = 'same' | 'alike' | 'doubtful' | 'different';

/** Compares two names as people's; see `NameRelation`. */
export function relateNames(one: PersonName, other: PersonName): NameRelation {
  if (one.words === other.words && one.words !== '') return 'same';
  if (one.isFirm || other.isFirm) return relateFirms(one, other);
  if (one.couple.length !== other.couple.length || one.couple.length > 0) return relateCouples(one, other);
  let best: NameRelation = 'different';
  for (const mine of one.readings)
    for (const theirs of other.readings) best = better(best, relateReadings(mine, theirs));
  if (best === 'different') return isOneFirm(one, other) || isWithin(one, other) ? 'doubtful' : 'different';
  if (one.generation !== other.generation)
    return one.generation === null || other.generation === null ? 'doubtful' : 'different';
  return best;
}

const ranks: Readonly<Record<NameRelation, number>> = { different: 0, doubtful: 1, alike: 2, same: 3 };
const better = (one: NameRelation, other: NameRelation) => (ranks[one] >= ranks[other] ? one : other);

/** For two firms only the whole name counts; a firm and a person match only if the person is the firm's contact. */
function relateFirms(one: PersonName, other: PersonName): NameRelation {
  if (one.firm !== null && one.firm === other.firm) return one.isFirm && other.isFirm ? 'same' : 'doubtful';
  const [firm, name] = one.isFirm ? [one.firm ?? '', other] : [other.firm ?? '', one];
  return sortedWords(firm) === name.words ? 'same' : 'different';
}

function isOneFirm(one: PersonName, other: PersonName): boolean {
  const isBoth = (firm: string | null, words: string) => firm !== null && sortedWords(firm) === words;
  return isBoth(one.firm, other.words) || isBoth(other.firm, one.words);
}

function relateCouples(one: PersonName, other: PersonName): NameRelation {
  const givenOf = (name: PersonName) =>
    name.couple.length > 0 ? name.couple : name.readings.flatMap(({ given }) => given.map(({ text }) => text));
  const theirs = new Set(givenOf(other));
  return givenOf(one).some((given) => theirs.has(given)) ? 'doubtful' : 'different';
}

/** All words of `Mette Larsen` are in `Anne Mette Larsen`: perhaps a short form. */
function isWithin(one: PersonName, other: PersonName): boolean {
  const [short, long] = [one.words.split(' '), other.words.split(' ')].sort((a, b) => a.length - b.length);
  const isAll = short !== undefined && long !== undefined && short.length >= 2 && long.length > short.length;
  return isAll && one.firm === null && other.firm === null && short.every((word) => long.includes(word));
}

function relateReadings(one: Reading, other: Reading): NameRelation {
  const given = relateGiven(one.given, other.given);
  if (given === 'different') return 'different';
  const family = relateFamily(
    [...one.given.slice(1), ...one.family],
    [...other.given.slice(1), ...other.family],
    one.family.length === 0 || other.family.length === 0,
  );
  if (family === 'other') return given === 'alike' ? 'doubtful' : 'different';
  return given === 'alike' && family === 'agrees' && isTurnedAlike(one, other) ? 'alike' : 'doubtful';
}

/** In `Otto Fynsk, Brande Bio`, several given names count only if the other name has the same family name. */
function isTurnedAlike(one: Reading, other: Reading): boolean {
  return [
    [one, other],
    [other, one],
  ].every(
    ([turned, plain]) =>
      turned === undefined ||
      plain === undefined ||
      turned.given.length < 2 ||
      turned.family.some((word) => plain.family.some((theirs) => isSameWord(word, theirs))),
  );
}

function relateGiven(one: readonly Word[], other: readonly Word[]): NameRelation {
  const [mine, theirs] = [one[0], other[0]];
  if (mine === undefined || theirs === undefined) return 'different';
  if (mine.text === theirs.text || isBeginning(mine, theirs) || isBeginning(theirs, mine)) return 'alike';
  return isShortForm(mine.text, theirs.text) ? 'doubtful' : 'different';
}

/** `M.` and `Mette`, `Chr.` and `Christian`. */
function isBeginning(short: Word, long: Word): boolean {
  return short.isShort && long.text.startsWith(short.text);
}

/** A typo, the beginning of a longer name, or a common short form. Jan and Janne may be a couple. */
function isShortForm(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (short.length >= 4 && boundedDistance(one, other, 1) <= 1) return true;
  if (short.length >= 3 && (long.startsWith(short) || long.endsWith(short))) return true;
  return nicknames.some((group) => group.has(one) && group.has(other));
}

const nicknames: readonly ReadonlySet<string>[] = [
  'robert bob rob bobby',
  'william bill will billy',
  'richard dick rick',
  'james jim jimmy',
  'margrethe grethe',
  'birgitte gitte britta',
  'christina kristina stine tina',
  'katrine cathrine trine kat',
  'elisabeth lis lisbeth',
  'henriette jette',
  'susanne sanne sus',
  'kirsten kirstine',
  'poul paul pol palle',
  'peter peder per pete',
  'johannes johan hans',
  'christian kristian chris',
  'charlotte lotte',
  'michael mikael mike mick',
  'thomas tom',
  'niels nis nils',
].map((line) => new Set(line.split(' ')));

/** Whether family names agree (one side may have fewer), differ, or contradict in a part. */
function relateFamily(one: readonly Word[], other: readonly Word[], isOpen: boolean): 'agrees' | 'partly' | 'other' {
  if (one.length === 0 || other.length === 0 || isOpen) return 'agrees';
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  const left = [...long];
  let found = 0;
  for (const word of short) {
    const place = left.findIndex((theirs) => isSameWord(word, theirs));
    if (place < 0) continue;
    found += 1;
    left.splice(place, 1);
  }
  if (found === short.length) return 'agrees';
  return found === 0 ? 'other' : 'partly';
}

function isSameWord(one: Word, other: Word): boolean {
  if (one.text === other.text || isBeginning(one, other) || isBeginning(other, one)) return true;
  const most = Math.min(one.text.length, other.text.length) >= 5 ? 1 : 0;
  return most > 0 && boundedDistance(one.text, other.text, most) <= most;
}

/** Whether a name is another's with initials in place of names, as `Signe D.` for Signe Dalgas, or its given name alone. */
export function shortens(short: PersonName, long: PersonName): boolean {
  const [one, other] = [short.readings[0], long.readings[0]];
  if (one === undefined || other === undefined || short.words === long.words) return false;
  const [mine, theirs] = [
    [...one.given, ...one.family],
    [...other.given, ...other.family],
  ];
  if (mine.length > theirs.length) return false;
  let from = 0;
  const isAll = mine.every((word) => {
    const place = theirs.findIndex((long, at) => at >= from && (word.text === long.text || isBeginning(word, long)));
    from = place + 1;
    return place >= 0;
  });
  return isAll && (mine.length === 1 || mine.some((word) => word.isShort));
}
