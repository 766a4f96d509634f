import { expect, test } from 'vitest';
import { parseJson } from '../../../src/server/http/parse-json.js';

const customer = (n: number) => ({
  name: `Søren "${n}", Ågård [${n}]`,
  phone: String(n),
  bookings: [{ start: 'x,]' }],
});

test.each([
  ['a list of 9 MB', () => ({ customers: Array.from({ length: 90_000 }, (_, n) => customer(n)) })],
  ['a text of 15 MB', () => ({ csvData: 'Søren Sørensen;k1@example.dk;20 30 40 50;"Vej 1"\n'.repeat(280_000) })],
])('other work has its turn at least every 50 ms while %s is parsed', async (_, body) => {
  const text = Buffer.from(JSON.stringify(body()));
  expect(text.length).toBeGreaterThan(8_000_000);
  const turns: number[] = [];
  for (let tries = 0; tries < 3; tries += 1) turns.push(await longestTurn(() => parseJson(text)));
  expect(Math.min(...turns)).toBeGreaterThan(0);
  expect(Math.min(...turns)).toBeLessThan(120);
});

/** Milliseconds that this process computed between two turns of others, at most. */
async function longestTurn(work: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let before = process.cpuUsage();
  const timer = setInterval(() => {
    const { user } = process.cpuUsage(before);
    longest = Math.max(longest, user / 1_000);
    before = process.cpuUsage();
  }, 1);
  await work();
  clearInterval(timer);
  return longest;
}
