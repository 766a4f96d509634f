import { delimiterNamed } from '../../core/customers/columns/file-words.js';
import { InputFileError, saying } from '../../core/errors.js';
import { cutRecords } from './cut-records.js';

export interface Dialect {
  readonly delimiter: string;
  /** Whether the first line is Excel's `sep=;`, which is no row. */
  readonly separatorLine: boolean;
  /** How many cells most rows have; 1 where that is not seen. */
  readonly width: number;
}

const candidates = [',', ';', '\t', '|'] as const;
const sampled = 200;

/** Finds the delimiter that cuts the first records most evenly; `sep=` in the first line, or the person, decides at once. */
export async function findDialect(head: Buffer, asked: string | null): Promise<Dialect> {
  const stated = /^sep=(.)\r?(?:\n|$)/i.exec(head.subarray(0, 16).toString('latin1'))?.[1] ?? null;
  const separatorLine = stated !== null;
  const chosen = asked === null ? stated : delimiterOf(asked);
  if (chosen !== null) return { delimiter: chosen, separatorLine, width: (await evenness(head, chosen)).width };
  let best = { delimiter: ',', width: 1, score: 0 };
  for (const isWrapped of [false, true])
    for (const delimiter of best.score > 0 ? [] : candidates) {
      const { score, width } = await evenness(head, delimiter, isWrapped);
      if (score > best.score) best = { delimiter, width, score };
    }
  return { delimiter: best.delimiter, separatorLine, width: best.width };
}

/** A delimiter as it is typed. */
export function delimiterOf(word: string): string {
  const delimiter = delimiterNamed(word);
  if (delimiter === null) throw new InputFileError(saying('delimiter-unknown', {}));
  return delimiter;
}

/**
 * The commonest number of cells, and by how much it is to be believed; 0 when there is nothing to cut. `isWrapped`:
 * each row as a whole stands in quotes, and all are alike inside.
 */
async function evenness(
  head: Buffer,
  delimiter: string,
  isWrapped = false,
): Promise<{ readonly width: number; readonly score: number }> {
  const widths = new Map<number, number>();
  const code = delimiter.charCodeAt(0);
  let records = 0;
  outer: for await (const cut of cutRecords(once(head), code)) {
    for (const { bytes, start, end, problem } of cut) {
      records += 1;
      // What breaks a record speaks against the delimiter too.
      if (problem !== null) continue;
      const width = isWrapped ? wrappedWidth(bytes, start, end, code) : widthOf(bytes, start, end, code);
      widths.set(width, (widths.get(width) ?? 0) + 1);
      if (records >= sampled) break outer;
    }
  }
  let best = { width: 1, score: 0 };
  for (const [width, count] of widths) {
    const score = Math.min(width, 12) * (count / records) ** 2;
    if (width > 1 && score > best.score && (!isWrapped || count === records)) best = { width, score };
  }
  return best;
}

/** How many cells stand in a row that is one cell in quotes; 1 where it is not. */
function wrappedWidth(bytes: Buffer, start: number, end: number, delimiter: number): number {
  const isQuoted = end - start > 1 && bytes[start] === 34 && bytes[end - 1] === 34;
  if (!isQuoted) return 1;
  const inner = Buffer.from(bytes.latin1Slice(start + 1, end - 1).replaceAll('""', '"'), 'latin1');
  return widthOf(inner, 0, inner.length, delimiter);
}

function widthOf(bytes: Buffer, start: number, end: number, delimiter: number): number {
  let width = 1;
  let inside = false;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at];
    if (byte === 34) inside = !inside;
    else if (byte === delimiter && !inside) width += 1;
  }
  return width;
}

async function* once(chunk: Buffer): AsyncIterable<Buffer> {
  yield chunk;
}
