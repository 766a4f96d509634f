import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { checkFile } from '../../../src/core/customers/import/check-file.js';
import { usualImport } from '../../../src/core/options/import-options.js';
import { silentProgress } from '../../../src/core/ports.js';
import { sourceOfText } from '../../../src/files/bytes/open-source.js';

test('other work has its turn while thousands of rows that share a phone are decided', async () => {
  const rows = Array.from({ length: 3_000 }, (_, row) => `Ansat ${row} Navn${row},a${row}@example.dk,70101010`);
  const source = await sourceOfText(['Name,Email,Phone', ...rows].join('\n'), 'csv');
  let turns = 0;
  const others = new AbortController();
  const counting = (async () => {
    for (; !others.signal.aborted; turns += 1) await sleep(0);
  })();
  const ports = { source, clock: () => new Date(0), progress: silentProgress, signal: others.signal };
  const { customersCreated, customersRejected } = await checkFile(ports, usualImport);
  others.abort();
  await counting;
  expect(customersCreated + customersRejected).toBe(3_000);
  expect(turns).toBeGreaterThan(20);
});

test('other work has its turn while rows are read from memory', async () => {
  const rows = Array.from({ length: 20_000 }, (_, row) => `Kunde ${row},k${row}@example.dk`);
  const source = await sourceOfText(['Name,Email', ...rows].join('\n'), 'csv');
  await source.inspect();
  let turns = 0;
  const others = new AbortController();
  const counting = (async () => {
    for (; !others.signal.aborted; turns += 1) await turn();
  })();
  let read = 0;
  for await (const page of source.rows()) read += page.length;
  others.abort();
  await counting;
  expect(read).toBe(20_001);
  expect(turns).toBeGreaterThan(20);
});
