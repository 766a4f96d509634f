import type { Finding } from '../../results/import-result.js';
import type { ColumnFormat } from '../values/formats.js';
import { turnedRank } from './header-grammar.js';
import { namingTargets } from './header-words.js';
import { type ColumnMapping, mappingNames } from './map-headers.js';

/** The file is a table without a customer. */
export const noRows: Finding = {
  severity: 'warning',
  code: 'no-rows',
  line: null,
  column: null,
  reason: 'the file has headers but no rows',
  remedy: 'Export it again if there should be customers in it.',
};

/** Columns that hold something and are lost. */
export function unusedColumns(mapping: ColumnMapping, filled: ReadonlyMap<number, number>): Finding[] {
  const names = mappingNames(mapping);
  const taken = new Set(mapping.map(({ target }) => target));
  if ([...taken].some((target) => namingTargets.has(target))) for (const target of namingTargets) taken.add(target);
  return mapping
    .filter(({ target, index }) => target === null && (filled.get(index) ?? 0) > 0)
    .slice(0, 200)
    .map(({ index, header, suggestion: close }) => ({ index, header, suggestion: taken.has(close) ? null : close }))
    .map(({ index, header, suggestion }) => ({
      severity: 'warning' as const,
      code: 'column-unused',
      line: null,
      column: header,
      reason:
        suggestion === null
          ? 'is not imported'
          : `is not imported; it is spelled almost like a column for ${suggestion}`,
      remedy:
        suggestion === null
          ? `Use it with --map "${names[index]}=notes", or leave it.`
          : `--map "${names[index]}=${suggestion}"`,
    }));
}

/** Columns whose numbers are written in two ways. */
export function mixedColumns(mapping: ColumnMapping, formats: ReadonlyMap<number, ColumnFormat>): Finding[] {
  return mapping
    .filter(({ index }) => formats.get(index)?.decimal === 'mixed')
    .map(({ header }) => ({
      severity: 'warning' as const,
      code: 'number-mixed',
      line: null,
      column: header,
      reason: 'has numbers with decimal commas and numbers with decimal points',
      remedy: 'Write the column one way; numbers that can be read both ways count as empty.',
    }));
}

/** A name like `Holm, Mette Marie`; a firm with its town may look the same. */
export const lastFirst = /^\s*\p{L}[\p{L}' -]*,\s*\p{L}[\p{L}.' -]*$/u;

/** Names that stand last name first in most rows: not turned unasked, as `Fjord ApS, Aarhus` may be a name. */
export function turnedNames(mapping: ColumnMapping, filled: ReadonlyMap<number, number>, turned: number): Finding[] {
  const [column] = mapping.filter(({ target }) => target === 'name').sort((one, other) => one.rank - other.rank);
  const isMade =
    column !== undefined && column.rank >= turnedRank && mapping.some(({ target }) => target === 'firstName');
  if (column === undefined || isMade || turned * 2 <= (filled.get(column.index) ?? 0)) return [];
  return [
    {
      severity: 'warning',
      code: 'names-last-first',
      line: null,
      column: column.header,
      reason: 'has names that look like last name, first name; they are imported as they are written',
      remedy: `Turn them with --map "${mappingNames(mapping)[column.index]}=lastFirstName", or leave them.`,
    },
  ];
}

const booked: ReadonlySet<string | null> = new Set(['bookingDate', 'bookingStart', 'bookings']);

/** Bookings that the file has and nobody asked for. */
export function bookingsLeft(mapping: ColumnMapping, filled: ReadonlyMap<number, number>): Finding[] {
  const column = mapping.find(({ target, index }) => booked.has(target) && (filled.get(index) ?? 0) > 0);
  if (column === undefined) return [];
  return [
    {
      severity: 'warning',
      code: 'bookings-left',
      line: null,
      column: column.header,
      reason: 'is of bookings, and only the customers are imported',
      remedy: 'Add --create-bookings.',
    },
  ];
}
