import { Readable } from 'node:stream';
import type { CustomerSource } from '../../core/customers/source.js';
import type { Engine } from '../engine.js';
import type { ApiContext } from '../http/api-env.js';
import { readBody } from '../http/read-body.js';
import { Refusal } from '../http/refusal.js';
import type { FileWords } from '../schemas/import-body.js';

/** Takes in a file that is the body of a request, piece by piece; it is not held in memory. */
export async function receiveFile(
  c: ApiContext,
  { ports, settings }: Engine,
  { encoding, delimiter }: FileWords,
): Promise<CustomerSource> {
  const { fileBytes, bodyPatience } = settings.limits;
  let refusal: unknown = null;
  async function* pieces() {
    try {
      let isFirst = true;
      for await (const piece of readBody(c.env.incoming, { most: fileBytes, patience: bodyPatience })) {
        if (isFirst && piece[0] === 0x1f && piece[1] === 0x8b) throw compressed();
        isFirst = false;
        yield piece;
      }
    } catch (error) {
      refusal = error;
      throw error;
    }
  }
  try {
    const words = { encoding: encoding ?? null, delimiter: delimiter ?? null };
    return await ports.receive(Readable.from(pieces(), { objectMode: false }), words);
  } catch (error) {
    throw refusal ?? error;
  }
}

/** A small gzip file may unpack to more than any disk holds. */
function compressed(): Refusal {
  return new Refusal(415, 'unsupported-media-type', 'Send the file as it is, not compressed.', { hangUp: true });
}
