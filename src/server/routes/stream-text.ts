import { randomUUID } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { temporaryFailure } from '../../app/explain-failure.js';
import type { ApiContext } from '../http/api-env.js';
import type { Room } from '../http/body-room.js';
import { hungUp } from '../http/hung-up.js';

interface Sending {
  readonly headers: Record<string, string>;
  /** Texts that are made at once. */
  readonly room: Room;
  /** Aborted when the server stops. */
  readonly ending: AbortSignal;
}

/**
 * Sends text that may be larger than memory. The text is first written to a file: otherwise a slow reader would hold
 * its source, a database connection, for as long as it likes. An error while it is made is answered as a failure, never
 * by half a file.
 */
export async function streamText(
  c: ApiContext,
  text: AsyncIterable<string>,
  { headers, room, ending }: Sending,
): Promise<Response> {
  if (c.req.method === 'HEAD') return c.body(null, 200, headers);
  const file = await nameless().catch(temporaryFailure);
  const gone = hungUp(c);
  try {
    const leave = await room.enter(1, AbortSignal.any([ending, gone]));
    try {
      for await (const piece of text) {
        gone.throwIfAborted();
        // A single write may be short if the disk is nearly full.
        await file.appendFile(piece).catch(temporaryFailure);
      }
    } finally {
      leave();
    }
  } catch (error) {
    await file.close();
    throw error;
  }
  const bytes = file.createReadStream({ start: 0, autoClose: true });
  // A client that disconnected while the file was made never reads it.
  if (c.env.outgoing.destroyed) bytes.destroy();
  c.env.outgoing.once('close', () => bytes.destroy());
  return c.body(Readable.toWeb(bytes) as ReadableStream, 200, headers);
}

/** A file without a name, deleted when it is closed. */
async function nameless(): Promise<FileHandle> {
  const path = join(tmpdir(), `renos-sync-export-${randomUUID()}`);
  const file = await open(path, 'wx+', 0o600);
  // If an open file cannot be unlinked (Windows), the platform clears its own temporary folder.
  await unlink(path).catch(() => {});
  return file;
}
