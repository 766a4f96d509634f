import { InputFileError, saying } from '../../core/errors.js';
import { longestRecord } from '../csv/cut-records.js';
import type { ListPlace } from './find-list.js';

interface CutObject {
  readonly line: number;
  readonly bytes: Buffer;
}

const code = {
  quote: 34,
  comma: 44,
  colon: 58,
  backslash: 92,
  open: 123,
  close: 125,
  openList: 91,
  closeList: 93,
  lf: 10,
};
const isSpace = (byte: number | undefined) => byte === 32 || byte === 9 || byte === 10 || byte === 13;

/**
 * Splits a JSON document into its customers: the elements of the outermost array or of the list that was found in it,
 * or values one after another (lists too if `list` is set). Throws InputFileError if the document itself is broken.
 */
export async function* cutObjects(
  chunks: AsyncIterable<Buffer>,
  list: ListPlace | 'values' | null = null,
): AsyncIterable<CutObject[]> {
  const cutter = new ObjectCutter(list);
  for await (const chunk of chunks) {
    const objects = cutter.read(chunk);
    if (objects.length > 0) yield objects;
  }
  const rest = cutter.finish();
  if (rest.length > 0) yield rest;
}

/** `values` follow one another; `list` is inside an array; `after` is behind the wanted array. */
type Place = 'start' | 'values' | 'list' | 'after';

class ObjectCutter {
  #place: Place = 'start';
  #parts: Buffer[] = [];
  #length = 0;
  #inValue = false;
  #depth = 0;
  #inString = false;
  #escaped = false;
  #kind: 'compound' | 'string' | 'bare' = 'bare';
  #line = 1;
  #valueLine = 1;
  /** Bytes before the list, to be skipped. */
  #before = 0;
  /** Each customer is the value of a key; the keys are skipped. */
  #isKeyed = false;

  constructor(list: ListPlace | 'values' | null) {
    if (list === 'values') this.#place = 'values';
    if (list === null || list === 'values') return;
    this.#place = 'list';
    this.#before = list.at;
    this.#isKeyed = list.isKeyed;
    this.#line = list.line;
  }

  read(chunk: Buffer): CutObject[] {
    const objects: CutObject[] = [];
    let start = this.#inValue ? 0 : -1;
    const from = Math.min(this.#before, chunk.length);
    this.#before -= from;
    for (let at = from; at < chunk.length; at += 1) {
      const byte = chunk[at] ?? 0;
      if (byte === code.lf) this.#line += 1;
      if (this.#place === 'after') continue;
      if (!this.#inValue) {
        if (isSpace(byte) || byte === code.comma || (this.#isKeyed && byte === code.colon)) continue;
        if (this.#place === 'start' && byte === code.openList) {
          this.#place = 'list';
          continue;
        }
        if (this.#place === 'list' && byte === (this.#isKeyed ? code.close : code.closeList)) {
          this.#place = 'after';
          continue;
        }
        if (this.#place === 'start') this.#place = 'values';
        this.#inValue = true;
        this.#valueLine = this.#line;
        this.#depth = 0;
        this.#kind =
          byte === code.quote ? 'string' : byte === code.open || byte === code.openList ? 'compound' : 'bare';
        start = at;
      }
      this.#step(byte);
      if (this.#isEnd(byte)) {
        const end = this.#kind === 'bare' ? at : at + 1;
        const bytes = this.#take(chunk.subarray(start, end));
        if (!this.#isKeyed || this.#kind === 'compound') objects.push({ line: this.#valueLine, bytes });
        start = -1;
        this.#inValue = false;
        if (this.#kind === 'bare' && (byte === code.closeList || byte === code.close)) this.#place = 'after';
      }
    }
    if (this.#inValue && start !== -1) this.#keep(chunk.subarray(start));
    return objects;
  }

  finish(): CutObject[] {
    if (this.#place === 'list') throw endsTooEarly(this.#inValue ? this.#valueLine : this.#line);
    if (!this.#inValue) return [];
    if (this.#depth > 0 || this.#inString) throw endsTooEarly(this.#valueLine);
    return [{ line: this.#valueLine, bytes: this.#take(Buffer.alloc(0)) }];
  }

  /** Processes one byte of a value. */
  #step(byte: number): void {
    if (this.#inString) {
      if (this.#escaped) this.#escaped = false;
      else if (byte === code.backslash) this.#escaped = true;
      else if (byte === code.quote) this.#inString = false;
    } else if (byte === code.quote) this.#inString = true;
    else if (byte === code.open || byte === code.openList) this.#depth += 1;
    else if (byte === code.close || byte === code.closeList) this.#depth -= 1;
  }

  #isEnd(byte: number): boolean {
    if (this.#inString) return false;
    if (this.#kind === 'compound') return this.#depth === 0;
    if (this.#kind === 'string') return byte === code.quote;
    return byte === code.comma || byte === code.lf || byte === code.closeList || byte === code.close;
  }

  #keep(part: Buffer): void {
    this.#length += part.length;
    if (this.#length > 8 * longestRecord) {
      throw new InputFileError(saying('json-record-too-long', { line: this.#valueLine }));
    }
    this.#parts.push(Buffer.from(part));
  }

  #take(last: Buffer): Buffer {
    const whole = this.#parts.length === 0 ? last : Buffer.concat([...this.#parts, last]);
    this.#parts = [];
    this.#length = 0;
    return whole;
  }
}

function endsTooEarly(line: number): InputFileError {
  return new InputFileError(saying('json-incomplete', { line }));
}
