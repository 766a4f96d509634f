import type { ApiContext } from '../http/api-env.js';

/** Sends text as it is made. What fails before the first piece is still answered as a failure. */
export async function streamText(c: ApiContext, text: AsyncIterable<string>): Promise<Response> {
  const pieces = text[Symbol.asyncIterator]();
  const first = await pieces.next();
  async function* encoded() {
    const encoder = new TextEncoder();
    try {
      for (let piece = first; piece.done !== true; piece = await pieces.next()) yield encoder.encode(piece.value);
    } finally {
      await pieces.return?.();
    }
  }
  return c.body(ReadableStream.from(encoded()) as ReadableStream);
}
