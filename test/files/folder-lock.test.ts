import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FolderLock, lockFolder } from '../../src/files/folder-lock.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'renos-sync-lock-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const take = (wait: boolean) => lockFolder(folder, { name: 'database', purpose: 'sync', wait: () => wait });

test('one at a time: the second is told who holds it, and gets it after release', async () => {
  const first = await take(false);
  await expect(take(false)).rejects.toMatchObject({ code: 'folder-in-use', exitCode: 5 });
  let isSecondIn = false;
  const second = take(true).then((lock) => {
    isSecondIn = true;
    return lock;
  });
  expect(isSecondIn).toBe(false);
  await first.release();
  await (await second).release();
  expect(await readdir(folder)).toEqual([]);
});

test('of many that wait, one is in at a time', async () => {
  let inside = 0;
  let most = 0;
  const visit = async () => {
    const lock: FolderLock = await take(true);
    inside += 1;
    most = Math.max(most, inside);
    await new Promise((resolve) => setImmediate(resolve));
    inside -= 1;
    await lock.release();
  };
  await Promise.all(Array.from({ length: 8 }, visit));
  expect(most).toBe(1);
});

test('a killed holder is replaced at once', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  await once(child, 'spawn');
  await writeFile(
    join(folder, 'database.lock'),
    JSON.stringify({ id: 'dead', pid: child.pid, host: hostname(), purpose: 'sync', startedAt: null }),
  );
  await expect(take(false)).rejects.toMatchObject({ code: 'folder-in-use' });
  child.kill('SIGKILL');
  await once(child, 'close');
  const lock = await take(false);
  expect(JSON.parse(await readFile(join(folder, 'database.lock'), 'utf8'))).toMatchObject({ pid: process.pid });
  await lock.release();
});

test('a process that merely got the number of a dead one is not taken for it', async () => {
  const stranger = { id: 'dead', pid: process.pid, host: hostname(), purpose: 'sync', startedAt: '1' };
  await writeFile(join(folder, 'database.lock'), JSON.stringify(stranger));
  await (await take(false)).release();
});
