import { tmpdir } from 'node:os';
import { ConfigurationError, RenosSyncError, UnavailableError } from '../core/errors.js';

/** A file or folder that could not be used, and what to set to use another one. */
interface FilePlace {
  /** How a message names it, as "The data folder". */
  readonly name: string;
  readonly path: string;
  /** What to set or to type, ready to paste. */
  readonly actions: readonly string[];
}

/** The data folder, and all that is kept in it. */
export function inDataFolder(path: string, name = 'The data folder'): FilePlace {
  return { name, path, actions: ['RENOS_DATA_DIR=/a/folder/of/your/own'] };
}

/** Where copies are kept of what can be read only once. */
export function inTemporaryFolder(): FilePlace {
  return { name: 'The folder for temporary files', path: tmpdir(), actions: ['TMPDIR=/a/folder/with/space'] };
}

const network = /^(ECONN|ENET|EHOST|ENOTFOUND|EAI_|EPIPE|ETIMEDOUT|EADDR)/;
/** Calls to the network may fail with a file's codes too: a socket of PostgreSQL that is not there is ENOENT. */
const networkCalls = /^(connect|getaddrinfo|listen|bind|accept)$/;
const full = /^(ENOSPC|EDQUOT|EFBIG)$/;
const tooMany = /^(EMFILE|ENFILE)$/;
/** What another path, other rights, or another kind of file there would set right. */
const wrongPlace = /^(EACCES|EPERM|EROFS|ENOENT|ENOTDIR|EISDIR|EEXIST|ELOOP|ENAMETOOLONG|EINVAL|ENOTSUP|EXDEV)$/;

/**
 * Says what an error of the file system means for a person: exit 2 for a path that cannot be used, exit 5 for a disk
 * that is full or fails. Gives anything else back unchanged.
 */
export function fileFailure(error: unknown, place?: FilePlace): unknown {
  const found = systemError(error);
  if (error instanceof RenosSyncError || found === null) return error;
  const { code, path } = found;
  const cause = error;
  if (tooMany.test(code)) return tooManyFiles(code, cause);
  const where = place === undefined ? (path ?? 'A file') : `${place.name}, ${place.path},`;
  const actions = place?.actions ?? [];
  if (full.test(code)) {
    return new UnavailableError('disk-full', `${where} cannot be written: ${reasons[code]}.`, {
      cause,
      actions: ['Free disk space, then run the command again.', ...actions],
    });
  }
  if (wrongPlace.test(code)) {
    return new ConfigurationError('file-unusable', `${where} cannot be used: ${reasons[code] ?? code}.`, {
      cause,
      actions: actions.length > 0 ? actions : ['Name a path that you may use, or change its rights.'],
    });
  }
  return new UnavailableError('file-failed', `${where} failed to be read or written (${code}).`, {
    cause,
    actions: ['Check the disk that it is on.', ...actions],
  });
}

function tooManyFiles(code: string, cause: unknown): UnavailableError {
  return new UnavailableError('too-many-files', `This process may not open more files (${code}).`, {
    cause,
    actions: ['ulimit -n 1024   # in the same shell, then run the command again'],
  });
}

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file has reached the largest size that is allowed',
  EACCES: 'its rights do not allow it',
  EPERM: 'its rights do not allow it',
  EROFS: 'it is on a disk that may only be read',
  ENOENT: 'it is not there, and cannot be made',
  ENOTDIR: 'a file stands where a folder is needed',
  EISDIR: 'a folder stands where a file is needed',
  EEXIST: 'a file, or a link to nothing, stands where a folder is needed',
  ELOOP: 'its symbolic links lead back to themselves',
  ENAMETOOLONG: 'its name is too long',
};

/** Whether an error is one of a file: of its disk, its path or its rights; too many open files are nobody's in particular. */
export function isFileFailure(error: unknown): boolean {
  const found = error instanceof RenosSyncError ? null : systemError(error);
  return found !== null && !tooMany.test(found.code);
}

interface SystemError {
  readonly code: string;
  readonly path: string | null;
}

/** The error of a file call, however deep it is wrapped; null: it is none, or one of the network. */
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
