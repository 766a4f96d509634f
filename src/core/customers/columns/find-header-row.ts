import { foldHeader } from './fold-header.js';
import type { ColumnTarget } from './header-words.js';
import { almostSpelled, recogniseHeader } from './recognise-header.js';

/**
 * The first record with two known headers or a mapped one; otherwise one with a single known header, or with some
 * misspelled ones. -1: none.
 */
export function findHeaderRow(texts: readonly (readonly string[])[], chosen: ReadonlyMap<string, unknown>): number {
  const asked = texts.findIndex((cells) => cells.some((cell) => chosen.has(foldHeader(cell))));
  const two = texts.findIndex((cells) => knownHeaders(cells) >= 2);
  const one = texts.findIndex((cells) => knownHeaders(cells) === 1 && !cells.some((cell) => cell.includes('@')));
  const close = two >= 0 || one >= 0 ? -1 : texts.findIndex((cells) => misspelledHeaders(cells) >= 2);
  const place = two >= 0 ? two : one >= 0 ? one : close;
  if (asked >= 0 && (two < 0 || asked <= two)) return asked;
  // Excel's second row of headers, below one that only groups them.
  const known = (row: number) => knownHeaders(texts[row] ?? []);
  return place >= 0 && known(place + 1) > Math.max(known(place), 2) ? place + 1 : place;
}

/** How many columns of these headers are known: a title above the headers has none. */
function knownHeaders(headers: readonly string[]): number {
  return knownTargets(headers).size;
}

/** The meanings of some headers. */
export function knownTargets(headers: readonly string[]): ReadonlySet<ColumnTarget> {
  return new Set(headers.flatMap((header) => recogniseHeader(header).target ?? []));
}

/** How many cells are misspelled headers; 0 if any cell has a value that only a customer's row has. */
function misspelledHeaders(cells: readonly string[]): number {
  return cells.some((cell) => /@|\d{4}/.test(cell)) ? 0 : cells.filter((cell) => almostSpelled(cell) !== null).length;
}

/** Excel writes empty headers past the last column. */
export function trimEnd(headers: readonly string[]): readonly string[] {
  let length = headers.length;
  while (length > 0 && (headers[length - 1] ?? '').trim() === '') length -= 1;
  return headers.slice(0, length);
}
