import type { Config } from '../config/config.js';
import { speak } from '../core/english.js';
import { ExitCode, RenosSyncError, saying, UnavailableError } from '../core/errors.js';
import type { Failure } from '../core/results/setup-result.js';
import { databaseFailure } from '../db/client/database-failure.js';
import { fileFailure, inTemporaryFolder } from '../files/file-failure.js';
import { english } from '../messages/english.js';
import { tellFailure } from '../messages/failures.js';
import type { Language } from '../messages/language.js';
import { type Action, type Medium, textOf } from '../messages/voice.js';

// Every command, the server and the library load this module: an error has its English text as soon as it is made.
speak(english);

/** Failures of the edges, translated. The module is small, because every command loads it. */
export { fileFailure, inDataFolder } from '../files/file-failure.js';

/** For `catch`: a temporary copy could not be written or read. */
export const temporaryFailure = rethrown((error) => fileFailure(error, inTemporaryFolder()));

/** For `catch`: throws the translated error. */
export function rethrown(meaning: (error: unknown) => unknown): (error: unknown) => never {
  return (error) => {
    throw meaning(error);
  };
}

/** Translates a failure of an edge into an error that every command handles; returns any other error unchanged. */
export function edgeFailure(error: unknown): unknown {
  return exhaustion(error) ?? fileFailure(databaseFailure(error));
}

/** Any error as scripts get it, in English. An error that no edge knows is our own bug. */
export function failureOf(thrown: unknown) {
  const { actions, ...failure } = failureIn('en', thrown);
  return { ...failure, actions: actions.map(textOf) };
}

/** A failure in the user's language. */
export interface ExplainedFailure extends Omit<Failure, 'actions'> {
  readonly actions: readonly Action[];
}

/** Any error as a user reads it. */
export function failureIn(language: Language, thrown: unknown, as: Medium = 'typed'): ExplainedFailure {
  const known = edgeFailure(thrown);
  const isKnown = known instanceof RenosSyncError;
  const explained = tellFailure(isKnown ? known.sentence : saying('internal', {}), { language, as });
  const { code, exitCode } = isKnown ? known : { code: 'internal', exitCode: ExitCode.ourBug };
  return { code, exitCode, ...explained };
}

const noMemory =
  /out of memory|could not allocate memory|cannot allocate (wasm )?memory|array buffer allocation failed/i;

/** Running out of memory has many error messages: each comes from the call that failed. */
function exhaustion(error: unknown): UnavailableError | null {
  for (let step: unknown = error; step instanceof Error; step = step.cause) {
    const { code } = step as { code?: unknown };
    const isOfMemory = code === 'ENOMEM' || code === 'ERR_MEMORY_ALLOCATION_FAILED';
    if (!isOfMemory && !(step instanceof RangeError && noMemory.test(step.message))) continue;
    return new UnavailableError(saying('too-little-memory', {}), { cause: error });
  }
  return null;
}

/** Adds the GRANT statements that would allow what the database refused, if they can be found out. */
export async function withGrants(failure: unknown, config: Config | null): Promise<unknown> {
  const isForbidden = failure instanceof UnavailableError && failure.code === 'database-forbidden';
  if (!isForbidden || config?.database.kind !== 'server') return failure;
  const [{ openServer }, { furtherGrants, missingGrants }] = await Promise.all([
    import('../db/client/open-server.js'),
    import('../db/migrations/missing-grants.js'),
  ]);
  const database = openServer(config.database.url);
  const missing = await missingGrants(database).catch(() => []);
  const grants = missing.length > 0 ? missing : await furtherGrants(database).catch(() => []);
  await database.close();
  if (grants.length === 0) return failure;
  return new UnavailableError(saying('database-forbidden', { grants }), { cause: failure });
}
