import { delimiterNamed } from '../../core/customers/columns/file-words.js';
import { InputFileError, saying } from '../../core/errors.js';
import { type CutRecord, cutRecords } from './cut-records.js';

export interface Dialect {
  readonly delimiter: string;
  /** Whether the first line is Excel's `sep=;`, which is not a row. */
  readonly separatorLine: boolean;
  /** The number of cells in most rows; 1 if it is not known. */
  readonly width: number;
  /** Whether quotes inside cells are escaped by a backslash, as MySQL does, and not by another quote. */
  readonly hasBackslashes: boolean;
}

/** The bytes of a file, for each call. */
type Chunks = () => AsyncIterable<Buffer>;

const candidates = [',', ';', '\t', '|'] as const;
const sampled = 200;

/**
 * Finds the delimiter that splits the first records most evenly; `sep=` in the first line, or the user's choice,
 * decides at once. `escaped`: the whole file, if it has a quote after a backslash.
 */
export async function findDialect(head: Buffer, asked: string | null, escaped: Chunks | null = null): Promise<Dialect> {
  const stated = /^sep=(.)\r?(?:\n|$)/i.exec(head.subarray(0, 16).toString('latin1'))?.[1] ?? null;
  const separatorLine = stated !== null;
  const chosen = asked === null ? stated : delimiterOf(asked);
  const delimiters = chosen === null ? candidates : [chosen];
  let best = { delimiter: chosen ?? ',', width: 1, score: 0 };
  for (const isWrapped of [false, true])
    for (const delimiter of best.score > 0 || (isWrapped && chosen !== null) ? [] : delimiters) {
      const { score, width } = await evenness(chunksOf(head), delimiter, { isWrapped });
      if (score > best.score) best = { delimiter, width, score };
    }
  const { delimiter, width } = best;
  const isInHead = head.includes('\\"');
  const found = isInHead
    ? await withBackslashes(chunksOf(head), delimiters)
    : escaped && (await withBackslashes(escaped, [delimiter]));
  return found === null
    ? { delimiter, separatorLine, width, hasBackslashes: false }
    : { ...found, separatorLine, hasBackslashes: true };
}

/** The delimiter of a file whose quotes only match if a backslash escapes them; null for any other file. */
async function withBackslashes(
  chunks: Chunks,
  delimiters: readonly string[],
): Promise<Pick<Dialect, 'delimiter' | 'width'> | null> {
  let best: { delimiter: string; width: number; score: number } | null = null;
  for (const delimiter of delimiters) {
    const plain = await evenness(chunks, delimiter, { most: Number.POSITIVE_INFINITY });
    const { broken, ...escaped } = await evenness(chunks, delimiter, {
      hasBackslashes: true,
      most: Number.POSITIVE_INFINITY,
    });
    const isSo = broken < plain.broken && escaped.score > plain.score;
    if (isSo && escaped.score > (best?.score ?? 0)) best = { delimiter, ...escaped };
  }
  return best;
}

/** The delimiter for the user's text. */
export function delimiterOf(word: string): string {
  const delimiter = delimiterNamed(word);
  if (delimiter === null) throw new InputFileError(saying('delimiter-unknown', {}));
  return delimiter;
}

interface Looking {
  /** Each whole row is in quotes, and all have the same number of cells inside. */
  readonly isWrapped?: boolean;
  readonly hasBackslashes?: boolean;
  /** The most records that are checked. */
  readonly most?: number;
}

interface Evenness {
  readonly width: number;
  readonly score: number;
  /** How many records could not be split. */
  readonly broken: number;
}

/** The most common number of cells, and how certain it is; 0 if there is nothing to split. */
async function evenness(
  chunks: Chunks,
  delimiter: string,
  { isWrapped = false, hasBackslashes = false, most = sampled }: Looking = {},
): Promise<Evenness> {
  const widths = new Map<number, number>();
  const code = delimiter.charCodeAt(0);
  let records = 0;
  let broken = 0;
  outer: for await (const cut of cutRecords(chunks(), code, hasBackslashes)) {
    for (const { bytes, start, end, problem } of cut) {
      records += 1;
      // A broken record counts against the delimiter too.
      if (problem !== null) broken += 1;
      else {
        const width = isWrapped
          ? wrappedWidth(bytes, start, end, code)
          : widthOf({ bytes, start, end }, code, hasBackslashes);
        widths.set(width, (widths.get(width) ?? 0) + 1);
      }
      if (records >= most) break outer;
    }
  }
  let best = { width: 1, score: 0, broken };
  for (const [width, count] of widths) {
    const score = Math.min(width, 12) * (count / records) ** 2;
    if (width > 1 && score > best.score && (!isWrapped || count === records)) best = { width, score, broken };
  }
  return best;
}

/** The number of cells in a row that is a single quoted cell; 1 for any other row. */
function wrappedWidth(bytes: Buffer, start: number, end: number, delimiter: number): number {
  const isQuoted = end - start > 1 && bytes[start] === 34 && bytes[end - 1] === 34;
  if (!isQuoted) return 1;
  const inner = Buffer.from(bytes.latin1Slice(start + 1, end - 1).replaceAll('""', '"'), 'latin1');
  return widthOf({ bytes: inner, start: 0, end: inner.length }, delimiter, false);
}

function widthOf(
  { bytes, start, end }: Pick<CutRecord, 'bytes' | 'start' | 'end'>,
  delimiter: number,
  hasBackslashes: boolean,
): number {
  let width = 1;
  let inside = false;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at];
    if (hasBackslashes && byte === 92) at += 1;
    else if (byte === 34) inside = !inside;
    else if (byte === delimiter && !inside) width += 1;
  }
  return width;
}

function chunksOf(head: Buffer): Chunks {
  return async function* () {
    yield head;
  };
}
