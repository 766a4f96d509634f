import { access, constants, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Whether we and others may read and write a folder, or whether we may create it; creates nothing. */
export async function readFolderRights(path: string) {
  const found = await statOf(path);
  const exists = found !== null;
  if (found !== null && !found.isDirectory()) return { path, exists, writable: false, open: false, full: false };
  const open = found !== null && process.platform !== 'win32' && (found.mode & 0o077) !== 0;
  const existing = await nearest(path);
  const { full, keepsFiles } = await readDisk(existing);
  return { path, exists, writable: keepsFiles && (await isWritable(existing)), open, full };
}

/** With less free space, not even a lock, or a line of the sandbox, is sure to fit. */
const leastSpace = 256 * 1024;
/** Linux's numbers of /proc and /sys: root may write there, but cannot create a folder. */
const notDisks: readonly number[] = [0x9fa0, 0x62656572];

async function readDisk(path: string): Promise<{ readonly full: boolean; readonly keepsFiles: boolean }> {
  try {
    const { bavail, bsize, blocks, files, ffree, type } = await statfs(path);
    const hasSpace = blocks === 0 || bavail * bsize >= leastSpace;
    return { full: !hasSpace || (files > 0 && ffree === 0), keepsFiles: !notDisks.includes(type) };
  } catch {
    return { full: false, keepsFiles: true };
  }
}

async function nearest(path: string): Promise<string> {
  const parent = dirname(path);
  return (await statOf(path)) !== null || parent === path ? path : nearest(parent);
}

async function isWritable(path: string): Promise<boolean> {
  try {
    await access(path, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function statOf(path: string) {
  try {
    return await stat(path);
  } catch {
    return null;
  }
}
