import { isEscaped } from './split-record.js';

/** One record of a CSV, as bytes. */
export interface CutRecord {
  /** The line on which it begins, from 1. */
  readonly line: number;
  /** The position in the file at which it begins. */
  readonly at: number;
  readonly bytes: Buffer;
  readonly start: number;
  /** Without its newline. */
  readonly end: number;
  readonly quoted: boolean;
  readonly problem: 'unclosed-quote' | 'text-after-quote' | 'record-too-long' | null;
  /** The lines of the wrong quote: where it opens, and where it is closed, if it is. */
  readonly quote?: { readonly opened: number; readonly closed: number | null };
}

const lf = 10;
const cr = 13;
const quote = 34;
/** No customer needs more; a longer record has a quote that was never closed, or the file has no newlines. */
export const longestRecord = 1024 * 1024;

interface Broken {
  readonly kind: 'broken';
  readonly problem: 'unclosed-quote' | 'text-after-quote';
  /** Where the quote opens: its byte, and the line from 0 within the record; `closed` is a line too. */
  readonly at: number;
  readonly opened: number;
  readonly closed: number | null;
}

type Scan =
  | ({ readonly kind: 'record'; readonly next: number; readonly lines: number } & Pick<CutRecord, 'end' | 'quoted'>)
  | Broken
  | { readonly kind: 'more' };

/**
 * Splits bytes into records: a newline of any kind ends one, except between quotes. A record whose quotes do not match
 * is returned as a problem up to the end of the line in which the quote opens, and splitting continues at the next
 * line. Memory stays below one record's limit and one chunk; blank lines are skipped. `hasBackslashes`: a quote after a
 * backslash closes nothing.
 */
export async function* cutRecords(
  chunks: AsyncIterable<Buffer>,
  delimiter: number,
  hasBackslashes = false,
): AsyncIterable<CutRecord[]> {
  const cutter = new RecordCutter(delimiter, hasBackslashes);
  for await (const chunk of chunks) {
    const records = cutter.read(chunk);
    if (records.length > 0) yield records;
  }
  const last = cutter.finish();
  if (last.length > 0) yield last;
}

class RecordCutter {
  readonly #delimiter: number;
  readonly #hasBackslashes: boolean;
  #rest: Buffer = Buffer.alloc(0);
  #line = 1;
  /** Bytes before the current piece. */
  #before = 0;
  /** Inside a line that is too long: everything up to the next newline is skipped. */
  #skipping = false;
  #endedWithCr = false;
  /** The positions of the next LF, CR and quote, found once instead of for each record. */
  #nextLf = -1;
  #nextCr = -1;
  #nextQuote = -1;

  constructor(delimiter: number, hasBackslashes: boolean) {
    this.#delimiter = delimiter;
    this.#hasBackslashes = hasBackslashes;
  }

  read(chunk: Buffer): CutRecord[] {
    return this.#cut(this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]), false);
  }

  finish(): CutRecord[] {
    return this.#cut(this.#rest, true);
  }

