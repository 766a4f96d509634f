import type { Finding } from '../../results/import-result.js';
import { warningOf } from '../model/finding.js';
import type { CellKind, CellTally } from './cell-kinds.js';
import { endsBooking, mayHoldDates, startsBooking } from './columns-beside.js';
import { contactRank, turnedRank } from './header-grammar.js';
import { addressTargets, type ColumnTarget, namingTargets } from './header-words.js';
import { contradicted, type ExaminedColumn } from './headers-contradicted.js';
import { almostSpelled } from './recognise-header.js';

/**
 * Uses the cells of each column: they confirm its header, contradict it, or decide its meaning if no header does.
 * Changes the columns, and returns findings about it.
 */
export function applyCellKinds(columns: readonly ExaminedColumn[]): Finding[] {
  for (const column of columns) refine(column, columns);
  for (const column of columns) if (isOurs(column, columns)) column.target = null;
  const findings = [...columns.flatMap(contradicted), ...takeFromNames(columns)];
  for (const kind of ['email', 'phone'] as const) findings.push(...takeContacts(columns, kind));
  findings.push(...takeSpelled(columns), ...takePlaces(columns), ...takeNames(columns), ...takeDays(columns));
  return findings;
}

/** `Street number` is the house number if its cells are numbers. */
function refine(column: ExaminedColumn, columns: readonly ExaminedColumn[]): void {
  const { target, reading, cells } = column;
  if (target !== 'street' || column.isChosen) return;
  const isNumber = reading.things.has('number') && cells.share('houseNumber', 'postcode', 'number') >= 0.9;
  if (isNumber && columns.some((other) => other !== column && other.target === 'street')) column.target = 'houseNumber';
}

/** `Person` with one name in all rows, next to the customers' names: the employee in charge. */
function isOurs({ target, rank, isChosen, cells }: ExaminedColumn, columns: readonly ExaminedColumn[]): boolean {
  if (target !== 'name' || isChosen || rank < contactRank || rank >= turnedRank || !cells.isOneValue) return false;
  return columns.some((other) => other.target === 'name' && other.rank < rank && !other.cells.isOneValue);
}

/** A column that no header explains, and that is not about another person. */
function isOpen({ target, reading, isChosen, cells }: ExaminedColumn): boolean {
  return target === null && !isChosen && !reading.isForeign && reading.target === null && !cells.isEmpty;
}

/** `Home number` is a phone if its cells are phones. */
const ofPhones = ['home', 'work', 'landline', 'contact'] as const;

function takeContacts(columns: readonly ExaminedColumn[], kind: 'email' | 'phone'): Finding[] {
  const isHeaded = ({ reading: { things } }: ExaminedColumn) =>
    kind === 'email'
      ? things.has('email')
      : things.has('phone') ||
        things.has('mobile') ||
        (things.has('number') && ofPhones.some((role) => things.has(role)));

  const isOf = (column: ExaminedColumn) =>
    column.cells.kind === kind || (kind === 'phone' && isHeaded(column) && column.cells.mayBePhones);
  const found = columns.filter((column) => isOpen(column) && isOf(column));
  for (const column of found.filter(isHeaded)) take(column, kind, 4.5);
  const others = found.filter((column) => !isHeaded(column) && !column.cells.isOneValue);
  let isKnown = columns.some(({ target }) => target === kind);
  return others.map((column) => {
    if (isKnown) return warningOf(column.header, 'contact-unused', { name: column.name, kind });
    isKnown = true;
    take(column, kind, 1);
    return byCells(column, kind, kind);
  });
}

/** `Kontakt 1` next to the customers' names is an e-mail or phone column if its cells are e-mails or phones. */
function takeFromNames(columns: readonly ExaminedColumn[]): Finding[] {
  const contactOf = ({ cells }: ExaminedColumn) =>
    cells.kind === 'email' ? 'email' : cells.looked > 0 && cells.mayBePhones ? 'phone' : null;
  const named = columns.filter(({ target }) => namingTargets.has(target));
  if (named.every((column) => contactOf(column) !== null)) return [];
  return named.flatMap((column) => {
    const kind = contactOf(column);
    const { header, name, target, isChosen } = column;
    if (kind === null || target === null || isChosen) return [];
    if (columns.some((other) => other.target === kind) || column.cells.isOneValue) {
      column.target = null;
      return [warningOf(header, 'column-contradicts', { name, target, kind, other: kind })];
    }
    take(column, kind, 1);
    return [warningOf(header, 'column-by-cells/names', { name, target: kind, kind })];
  });
}

const spelled: Readonly<Partial<Record<ColumnTarget, (cells: CellTally) => boolean>>> = {
  name: (cells) => cells.share('personName') >= 0.8,
  firstName: (cells) => cells.share('words', 'personName') >= 0.9,
  lastName: (cells) => cells.share('words', 'personName') >= 0.9,
  email: (cells) => cells.kind === 'email',
  phone: (cells) => cells.mayBePhones,
  address: (cells) => cells.share('street') >= 0.8,
  street: (cells) => cells.share('street') >= 0.8,
  postalCode: (cells) => cells.kind === 'postcode',
  city: (cells) => cells.share('words', 'personName') >= 0.9,
};

