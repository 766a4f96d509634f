import type { Finding } from '../../results/import-result.js';
import { warningOf } from '../model/finding.js';
import type { ColumnFormat } from '../values/formats.js';
import { turnedRank } from './header-grammar.js';
import { namingTargets } from './header-words.js';
import { type ColumnMapping, mappingNames } from './map-headers.js';

/** The file is a table without any customer. */
export const noRows: Finding = warningOf(null, 'no-rows', {});

/** Columns that are not empty and are not imported. */
export function unusedColumns(mapping: ColumnMapping, filled: ReadonlyMap<number, number>): Finding[] {
  const names = mappingNames(mapping);
  const taken = new Set(mapping.map(({ target }) => target));
  if ([...taken].some((target) => namingTargets.has(target))) for (const target of namingTargets) taken.add(target);
  return mapping
    .filter(({ target, index }) => target === null && (filled.get(index) ?? 0) > 0)
    .slice(0, 200)
    .map(({ index, header, suggestion: close }) => ({ index, header, suggestion: taken.has(close) ? null : close }))
    .map(({ index, header, suggestion: target }) => {
      const name = names[index] ?? header;
      return target === null
        ? warningOf(header, 'column-unused', { name })
        : warningOf(header, 'column-unused/almost', { name, target });
    });
}

/** Columns whose numbers are written in two ways. */
export function mixedColumns(mapping: ColumnMapping, formats: ReadonlyMap<number, ColumnFormat>): Finding[] {
  return mapping
    .filter(({ index }) => formats.get(index)?.decimal === 'mixed')
    .map(({ header }) => warningOf(header, 'number-mixed', {}));
}

/** A name like `Holm, Mette Marie`; a firm with its town may look the same. */
export const lastFirst = /^\s*\p{L}[\p{L}' -]*,\s*\p{L}[\p{L}.' -]*$/u;

/** Names written last name first in most rows: not turned without asking, because `Fjord ApS, Aarhus` may be a name. */
export function turnedNames(mapping: ColumnMapping, filled: ReadonlyMap<number, number>, turned: number): Finding[] {
  const [column] = mapping.filter(({ target }) => target === 'name').sort((one, other) => one.rank - other.rank);
  const has = (wanted: string) => mapping.some(({ target }) => target === wanted);
  // Separate columns of first and last name decide how the name is read.
  const isMade = has('firstName') && (has('lastName') || (column?.rank ?? 0) >= turnedRank);
  if (column === undefined || isMade || turned * 2 <= (filled.get(column.index) ?? 0)) return [];
  return [warningOf(column.header, 'names-last-first', { name: mappingNames(mapping)[column.index] ?? column.header })];
}

const booked: ReadonlySet<string | null> = new Set(['bookingDate', 'bookingStart', 'bookings']);

/** Bookings in the file that the user did not ask to import. */
export function bookingsLeft(mapping: ColumnMapping, filled: ReadonlyMap<number, number>): Finding[] {
  const column = mapping.find(({ target, index }) => booked.has(target) && (filled.get(index) ?? 0) > 0);
  if (column === undefined) return [];
  return [warningOf(column.header, 'bookings-left', {})];
}
