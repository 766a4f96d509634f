import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OperatorWorld, openOperatorWorld } from '../helpers/operator-world.js';
import { tempFolder } from '../helpers/temp-folder.js';

let world: OperatorWorld;
const folder = tempFolder('html');
beforeAll(async () => {
  world = await openOperatorWorld();
  await writeFile(
    join(folder, 'kunder.csv'),
    'Navn;E-mail\nÅse Holm;aase@example.dk\nBo Lind;bo@@example.dk\nCarl;c@example.dk\n',
  );
});
afterAll(async () => {
  await world.close();
});

const run = (...args: readonly string[]) => world.run(args, {}, { cwd: folder });
const page = (name = 'side.html') => readFile(join(folder, name), 'utf8');

test('an import writes its page beside its report, for its owner alone, with rows that the JSON does not hold', async () => {
  const checked = await run('validate', 'kunder.csv', '--html', 'side.html');
  expect(checked).toMatchObject({ exitCode: 4, stderr: expect.stringContaining('The page is in side.html') });
  expect(await page()).toContain('<title>What importing kunder.csv would do</title>');
  const imported = await run('import', 'kunder.csv', '--html=side.html', '--json', '--lang', 'da');
  expect(imported).toMatchObject({ exitCode: 4 });
  expect(imported.json()).toMatchObject({ customersCreated: 2 });
  expect(imported.stdout).not.toContain('bo@@example.dk');
  expect(await page()).toContain('<title>Import af kunder.csv</title>');
  expect(await page()).toContain('<bdi>bo@@example.dk</bdi>');
  expect(await page()).toContain('rejects.csv</code>');
  expect((await stat(join(folder, 'side.html'))).mode & 0o777).toBe(0o600);
  await writeFile(join(folder, 'nyt.csv'), 'Navn;E-mail\nÅse Holm-Dahl;aase@example.dk\n');
  expect(await run('import-csv', 'nyt.csv', '--html', 'side.html')).toMatchObject({ exitCode: 0 });
  expect(await page()).toMatch(/<del>.*?<bdi>Åse Holm<\/bdi><\/del>.*?<ins>.*?<bdi>Åse Holm-Dahl<\/bdi><\/ins>/s);
});

test('sync, status, stats, conflicts and undo write theirs', async () => {
  await world.addBooking('b1', 3, { address: 'Nygade 1' });
  expect(await run('sync', '--dry-run', '--html', 'plan.html')).toMatchObject({ exitCode: 0 });
  expect(await page('plan.html')).toMatch(/class="slot good.*?Vask/s);
  for (const [name, ...args] of [['sync'], ['status'], ['stats'], ['conflicts'], ['undo', '--yes']] as const) {
    const file = `${name}.html`;
    expect({ name, exitCode: (await run(name, ...args, '--html', file)).exitCode }).toEqual({ name, exitCode: 0 });
    expect(await page(file)).toMatch(/^<!doctype html>\n<!-- renos-sync -->\n/);
  }
});

test('a file that is no page is never replaced, and nothing is done before that is known', async () => {
  const before = await page('kunder.csv');
  const refused = await run('import', 'kunder.csv', '--html', 'kunder.csv', '--json');
  expect(refused.json()).toMatchObject({ error: { code: 'page-elsewhere', exitCode: 2 } });
  expect(await page('kunder.csv')).toBe(before);
  expect(await run('stats', '--html', 'mappe/side.html')).toMatchObject({ exitCode: 2 });
});
