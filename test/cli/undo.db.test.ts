import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCli } from '../helpers/cli.js';
import { freshFolder } from '../helpers/databases.js';

let folder: string;
let env: Record<string, string>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'renos-sync-undo-'));
  env = { RENOS_DATA_DIR: await freshFolder() };
  await writeFile(join(folder, 'kunder.csv'), 'Navn;E-mail\nÅse Holm;aase@example.dk\nBo Lind;bo@example.dk\n');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const run = (...args: readonly string[]) => runCli([...args], env, { cwd: folder });
const customers = async () => (await run('stats', '--json')).json()?.totalCustomers;

test('undo reports that there is nothing to undo, and requires a run without a terminal', async () => {
  expect((await run('undo', '--yes', '--json')).json()).toMatchObject({
    error: { code: 'nothing-to-undo', exitCode: 2, actions: ['renos-sync history'] },
  });
  expect((await run('undo', '--json')).json()).toMatchObject({ error: { code: 'run-missing', exitCode: 2 } });
});

test('an import is shown by name, undone, imported again, and a no in the terminal changes nothing', async () => {
  expect((await run('import', 'kunder.csv')).exitCode).toBe(0);
  const shown = await run('undo', '--dry-run');
  expect(shown).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('nothing was written') });
  expect(shown.stdout).toMatch(/^Database: remove customer Åse Holm \(\w+\)$/m);
  expect(await customers()).toBe(2);
  const terminal = fileURLToPath(new URL('../helpers/pretend-terminal.mjs', import.meta.url));
  const asked = { ...env, NODE_OPTIONS: `--import=${terminal}`, TERM: 'dumb' };
  const denied = await runCli(['undo'], asked, { cwd: folder, input: 'nej\n' });
  expect(denied).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('Not confirmed: nothing was changed.') });
  expect(await customers()).toBe(2);
  expect((await run('undo', '--yes')).exitCode).toBe(0);
  expect(await customers()).toBe(0);
  expect((await run('import', 'kunder.csv', '--json')).json()).toMatchObject({ customersCreated: 2 });
  expect(await customers()).toBe(2);
});
