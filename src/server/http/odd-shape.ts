import { setImmediate as turn } from 'node:timers/promises';
import { saying } from '../../core/errors.js';
import { Refusal } from './refusal.js';

const deepest = 100;
const mostValues = 2_000_000;
const mostNames = 10_000;
/** Bytes that are looked at before others have their turn. */
const atOnce = 256 * 1024;
const [quote, backslash, comma] = [0x22, 0x5c, 0x2c];
const [brace, bracket] = [0x7b, 0x5b];
const [braceEnd, bracketEnd] = [brace + 2, bracket + 2];

/** A list right inside the body's object, and the commas at which it may be cut. Bytes; `end` is its bracket. */
export interface LongList {
  readonly start: number;
  end: number;
  readonly cuts: number[];
}

/** Bytes of a list that are parsed at once: some milliseconds. */
const piece = 64 * 1024;

/**
 * Refuses JSON that nobody's customers look like, before it is parsed: that deep, of so many values (two letters take a
 * hundred times their room), or of so many different names (a million of them hold up everybody for seconds).
 * Gives the lists that are too long to be parsed at once.
 */
export async function refuseOddShape(json: Buffer): Promise<readonly LongList[]> {
  const shape = new Shape();
  for (let at = 0; at < json.length; at += atOnce) {
    if (at > 0) await turn();
    shape.read(json, at, Math.min(json.length, at + atOnce));
  }
  return shape.lists.filter(({ end, cuts }) => end > 0 && cuts.length > 0);
}

class Shape {
  readonly lists: LongList[] = [];
  #list: LongList | null = null;
  #cutFrom = 0;
  /** Of each object or list that is open: whether it is an object. */
  readonly #open: boolean[] = [];
  /** Different names, as far as 32 bits tell them apart. */
  readonly #names = new Set<number>();
  #values = 0;
  #isText = false;
  #isEscaped = false;
  /** The next text is a name. */
  #isName = false;
  #hash = 0;

  read(json: Buffer, from: number, until: number): void {
    for (let at = from; at < until; at += 1) {
      const sign = json[at] ?? 0;
      if (this.#isText) this.#readText(sign);
      else if (sign === quote) [this.#isText, this.#hash] = [true, 0];
      else if (sign === comma) this.#next(at);
      else if (sign === brace || sign === bracket) this.#enter(sign === brace, at);
      else if (sign === braceEnd || sign === bracketEnd) this.#leave(sign === bracketEnd, at);
    }
  }

  #readText(sign: number): void {
    const isEnd = sign === quote && !this.#isEscaped;
    this.#isEscaped = sign === backslash && !this.#isEscaped;
    if (isEnd) this.#endText();
    else if (this.#isName) this.#hash = (Math.imul(this.#hash, 31) + sign) | 0;
  }

  #endText(): void {
    this.#isText = false;
    if (!this.#isName) return;
    this.#isName = false;
    this.#names.add(this.#hash);
    if (this.#names.size > mostNames) throw new Refusal(413, saying('body-too-large/names', { most: mostNames }));
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
  }

  #enter(isObject: boolean, at: number): void {
    if (!isObject && this.#open.length === 1 && this.#open[0] === true) {
      this.#list = { start: at + 1, end: 0, cuts: [] };
      this.#cutFrom = at;
      this.lists.push(this.#list);
    }
    this.#open.push(isObject);
    this.#isName = isObject;
    if (this.#open.length > deepest) {
      throw new Refusal(400, saying('malformed-json/deep', { most: deepest }));
    }
  }
}
