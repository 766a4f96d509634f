import { delimiterNamed } from '../core/customers/file-words.js';
import { InputFileError } from '../core/errors.js';
import { cutRecords } from './cut-records.js';

export interface Dialect {
  readonly delimiter: string;
  /** Whether the first line is Excel's `sep=;`, which is no row. */
  readonly separatorLine: boolean;
}

const candidates = [',', ';', '\t', '|'] as const;
const sampled = 200;

/** Finds the delimiter that cuts the first records most evenly; `sep=` in the first line, or the person, decides at once. */
export async function findDialect(head: Buffer, asked: string | null): Promise<Dialect> {
  const stated = /^sep=(.)\r?(?:\n|$)/i.exec(head.subarray(0, 16).toString('latin1'))?.[1] ?? null;
  const separatorLine = stated !== null;
  if (asked !== null) return { delimiter: delimiterOf(asked), separatorLine };
  if (stated !== null) return { delimiter: stated, separatorLine };
  let best = { delimiter: ',', score: 0 };
  for (const delimiter of candidates) {
    const score = await evenness(head, delimiter);
    if (score > best.score) best = { delimiter, score };
  }
  return { delimiter: best.delimiter, separatorLine };
}

/** A delimiter as it is typed. */
export function delimiterOf(word: string): string {
  const delimiter = delimiterNamed(word);
  if (delimiter === null) {
    throw new InputFileError('delimiter-unknown', 'A delimiter is one character, or the word tab.', {
      actions: ["--delimiter ';'", '--delimiter tab'],
    });
  }
  return delimiter;
}

/** The commonest number of cells, times the share of records that have it; 0 when there is nothing to cut. */
async function evenness(head: Buffer, delimiter: string): Promise<number> {
  const widths = new Map<number, number>();
  const code = delimiter.charCodeAt(0);
  let records = 0;
  outer: for await (const cut of cutRecords(once(head), code)) {
    for (const { bytes, start, end, problem } of cut) {
      if (problem !== null) continue;
      const width = widthOf(bytes, start, end, code);
      widths.set(width, (widths.get(width) ?? 0) + 1);
      records += 1;
      if (records >= sampled) break outer;
    }
  }
  let best = 0;
  for (const [width, count] of widths)
    if (width > 1) best = Math.max(best, Math.min(width, 12) * (count / records) ** 2);
  return best;
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
