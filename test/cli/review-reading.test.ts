import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { reviewReading } from '../../src/cli/review-reading.js';
import { analyzeFile } from '../../src/core/customers/columns/analyze-file.js';
import { usualImport } from '../../src/core/options/import-options.js';
import { sourceOfText } from '../../src/files/bytes/open-source.js';
import { plainPage } from '../../src/reports/page.js';

const clear = 'Navn;Mail;Sko\nAnna Bo;a@bo.example;38\nBo Ek;b@ek.example;44\n';
const doubtful = 'Navn;Felt;Sko\nAnna Bo;anna.den.lange@bo.example;38\nBo Ek;b@ek.example;44\n';

async function review(csv: string, { asks = true, answer = '' } = {}) {
  const analysis = await analyzeFile(await sourceOfText(csv, 'csv'), usualImport);
  const input = new PassThrough();
  const output = new PassThrough();
  input.write(`${answer}\n`);
  const outcome = await reviewReading(analysis, { input, output, page: plainPage, asks }).then(
    () => 'goes on',
    ({ code, exitCode }) => `${code} ${exitCode}`,
  );
  return { outcome, shown: String(output.read()) };
}

test('the reading is a table of headers, what they become, and three values shortened, with what is left out', async () => {
  const { outcome, shown } = await review(doubtful, { asks: false });
  expect(outcome).toBe('goes on');
  expect(shown).toBe(`How the file is read:

column  becomes     values
Navn    name        Anna Bo · Bo Ek
Felt    email       anna.den.lange@bo… · b@ek.example
Sko     (left out)  38 · 44

`);
});

test.each([
  ['a clear reading', clear, { answer: '' }, 'goes on', false],
  ['a doubtful one and yes', doubtful, { answer: 'ja' }, 'goes on', true],
  ['a doubtful one and no', doubtful, { answer: 'n' }, 'not-confirmed 2', true],
  ['a doubtful one and only Enter', doubtful, { answer: '' }, 'not-confirmed 2', true],
  ['a doubtful one with --yes, or without a terminal', doubtful, { asks: false }, 'goes on', false],
])('%s: %#', async (_, csv, options, wanted, asked) => {
  const { outcome, shown } = await review(csv, options);
  expect(outcome).toBe(wanted);
  expect(shown.includes('Import it like this? [y/N]')).toBe(asked);
});
