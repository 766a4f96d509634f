import { boundedDistance } from '../values/similarity.js';
import { foldHeader } from './fold-header.js';
import { type HeaderReading, readHeader, turnedRank } from './header-grammar.js';
import { knownWords } from './header-vocabulary.js';
import { type ColumnTarget, columnTargets, exactHeaders } from './header-words.js';

const exact: ReadonlyMap<string, ColumnTarget> = new Map(
  columnTargets.flatMap((target) => [
    ...(exactHeaders[target] ?? []).map((word) => [foldHeader(word), target] as const),
    [foldHeader(target), target] as const,
  ]),
);

/** Recognizes one header: as a phrase with a meaning of its own, otherwise by its words. */
export function recogniseHeader(header: string): HeaderReading {
  const reading = readHeader(header);
  const target = header.length > longest ? null : lookUp(header, reading);
  if (target === null) return reading;
  const rank = /file\s?as|display|unstructured/i.test(header) ? turnedRank + 1 : reading.rank;
  return { ...reading, target, rank, group: '', isForeign: false, hasUnknown: false };
}

/** A longer text is a sentence, or a cell. */
const longest = 100;

/** A number in a header is only used if nothing else in it is known. */
function lookUp(header: string, reading: HeaderReading): ColumnTarget | null {
  const folded = foldHeader(header).replace(/^(?:properties|attributes|fields|node)(?=.)/, '');
  const known = exact.get(folded) ?? null;
  // A value for one year is not a total.
  if (known !== null || !/\d/.test(folded) || /(?:19|20)\d\d/.test(folded)) return known;
  if (reading.target !== null) return null;
  return exact.get(folded.replace(/\d+/g, '1')) ?? exact.get(folded.replace(/\d+/g, '')) ?? null;
}

/** A misspelled header: `Nvan`, `E-mial`; null for any other text. */
export function almostSpelled(header: string): HeaderReading | null {
  const word = foldHeader(header);
  if (word.length < 3 || word.length > 30 || /\d/.test(word) || word.endsWith('id')) return null;
  let best: { readonly word: string; readonly distance: number } | null = null;
  for (const known of knownWords) {
    const most = Math.min(word.length, known.length) > 6 ? 2 : 1;
    const distance = boundedDistance(word, known, most);
    if (distance <= most && (best === null || distance < best.distance)) best = { word: known, distance };
    else if (best === null && isShuffled(word, known)) best = { word: known, distance: 2 };
  }
  const reading = best === null ? null : recogniseHeader(best.word);
  return reading?.target == null ? null : reading;
}

/** The same letters in another order, with the same first letter. */
function isShuffled(one: string, other: string): boolean {
  if (one.length !== other.length || one[0] !== other[0]) return false;
  return [...one].sort().join('') === [...other].sort().join('');
}
