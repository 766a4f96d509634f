import { expect, test } from 'vitest';
import { checkFile } from '../../../../src/core/customers/import/check-file.js';
import { strictly } from '../../../../src/core/customers/import/import-result.js';
import { usualImport } from '../../../../src/core/options/import-options.js';
import { silentProgress } from '../../../../src/core/ports.js';
import { sourceOfText } from '../../../../src/files/bytes/open-source.js';
import { renderImport } from '../../../../src/reports/import-report.js';
import { plainPage } from '../../../../src/reports/page.js';

const check = async (csv: string) =>
  checkFile(
    {
      source: await sourceOfText(csv, 'csv'),
      clock: () => new Date(),
      progress: silentProgress,
      signal: new AbortController().signal,
    },
    usualImport,
  );

test('what a strict check takes for an error is never to be fixed by doing nothing', async () => {
  const result = await check('Navn;E-mail;Postnr\nAnna;a@example.dk, b@example.dk;800\nAnna;a@example.dk;\n');
  expect(result.findings.map(({ remedy }) => remedy.slice(0, 7))).toEqual(['Nothing', 'Nothing', 'Nothing']);
  const strict = strictly(result);
  expect(strict.findings.map(({ severity, remedy }) => [severity, remedy])).toEqual([
    ['error', 'Fix the file, or leave --strict out (it was put into the notes).'],
    ['error', 'Fix the file, or leave --strict out (the leading zero that a spreadsheet removed was added again).'],
    ['error', 'Fix the file, or leave --strict out (both rows became one customer).'],
  ]);
  expect(strict.findingGroups.map(({ remedy }) => remedy.slice(0, 3))).toEqual(['Fix', 'Fix', 'Fix']);
});

test('names every column that is not used once, also one that is known to be of no use', async () => {
  const result = await check('Name,Email,Created At,Skostørrelse\nAnna,a@example.dk,2025-01-01,38\n');
  expect(result.file).toMatchObject({ columns: 4, columnsUsed: 2 });
  const report = renderImport(result, plainPage);
  expect(report).toContain('not imported: Created At\n');
  expect(report).toContain('column Skostørrelse: is not imported [column-unused]');
});

test('names several columns that are not used in one finding, in English and Danish', async () => {
  const names = Array.from({ length: 14 }, (_, at) => `Felt${'abcdefghijklmn'[at]}`);
  const result = await check(`Name,Email,${names.join(',')}\nAnna,a@example.dk${',x'.repeat(14)}\n`);
  const report = renderImport(result, { ...plainPage, width: 1_000 });
  expect(report.split('\n').filter((line) => line.includes('[column-unused]'))).toEqual([
    `  warning 14 × these columns are not imported: ${names.slice(0, 12).join(', ')} and 2 more [column-unused]`,
  ]);
  expect(report).toContain('Use one with --map "Felta=notes", or leave them.');
  expect(renderImport(result, { ...plainPage, language: 'da' })).toContain('14 × kolonner importeres ikke: Felta');
});
