import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/config.js';
import { chooseLanguage, counter, digits } from '../../src/messages/language.js';
import { tempFolder } from '../helpers/temp-folder.js';

describe('the language of reports', () => {
  test.each([
    ['da', {}, 'da'],
    ['en', { RENOS_LANG: 'da', LC_ALL: 'da_DK.UTF-8' }, 'en'],
    [undefined, { RENOS_LANG: 'da', LC_ALL: 'en_US.UTF-8' }, 'da'],
    [undefined, { RENOS_LANG: 'en', LANG: 'da_DK.UTF-8' }, 'en'],
    [undefined, { RENOS_LANG: ' DA ' }, 'da'],
    [undefined, { RENOS_LANG: '', LANG: 'da_DK.UTF-8' }, 'da'],
    [undefined, { LC_ALL: 'C', LANG: 'da_DK.UTF-8' }, 'en'],
    [undefined, { LC_ALL: '', LC_MESSAGES: 'da', LANG: 'en_GB' }, 'da'],
    [undefined, { LC_MESSAGES: 'en_GB', LANG: 'da_DK' }, 'en'],
    [undefined, { LANG: 'da' }, 'da'],
    [undefined, { LANG: 'dav_KE' }, 'en'],
    [undefined, { LANG: 'de_DE' }, 'en'],
    [undefined, {}, 'en'],
  ])('--lang %s and %j choose %s', (flag, env, language) => {
    expect(chooseLanguage(flag, env)).toBe(language);
  });

  test('RENOS_LANG in .env counts more than the locale, and a wrong one is reported', async () => {
    const folder = tempFolder('language');
    await writeFile(join(folder, '.env'), 'RENOS_LANG=da\n');
    expect(loadConfig({ LANG: 'en_US.UTF-8' }, folder).terminal.language).toBe('da');
    expect(loadConfig({ RENOS_LANG: 'en' }, folder).terminal.language).toBe('en');
    expect(() => loadConfig({ RENOS_LANG: 'svensk' }, folder)).toThrow(
      'RENOS_LANG must be en or da. Example: RENOS_LANG=da',
    );
  });
});

test('numbers and plurals follow the language', () => {
  expect([digits('en', 1234567.5), digits('da', 1234567.5), digits('da', 1, 2)]).toEqual([
    '1234567.5',
    '1.234.567,5',
    '1,00',
  ]);
  expect([0, 1, 2, 1234].map((count) => counter('da')(count, 'kunde', 'kunder'))).toEqual([
    '0 kunder',
    '1 kunde',
    '2 kunder',
    '1.234 kunder',
  ]);
  expect([0, 1, 2].map((count) => counter('en')(count, 'row', 'rows'))).toEqual(['0 rows', '1 row', '2 rows']);
});
