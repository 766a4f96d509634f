import type { Finding } from '../../results/import-result.js';
import { printable, warningOf } from '../model/finding.js';
import { mayHoldDates } from './columns-beside.js';
import { readHeader } from './header-grammar.js';
import type { ColumnTarget } from './header-words.js';
import type { ExaminedColumn } from './headers-contradicted.js';
import type { ColumnMapping } from './map-headers.js';

const beginnings: ReadonlySet<ColumnTarget | null> = new Set<ColumnTarget>(['bookingDate', 'bookingStart', 'bookings']);
/** Values of a booking other than its start. */
const others: ReadonlySet<ColumnTarget | null> = new Set<ColumnTarget>([
  'bookingService',
  'bookingDuration',
  'bookingEnd',
  'bookingEndDate',
  'bookingId',
]);

/** Parts of the requested bookings that are lost: all of them if no column is their start, or their prices. */
export function bookingsLeftOut(columns: readonly ExaminedColumn[], mapping: ColumnMapping): Finding[] {
  const hasBookings = mapping.some(({ target }) => beginnings.has(target));
  if (hasBookings) return columns.filter((column) => isPrice(column, mapping)).map(priceLeft);
  const start = likelyStart(columns, mapping);
  if (start !== null) return [noStart(start)];
  const said = columns.find(({ index }) => others.has(mapping[index]?.target ?? null));
  if (said === undefined) return [];
  return [warningOf(said.header, 'no-bookings/no-start', {})];
}

function isPrice({ index, reading, cells }: ExaminedColumn, mapping: ColumnMapping): boolean {
  return (
    mapping[index]?.target === null &&
    reading.things.has('price') &&
    cells.share('money', 'number', 'postcode', 'houseNumber') > 0.5
  );
}

const priceLeft = ({ header, name }: ExaminedColumn) => warningOf(header, 'price-left', { name });

/** The column most likely to be the start of a booking; null if none is. */
function likelyStart(columns: readonly ExaminedColumn[], mapping: ColumnMapping): ExaminedColumn | null {
  const open = columns.filter(
    ({ index, reading, isChosen }) => mapping[index]?.target === null && !isChosen && !reading.isForeign,
  );
  const score = ({ cells, header }: ExaminedColumn) =>
    cells.share('moment') * 3 + cells.share('date') * 2 + (mayHoldDates(header) ? 1 : 0);
  const [best] = open
    .filter(({ cells }) => cells.share('moment', 'date') > 0.5)
    .sort((one, other) => score(other) - score(one));
  return best ?? null;
}

function noStart({ header, name, cells }: ExaminedColumn): Finding {
  const isDay = cells.share('date') > cells.share('moment');
  return isDay ? warningOf(header, 'no-bookings/days-only', {}) : warningOf(header, 'no-bookings/perhaps', { name });
}

/** The field of a JSON booking that is probably its price; null if there is none, or if all fields are known. */
export function priceIn(booking: unknown, known: object): string | null {
  const found = Object.entries(booking as Readonly<Record<string, unknown>>).find(
    ([name, value]) =>
      !Object.hasOwn(known, name) &&
      value !== null &&
      value !== '' &&
      name.length < 100 &&
      readHeader(name).things.has('price'),
  );
  return found === undefined ? null : printable(found[0]);
}
