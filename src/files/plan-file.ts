import { chmod, readFile } from 'node:fs/promises';
import { InputFileError, saying } from '../core/errors.js';
import { aim, writeWhole } from './write-whole.js';

/** The first text of every plan, so that no other file is replaced by one. */
const beginning = /^\s*\{\s*"document":\s*"renos-sync plan"/;

/** Checks, before the work begins, that a plan can be written there: the path is free, or has an older plan. */
export async function aimPlan(path: string): Promise<void> {
  const { mode, isStream } = await aim(path, true);
  if (mode === null || isStream) return;
  if (!beginning.test((await readFile(path, 'utf8')).slice(0, 200))) {
    throw new InputFileError(saying('plan-not-replaced', { file: path }));
  }
}

/** Writes a plan, whole or not at all; only its owner may read it. */
export async function writePlan(path: string, pieces: Iterable<string>): Promise<void> {
  await aimPlan(path);
  const { mode } = await aim(path, true);
  if (mode !== null) await chmod(path, 0o600);
  await writeWhole(path, each(pieces), true);
}

async function* each(pieces: Iterable<string>): AsyncIterable<string> {
  yield* pieces;
}

/** The text of a plan's file; errors of the disk are reported as for any file. */
export function readPlanFile(path: string): Promise<string> {
  return readFile(path, 'utf8');
}
