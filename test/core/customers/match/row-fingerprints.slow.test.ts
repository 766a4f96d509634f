import { expect, test } from 'vitest';
import { madeUpCustomer } from '../../../../scripts/made-up-customers.js';
import { matchKeys } from '../../../../src/core/customers/match/match-keys.js';
import { RowFingerprints } from '../../../../src/core/customers/match/row-fingerprints.js';

test('many rows are searched for what they share in pieces of at most 50 ms, and the same is found', async () => {
  const fingerprints = new RowFingerprints();
  const rows = 60_000;
  for (let seq = 0; seq < rows; seq += 1) {
    const { name, email, phone, street, town } = madeUpCustomer(seq % (rows - 1));
    fingerprints.note(seq, matchKeys({ name, email, phone: `+45${phone}`, address: `${street}, ${town}` }, 'DK'));
  }
  let turns = 0;
  let isSearching = true;
  const count = () => {
    turns += 1;
    if (isSearching) setImmediate(count);
  };
  setImmediate(count);
  const before = process.cpuUsage();
  const { sharing } = await fingerprints.suspects();
  const { user, system } = process.cpuUsage(before);
  isSearching = false;
  expect([...sharing]).toEqual(expect.arrayContaining([0, rows - 1]));
  expect(turns).toBeGreaterThanOrEqual(Math.floor((user + system) / 50_000));
  expect(turns).toBeGreaterThan(1);
});
