import { Readable } from 'node:stream';
import { openSource, smallArchives } from '../../app/open/open-files.js';
import type { CustomerSource } from '../../core/customers/model/source.js';
import type { Engine } from '../engine.js';
import type { ApiContext } from '../http/api-env.js';
import { hungUp } from '../http/hung-up.js';
import { compressed, mediaType, readBody } from '../http/read-body.js';
import type { FileWords } from '../schemas/import-body.js';

/** A text/csv body is a CSV; any other is recognized by its first bytes. */
function formatOf({ env }: ApiContext): 'csv' | null {
  return mediaType(env.incoming) === 'text/csv' ? 'csv' : null;
}

const gzipMark = Buffer.from([0x1f, 0x8b]);

/** Receives a file that is the body of a request, piece by piece; it is not held in memory. */
export async function receiveFile(
  c: ApiContext,
  { settings, archives, services }: Engine,
  { encoding, delimiter, sheet, entry }: FileWords,
): Promise<CustomerSource> {
  const { fileBytes, bodyPatience } = settings.limits;
  const gone = hungUp(c);
  let refusal: unknown = null;
  async function* pieces() {
    try {
      let mark = Buffer.alloc(0);
      for await (const piece of readBody(c.env.incoming, { most: fileBytes, patience: bodyPatience })) {
        if (mark.length < gzipMark.length) mark = Buffer.concat([mark, piece.subarray(0, gzipMark.length)]);
        if (mark.indexOf(gzipMark) === 0) throw compressed();
        yield piece;
      }
    } catch (error) {
      refusal = error;
      throw error;
    }
  }
  try {
    const words = {
      encoding: encoding ?? null,
      delimiter: delimiter ?? null,
      sheet: sheet ?? null,
      entry: entry ?? null,
    };
    const stdin = Readable.from(pieces(), { objectMode: false });
    return await openSource('-', {
      stdin,
      format: formatOf(c),
      archives: true,
      archiveLimits: smallArchives,
      isApart: true,
      enterArchive: () => archives.enter(1, AbortSignal.any([services.signal, gone])),
      ...words,
    });
  } catch (error) {
    throw refusal ?? error;
  }
}
