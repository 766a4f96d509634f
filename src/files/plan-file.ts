import { chmod, readFile } from 'node:fs/promises';
import { InputFileError, saying } from '../core/errors.js';
import { aim, writeWhole } from './write-whole.js';

/** What every plan begins with, so that no other file is replaced by one. */
const beginning = /^\s*\{\s*"document":\s*"renos-sync plan"/;

/** Makes sure before the work that a plan can be written there: nothing is, or an older plan. */
export async function aimPlan(path: string): Promise<void> {
  const { mode, isStream } = await aim(path, true);
  if (mode === null || isStream) return;
  if (!beginning.test((await readFile(path, 'utf8')).slice(0, 200))) {
    throw new InputFileError(saying('plan-not-replaced', { file: path }));
  }
}

/** Writes a plan whole or not at all, for its owner alone. */
export async function writePlan(path: string, pieces: Iterable<string>): Promise<void> {
  await aimPlan(path);
  const { mode } = await aim(path, true);
  if (mode !== null) await chmod(path, 0o600);
  await writeWhole(path, each(pieces), true);
}

async function* each(pieces: Iterable<string>): AsyncIterable<string> {
  yield* pieces;
}

/** The text of a plan's file; errors of the disk are reported as of any file. */
export function readPlanFile(path: string): Promise<string> {
  return readFile(path, 'utf8');
}
