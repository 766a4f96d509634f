import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findAll } from '../../src/core/customers/redact/compare-findings.js';
import { usualImport } from '../../src/core/options/import-options.js';
import { silentProgress } from '../../src/core/ports.js';
import { openSource } from '../../src/files/bytes/open-source.js';
import { fuzzedFile } from '../helpers/fuzzed-files.js';
import { tempFolder } from '../helpers/temp-folder.js';

/** At night 10,000 (RENOS_FUZZ); RENOS_FUZZ_SEED is the first, as a failure prints it. */
const count = Number(process.env.RENOS_FUZZ ?? 150);
const first = Number(process.env.RENOS_FUZZ_SEED ?? 0);
const longest = 10_000;
const mostMemory = 600 * 1024 * 1024;

const world = { clock: () => new Date(0), progress: silentProgress, signal: new AbortController().signal };

/** What reading finds, or the code of its refusal; anything else that is thrown is a crash. */
async function outcomeOf(path: string): Promise<readonly string[]> {
  try {
    const source = await openSource(path, { archives: true });
    try {
      return await findAll({ ...world, source }, usualImport);
    } finally {
      await source.close();
    }
  } catch (error) {
    if ((error as { exitCode?: number }).exitCode === 2) return [(error as { code: string }).code];
    throw error;
  }
}

test(`${count} broken workbooks and contacts are read or refused, in little time and memory, and nothing is written`, async () => {
  const folder = tempFolder('fuzz');
  const path = join(folder, 'inner', 'kunder');
  await mkdir(join(folder, 'inner'));
  const refused = new Set<string>();
  for (let seed = first; seed < first + count; seed += 1) {
    await writeFile(path, await fuzzedFile(seed));
    const begin = performance.now();
    const found = await outcomeOf(path).catch((error: unknown) => {
      throw new Error(`RENOS_FUZZ_SEED=${seed}`, { cause: error });
    });
    expect(performance.now() - begin, `RENOS_FUZZ_SEED=${seed} takes too long`).toBeLessThan(longest);
    for (const one of found) refused.add(one.split('\0')[0] ?? '');
  }
  expect(await readdir(folder, { recursive: true })).toEqual(['inner', join('inner', 'kunder')]);
  expect(process.memoryUsage.rss()).toBeLessThan(mostMemory);
  // Not all of it is refused at the door.
  expect([...refused]).toEqual(expect.arrayContaining(['archive-damaged', 'vcard-broken', 'date-invalid']));
});
