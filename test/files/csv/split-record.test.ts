import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseQuoted } from '../../../src/files/csv/parse-quoted.js';
import { splitRecord } from '../../../src/files/csv/split-record.js';

test.each([
  ['a;"b;c";', ['a', 'b;c', '']],
  ['"Åse ""Bo"" Holm";""""', ['Åse "Bo" Holm', '"']],
  ['"";""', ['', '']],
  ['"line\none";b', ['line\none', 'b']],
])('splits %j', (record, cells) => {
  expect(splitRecord(record, ';')).toEqual(cells);
});

test.each(['a "b" c;d', '"a" ;b', '"a;b', '"a""'])('leaves %j to the library', (record) => {
  expect(splitRecord(record, ';')).toBeNull();
});

test('splits as the library does wherever it splits', async () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '"', ';', '\n', ' ', 'å'), maxLength: 6 });
  const written = fc
    .array(fc.tuple(cell, fc.boolean()), { minLength: 2, maxLength: 5 })
    .map((cells) =>
      cells
        .map(([text, isQuoted]) => (isQuoted ? `"${text.replaceAll('"', '""')}"` : text.replace(/["\n;]/g, '').trim()))
        .join(';'),
    );
  await fc.assert(
    fc.asyncProperty(written, async (record) => {
      fc.pre(record.includes('"'));
      expect([splitRecord(record, ';')]).toEqual(await parseQuoted([record], ';'));
    }),
    { numRuns: 300 },
  );
});
