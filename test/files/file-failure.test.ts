import { mkdir, mkdtemp, readlink, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { edgeFailure, failureOf } from '../../src/app/explain-failure.js';
import { fileFailure, inDataFolder, isFileFailure } from '../../src/files/file-failure.js';
import { makeFolder } from '../../src/files/make-folder.js';

const system = (code: string, syscall: string, path?: string) =>
  Object.assign(new Error(`${code}: ${syscall}`), { code, syscall, ...(path === undefined ? {} : { path }) });

describe('an error of the file system', () => {
  test.each([
    ['ENOSPC', 'disk-full', 5],
    ['EDQUOT', 'disk-full', 5],
    ['EFBIG', 'disk-full', 5],
    ['EACCES', 'file-unusable', 2],
    ['EROFS', 'file-unusable', 2],
    ['ENOTDIR', 'file-unusable', 2],
    ['ELOOP', 'file-unusable', 2],
    ['EIO', 'file-failed', 5],
    ['ESTALE', 'file-failed', 5],
    ['EMFILE', 'too-many-files', 5],
    ['ENFILE', 'too-many-files', 5],
  ])('%s is %s, exit %i, named with its path and what to set', (code, wanted, exitCode) => {
    const place = inDataFolder('/srv/renos');
    const failure = fileFailure(system(code, 'open'), place);
    expect(failure).toMatchObject({ code: wanted, exitCode });
    if (wanted !== 'too-many-files') {
      expect(failure).toMatchObject({ message: expect.stringContaining('The data folder, /srv/renos,') });
      expect((failure as { actions: string[] }).actions).toContain('RENOS_DATA_DIR=/a/folder/of/your/own');
    }
  });

  test('without a place it names the path of the error itself, however deep it is wrapped', () => {
    const wrapped = new Error('outer', { cause: system('EACCES', 'open', '/srv/a') });
    expect(edgeFailure(wrapped)).toMatchObject({ message: expect.stringContaining('/srv/a') });
    expect(isFileFailure(wrapped)).toBe(true);
  });

  test.each([
    ['a socket of PostgreSQL that is not there', system('ENOENT', 'connect', '/run/postgresql/.s.PGSQL.5432')],
    ['a connection that was lost', system('ECONNRESET', 'read')],
    ['a closed pipe', system('EPIPE', 'write')],
    ['any other error', new Error('x')],
  ])('%s is none', (_what, error) => {
    expect(fileFailure(error)).toBe(error);
    expect(isFileFailure(error)).toBe(false);
  });

  test('a missing socket of a real server is not a file’s failure either', async () => {
    const error = await new Promise((resolve) =>
      createConnection(join(tmpdir(), 'renos-sync-no-socket')).on('error', resolve),
    );
    expect(isFileFailure(error)).toBe(false);
  });
});

test.each([
  [new RangeError('WebAssembly.instantiate(): Out of memory: Cannot allocate Wasm memory for new instance')],
  [new RangeError('WebAssembly.Memory(): could not allocate memory')],
  [new RangeError('Array buffer allocation failed')],
  [new Error('opened no database', { cause: new RangeError('WebAssembly.instantiate(): Out of memory') })],
  [system('ENOMEM', 'read')],
])('%s is too little memory, exit 5', (error) => {
  expect(failureOf(error)).toMatchObject({ code: 'too-little-memory', exitCode: 5 });
});

test('what no edge knows is ours', () => {
  expect(failureOf(new RangeError('Invalid array length'))).toMatchObject({ code: 'internal', exitCode: 1 });
});

describe('makeFolder', () => {
  async function root(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'renos-sync-folders-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    return folder;
  }

  test('makes all that is missing, for its owner alone, also beyond a link to a folder', async () => {
    const folder = await root();
    await mkdir(join(folder, 'real'));
    await symlink('real', join(folder, 'link'));
    await makeFolder(join(folder, 'link', 'a', 'b'));
    expect((await stat(join(folder, 'real', 'a', 'b'))).mode & 0o777).toBe(0o700);
    await makeFolder(join(folder, 'link'));
    expect(await readlink(join(folder, 'link'))).toBe('real');
  });

  test('two at once make one', async () => {
    const folder = await root();
    const path = join(folder, 'a', 'b', 'c');
    await Promise.all([makeFolder(path), makeFolder(path), makeFolder(path)]);
    expect((await stat(path)).isDirectory()).toBe(true);
  });

  test('says why a file, or a link to nothing, is no folder', async () => {
    const folder = await root();
    await writeFile(join(folder, 'file'), '');
    await symlink('gone', join(folder, 'link'));
    await expect(makeFolder(join(folder, 'file'))).rejects.toMatchObject({ code: 'EEXIST' });
    await expect(makeFolder(join(folder, 'file', 'a'))).rejects.toMatchObject({ code: 'ENOTDIR' });
    await expect(makeFolder(join(folder, 'link'))).rejects.toMatchObject({ code: 'EEXIST' });
  });

  test.runIf(process.platform === 'linux')('ends below /proc, where nothing can be made', async () => {
    await expect(makeFolder('/proc/renos-sync/data')).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
