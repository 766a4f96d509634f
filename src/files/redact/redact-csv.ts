import type { Redactor } from '../../core/customers/model/source.js';
import type { ByteSource } from '../bytes/byte-source.js';
import { inspectBytes } from '../bytes/inspect-bytes.js';
import { plainBytes } from '../bytes/text-bytes.js';
import { type Dialect, findDialect } from '../csv/csv-dialect.js';
import { cutRecords } from '../csv/cut-records.js';
import type { CsvOptions } from '../source-options.js';
import { encoderOf } from './encode.js';

/**
 * A CSV with other words and figures in the same places: mark, encoding, newlines, quotes and delimiters stay those of
 * the file, even if it is broken.
 */
export async function* redactCsv(bytes: ByteSource, options: CsvOptions, redactor: Redactor): AsyncIterable<Buffer> {
  const facts = await inspectBytes(bytes, options.encoding ?? null);
  const plain = plainBytes(bytes, facts);
  const dialect = await findDialect(
    await headOf(plain),
    options.delimiter ?? null,
    facts.hasEscapedQuote ? () => plain.chunks() : null,
  );
  const encode = encoderOf(facts.encoding);
  yield facts.head.subarray(0, facts.mark);
  const reader = new Reader(plain.chunks());
  let done = 0;
  let seq = dialect.separatorLine ? -1 : 0;
  const decode = (piece: Buffer) => plain.decode(piece, 0, piece.length);
  for await (const records of cutRecords(plain.chunks(), dialect.delimiter.charCodeAt(0), dialect.hasBackslashes)) {
    const parts: Buffer[] = [];
    for (const { at, start, end } of records) {
      const between = decode(await reader.take(at - done));
      const text = decode(await reader.take(end - start));
      done = at + end - start;
      const isKept = seq < 0 || seq === redactor.headerSeq;
      parts.push(encode(redactor.text(between, null)), encode(isKept ? text : redactRecord(text, dialect, redactor)));
      seq += 1;
    }
    yield Buffer.concat(parts);
  }
  yield encode(redactor.text(decode(await reader.rest()), null));
}

async function headOf(plain: { chunks(): AsyncIterable<Buffer> }): Promise<Buffer> {
  for await (const chunk of plain.chunks()) return chunk.subarray(0, 128 * 1024);
  return Buffer.alloc(0);
}

/** The cells of a record, each replaced separately; a row that is quoted like one cell has cells inside. */
function redactRecord(text: string, { delimiter, width, hasBackslashes }: Dialect, redactor: Redactor): string {
  const cells = cellsOf(text, delimiter, hasBackslashes);
  const [only = ''] = cells;
  if (cells.length === 1 && width > 1 && /^".*"$/s.test(only))
    return `"${cellsOf(only.slice(1, -1).replaceAll('""', '\0\0'), delimiter)
      .map((cell, index) => redactor.text(cell, index))
      .join(delimiter)
      .replaceAll('\0\0', '""')}"`;
  return cells
    .map((cell, index) => {
      const isQuoted = /^".*"$/s.test(cell) && cell.length > 1;
      return isQuoted ? `"${redactor.text(cell.slice(1, -1), index)}"` : redactor.text(cell, index);
    })
    .join(delimiter);
}

/** Split at delimiters outside quotes; if the quotes do not match, at all delimiters in the rest. */
function cellsOf(text: string, delimiter: string, hasBackslashes = false): readonly string[] {
  const cells: string[] = [];
  let start = 0;
  let isInside = false;
  for (let at = 0; at < text.length; at += 1) {
    if (hasBackslashes && text[at] === '\\') at += 1;
    else if (text[at] === '"') isInside = !isInside;
    else if (text[at] === delimiter && !isInside) {
      cells.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...cells, text.slice(start)];
}

/** Returns bytes from a stream, as many as requested. */
class Reader {
  readonly #pieces: AsyncIterator<Buffer>;
  #held: Buffer = Buffer.alloc(0);

  constructor(pieces: AsyncIterable<Buffer>) {
    this.#pieces = pieces[Symbol.asyncIterator]();
  }

  async take(length: number): Promise<Buffer> {
    while (this.#held.length < length) {
      const step = await this.#pieces.next();
      if (step.done === true) break;
      this.#held = this.#held.length === 0 ? step.value : Buffer.concat([this.#held, step.value]);
    }
    const taken = this.#held.subarray(0, length);
    this.#held = this.#held.subarray(length);
    return taken;
  }

  async rest(): Promise<Buffer> {
    return this.take(Number.POSITIVE_INFINITY);
  }
}
