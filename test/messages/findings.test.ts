import { expect, test } from 'vitest';
import type { FindingId } from '../../src/core/codes/findings.js';
import { strictly } from '../../src/core/customers/import/import-result.js';
import { FindingTally, noting } from '../../src/core/customers/model/finding.js';
import type { Finding, ImportResult } from '../../src/core/results/import-result.js';
import { placeFinding, rejectReason, tellFinding, tellFindings, tellRefusal } from '../../src/messages/findings.js';
import { sampleFinding as findingOf, findingIds as ids } from '../helpers/finding-samples.js';
import { englishWordsIn } from '../helpers/words.js';

test.each(ids)('%s has a Danish sentence, and over HTTP none with a flag', (id) => {
  const finding = findingOf(id);
  const danish = tellFinding(finding, { language: 'da', as: 'typed' });
  expect(englishWordsIn(`${danish.reason} ${danish.remedy}`), `${danish.reason} ${danish.remedy}`).toEqual([]);
  expect(danish.reason).not.toBe(finding.reason);
  const posted = tellFinding(finding, { language: 'en', as: 'posted' });
  expect(posted.remedy).not.toMatch(/(^|\s)--\w/);
  expect(tellFinding(finding, { language: 'en', as: 'typed' })).toEqual({
    reason: finding.reason,
    remedy: finding.remedy,
  });
});

test.each(ids)('%s names on a page its control, or says that only the command line can do it', (id) => {
  for (const [language, only] of [
    ['en', /\((only on the command line)\)|On the command line: /],
    ['da', /\((kun på kommandolinjen)\)|På kommandolinjen: /],
  ] as const) {
    const { remedy } = tellFinding(findingOf(id), { language, as: 'shown' });
    for (const part of remedy.split(/[,;:]|eller | or /)) {
      if (/(^|\s)--\w/.test(part)) expect(remedy).toMatch(only);
    }
    expect(remedy).not.toMatch(/HEADER|KOLONNE|--map|--create-bookings|--accept/);
    if (/renos-sync/.test(remedy)) expect(remedy).toMatch(only);
  }
});

test('on a page a column is chosen, and the bookings are marked where the file is chosen', () => {
  const remedy = (id: FindingId, language: 'en' | 'da') => tellFinding(findingOf(id), { language, as: 'shown' }).remedy;
  expect(remedy('column-unused', 'en')).toBe('Use it with the choice “Notes” for “"Kol"” below, or leave it.');
  expect(remedy('column-unused', 'da')).toBe('Brug den med valget “Noter” for “"Kol"” nedenfor, eller lad den være.');
  expect(remedy('bookings-left', 'en')).toBe(
    'Add the mark at “Import the bookings in it too”, where the file is chosen.',
  );
  expect(remedy('no-bookings/no-start', 'en')).toBe('Choose “Booking: start” for the column that is it below.');
});

test.each([
  { why: 'two-customers', by: 'id', who: [{ id: 'c1' }, { line: 2 }] },
  { why: 'two-customers', by: 'email', who: [] },
  { why: 'email-of-another', differing: ['phone', 'address'] },
  { why: 'other-email', by: 'address', phoneToo: true },
  { why: 'other-email', by: 'phone', phoneToo: false },
  { why: 'name-alike' },
  { why: 'only-phone' },
  { why: 'fits-several', what: 'nameAddress', count: 4, who: [{ id: 'c1' }, { id: 'c2' }] },
] as const)('a doubt ($why) has a Danish sentence', (doubt) => {
  const finding = { severity: 'error', ...noting('probable-duplicate', { who: { id: 'c1' }, doubt }) } as const;
  expect(englishWordsIn(tellFinding(finding, { language: 'da', as: 'typed' }).reason)).toEqual([]);
});

test('findings of one kind are reported together, with their share of the column', () => {
  const tally = new FindingTally();
  tally.add(findingOf('email-invalid/no-at', 'error'));
  tally.add(findingOf('email-invalid/space', 'error'));
  const [group] = tally.groups();
  expect(group).toMatchObject({ reason: 'has no @ or has a space inside', count: 2 });
  const told = tellFindings({ ...group, percent: 80 } as never, { language: 'da', as: 'typed' });
  expect(told.reason).toBe(
    '80 % af kolonnen: hver har intet @ eller har et mellemrum i sig; se efter, om kolonnen overhovedet er e-mails',
  );
});

test('the reasons of rejected rows are in the language of the person who gets them', () => {
  const finding = findingOf('name-missing/empty', 'error');
  expect(rejectReason('da')(finding)).toBe('Kol: mangler');
  expect(rejectReason('en')(finding)).toBe('Kol: is missing');
  expect(placeFinding(finding, 'en')).toBe('line 3, column Kol: is missing');
  expect(placeFinding({ ...finding, record: { number: 2, name: null }, reason: 'mangler' }, 'da')).toBe(
    'post 2, linje 3, kolonne Kol: mangler',
  );
});

test('what needs nothing is to be fixed in a file without a doubt, in both languages', () => {
  const findings = [findingOf('several-phones')];
  const result = { findings, findingGroups: [], success: true } as unknown as ImportResult;
  const [strict] = strictly(result).findings;
  expect(strict).toMatchObject({
    severity: 'error',
    remedy: expect.stringMatching(/^Fix the file, or leave --strict/),
  });
  expect(tellFinding(strict as Finding, { language: 'da', as: 'typed' }).remedy).toMatch(/^Ret filen, eller udelad/);
});

test('a finding that an earlier version stored is shown as it was stored', () => {
  const { sentence: _, ...finding } = findingOf('several-phones');
  expect(tellFinding(finding, { language: 'da', as: 'typed' })).toMatchObject({ reason: 'is an additional phone' });
});

test('a refused file has a Danish sentence, and names an option over HTTP', () => {
  const refusal = {
    ...{ code: 'most-rows-rejected', message: '', override: '' },
    params: { id: 'most-rows-rejected', rejected: 3, all: 4 },
  };
  expect(tellRefusal(refusal, { language: 'da', as: 'posted' })).toMatchObject({
    message: '3 af 4 rækker ville blive afvist: intet er skrevet.',
    override: 'options.acceptRejects = true',
  });
});
