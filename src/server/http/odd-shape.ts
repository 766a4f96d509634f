import { saying } from '../../core/errors.js';
import { giveWay } from '../../core/give-way.js';
import { Refusal } from './refusal.js';

const deepest = 100;
const mostValues = 2_000_000;
const mostNames = 10_000;
/** Bytes that are scanned before other work gets a turn. */
const atOnce = 256 * 1024;
const [quote, backslash, comma] = [0x22, 0x5c, 0x2c];
const letterU = 0x75;
const [brace, bracket] = [0x7b, 0x5b];
const [braceEnd, bracketEnd] = [brace + 2, bracket + 2];

/**
 * A list or a text directly inside the body's object, and the positions at which it may be split: at commas, or before
 * letters. Positions are bytes; `end` is its bracket or quote.
 */
export interface LongValue {
  readonly kind: 'list' | 'text';
  readonly start: number;
  end: number;
  readonly cuts: number[];
}

/** Bytes of a list or text that are parsed at once: this takes some milliseconds. */
const piece = 64 * 1024;

/**
 * Refuses JSON that cannot be a list of customers, before it is parsed: JSON that is too deep, has too many values (two
 * letters take a hundred times their size in memory), or too many different names (a million of them block the server
 * for seconds). Returns the lists and texts that are too long to be parsed at once, in order.
 */
export async function refuseOddShape(json: Buffer): Promise<readonly LongValue[]> {
  const shape = new Shape();
  for (let at = 0; at < json.length; at += atOnce) {
    if (at > 0) await giveWay();
    shape.read(json, at, Math.min(json.length, at + atOnce));
  }
  return shape.values.filter(({ end, cuts }) => end > 0 && cuts.length > 0);
}

class Shape {
  readonly values: LongValue[] = [];
  #list: LongValue | null = null;
  #text: LongValue | null = null;
  #cutFrom = 0;
  /** The end of a text's last escape. */
  #escapedUntil = 0;
  /** For each open object or list: whether it is an object. */
  readonly #open: boolean[] = [];
  /** The names so far in the body's own object and in one directly inside it: options, or a mapping. */
  readonly #said: Set<string>[] = [];
  /** Different names, as 32-bit hashes. */
  readonly #names = new Set<number>();
  #values = 0;
  #isText = false;
  #isEscaped = false;
  #textFrom = 0;
  /** The next text is a name. */
  #isName = false;
  #hash = 0;

  read(json: Buffer, from: number, until: number): void {
    for (let at = from; at < until; at += 1) {
      const sign = json[at] ?? 0;
      if (this.#isText) this.#readText(sign, at, json);
      else if (sign === quote) this.#beginText(at);
      else if (sign === comma) this.#next(at);
      else if (sign === brace || sign === bracket) this.#enter(sign === brace, at);
      else if (sign === braceEnd || sign === bracketEnd) this.#leave(sign === bracketEnd, at);
    }
  }

  #beginText(at: number): void {
    [this.#isText, this.#hash, this.#textFrom] = [true, 0, at];
    if (this.#isName || this.#open.length !== 1) return;
    this.#text = { kind: 'text', start: at + 1, end: 0, cuts: [] };
    this.#cutFrom = at;
  }

  #readText(sign: number, at: number, json: Buffer): void {
    const isEnd = sign === quote && !this.#isEscaped;
    this.#isEscaped = sign === backslash && !this.#isEscaped;
    if (isEnd) this.#endText(at, json);
    else if (this.#isName) this.#hash = (Math.imul(this.#hash, 31) + sign) | 0;
    else if (this.#text !== null) this.#cutText(this.#text, sign, at);
  }

  /** Not within an escape, nor within a letter of several bytes. */
  #cutText({ cuts }: LongValue, sign: number, at: number): void {
    const isBetween = at >= this.#escapedUntil && sign < 0x80;
    if (this.#isEscaped) this.#escapedUntil = at + 2;
    else if (at === this.#escapedUntil - 1 && sign === letterU) this.#escapedUntil = at + 5;
    if (!isBetween || at - this.#cutFrom < piece) return;
    cuts.push(at);
    this.#cutFrom = at;
  }

  #endText(at: number, json: Buffer): void {
    this.#isText = false;
    if (this.#text !== null && this.#text.cuts.length > 0) {
      this.#text.end = at;
      this.values.push(this.#text);
    }
    this.#text = null;
    if (!this.#isName) return;
    this.#isName = false;
    this.#refuseAgain(json, at);
    this.#names.add(this.#hash);
    if (this.#names.size > mostNames) throw new Refusal(413, saying('body-too-large/names', { most: mostNames }));
  }

  /** If an option were given twice, one of the two would be ignored, and the client would not know which. */
  #refuseAgain(json: Buffer, end: number): void {
    const said = this.#said[this.#open.length - 1];
    if (said === undefined) return;
    const name = json.toString('utf8', this.#textFrom + 1, end);
    if (said.has(name)) throw new Refusal(400, saying('malformed-json/twice', {}));
    said.add(name);
  }

  #next(at: number): void {
    if (this.#list !== null && this.#open.length === 2 && at - this.#cutFrom >= piece) {
      this.#list.cuts.push(at);
      this.#cutFrom = at;
    }
    this.#isName = this.#open.at(-1) === true;
    this.#values += 1;
    if (this.#values > mostValues) throw new Refusal(413, saying('body-too-large/values', { most: mostValues }));
  }

  #leave(isList: boolean, at: number): void {
    if (this.#list !== null && this.#open.length === 2) {
      if (isList) this.#list.end = at;
      this.#list = null;
    }
    this.#open.pop();
    this.#said.length = Math.min(this.#said.length, this.#open.length);
  }

  #enter(isObject: boolean, at: number): void {
    if (!isObject && this.#open.length === 1 && this.#open[0] === true) {
      this.#list = { kind: 'list', start: at + 1, end: 0, cuts: [] };
      this.#cutFrom = at;
      this.values.push(this.#list);
    }
    if (isObject && this.#open.length < 2 && this.#said.length === this.#open.length) this.#said.push(new Set());
    this.#open.push(isObject);
    this.#isName = isObject;
    if (this.#open.length > deepest) {
      throw new Refusal(400, saying('malformed-json/deep', { most: deepest }));
    }
  }
}
