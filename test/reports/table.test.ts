import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { describe as progressText } from '../../src/cli/progress.js';
import { countsInWords } from '../../src/reports/counts.js';
import { oneLine, safeLines } from '../../src/reports/one-line.js';
import { duration, moment, number, type Page, paint, period, plainPage } from '../../src/reports/page.js';
import { renderTable } from '../../src/reports/table.js';
import { shorten, textWidth } from '../../src/reports/text-width.js';
import { wrap } from '../../src/reports/wrap.js';

const danish: Page = { width: 40, colors: true, language: 'da' };
const columns = [
  { head: 'id' },
  { head: 'says', flexible: true },
  { head: 'n', align: 'right' as const },
  { head: 'said', flexible: true },
];
const rows = [
  ['3f9a1c0000', 'Hovedrengøring med vinduer', 7, 'Gulv'],
  ['x', '日本語の長い長い長い文章です', 1234, 'a\u001b[31mb\nc\u202e'],
];

describe('a table', () => {
  test('in a pipe: whole, plain, and nothing steers the terminal', () => {
    expect(renderTable(plainPage, columns, rows)).toMatchInlineSnapshot(`
      "id          says                             n  said
      3f9a1c0000  Hovedrengøring med vinduer       7  Gulv
      x           日本語の長い長い長い文章です  1234  a [31mb c"
    `);
  });

  test.each([40, 60, 80, 120])('in %i columns: no line is wider, and ids stay whole', (width) => {
    const text = renderTable({ ...plainPage, width }, columns, rows);
    for (const line of text.split('\n')) expect(textWidth(line)).toBeLessThanOrEqual(width);
    expect(text).toContain('3f9a1c0000');
  });

  test('a value that takes more room than there is continues below, and loses nothing', () => {
    const text = renderTable({ ...plainPage, width: 60 }, columns, [
      ['3f9a1c0000', 'kontor-med-et-langt-navn@example.dk og mere', 7, 'Gulv'],
    ]);
    expect(text).toMatchInlineSnapshot(`
      "id          says                                    n  said
      3f9a1c0000  kontor-med-et-langt-navn@example.dk og  7  Gulv
                  mere"
    `);
  });

  test('where no column may be narrower, a row is a list of its cells, and what is only for show is left out', () => {
    const page = { ...plainPage, width: 30 };
    expect(
      renderTable(
        page,
        [...columns, { head: 'bar', optional: true }],
        rows.map((row) => [...row, '███']),
      ),
    ).toMatchInlineSnapshot(`
      "id    3f9a1c0000
      says  Hovedrengøring med
            vinduer
      n     7
      said  Gulv

      id    x
      says  日本語の長い長い長い文章
            です
      n     1234
      said  a [31mb c"
    `);
  });

  test('is coloured only where colours are', () => {
    expect(renderTable({ ...danish, width: 60 }, columns, rows)).toContain('\u001b[1mid\u001b[22m');
    expect(paint(plainPage, 'red', 'x')).toBe('x');
  });
});

test('numbers, moments and lengths of time as a Dane writes them, and plainly for others', () => {
  expect([number(danish, 1234567.5), number(plainPage, 1234567.5)]).toEqual(['1.234.567,5', '1234567.5']);
  // Copenhagen is two hours ahead of UTC in summer, one in winter.
  expect(moment(danish, '2026-07-01T22:30:00Z')).toBe('02.07.2026 00.30');
  expect(moment(plainPage, '2026-12-01T22:30:00Z')).toBe('2026-12-01 23:30');
  expect(period(plainPage, '2026-12-01T08:00:00Z/2026-12-01T10:00:00Z')).toBe('2026-12-01 09:00–11:00');
  expect(period(danish, '2026-12-01T22:00:00Z/2026-12-02T01:00:00Z')).toBe('01.12.2026 23.00 – 02.12.2026 02.00');
  expect(period(plainPage, '2026-12-01/2026-12-03')).toBe('2026-12-01 to 2026-12-03 (whole days)');
  const lengths = [40, 1_240, 61_000, 7_200_000, 90_061_000];
  expect(lengths.map((ms) => duration(danish, ms))).toEqual(['40 ms', '1,2 s', '1 min 1 s', '2 t', '1 d 1 t']);
});

test('values on one line, shortened by what they take on the screen', () => {
  expect(oneLine('Åse "x"\r\n\u0000y')).toBe('"Åse \\"x\\" y"');
  expect([oneLine(null), oneLine(12), oneLine(['a'])]).toEqual(['(nothing)', '12', '["a"]']);
  expect(shorten('日本語', 4)).toBe('日…');
  expect(['e\u0301', '👩‍👩‍👧', 'æøå', '1️⃣', '日本…'].map(textWidth)).toEqual([1, 2, 3, 2, 5]);
  expect(safeLines('a\tb\nc\u009bd')).toBe('a b\nc d');
});

test('letters that string-width is not loaded for are as wide as it says', () => {
  const letters = Array.from({ length: 0x3000 }, (_, code) => String.fromCharCode(code));
  expect(letters.filter((letter) => textWidth(letter) !== stringWidth(letter))).toEqual([]);
  expect(textWidth(letters.slice(0x20, 0x7f).join(''))).toBe(0x5f);
});

test('a sentence breaks at spaces, and not at all in a pipe', () => {
  expect(wrap('Events may only be read by us', { ...plainPage, width: 20 }, { indent: 4 })).toEqual([
    'Events may only',
    'be read by us',
  ]);
  expect(wrap('Events may only be read by us', plainPage, { indent: 4 })).toHaveLength(1);
});

test('counts in words, and progress with rate and time left', () => {
  expect(countsInWords(danish, { eventsCreated: 1234, errors: 0, requests: 9, conflicts: 2 })).toBe(
    '1.234 begivenheder oprettet, 2 konflikter',
  );
  expect(progressText(plainPage, { done: 1_200, total: 5_000, milliseconds: 3_000 })).toBe(
    '1200 of 5000, 400 a second, 10 s left',
  );
  expect(progressText(plainPage, { done: 5, total: 5_000, milliseconds: 1_000 })).toBe(
    '5 of 5000, 5.0 a second, 17 min left',
  );
  expect(progressText(plainPage, { done: 30, total: null, milliseconds: 1_000 })).toBe('30, 30 a second');
});
