import { expect, test } from 'vitest';
import { costsOfCommands } from '../helpers/command-costs.js';
import { openTestDatabase } from '../helpers/databases.js';

const expected: Readonly<Record<string, readonly [statements: number, requests: number]>> = {
  // One for what failed before, one for history that is too old.
  'sync, idle': [10, 1],
  'sync --dry-run': [4, 1],
  status: [3, 0],
  'import of 10 new rows': [55, 0],
  'import of 10 known rows': [19, 0],
  'export of one customer': [2, 0],
  stats: [4, 0],
  history: [1, 0],
  'history RUN': [2, 0],
  show: [2, 0],
};

async function costsBeside(n: number) {
  const database = await openTestDatabase('server');
  try {
    return await costsOfCommands(database, n);
  } finally {
    await database.close();
  }
}

test('statements and requests of a command do not depend on how much there is', async () => {
  const few = await costsBeside(30);
  const many = await costsBeside(3_000);
  for (const costs of [few, many]) {
    const found = costs.map(({ command, statements, requests }) => [command, [statements, requests]]);
    expect(Object.fromEntries(found)).toEqual(expected);
  }
});
