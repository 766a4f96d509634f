import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { encodingNamed } from '../../core/customers/columns/file-words.js';
import { warningOf } from '../../core/customers/model/finding.js';
import { InputFileError, saying } from '../../core/errors.js';
import type { Finding } from '../../core/results/import-result.js';
import type { ByteSource } from './byte-source.js';
import { type Guess, OldLetters } from './old-letters.js';
import { notText, refuseOthers } from './other-kinds.js';

export interface ByteFacts {
  /** A name that TextDecoder knows, or `cp850`. */
  readonly encoding: string;
  /** Bytes of a byte order mark to skip. */
  readonly mark: number;
  readonly size: number;
  readonly fingerprint: string;
  /** The first bytes, from which the dialect is detected. */
  readonly head: Buffer;
  /** Whether the file has a quote after a backslash. */
  readonly hasEscapedQuote: boolean;
  /** Findings about the detected encoding. */
  readonly findings: readonly Finding[];
}

const headSize = 128 * 1024;

/**
 * Reads all bytes once to detect the encoding: a byte order mark, otherwise valid UTF-8, otherwise Windows-1252, as
 * Excel writes it, unless the letters are those of DOS or of an old Mac. Throws InputFileError for a file that is not
 * text: a picture, a spreadsheet, a PDF.
 */
export async function inspectBytes(bytes: ByteSource, asked: string | null): Promise<ByteFacts> {
  const hash = createHash('sha256');
  const utf8 = new Utf8Check();
  const letters = new OldLetters();
  const heads: Buffer[] = [];
  let headLength = 0;
  let size = 0;
  let hasEscapedQuote = false;
  for await (const chunk of bytes.chunks()) {
    if (headLength < headSize) {
      heads.push(chunk);
      headLength += chunk.length;
      if (size === 0) refuseOthers(chunk, bytes.name);
    }
    hash.update(chunk);
    hasEscapedQuote ||= chunk.includes('\\"');
    if (!utf8.read(chunk)) letters.read(chunk, size);
    size += chunk.length;
  }
  const head = Buffer.concat(heads).subarray(0, headSize);
  if (size === 0) throw new InputFileError(saying('file-empty/file', { name: bytes.name }));
  const mark = byteOrderMark(head);
  const guessed = asked === null && mark === null ? guess(head, utf8.isValid(), letters) : null;
  const encoding = asked === null ? (mark?.encoding ?? guessed?.encoding ?? 'utf-8') : knownEncoding(asked);
  const isPlain = !head.includes(0) && utf8.isValid();
  if (mark === null && !isPlain && !encoding.startsWith('utf-16')) refuseNuls(head, bytes.name);
  const length = mark !== null && mark.encoding === encoding ? mark.length : 0;
  const findings = guessed?.old === undefined ? [] : [oldFinding(guessed.old, await lineAt(bytes, guessed.old.at))];
  return { encoding, mark: length, size, fingerprint: hash.digest('hex'), head, hasEscapedQuote, findings };
}

/** Our own name of an encoding; throws InputFileError for an unknown one. */
export function knownEncoding(name: string): string {
  const encoding = encodingNamed(name);
  if (encoding !== null) return encoding;
  throw new InputFileError(saying('encoding-unknown', {}));
}

function byteOrderMark(head: Buffer): { encoding: string; length: number } | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', length: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', length: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', length: 2 };
  return null;
}

function guess(head: Buffer, isValidUtf8: boolean, letters: OldLetters): { encoding: string; old?: Guess } {
  let even = 0;
  let odd = 0;
  for (let index = 0; index < head.length; index += 1) {
    if (head[index] !== 0) continue;
    if (index % 2 === 0) even += 1;
    else odd += 1;
  }
  if (odd > head.length / 5 && even < odd / 10) return { encoding: 'utf-16le' };
  if (even > head.length / 5 && odd < even / 10) return { encoding: 'utf-16be' };
  if (isValidUtf8) return { encoding: 'utf-8' };
  const old = letters.guess();
  if (old.encoding === 'windows-1252') return old;
  return { encoding: old.isCertain ? old.encoding : 'windows-1252', old };
}

/** The line of a byte; the file is read again, because few files need this. */
async function lineAt(bytes: ByteSource, at: number | null): Promise<number | null> {
  if (at === null) return null;
  let rest = at;
  let feeds = 0;
  let returns = 0;
  for await (const chunk of bytes.chunks()) {
    for (const byte of chunk.subarray(0, rest)) {
      if (byte === 10) feeds += 1;
      else if (byte === 13) returns += 1;
    }
    rest -= chunk.length;
    if (rest <= 0) break;
  }
  return 1 + (feeds === 0 ? returns : feeds);
}

function oldFinding({ encoding, isCertain }: Guess, line: number | null): Finding {
  const about = { encoding, whose: encoding === 'cp850' ? 'dos' : 'mac' } as const;
  return { ...warningOf(null, isCertain ? 'encoding-guessed' : 'encoding-doubtful', about), line };
}

function refuseNuls(head: Buffer, name: string): void {
  let strange = 0;
  for (const byte of head) if (byte < 9 || (byte > 13 && byte < 27)) strange += 1;
  if (strange > Math.max(16, head.length / 50)) throw notText(name, 'binary');
}

/** Whether bytes in chunks are UTF-8. */
class Utf8Check {
  #valid = true;
  #rest: Buffer = Buffer.alloc(0);

  /** Whether everything so far was UTF-8. */
  read(chunk: Buffer): boolean {
    if (!this.#valid) return false;
    const piece = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const cut = completeLength(piece);
    this.#valid = isUtf8(piece.subarray(0, cut));
    this.#rest = Buffer.from(piece.subarray(cut));
    return this.#valid;
  }

  isValid(): boolean {
    return this.#valid && this.#rest.length === 0;
  }
}

/** The length of a piece up to its last whole character. */
function completeLength(piece: Buffer): number {
  for (let back = 1; back <= Math.min(3, piece.length); back += 1) {
    const byte = piece[piece.length - back] ?? 0;
    if (byte < 0x80) return piece.length;
    if (byte >= 0xc0) {
      const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return back < needed ? piece.length - back : piece.length;
    }
  }
  return piece.length;
}