/** A header spelled almost like a known one, if its cells agree. */
function takeSpelled(columns: readonly ExaminedColumn[]): Finding[] {
  return columns.flatMap((column) => {
    if (!isOpen(column) || !column.reading.hasUnknown) return [];
    const near = almostSpelled(column.header);
    const { target } = near ?? { target: null };
    if (near === null || target === null || columns.some((other) => other.target === target)) return [];
    if (spelled[target]?.(column.cells) !== true) return [];
    take(column, target, 1, near.group);
    return [warningOf(column.header, 'column-by-cells/spelled', { name: column.name, target })];
  });
}

const addressParts: ReadonlySet<ColumnTarget | null> = new Set(addressTargets);

/** A postal code next to the rest of an address, and an address in a file without one. */
function takePlaces(columns: readonly ExaminedColumn[]): Finding[] {
  const has = (...targets: readonly ColumnTarget[]) =>
    columns.some(({ target }) => target !== null && targets.includes(target));
  return columns.flatMap((column) => {
    if (!isOpen(column) || !column.reading.hasUnknown || column.cells.isOneValue) return [];
    const { kind } = column.cells;
    if (kind === 'street' && !has('street', 'address')) {
      take(column, 'address', 1);
      return [byCells(column, 'street', 'address')];
    }
    const beside = columns.filter(({ index }) => Math.abs(index - column.index) === 1);
    const neighbour = beside.find(({ target }) => target === 'city' || target === 'street');
    if (kind !== 'postcode' || neighbour === undefined || has('postalCode', 'postalCodeAndCity')) return [];
    take(column, 'postalCode', neighbour.rank, neighbour.group);
    return [byCells(column, 'postcode', 'postalCode')];
  });
}

/** The column with the most names, if no header says which one holds the customers' names. */
function takeNames(columns: readonly ExaminedColumn[]): Finding[] {
  if (columns.some(({ target }) => namingTargets.has(target))) return [];
  const best = nameLike(columns);
  if (best === null || best.cells.share('personName') < 0.9) return [];
  take(best, 'name', 1);
  return [byCells(best, 'personName', 'name')];
}

const beginnings: readonly (ColumnTarget | null)[] = ['bookingDate', 'bookings'];

/**
 * Days next to times of day belong to bookings, as in `Rengøringsdag;Fra;Til`. Of times without a known header, the
 * first column is the start and the next one the end.
 */
function takeDays(columns: readonly ExaminedColumn[]): Finding[] {
  if (columns.some(({ target }) => beginnings.includes(target))) return [];
  const is = (column: ExaminedColumn | undefined, kind: CellKind): column is ExaminedColumn =>
    column !== undefined &&
    (column.target === 'bookingStart' || column.target === 'bookingEnd' || isOpen(column)) &&
    column.cells.kind === kind;
  const start = columns.find(
    (column) => is(column, 'time') && column.target !== 'bookingEnd' && !endsBooking(column.header),
  );
  if (start === undefined) return [];
  const next = columns[start.index + 1];
  const end = is(next, 'time') ? [next] : [];
  const behind = start.index + 1 + end.length;
  const day = [start.index - 1, behind].map((index) => columns[index]).find((beside) => is(beside, 'date'));
  if (day === undefined) return [];
  const found = [
    ...(mayHoldDates(day.header) ? [] : [[day, 'date', 'bookingDate'] as const]),
    ...(start.target !== null || startsBooking(start.header) ? [] : [[start, 'time', 'bookingStart'] as const]),
    ...end
      .filter(({ target, header }) => target === null && !endsBooking(header))
      .map((column) => [column, 'time', 'bookingEnd'] as const),
  ];
  return found.map(([column, kind, target]) => {
    take(column, target, 1);
    return byCells(column, kind, target);
  });
}

/** The column most likely to hold the customers' names; null if none does. */
export function nameLike(columns: readonly ExaminedColumn[]): ExaminedColumn | null {
  const open = columns.filter(
    (column) => isOpen(column) && !column.cells.isOneValue && !addressParts.has(column.target),
  );
  const score = ({ cells }: ExaminedColumn) => cells.share('personName') + cells.share('words') / 4;
  const [best] = open.sort((one, other) => score(other) - score(one));
  return best === undefined || score(best) === 0 ? null : best;
}

function take(column: ExaminedColumn, target: ColumnTarget, rank: number, group = ''): void {
  column.target = target;
  column.rank = rank;
  column.group = group;
}

function byCells({ header, name }: ExaminedColumn, kind: CellKind, target: ColumnTarget): Finding {
  return warningOf(header, 'column-by-cells', { name, kind, target });
}
