import { stateOfHeader } from '../values/booking-states.js';
import type { CellKind } from './cell-kinds.js';
import { foldHeader } from './fold-header.js';
import { readHeader } from './header-grammar.js';
import { addressTargets, type ColumnTarget } from './header-words.js';

interface Column {
  readonly index: number;
  readonly header: string;
  readonly target: ColumnTarget | null;
  readonly suggestion: ColumnTarget | null;
  readonly group: string;
  readonly rank: number;
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(', ').map(foldHeader));

const dates = words('dato, date, startdato, start date, dag, day');
const endDates = words('slutdato, end date');
const starts = words(
  'start, fra, fra kl, kl, kl fra, klokken, klokkeslæt, tid, tidspunkt, from, time, mødetid, start kl',
);
const ends = words('slut, til, til kl, kl til, to, end, slut kl');
const durations = words('timer, antal timer, minutter, antal minutter, hours, minutes');
const bareStart = words('start');
const bareEnd = words('slut, end');
const numbers = words('nr, no, nummer, number, vejnr, gadenr, nr bogstav');
const statuses = words('status');
const sides = words('side');
const kindsOfWork = words('type, event, subject, emne, opgave, aftale, arbejde, behandling, pakke, package');

/** Whether a column may turn out to hold dates, whichever columns are next to it. */
export function mayHoldDates(header: string): boolean {
  const folded = foldHeader(header);
  return [dates, endDates, bareStart, bareEnd].some((those) => those.has(folded)) || isOfTime(header);
}

/** Whether a header means the start of a booking, next to a column with its day. */
export const startsBooking = (header: string): boolean => starts.has(foldHeader(header));
/** Whether a header means the end of a booking, next to a column with its start. */
export const endsBooking = (header: string): boolean => ends.has(foldHeader(header));

/** Whether a header means a day or a time, and nothing else. */
function isOfTime(header: string): boolean {
  const { things, isForeign, hasUnknown } = readHeader(header);
  const rest = [...things].filter((thing) => !['date', 'time', 'start', 'booking', 'filler'].includes(thing));
  return !isForeign && !hasUnknown && things.size > 0 && rest.length === 0;
}

/**
 * Gives a meaning to headers that need others for it: `Dato` and `Start` together are a booking's, `Nr` after a street
 * is the house number. Columns that the user mapped are left alone.
 */
export function besideOthers<C extends Column>(
  mapping: readonly C[],
  isChosen: (column: C) => boolean,
  kindOf: (index: number) => CellKind | null,
): readonly C[] {
  const given = new Map<C, ColumnTarget>();
  const has = (target: ColumnTarget) =>
    mapping.some((column) => column.target === target) || [...given.values()].includes(target);
  const isFree = (column: C) => column.target === null && !isChosen(column);
  const find = (those: ReadonlySet<string>) =>
    mapping.find((column) => isFree(column) && those.has(foldHeader(column.header)));
  const give = (target: ColumnTarget, column: C | undefined) => {
    if (column !== undefined && !has(target)) given.set(column, target);
  };
  const can = (target: ColumnTarget, those: ReadonlySet<string>) => has(target) || find(those) !== undefined;

  if (can('bookingDate', dates) && can('bookingStart', starts)) {
    give('bookingDate', find(dates));
    give('bookingStart', find(starts));
  } else if (can('bookingStart', bareStart) && can('bookingEnd', bareEnd) && has('bookingService')) {
    give('bookingStart', find(bareStart));
  }
  // `Date Time` and `Dato` hold both day and time if their cells do, in a file with other booking columns.
  const isOfBookings = (['bookingService', 'bookingDuration', 'bookingEnd', 'bookingStatus'] as const).some(has);
  if (isOfBookings && !has('bookingStart') && !has('bookingDate'))
    give(
      'bookingStart',
      mapping.find((column) => isFree(column) && isOfTime(column.header) && kindOf(column.index) === 'moment'),
    );
  if (has('bookingStart')) {
    give('bookingEnd', find(has('bookingDate') ? ends : bareEnd));
    if (has('bookingEnd') && has('bookingDate')) give('bookingEndDate', find(endDates));
  }
  if (has('bookingStart')) give('bookingDuration', find(durations));
  // In a file of bookings, a plain type is the booking's service.
  if (has('bookingStart')) {
    const type = find(kindsOfWork);
    if (type !== undefined && ['words', 'personName', null].includes(kindOf(type.index))) give('bookingService', type);
  }
  // In a file of bookings, a plain status is the booking's: a cancelled one must not be restored.
  if (has('bookingStart') || has('bookingDate')) {
    for (const column of mapping) {
      const kind = kindOf(column.index);
      const isState =
        stateOfHeader(column.header) !== null && ['boolean', 'houseNumber', 'date', 'moment'].includes(kind ?? '');
      if (isFree(column) && (statuses.has(foldHeader(column.header)) || isState)) given.set(column, 'bookingStatus');
    }
  }
  const street = mapping.findIndex(isStreet);
  const behind = street < 0 ? undefined : mapping[street + 1];
  if (behind !== undefined && isFree(behind) && numbers.has(foldHeader(behind.header))) give('houseNumber', behind);
  if (has('floor')) give('door', find(sides));

  return mapping.map((column) => {
    const target = given.get(column);
    return target === undefined ? column : { ...column, target, suggestion: null, rank: column.rank + 9 };
  });
}

const isStreet = ({ target }: Column) => target === 'street' || target === 'address';
const parts: ReadonlySet<ColumnTarget | null> = new Set(addressTargets);

/** If only streets are qualified, as in `Fakturaadresse;Postnr;By`, the columns after one belong to it. */
export function addressesTogether<C extends Column>(mapping: readonly C[]): readonly C[] {
  const streets = mapping.filter(isStreet);
  if (streets.length === 0 || streets.some(({ group }) => group === '')) return mapping;
  let { group } = streets[0] as C;
  return mapping.map((column) => {
    if (isStreet(column)) group = column.group;
    const isFree = !mapping.some((other) => other.target === column.target && other.group === group);
    return column.group === '' && parts.has(column.target) && isFree ? { ...column, group } : column;
  });
}

/** The meaning of plain names in bookings that `export` writes as JSON: they are not the customer's. */
const ofOwnBookings: ReadonlyMap<string, ColumnTarget> = new Map([
  ['id', 'bookingId'],
  ['address', 'ignore'],
  ['notes', 'bookingNotes'],
]);
const ofOwnCustomers: ReadonlyMap<string, ColumnTarget> = new Map([['id', 'customerId']]);

/**
 * `id` is a key in records that `export` wrote; in those of another system it may be anything. Columns that the user
 * mapped are left alone.
 */
export function asExported<C extends Column>(mapping: readonly C[], isChosen: (column: C) => boolean): readonly C[] {
  const fields = new Set(mapping.map(({ header }) => header));
  const isOwn = (...names: string[]) => names.every((name) => fields.has(name));
  const isOfBookings = isOwn('customerId', 'customerName', 'customerEmail', 'customerPhone', 'eventId', 'createdAt');
  const isOfCustomers = isOwn('companyName', 'totalLeads', 'totalRevenue', 'lastContactAt', 'createdAt');
  if (!isOfBookings && !isOfCustomers) return mapping;
  const own = isOfBookings ? ofOwnBookings : ofOwnCustomers;
  return mapping.map((column) => {
    const target = own.get(column.header);
    return target === undefined || isChosen(column) ? column : { ...column, target, suggestion: null };
  });
}
