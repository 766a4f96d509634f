import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { CustomerSource } from '../../../src/core/customers/model/source.js';
import { openSource } from '../../../src/files/bytes/open-source.js';
import { zipOf } from '../../helpers/zip.js';

async function open(content: Uint8Array): Promise<CustomerSource> {
  const folder = await mkdtemp(join(tmpdir(), 'renos-sync-workbook-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'file');
  await writeFile(path, content);
  return openSource(path, { archives: true });
}

test('a workbook that unpacks to more than can be held is refused before it is read', async () => {
  const bomb = zipOf([
    { name: 'xl/workbook.xml', content: '<workbook/>' },
    { name: 'xl/sharedStrings.xml', content: Buffer.alloc(170_000_000, 'a') },
  ]);
  expect(bomb.length).toBeLessThan(2_000_000);
  await expect((await open(bomb)).inspect()).rejects.toMatchObject({ code: 'workbook-too-large', exitCode: 2 });
});

test('a file in an archive that unpacks to more than is read at once is refused', async () => {
  const archive = zipOf([{ name: 'kunder.csv', content: Buffer.alloc(270_000_000, 'a') }]);
  await expect(open(archive)).rejects.toMatchObject({ code: 'archive-too-large', exitCode: 2 });
});
