import type { IncomingMessage } from 'node:http';
import { saying } from '../../core/errors.js';
import { parseJson } from './parse-json.js';
import { Refusal } from './refusal.js';

export interface BodyLimits {
  /** Bytes. */
  readonly most: number;
  /** Milliseconds that may pass between two pieces. */
  readonly patience: number;
}

/** Reads a body piece by piece; refuses one that is compressed (415), too large (413), too slow (408) or broken off (400). */
export async function* readBody(incoming: IncomingMessage, { most, patience }: BodyLimits): AsyncGenerator<Buffer> {
  if (!/^(identity)?$/i.test(incoming.headers['content-encoding'] ?? '')) throw compressed();
  if (!/^(chunked)?$/i.test(incoming.headers['transfer-encoding'] ?? '')) throw coded();
  if (Number(incoming.headers['content-length'] ?? 0) > most) throw tooLarge(most);
  const pieces = incoming[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let size = 0;
  for (;;) {
    const piece = await within(patience, pieces.next()).catch((error: unknown) => {
      if (error instanceof Refusal) throw error;
      throw new Refusal(400, saying('body-broken-off', {}), { hangUp: true });
    });
    if (piece.done === true) return;
    size += piece.value.length;
    if (size > most) throw tooLarge(most);
    yield piece.value;
  }
}

/** Reads a JSON body, which may already be in memory; an empty body counts as `{}`. */
export async function readJson(incoming: IncomingMessage, limits: BodyLimits, held?: Buffer): Promise<unknown> {
  const pieces: Buffer[] = held === undefined ? [] : [held];
  if (held === undefined) for await (const piece of readBody(incoming, limits)) pieces.push(piece);
  const bytes = held ?? Buffer.concat(pieces);
  if (bytes.length === 0) return {};
  requireType(incoming, ['application/json']);
  return parseJson(bytes);
}

/** The media type without its parameters, in lower case. */
export function mediaType(incoming: IncomingMessage): string {
  return (incoming.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

/** Whether a body follows the headers. */
export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

export function requireType(incoming: IncomingMessage, types: readonly string[]): void {
  if (types.includes(mediaType(incoming))) return;
  throw new Refusal(415, saying('unsupported-media-type', { types }), { hangUp: true });
}

/** A small body may unpack to more than any disk holds. */
export function compressed(): Refusal {
  return new Refusal(415, saying('unsupported-media-type/compressed', {}), { hangUp: true });
}

/** Node decodes chunks, but no other coding of the body. */
function coded(): Refusal {
  return new Refusal(501, saying('malformed-request/coding', {}), { hangUp: true });
}

function tooLarge(most: number): Refusal {
  return new Refusal(413, saying('body-too-large', { bytes: most }), { hangUp: true });
}

async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const refusal = new Refusal(408, saying('body-too-slow', {}), { hangUp: true });
    timer = setTimeout(() => reject(refusal), milliseconds);
  });
  // Only the first outcome counts.
  work.catch(() => {});
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