  #cut(bytes: Buffer, isLast: boolean): CutRecord[] {
    const records: CutRecord[] = [];
    let start = 0;
    if (this.#endedWithCr && bytes.length > 0) {
      if (bytes[0] === lf) start = 1;
      this.#endedWithCr = false;
    }
    this.#nextLf = this.#nextCr = this.#nextQuote = -2;
    while (start < bytes.length) {
      if (this.#skipping) {
        const end = this.#lineEnd(bytes, start);
        if (end === null) {
          start = bytes.length;
          break;
        }
        this.#skipping = false;
        start = this.#after(bytes, end);
        this.#line += 1;
        continue;
      }
      const scan = this.#scan(bytes, start, isLast);
      if (scan.kind === 'more') {
        if (bytes.length - start < longestRecord) break;
        records.push(this.#broken(bytes, start, 'record-too-long'));
        start = this.#pass(bytes, start);
        continue;
      }
      if (scan.kind === 'broken') {
        const { problem, at, opened, closed } = scan;
        const quote = { opened: this.#line + opened, closed: closed === null ? null : this.#line + closed };
        records.push({ ...this.#broken(bytes, start, problem, at), quote });
        this.#line += opened;
        start = this.#pass(bytes, at);
        continue;
      }
      if (scan.end > start)
        records.push({
          line: this.#line,
          at: this.#before + start,
          bytes,
          start,
          end: scan.end,
          quoted: scan.quoted,
          problem: null,
        });
      this.#line += scan.lines;
      start = scan.next;
    }
    this.#before += Math.min(start, bytes.length);
    this.#rest = start >= bytes.length ? Buffer.alloc(0) : Buffer.from(bytes.subarray(start));
    return records;
  }

  #broken(bytes: Buffer, start: number, problem: NonNullable<CutRecord['problem']>, quoteAt = start): CutRecord {
    const end = this.#lineEnd(bytes, quoteAt) ?? bytes.length;
    const shown = Math.min(end, start + longestRecord);
    return { line: this.#line, at: this.#before + start, bytes, start, end: shown, quoted: true, problem };
  }

  /** Continues at the line after the one at `start`. */
  #pass(bytes: Buffer, start: number): number {
    const end = this.#lineEnd(bytes, start);
    if (end === null) {
      this.#skipping = true;
      return bytes.length;
    }
    this.#line += 1;
    return this.#after(bytes, end);
  }

  #scan(bytes: Buffer, start: number, isLast: boolean): Scan {
    const end = this.#lineEnd(bytes, start);
    const firstQuote = this.#find(bytes, quote, start);
    if (firstQuote === null || (end !== null && firstQuote > end)) {
      if (end === null) {
        if (!isLast) return { kind: 'more' };
        return { kind: 'record', end: bytes.length, next: bytes.length, quoted: false, lines: 1 };
      }
      return { kind: 'record', end, next: this.#after(bytes, end), quoted: false, lines: 1 };
    }
    return this.#scanQuoted(bytes, start, isLast);
  }

  /** A quote opens a cell only at the beginning of the cell; spaces may surround the quotes. */
  #scanQuoted(bytes: Buffer, start: number, isLast: boolean): Scan {
    const delimiter = this.#delimiter;
    const limit = Math.min(bytes.length, start + longestRecord);
    let lines = 1;
    let quoted = false;
    let at = start;
    for (;;) {
      while (at < limit && (bytes[at] === 32 || (bytes[at] === 9 && delimiter !== 9))) at += 1;
      if (at < limit && bytes[at] === quote) {
        quoted = true;
        const opening = { kind: 'broken', at, opened: lines - 1 } as const;
        at += 1;
        for (;;) {
          const close = bytes.indexOf(quote, at);
          const until = close === -1 || close >= limit ? limit : close;
          lines += newlines(bytes, at, until);
          if (until === limit) {
            if (limit < start + longestRecord && !isLast) return { kind: 'more' };
            return { ...opening, problem: 'unclosed-quote', closed: null };
          }
          at = until + 1;
          if (at >= bytes.length && !isLast) return { kind: 'more' };
          if (this.#hasBackslashes && isEscaped(bytes, until)) continue;
          if (bytes[at] !== quote) break;
          at += 1;
        }
        while (at < limit && (bytes[at] === 32 || (bytes[at] === 9 && delimiter !== 9))) at += 1;
        if (at < limit && bytes[at] !== delimiter && bytes[at] !== lf && bytes[at] !== cr)
          return { ...opening, problem: 'text-after-quote', closed: lines - 1 };
      }
      while (at < limit && bytes[at] !== delimiter && bytes[at] !== lf && bytes[at] !== cr) at += 1;
      if (at >= limit) {
        if (limit < start + longestRecord && !isLast) return { kind: 'more' };
        if (limit === bytes.length && isLast) return { kind: 'record', end: limit, next: limit, quoted, lines };
        return { kind: 'more' };
      }
      if (bytes[at] !== delimiter) return { kind: 'record', end: at, next: this.#after(bytes, at), quoted, lines };
      at += 1;
    }
  }

  /** The position of the newline of the line at `start`, or null if it has not been read yet. */
  #lineEnd(bytes: Buffer, start: number): number | null {
    const nextLf = this.#find(bytes, lf, start);
    const nextCr = this.#find(bytes, cr, start);
    if (nextLf === null) return nextCr;
    return nextCr === null || nextLf < nextCr ? nextLf : nextCr;
  }

  #after(bytes: Buffer, newline: number): number {
    if (bytes[newline] !== cr) return newline + 1;
    if (newline + 1 < bytes.length) return bytes[newline + 1] === lf ? newline + 2 : newline + 1;
    this.#endedWithCr = true;
    return newline + 1;
  }

  #find(bytes: Buffer, byte: typeof lf | typeof cr | typeof quote, from: number): number | null {
    const known = byte === lf ? this.#nextLf : byte === cr ? this.#nextCr : this.#nextQuote;
    if (known === -1) return null;
    if (known >= from) return known;
    const found = bytes.indexOf(byte, from);
    if (byte === lf) this.#nextLf = found;
    else if (byte === cr) this.#nextCr = found;
    else this.#nextQuote = found;
    return found === -1 ? null : found;
  }
}

function newlines(bytes: Buffer, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at];
    if (byte === lf || (byte === cr && bytes[at + 1] !== lf)) count += 1;
  }
  return count;
}
