import type { Finding } from '../../results/import-result.js';
import { printable } from '../model/finding.js';
import { mayHoldDates } from './columns-beside.js';
import { readHeader } from './header-grammar.js';
import type { ColumnTarget } from './header-words.js';
import { finding, kindNames, type SpokenColumn } from './headers-contradicted.js';
import type { ColumnMapping } from './map-headers.js';

const beginnings: ReadonlySet<ColumnTarget | null> = new Set<ColumnTarget>(['bookingDate', 'bookingStart', 'bookings']);
/** What a file says of bookings beside their start. */
const others: ReadonlySet<ColumnTarget | null> = new Set<ColumnTarget>([
  'bookingService',
  'bookingDuration',
  'bookingEnd',
  'bookingEndDate',
  'bookingId',
]);

/** What is lost of the bookings that a person asked for: all of them, where no column is their start, or their prices. */
export function bookingsLeftOut(columns: readonly SpokenColumn[], mapping: ColumnMapping): Finding[] {
  const hasBookings = mapping.some(({ target }) => beginnings.has(target));
  if (hasBookings) return columns.filter((column) => isPrice(column, mapping)).map(priceLeft);
  const start = likelyStart(columns, mapping);
  if (start !== null) return [noStart(start)];
  const said = columns.find(({ index }) => others.has(mapping[index]?.target ?? null));
  if (said === undefined) return [];
  const reason = 'is of bookings, and no column is the start of one: no booking is imported';
  return [finding(said, 'no-bookings', reason, '--map "HEADER=bookingStart"   # HEADER is the column of the start')];
}

function isPrice({ index, reading, cells }: SpokenColumn, mapping: ColumnMapping): boolean {
  return (
    mapping[index]?.target === null &&
    reading.things.has('price') &&
    cells.share('money', 'number', 'postcode', 'houseNumber') > 0.5
  );
}

function priceLeft(column: SpokenColumn): Finding {
  const reason = 'is a price, and RenOS keeps none with a booking: it is not imported';
  return finding(
    column,
    'price-left',
    reason,
    `--map "${column.name}=bookingNotes" keeps it in the notes of each booking.`,
  );
}

/** The column that looks most like the start of a booking; null: none does. */
function likelyStart(columns: readonly SpokenColumn[], mapping: ColumnMapping): SpokenColumn | null {
  const open = columns.filter(
    ({ index, reading, isChosen }) => mapping[index]?.target === null && !isChosen && !reading.isForeign,
  );
  const score = ({ cells, header }: SpokenColumn) =>
    cells.share('moment') * 3 + cells.share('date') * 2 + (mayHoldDates(header) ? 1 : 0);
  const [best] = open
    .filter(({ cells }) => cells.share('moment', 'date') > 0.5)
    .sort((one, other) => score(other) - score(one));
  return best ?? null;
}

function noStart(column: SpokenColumn): Finding {
  const isDay = column.cells.share('date') > column.cells.share('moment');
  const why = isDay
    ? `holds ${kindNames.date} without a time of day, and no other column says when a booking starts`
    : 'holds dates with a time, and its header does not say that bookings start then';
  const remedy = isDay
    ? 'Add a column of times, as Starttid, or write the time behind each date; or leave --create-bookings out.'
    : `--map "${column.name}=bookingStart"`;
  return finding(column, 'no-bookings', `${why}: no booking is imported`, remedy);
}

/** The field of a JSON booking that says what it costs; null: none does, or all are known. */
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
