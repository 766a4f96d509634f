import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from '../helpers/cli.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'renos-sync-redact-'));
  await writeFile(join(folder, 'kunder.csv'), 'Navn;E-mail\nÅse Holm;aase@eksempel.dk\nBo Lind;bo(at)eksempel\n');
  await writeFile(join(folder, 'ukendt.csv'), 'Nimi;Puhelin\nAnna Ager;20304050\n');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const nowhere = { DATABASE_URL: 'postgresql://nobody@127.0.0.1:9/none' };
const run = (...args: readonly string[]) => runCli([...args], nowhere, { cwd: folder });

describe('renos-sync redact', () => {
  test('writes the file without its people, says that it holds the same, and needs no database', async () => {
    const outcome = await run('redact', 'kunder.csv', '-o', 'ud.csv');
    expect(outcome).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('validate finds the same') });
    const text = await readFile(join(folder, 'ud.csv'), 'utf8');
    expect(text).toMatch(/^Navn;E-mail\nÅ\w\w \w{4};\w{4}@\w{8}\.dk\n/);
    expect(text).not.toMatch(/Holm|Lind|eksempel/);
  });

  test('gives the same for the same --seed, another one without, and gzip where the name says so', async () => {
    const of = async (name: string, ...flags: string[]) => {
      expect(await run('redact', 'kunder.csv', '-o', name, '--quiet', ...flags)).toMatchObject({
        exitCode: 0,
        stdout: '',
      });
      return readFile(join(folder, name));
    };
    const [one, two] = [await of('1.csv', '--seed', 'x'), await of('2.csv.gz', '--seed', 'x')];
    expect(gunzipSync(two).toString()).toBe(one.toString());
    expect((await of('3.csv')).equals(await of('4.csv'))).toBe(false);
  });

  test('never replaces the file that it reads, nor another one unasked', async () => {
    for (const output of ['kunder.csv', './kunder.csv'])
      expect((await run('redact', 'kunder.csv', '-o', output, '--force', '--json')).json()).toMatchObject({
        error: { code: 'redact-same-file', exitCode: 2 },
      });
    await writeFile(join(folder, 'der.csv'), 'x');
    expect((await run('redact', 'kunder.csv', '-o', 'der.csv')).exitCode).toBe(2);
    expect((await run('redact', 'kunder.csv', '-o', 'der.csv', '-f')).exitCode).toBe(0);
    expect(await readFile(join(folder, 'kunder.csv'), 'utf8')).toContain('Åse Holm');
  });

  test('is named where a file cannot be understood, and where rows were rejected', async () => {
    const refused = await run('validate', 'ukendt.csv');
    expect(refused).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('renos-sync redact FILE -o') });
    expect((await run('redact', 'ukendt.csv', '-o', 'ukendt-ud.csv')).exitCode).toBe(0);
    expect(await readFile(join(folder, 'ukendt-ud.csv'), 'utf8')).toMatch(/^Nimi;Puhelin\n(?!Anna)/);
  });
});

test('import-csv takes what import takes, with a note', async () => {
  await writeFile(join(folder, 'kunder.json'), '[{"name":"Åse Holm"}]');
  const taken = await run('import-csv', 'kunder.json', '--dry-run');
  expect(taken).toMatchObject({ exitCode: 5, stderr: expect.stringContaining('kunder.json is no CSV') });
  await writeFile(join(folder, 'klammer.csv'), '[Navn];[Telefon]\nÅse Holm;20304050\n');
  expect((await run('validate', 'klammer.csv')).exitCode).toBe(0);
});
