import { access, constants, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { FolderRights } from '../core/doctor/doctor-ports.js';

/** Tells what we and others may do in a folder, or whether we may make it; makes nothing. */
export async function readFolderRights(path: string): Promise<FolderRights> {
  const found = await statOf(path);
  const exists = found !== null;
  if (found !== null && !found.isDirectory()) return { path, exists, writable: false, open: false };
  const open = found !== null && process.platform !== 'win32' && (found.mode & 0o077) !== 0;
  return { path, exists, writable: await isWritable(await nearest(path)), open };
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
