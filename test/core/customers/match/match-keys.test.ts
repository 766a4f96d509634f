import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scoreDuplicates } from '../../../../src/core/customers/match/duplicate-score.js';
import { canBeAlike, matchKeys } from '../../../../src/core/customers/match/match-keys.js';
import { foldName, sortedWords } from '../../../../src/core/customers/values/fold-name.js';
import { phoneKey, readPhone } from '../../../../src/core/customers/values/phone.js';

const letters = 'abcdefghijklmnopqrstuvwxyzæøåéüß0123456789жשあ'.split('');
const latinLetters = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code));
const word = fc.array(fc.constantFrom(...letters), { minLength: 1, maxLength: 9 }).map((parts) => parts.join(''));
const name = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '));

/** What people do to a name when they write it again. */
const slips = fc.array(
  fc.record({
    kind: fc.constantFrom('drop', 'put', 'change', 'swap', 'word more', 'another order'),
    at: fc.nat(30),
    with: fc.constantFrom(...letters),
    word,
  }),
  { maxLength: 2 },
);

interface Slip {
  readonly kind: string;
  readonly at: number;
  readonly with: string;
  readonly word: string;
}

function slip(text: string, { kind, at: place, with: letter, word: more }: Slip): string {
  const at = place % Math.max(1, text.length);
  const [before, after] = [text.slice(0, at), text.slice(at + 1)];
  if (kind === 'drop') return before + after;
  if (kind === 'put') return before + letter + text.slice(at);
  if (kind === 'change') return before + letter + after;
  if (kind === 'swap') return before + after.slice(0, 1) + text.charAt(at) + after.slice(1);
  const words = text.split(' ');
  if (kind === 'another order') return words.reverse().join(' ');
  return [words[0], more, ...words.slice(1)].join(' ');
}

describe('what customers are compared by', () => {
  test.each([
    ['Skovvej 12', 'Skovvej 12, 8000 Aarhus C', 'same-house'],
    ['Skovvej 12, 8000 Aarhus C', 'Skovvej 12, 8200 Aarhus N', 'same-house'],
    ['Skovvej 12, 8000 Aarhus C', 'Skovvje 12, 8000 Aarhus', 'address-alike'],
    ['Skovvej 12, 8000 Aarhus C', 'Skovvej 14, 8200 Aarhus N', null],
    ['Ås 12', 'Ås 12, 8000 Aarhus C', null],
  ])('takes %s and %s for %s', (one, other, is) => {
    const at = (address: string) => ({ name: 'Mette Larsen', email: null, phone: null, address });
    const { reasons } = scoreDuplicates(at(one), at(other), 'DK');
    expect(reasons.find((reason) => /address|house/.test(reason.is))?.is ?? null).toBe(is);
  });

  test('no duplicate is passed over because of the letters of its name', () => {
    const at = (of: string) => ({ name: of, email: null, phone: null, address: 'Skovvej 12, 8000 Aarhus C' });
    let duplicates = 0;
    fc.assert(
      fc.property(name, slips, (one, made) => {
        const other = made.reduce(slip, one);
        if (scoreDuplicates(at(one), at(other), 'DK').score === 0) return;
        duplicates += 1;
        expect(canBeAlike(matchKeys(at(one), 'DK').letters, matchKeys(at(other), 'DK').letters)).toBe(true);
      }),
      { numRuns: 5_000 },
    );
    expect(duplicates).toBeGreaterThan(2_000);
  });

  test.each([
    ['Anna Møller', 'Bo Kjærsgaard'],
    ['Peter Hansen', 'Birgit Vestergaard'],
  ])('%s and %s need not be looked at', (one, other) => {
    const lettersOf = (of: string) => matchKeys({ name: of, email: null, phone: null, address: null }, 'DK').letters;
    expect(canBeAlike(lettersOf(one), lettersOf(other))).toBe(false);
  });

  test('the order of words does not count', () => {
    fc.assert(
      fc.property(fc.array(word, { maxLength: 5 }), (words) => {
        expect(sortedWords(words.join(' '))).toBe([...words].sort().join(' '));
      }),
    );
  });

  test('a letter from elsewhere beside a name changes nothing of how it is folded', () => {
    const latin = fc.string({ unit: fc.constantFrom(...'aeoAEO åæøÅÆØß½ÿ', ...latinLetters), maxLength: 30 });
    fc.assert(
      fc.property(latin, (text) => {
        expect(foldName(`${text} ש`)).toBe(`${foldName(text)} ש`.trim());
      }),
      { numRuns: 5_000 },
    );
  });

  test.each([
    ['Søren Ågård', 'SOEREN AAGAARD'],
    ['Søren Ågård', 'soren  agard'],
    ['Zoë  Müller-Weiß', 'zoe muller weiss'],
  ])('%s and %s are one name', (one, other) => {
    expect(foldName(one)).toBe(foldName(other));
  });

  test('a name with a word more is alike, other words in between are not', () => {
    const score = (one: string, other: string) => {
      const at = (of: string) => ({ name: of, email: null, phone: null, address: 'Skovvej 12, 8000 Aarhus C' });
      return scoreDuplicates(at(one), at(other), 'DK').score;
    };
    expect(score('Peter Hansen', 'Peter Bo Hansen')).toBeGreaterThan(0.8);
    expect(score('Peter Bo Hansen', 'Peter Lund Kjær Hansen')).toBe(0);
  });
});

describe('phones', () => {
  test.each([
    '20304050',
    '20 30 40 50',
    '20.30.40.50',
    '20-30-40-50',
    '20\u00a030\u00a040\u00a050',
    '+45 20304050',
    '004520304050',
    '4520304050',
    '(+45) 20304050',
    'tlf. 20 30 40 50',
    '+45(0)20304050',
  ])('%s is +4520304050', (text) => {
    expect(readPhone(text, 'DK')).toEqual({ phone: '+4520304050', others: [], extension: null, problem: null });
    expect(phoneKey(text, 'DK')).toBe('4520304050');
  });

  test.each([
    ['20304050 / 60708090', { phone: '+4520304050', others: ['+4560708090'], extension: null, problem: null }],
    ['20304050, 60708090', { phone: '+4520304050', others: ['+4560708090'], extension: null, problem: null }],
    ['20304050 lok. 12', { phone: '+4520304050', others: [], extension: '12', problem: null }],
    ['4,52030405E+09', { phone: null, others: [], extension: null, problem: 'excel' }],
    ['10304050', { phone: '10304050', others: [], extension: null, problem: 'doubtful' }],
    ['2030405', { phone: '2030405', others: [], extension: null, problem: 'doubtful' }],
    ['203040506', { phone: '203040506', others: [], extension: null, problem: 'doubtful' }],
  ])('%s is understood, or said to be doubtful', (text, reading) => {
    expect(readPhone(text, 'DK')).toEqual(reading);
  });

  test.each(['DK', 'SE', 'US'])('a Danish number that was understood stays what it is, at home in %s', (country) => {
    fc.assert(
      fc.property(fc.integer({ min: 20_000_000, max: 99_999_999 }), (number) => {
        expect(readPhone(`+45${number}`, country).phone).toBe(`+45${number}`);
        const key = phoneKey(`+45 ${number}`, country);
        expect(phoneKey(`+45${number}`, country)).toBe(key);
      }),
      { numRuns: 1_000 },
    );
  });
});
