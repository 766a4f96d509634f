import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { costsOfCommands } from '../helpers/command-costs.js';
import { openTestDatabase } from '../helpers/databases.js';

const page = readFileSync(new URL('../../docs/development/command-costs.md', import.meta.url), 'utf8');
/** As the page has them for the least size: `| command | 10 and 1 | …`. */
const expected = Object.fromEntries(
  [...page.matchAll(/^\| (.+?) \| (\d+) and (\d+) \|/gm)].map(([, command, statements, requests]) => [
    command,
    [Number(statements), Number(requests)],
  ]),
);

async function costsBeside(n: number) {
  const database = await openTestDatabase('server');
  try {
    return await costsOfCommands(database, n);
  } finally {
    await database.close();
  }
}

test('statements and requests of a command are those of the page, and do not depend on how much there is', async () => {
  expect(expected).toMatchObject({ 'sync, idle': [10, 1] });
  const few = await costsBeside(30);
  const many = await costsBeside(3_000);
  for (const costs of [few, many]) {
    const found = costs.map(({ command, statements, requests }) => [command, [statements, requests]]);
    expect(Object.fromEntries(found)).toEqual(expected);
  }
});
