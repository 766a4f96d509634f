import { expect, test } from 'vitest';
import type { ColumnTarget } from '../../../../src/core/customers/columns/header-words.js';
import { redactCell } from '../../../../src/core/customers/redact/redact-cell.js';
import { DigitReplacer } from '../../../../src/core/customers/redact/replace-digits.js';
import { WordReplacer } from '../../../../src/core/customers/redact/replace-words.js';
import { DateReader } from '../../../../src/core/customers/values/local-time.js';
import { timeOfDay } from '../../../../src/core/customers/values/time-of-day.js';
import { monthWords, weekdayWords, whyNoDay } from '../../../../src/core/customers/values/written-date.js';
import { writtenDays, writtenMoments, writtenStarts } from '../../../helpers/written-dates.js';

const by = {
  words: new WordReplacer('frø', { alike: new Set(), special: new Map() }),
  digits: new DigitReplacer('frø'),
};
const redacted = (text: string, target: ColumnTarget | null) => redactCell(text, { target, header: 'Starttid' }, by);

const reader = new DateReader('UTC');
/** The moment that a cell says, by the order of its figures that fits. */
function read(text: string): number | null {
  for (const order of ['dmy', 'mdy'] as const) {
    const reading = reader.read(text, order);
    if (!('problem' in reading)) return reading.value.getTime();
  }
  return null;
}
/** Redacting moves dates by 28 years. */
const moved = 10_227 * 86_400_000;

const ofWeekdays = weekdayWords.flatMap((word) => [
  `${word} 3. maj 2027`,
  `${word.slice(0, 4)}. 3-5-2027 kl. 9`,
  `${word.slice(0, 3)} d. 3/5 2027`,
  `${word.slice(0, 2)}. den 3.5.2027 um 9 uhr`,
]);
const ofMonths = monthWords.flatMap((word) => [`3. ${word} 2027`, `03-${word}-2027 at 9:30 pm`, `${word} 3, 2027`]);

test.each([
  ...[...writtenDays, ...writtenStarts, ...writtenMoments.map(([written]) => written)].map((written) => [written]),
  ...[...ofWeekdays, ...ofMonths].map((written) => [written]),
  ['Måndag 3 mars 2025'],
  ['søn. d. 3/3-25 klokken 9'],
  ['3 mars 2025 10:00 CET'],
])('%s is read as the same moment 28 years later', (written) => {
  const before = read(written);
  expect(before).not.toBeNull();
  expect(read(redacted(written, 'bookingStart'))).toBe((before ?? 0) + moved);
});

test.each(writtenStarts)('%s is still a moment in a column of no kind', (written) => {
  expect(read(redacted(written, null))).not.toBeNull();
});

test.each(['10:00', 'kl. 10', '10.30', '0800', '2:00 PM', '9 a.m.'])('%s is the same time of day', (written) => {
  expect(timeOfDay(redacted(written, 'bookingStart'))).toBe(timeOfDay(written));
});

test.each(['uge 22', 'Vecka 22', 'KW 22', 'maj 2026', 'Dezember 2026', 'Week 22, 2026'])(
  '%s is still recognized as its kind',
  (written) => {
    expect(whyNoDay(written)).not.toBe('not-a-date');
    expect(whyNoDay(redacted(written, 'bookingStart'))).toBe(whyNoDay(written));
  },
);

test('a name that begins as a day of the week does keeps those letters alone', () => {
  const written = redacted('Tordis 3/3 2025', 'lastContactAt');
  expect(read(written)).toBe((read('Tordis 3/3 2025') ?? 0) + moved);
  expect(written).toMatch(/^Tor(?!dis)\p{L}{3} 3\/3 2053$/u);
  expect(redacted('Sam Donald', 'name')).not.toMatch(/Sam|Don/);
});
