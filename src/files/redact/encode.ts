import type { ByteSource } from '../bytes/byte-source.js';
import { inspectBytes } from '../bytes/inspect-bytes.js';
import { decodeBytes, upperHalf } from '../bytes/old-letters.js';
import { plainBytes } from '../bytes/text-bytes.js';

/** The 27 characters in which Windows-1252 differs from Latin-1, as TextDecoder reads them. */
const windows = decodeBytes(
  'windows-1252',
  Uint8Array.from({ length: 128 }, (_, index) => 128 + index),
);

/** Makes the function that encodes text in the file's own encoding. */
export function encoderOf(encoding: string): (text: string) => Buffer {
  if (encoding === 'utf-16le') return (text) => Buffer.from(text, 'utf16le');
  if (encoding === 'utf-16be') return (text) => Buffer.from(text, 'utf16le').swap16();
  const upper = encoding === 'windows-1252' ? windows : upperHalf(encoding);
  if (upper === null) return (text) => Buffer.from(text);
  const bytes = new Map([...upper].map((letter, index) => [letter, String.fromCharCode(128 + index)] as const));
  return (text) =>
    Buffer.from([...text].map((letter) => (letter < '\x80' ? letter : (bytes.get(letter) ?? '?'))).join(''), 'latin1');
}

interface Pieces {
  /** How many bytes of `held` can be redacted now; `chunk` is its newest part. 0: more is needed. */
  readonly wholeOf: (held: Buffer, chunk: Buffer) => number;
  readonly redact: (text: string) => string;
}

/** A file redacted piece by piece, in its own encoding, its byte order mark kept. */
export async function* redactPieces(
  bytes: ByteSource,
  options: { readonly encoding?: string | null },
  { wholeOf, redact }: Pieces,
): AsyncIterable<Buffer> {
  const facts = await inspectBytes(bytes, options.encoding ?? null);
  const plain = plainBytes(bytes, facts);
  const encode = encoderOf(facts.encoding);
  yield facts.head.subarray(0, facts.mark);
  let held: Buffer = Buffer.alloc(0);
  for await (const chunk of plain.chunks()) {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    const whole = wholeOf(held, chunk);
    if (whole === 0) continue;
    yield encode(redact(plain.decode(held, 0, whole)));
    held = Buffer.from(held.subarray(whole));
  }
  yield encode(redact(plain.decode(held, 0, held.length)));
}
