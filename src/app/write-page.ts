import { open } from 'node:fs/promises';
import { InputFileError, saying } from '../core/errors.js';
import { aim, writeWhole } from '../files/write-whole.js';

/** The first bytes of every page of ours. */
const beginning = '<!doctype html>\n<!-- renos-sync -->';

/** Checks, before the work begins, that a page can be written. It never replaces a file that is not a page of ours. */
export async function aimPage(path: string): Promise<void> {
  const { mode } = await aim(path, true);
  if (mode === null) return;
  const file = await open(path, 'r').catch(() => null);
  const { buffer, bytesRead } = (await file?.read(Buffer.alloc(beginning.length), 0, beginning.length, 0)) ?? {};
  await file?.close();
  if (buffer?.toString('utf8', 0, bytesRead) === beginning) return;
  throw new InputFileError(saying('page-elsewhere', { path }));
}

/** Writes a page, whole or not at all; only its owner may read it. */
export async function writePage(path: string, make: (at: Date) => string): Promise<void> {
  await aimPage(path);
  await writeWhole(path, once(make(new Date())), true);
}

async function* once(text: string): AsyncIterable<string> {
  yield text;
}
