import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FolderLock, lockFolder } from '../../src/files/folder-lock.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'renos-sync-lock-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const file = () => join(folder, 'database.lock');
const read = async () => JSON.parse(await readFile(file(), 'utf8')) as Record<string, unknown>;

/** A lock file as another process would have made it. */
async function writeHolder(holder: Record<string, unknown>): Promise<void> {
  const lock = await take(false);
  const { place } = await read();
  await lock.release();
  await writeFile(file(), JSON.stringify({ id: 'other', place, purpose: 'sync', startedAt: null, ...holder }));
}

const take = (wait: boolean) => lockFolder(folder, { name: 'database', purpose: 'sync', wait: () => wait });

test('one at a time: the second gets the holder’s purpose and pid, and the lock after release', async () => {
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
  await writeHolder({ pid: child.pid });
  await expect(take(false)).rejects.toMatchObject({ code: 'folder-in-use' });
  child.kill('SIGKILL');
  await once(child, 'close');
  const lock = await take(false);
  expect(await read()).toMatchObject({ pid: process.pid });
  await lock.release();
});

test('a process that merely got the number of a dead one is not taken for it', async () => {
  await writeHolder({ pid: process.pid, startedAt: '1' });
  await (await take(false)).release();
});

test('a holder in another container is left alone while it gives signs of life, however wrong its clock', async () => {
  await writeHolder({ place: 'another', pid: 2 ** 22 });
  const heartbeat = 20;
  const takeSoon = () => lockFolder(folder, { name: 'database', purpose: 'sync', wait: () => false, heartbeat });
  const sign = (minutesAhead: number) => {
    const at = new Date(Date.now() + minutesAhead * 60_000);
    return utimes(file(), at, at);
  };
  let beats = 0;
  const beating = setInterval(() => void sign(60 + (beats++ % 2)), heartbeat / 2);
  await sign(60);
  await expect(takeSoon()).rejects.toMatchObject({ code: 'folder-in-use' });
  clearInterval(beating);
  await (await takeSoon()).release();
});
