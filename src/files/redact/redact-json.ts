import type { Redactor } from '../../core/customers/model/source.js';
import type { ByteSource } from '../bytes/byte-source.js';
import { redactPieces } from './encode.js';
import { rewrite, unitsOf } from './units.js';

/** Wrappers that systems put around values, which are not part of a field's name. */
const wrapper = /^(?:\$\w+|[a-z]+Value|fields|values|_(?:nano)?seconds)$/;
const token = /"(?:[^"\\]|\\.)*"?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|[{}[\]:,]|[^"{}[\]:,\d-]+|-/gsu;
const written = /\\u[\da-fA-F]{4}|\\./gsu;
const signs: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };
const deepest = 1_000;

/**
 * A JSON document with other words and figures in the same places: fields keep their names, and everything except texts
 * and numbers stays, even if the document is broken.
 */
export async function* redactJson(
  bytes: ByteSource,
  options: { readonly encoding?: string | null },
  redactor: Redactor,
): AsyncIterable<Buffer> {
  const walker = new Walker(redactor);
  const scan = new TokenEnds();
  yield* redactPieces(bytes, options, {
    wholeOf: (held, chunk) => {
      const end = scan.read(chunk);
      return end === 0 ? 0 : held.length - chunk.length + end;
    },
    redact: (text) => walker.redact(text),
  });
}

/** Finds positions in a document at which no text or number is split. */
class TokenEnds {
  #isInside = false;
  #isEscaped = false;

  /** The position after the last comma or brace of the piece; 0: it has none. */
  read(chunk: Buffer): number {
    let end = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at] ?? 0;
      if (this.#isEscaped) this.#isEscaped = false;
      else if (this.#isInside) {
        this.#isEscaped = byte === 92;
        this.#isInside = byte !== 34;
      } else if (byte === 34) this.#isInside = true;
      else if (byte === 44 || byte === 123 || byte === 125) end = at + 1;
    }
    return end;
  }
}

/** Walks through a document in pieces, and tracks the current field. */
class Walker {
  readonly #redactor: Redactor;
  /** The name of the current field of each open object; null for an open list. */
  readonly #open: (string | null)[] = [];
  #isName = false;
  /** In a table, whose rows are lists: how many rows have begun, and the column in the last of them. */
  #row = -1;
  #column = 0;
  /** Whether the last character opened a list at the top, which may be the first row or contain all of them. */
  #isFirstList = false;

  constructor(redactor: Redactor) {
    this.#redactor = redactor;
  }

  redact(text: string): string {
    return text.replace(token, (found) => {
      const [first = ''] = found;
      if (first === '"') return this.#text(found);
      if (/[-\d]/.test(first) && found !== '-') return this.#number(found);
      if (first === '[') this.#beginRow();
      else if (found.trim() !== '') this.#isFirstList = false;
      if (first === '{' || first === '[') {
        if (this.#open.length < deepest) this.#open.push(first === '{' ? '' : null);
        this.#isName = first === '{';
      } else if (first === '}' || first === ']') this.#open.pop();
      else if (first === ',') {
        this.#isName = this.#open.at(-1) !== null && this.#open.length > 0;
        this.#column += 1;
      } else if (first === ':') this.#isName = false;
      return found;
    });
  }

  /** A list in a list is a row of a table, and so is one on a line of its own. */
  #beginRow(): void {
    const isInList = this.#open.length > 0 && this.#open.at(-1) === null;
    if (!isInList && this.#open.length > 0) return;
    if (!this.#isFirstList) this.#row += 1;
    this.#isFirstList = this.#open.length === 0;
    this.#column = 0;
  }

  #text(found: string): string {
    const inside = found.replace(/^"|(?<=.)"$/gs, '');
    const end = found.length > 1 && found.endsWith('"') ? '"' : '';
    if (this.#isName && this.#open.length > 0) {
      this.#open[this.#open.length - 1] = inside;
      // An e-mail or a long number is not the name of a field: the object uses its customers as keys.
      const isData = inside.includes('@') || (inside.match(/\d/g)?.length ?? 0) > 5;
      return isData ? `"${this.#redactor.text(inside, null)}${end}` : found;
    }
    if (this.#redactor.headerSeq !== null && this.#row === this.#redactor.headerSeq) return found;
    const units = unitsOf(inside, written, (raw) => [{ letter: readEscape(raw), raw }]);
    return `"${rewrite(units, (text) => this.#redactor.text(text, this.#field()), writeEscape)}${end}`;
  }

  #number(found: string): string {
    const [mantissa = '', exponent = ''] = found.split(/(?=[eE])/);
    return this.#redactor.text(mantissa, this.#field()) + exponent;
  }

  /** In a table the number of the column, otherwise the names that lead to a value. */
  #field(): number | string {
    if (this.#redactor.headerSeq !== null) return this.#column;
    return this.#open.filter((name) => name !== null && name !== '' && !wrapper.test(name)).join('.');
  }
}

function readEscape(raw: string): string {
  if (raw[1] === 'u') return String.fromCharCode(Number.parseInt(raw.slice(2), 16));
  return signs[raw[1] ?? ''] ?? raw.slice(1);
}

function writeEscape(letter: string, raw: string): string {
  return raw.startsWith('\\u') ? `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}` : letter;
}
