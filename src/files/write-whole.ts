import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { type FileHandle, link, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { InputFileError, saying } from '../core/errors.js';

/** The target of a text: a new file, one to replace, or something else, such as a pipe. */
interface Target {
  readonly path: string;
  /** The mode of the existing file; null: there is none. */
  readonly mode: number | null;
  readonly isStream: boolean;
}

/**
 * Checks, before anything is read for it, that a file can be written: its folder exists, and the file does not, unless
 * it is to be replaced.
 */
export async function aim(path: string, replace: boolean): Promise<Target> {
  try {
    const found = await stat(path).catch(absent);
    if (found === null) {
      await stat(dirname(path));
      return { path, mode: null, isStream: false };
    }
    if (found.isDirectory()) throw unwritable('folder', { path });
    if (!found.isFile()) return { path, mode: null, isStream: true };
    if (!replace) throw exists(path, null);
    return { path: await realpath(path), mode: found.mode & 0o777, isStream: false };
  } catch (error) {
    throw explain(path, error);
  }
}

/**
 * Writes text into a file, whole or not at all: it is written under another name next to it, and renamed at the end. An
 * interruption, also by a signal, leaves nothing; another file of that name is only replaced if asked.
 */
export async function writeWhole(
  path: string,
  text: AsyncIterable<string | Uint8Array>,
  replace: boolean,
): Promise<void> {
  const target = await aim(path, replace);
  if (target.isStream) return writeStream(target.path, text);
  const growing = join(
    dirname(target.path),
    `.${basename(target.path)}.${process.pid}-${randomBytes(4).toString('hex')}`,
  );
  const clean = () => rmSync(growing, { force: true });
  process.once('exit', clean);
  try {
    const file = await open(growing, 'wx', target.mode ?? 0o600);
    try {
      for await (const part of text) await file.appendFile(part);
      if (target.mode !== null) await file.chmod(target.mode);
      await file.sync();
    } finally {
      await file.close();
    }
    if (replace) await rename(growing, target.path);
    else await nameNew(growing, target.path);
  } catch (error) {
    throw explain(path, error);
  } finally {
    process.off('exit', clean);
    await rm(growing, { force: true });
  }
}

/** Renames the file, unless another one took the name meanwhile. */
async function nameNew(growing: string, path: string): Promise<void> {
  try {
    await link(growing, path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw error;
    // Not every file system has hard links.
    if ((await stat(path).catch(absent)) !== null) throw exists(path, error);
    await rename(growing, path);
  }
}

async function writeStream(path: string, text: AsyncIterable<string | Uint8Array>): Promise<void> {
  let file: FileHandle | null = null;
  try {
    file = await open(path, 'w');
    for await (const part of text) await file.appendFile(part);
  } catch (error) {
    throw explain(path, error);
  } finally {
    await file?.close();
  }
}

function absent(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}

/** Errors of the disk are for the user to fix; all others are returned unchanged. */
function explain(path: string, error: unknown): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException;
  const isOfDisk = !(error instanceof InputFileError) && typeof code === 'string' && typeof syscall === 'string';
  if (!isOfDisk || !/^(open|write|link|rename|stat|lstat|realpath|fsync|fchmod|close)$/.test(syscall)) return error;
  if (code === 'EEXIST') return exists(path, error);
  if (code === 'ENOENT') return unwritable('no-folder', { path, folder: dirname(path) }, error);
  if (code === 'ENOSPC') return unwritable('full', { path }, error);
  return unwritable('refused', { path, code }, error);
}

function exists(path: string, cause: unknown): InputFileError {
  return unwritable('exists', { path }, cause);
}

type Why = 'exists' | 'folder' | 'no-folder' | 'full' | 'refused';
function unwritable(why: Why, about: { readonly path: string; folder?: string; code?: string }, cause: unknown = null) {
  const said = { folder: '', code: '', ...about };
  return new InputFileError(saying(`file-unwritable/${why}`, said), { cause });
}
