import { randomUUID } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { ApiContext } from '../http/api-env.js';
import type { Turns } from '../runs/turns.js';

/**
 * Sends text that may be larger than memory. It waits in a file for its reader: one that is slow would otherwise hold
 * what the text is made from, a database connection, for as long as it likes. What fails while it is made is answered
 * as a failure, never by half a file.
 */
export async function streamText(
  c: ApiContext,
  text: AsyncIterable<string>,
  { headers, turns }: { readonly headers: Record<string, string>; readonly turns: Turns },
): Promise<Response> {
  const file = await nameless();
  const isGone = () => c.env.outgoing.destroyed;
  try {
    await turns.take(async () => {
      // A single write may be short when the disk is nearly full.
      if (!isGone()) for await (const piece of text) await file.appendFile(piece);
    });
  } catch (error) {
    await file.close();
    throw error;
  }
  const bytes = file.createReadStream({ start: 0, autoClose: true });
  // A client that hung up while the file was made never reads it.
  if (isGone()) bytes.destroy();
  c.env.outgoing.once('close', () => bytes.destroy());
  return c.body(Readable.toWeb(bytes) as ReadableStream, 200, headers);
}

/** A file that only we can see, gone when it is closed. */
async function nameless(): Promise<FileHandle> {
  const path = join(tmpdir(), `renos-sync-export-${randomUUID()}`);
  const file = await open(path, 'wx+', 0o600);
  // Where an open file cannot be unlinked (Windows), the platform clears its own temporary folder.
  await unlink(path).catch(() => {});
  return file;
}
