import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { Failures } from '../../core/codes/failures.js';
import { InputFileError, saying } from '../../core/errors.js';
import { giveWay } from '../../core/give-way.js';
import { fileFailure, inTemporaryFolder, isFileFailure } from '../file-failure.js';

/** Bytes that can be read from the start as often as needed; gzip is decompressed. */
export interface ByteSource {
  /** The file's name, or `stdin`. */
  readonly name: string;
  /** null: not a file of the user's. */
  readonly path: string | null;
  readonly compressed: boolean;
  chunks(): AsyncIterable<Buffer>;
  close(): Promise<void>;
}

/**
 * Chunks are so small that their objects are unused when the garbage collector runs: with four times the size, it took
 * five times as long, and memory was half as large again.
 */
const chunkSize = 16 * 1024;
/** Bytes per read: the next ones are read while these are processed. */
const readSize = 64 * 1024;

/** Opens a file, or copies standard input (`-`) to a temporary file until `close`. */
export async function openBytes(path: string, stdin: NodeJS.ReadableStream = process.stdin): Promise<ByteSource> {
  if (path === '-') return spool(stdin);
  let size: number;
  try {
    const found = await stat(path);
    if (found.isDirectory()) throw unreadable(path, 'folder', null);
    size = found.size;
  } catch (error) {
    if (error instanceof InputFileError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (/^[a-z][a-z\d+.-]+:\/\//i.test(path)) throw isAddress(path);
    throw unreadable(path, code === 'ENOENT' ? 'absent' : 'refused', error);
  }
  const compressed = size > 0 && (await startsLikeGzip(path));
  return {
    name: basename(path),
    path,
    compressed,
    chunks: () => readChunks(path, compressed),
    close: async () => {},
  };
}

/** Bytes that are already in memory. */
export function bytesOf(content: Buffer, name = 'input'): ByteSource {
  async function* chunks(): AsyncIterable<Buffer> {
    for (const chunk of cut(content)) {
      // Reading rows from memory never waits: without this, other work would wait until the end.
      await giveWay();
      yield chunk;
    }
  }
  return { name, path: null, compressed: false, chunks, close: async () => {} };
}

function* cut(bytes: Buffer): Iterable<Buffer> {
  for (let start = 0; start < bytes.length; start += chunkSize) yield bytes.subarray(start, start + chunkSize);
}

async function spool(stdin: NodeJS.ReadableStream): Promise<ByteSource> {
  const path = join(tmpdir(), `renos-sync-${randomUUID()}`);
  try {
    await pipeline(stdin, createWriteStream(path, { mode: 0o600, flags: 'wx' }));
  } catch (error) {
    await rm(path, { force: true });
    // A failed read may be of a folder; a failed write is always of our own copy.
    const isOfCopy = isFileFailure(error) && (error as NodeJS.ErrnoException).syscall !== 'read';
    if (isOfCopy) throw fileFailure(error, inTemporaryFolder());
    throw unreadable('-', 'unfinished', error);
  }
  const compressed = await startsLikeGzip(path);
  return {
    name: 'stdin',
    path: null,
    compressed,
    chunks: () => readChunks(path, compressed),
    close: () => rm(path, { force: true }),
  };
}

async function startsLikeGzip(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await file.close();
  }
}

async function* readChunks(path: string, compressed: boolean): AsyncIterable<Buffer> {
  const file = createReadStream(path, { highWaterMark: readSize });
  if (!compressed) {
    for await (const read of file) {
      for (const chunk of cut(read as Buffer)) {
        // Other files are read at the same time: each gets its turn.
        await giveWay();
        yield chunk;
      }
    }
    return;
  }
  const gunzip = createGunzip({ chunkSize });
  file.on('error', (error) => gunzip.destroy(error));
  try {
    for await (const chunk of file.pipe(gunzip)) {
      await giveWay();
      yield chunk as Buffer;
    }
  } catch (error) {
    throw unreadable(path, 'damaged-gzip', error);
  } finally {
    file.destroy();
  }
}

/** A URL may contain a password or a key: it is not repeated. */
function isAddress(path: string): InputFileError {
  const isFile = /^file:/i.test(path);
  const isSheet = /^https?:\/\/docs\.google\.com\/spreadsheets\//i.test(path);
  return new InputFileError(saying('file-is-url', { kind: isFile ? 'file' : isSheet ? 'sheet' : 'web' }));
}

function unreadable(path: string, why: Failures['file-unreadable']['why'], cause: unknown): InputFileError {
  const { code = null } = (cause ?? {}) as { code?: string };
  return new InputFileError(saying('file-unreadable', { path, why, code }), cause === null ? {} : { cause });
}
