import { tmpdir } from 'node:os';
import type { Failures } from '../core/codes/failures.js';
import { ConfigurationError, RenosSyncError, saying, UnavailableError } from '../core/errors.js';

/** A file or folder that could not be used, and the settings that select another one. */
interface FilePlace {
  readonly role: NonNullable<Failures['disk-full']['role']>;
  readonly path: string;
  /** Settings, ready to paste. */
  readonly settings: readonly string[];
}

/** The data folder, and all files in it. */
export function inDataFolder(path: string, role: NonNullable<Failures['disk-full']['role']> = 'data'): FilePlace {
  return { role, path, settings: ['RENOS_DATA_DIR=/a/folder/of/your/own'] };
}

/** The place for copies of input that can be read only once. */
export function inTemporaryFolder(): FilePlace {
  return { role: 'temporary', path: tmpdir(), settings: ['TMPDIR=/a/folder/with/space'] };
}

const network = /^(ECONN|ENET|EHOST|ENOTFOUND|EAI_|EPIPE|ETIMEDOUT|EADDR)/;
/** Calls to the network may fail with a file's codes too: a missing socket of PostgreSQL is ENOENT. */
const networkCalls = /^(connect|getaddrinfo|listen|bind|accept)$/;
const full = /^(ENOSPC|EDQUOT|EFBIG)$/;
const tooMany = /^(EMFILE|ENFILE)$/;
/** Errors that another path, other permissions, or another kind of file there would fix. */
const wrongPlace = /^(EACCES|EPERM|EROFS|ENOENT|ENOTDIR|EISDIR|EEXIST|ELOOP|ENAMETOOLONG|EINVAL|ENOTSUP|EXDEV)$/;

/**
 * Translates an error of the file system: exit 2 for a path that cannot be used, exit 5 for a disk that is full or
 * fails. Returns any other error unchanged.
 */
export function fileFailure(error: unknown, place?: FilePlace): unknown {
  const found = systemError(error);
  if (error instanceof RenosSyncError || found === null) return error;
  const { code } = found;
  const cause = error;
  if (tooMany.test(code)) return new UnavailableError(saying('too-many-files', { code }), { cause });
  const path = place?.path ?? found.path;
  const said = { role: place?.role ?? null, path, code, settings: place?.settings ?? [] };
  if (full.test(code)) return new UnavailableError(saying('disk-full', said), { cause });
  if (wrongPlace.test(code)) return new ConfigurationError(saying('file-unusable', said), { cause });
  return new UnavailableError(saying('file-failed', said), { cause });
}

/**
 * Whether an error comes from a file: from its disk, its path or its permissions; too many open files belong to no file
 * in particular.
 */
export function isFileFailure(error: unknown): boolean {
  const found = error instanceof RenosSyncError ? null : systemError(error);
  return found !== null && !tooMany.test(found.code);
}

interface SystemError {
  readonly code: string;
  readonly path: string | null;
}

/** The error of a file call, at any depth of wrapping; null: there is none, or it is one of the network. */
function systemError(error: unknown): SystemError | null {
  for (let step: unknown = error; step instanceof Error; step = step.cause) {
    const { code, syscall, path } = step as NodeJS.ErrnoException;
    if (typeof code !== 'string' || typeof syscall !== 'string') continue;
    if (tooMany.test(code)) return { code, path: null };
    if (network.test(code) || networkCalls.test(syscall.split(' ')[0] ?? '')) return null;
    return { code, path: path ?? null };
  }
  return null;
}
