import { describe, expect, test } from 'vitest';
import { freshDatabase } from '../helpers/databases.js';
import { pagePaths, readPage } from './read-page.js';
import { runPage } from './run-page.js';

const runs = pagePaths()
  .map(readPage)
  .filter(({ path }) => !/^docs\/(?:reference|decisions)\//.test(path))
  .filter(({ blocks }) =>
    blocks.some(({ language, word }) => /^(?:sh|console|cron)$/.test(language) && !word.startsWith('not-run')),
  );

describe('the commands of a page print what the page shows', () => {
  test.each(runs.map(({ path }) => path))('%s', async (path) => {
    const { differences, commands } = await runPage(readPage(path), () => freshDatabase('template1'));
    expect(differences).toEqual([]);
    expect(commands).toBeGreaterThan(0);
  });
});

test('most pages for users are run', () => {
  expect(runs.length).toBeGreaterThan(10);
});
