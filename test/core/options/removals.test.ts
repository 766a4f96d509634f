import * as v from 'valibot';
import { expect, test } from 'vitest';
import { optionDocuments } from '../../../src/core/options/other-requests.js';

test.each(['sync', 'undo'] as const)('how much %s may remove is a number, or a part that is at most all', (verb) => {
  const { maxDeletes } = optionDocuments[verb];
  const isTaken = (said: unknown) => v.is(maxDeletes, said);
  for (const said of [0, 12, '0', '1000', '0%', '9%', '030%', '100%'])
    expect([said, isTaken(said)]).toEqual([said, true]);
  for (const said of ['101%', '1000%', '999999%', '-1', '-1%', '5 %', '%', 1.5])
    expect([said, isTaken(said)]).toEqual([said, false]);
});
