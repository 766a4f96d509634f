import type { ByteSource } from './byte-source.js';
import type { ByteFacts } from './inspect-bytes.js';
import { upperHalf } from './old-letters.js';

/** Decodes bytes in which ASCII separators can be found. */
export type DecodeBytes = (bytes: Buffer, start: number, end: number) => string;

/** The 27 characters in which Windows-1252 differs from Latin-1. */
const windows = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
const special = /[\u0080-\u009f]/g;

/**
 * The bytes after the mark, in an encoding in which a newline is one byte: UTF-8 and the single-byte ones are kept,
 * others are converted to UTF-8.
 */
export function plainBytes(
  source: ByteSource,
  facts: ByteFacts,
): { chunks(): AsyncIterable<Buffer>; decode: DecodeBytes; isRaw: boolean } {
  const afterMark = () => skip(source.chunks(), facts.mark);
  if (facts.encoding === 'utf-8')
    return { chunks: afterMark, decode: (bytes, start, end) => bytes.utf8Slice(start, end), isRaw: true };
  if (facts.encoding === 'windows-1252') return { chunks: afterMark, decode: windowsSlice, isRaw: true };
  const upper = upperHalf(facts.encoding);
  if (upper !== null) return { chunks: afterMark, decode: sliceOf(upper), isRaw: true };
  return {
    chunks: () => recode(afterMark(), facts.encoding),
    decode: (bytes, start, end) => bytes.utf8Slice(start, end),
    isRaw: false,
  };
}

function windowsSlice(bytes: Buffer, start: number, end: number): string {
  return bytes
    .latin1Slice(start, end)
    .replace(special, (character) => windows[character.charCodeAt(0) - 0x80] ?? character);
}

function sliceOf(upper: string): DecodeBytes {
  return (bytes, start, end) =>
    bytes
      .latin1Slice(start, end)
      .replace(/[\u0080-\u00ff]/g, (character) => upper[character.charCodeAt(0) - 0x80] ?? character);
}

async function* skip(chunks: AsyncIterable<Buffer>, length: number): AsyncIterable<Buffer> {
  let left = length;
  for await (const chunk of chunks) {
    if (left >= chunk.length) left -= chunk.length;
    else {
      yield left === 0 ? chunk : chunk.subarray(left);
      left = 0;
    }
  }
}

async function* recode(chunks: AsyncIterable<Buffer>, encoding: string): AsyncIterable<Buffer> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of chunks) yield Buffer.from(decoder.decode(chunk, { stream: true }));
  const rest = decoder.decode();
  if (rest !== '') yield Buffer.from(rest);
}

declare global {
  interface Buffer {
    utf8Slice(start: number, end: number): string;
    latin1Slice(start: number, end: number): string;
  }
}
