import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { giveWay } from '../../src/core/give-way.js';

test('of several works that give way one goes on at each turn, in their order', async () => {
  const wentOn: { readonly work: number; readonly turn: number }[] = [];
  let turns = 0;
  const works = [0, 1, 2, 3].map(async (work) => {
    for (let step = 0; step < 5; step += 1) {
      await giveWay();
      wentOn.push({ work, turn: turns });
    }
  });
  const all = Promise.all(works).then(() => true);
  while (!(await Promise.race([all, turn(false)]))) turns += 1;
  expect(wentOn.map(({ work }) => work)).toEqual(Array.from({ length: 20 }, (_, step) => step % 4));
  expect(new Set(wentOn.map((one) => one.turn)).size).toBe(20);
});
