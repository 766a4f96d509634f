import { expect, test } from 'vitest';
import { compareFound, findAll } from '../../src/core/customers/redact/compare-findings.js';
import { makeRedactor } from '../../src/core/customers/redact/redactor.js';
import { usualImport } from '../../src/core/options/import-options.js';
import { silentProgress } from '../../src/core/ports.js';
import { sourceOfText } from '../../src/files/bytes/open-source.js';
import { randomCustomerFile } from '../helpers/random-customer-file.js';

const options = { ...usualImport, createBookings: true };
const world = { clock: () => new Date(0), progress: silentProgress, signal: new AbortController().signal };

async function redacted(text: string, seed: string): Promise<string> {
  const source = await sourceOfText(text, 'csv');
  const parts: Uint8Array[] = [];
  for await (const part of source.redacted(await makeRedactor(source, options, seed))) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

test('files of rows that repeat each other with mistakes are found to have the same, whatever the seed', async () => {
  const found = async (text: string) => findAll({ ...world, source: await sourceOfText(text, 'csv') }, options);
  for (let seed = 0; seed < 40; seed += 1) {
    const text = randomCustomerFile(seed);
    const again = await redacted(text, `frø ${seed}`);
    expect(again).not.toBe(text);
    expect([seed, compareFound(await found(text), await found(again))]).toEqual([seed, []]);
  }
});
