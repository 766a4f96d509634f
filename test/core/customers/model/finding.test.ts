import { expect, test } from 'vitest';
import { FindingTally } from '../../../../src/core/customers/model/finding.js';

test('a group tells what all its lines are about, and not only the first', () => {
  const tally = new FindingTally();
  const add = (line: number, reason: string) =>
    tally.add({ severity: 'error', code: 'email-invalid', line, column: 'E-mail', reason, remedy: '' });
  add(3, 'has no @');
  add(4, 'has a space inside');
  add(5, 'has no @');
  expect(tally.groups()).toMatchObject([{ count: 3, reason: 'has no @ or has a space inside', lines: [3, 4, 5] }]);
  for (let line = 6; line < 20; line += 1) add(line, `has ${line} @`);
  expect(tally.groups()).toMatchObject([{ count: 17, reason: 'has no @ or has a space inside or has 6 @ or …' }]);
});
