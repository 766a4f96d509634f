import type { Finding } from '../../results/import-result.js';
import { warningOf } from '../model/finding.js';
import type { CellKind, CellTally } from './cell-kinds.js';
import type { HeaderReading } from './header-grammar.js';
import type { ColumnTarget } from './header-words.js';

/** A column, what its header says, and what its cells are. */
export interface SpokenColumn {
  readonly index: number;
  readonly header: string;
  /** What to call it in `--map`. */
  readonly name: string;
  readonly reading: HeaderReading;
  readonly cells: CellTally;
  /** As far as it is decided; null: not used. */
  target: ColumnTarget | null;
  group: string;
  rank: number;
  readonly isChosen: boolean;
}

type Kinds = readonly CellKind[];
const notText: Kinds = ['email', 'phone', 'date', 'moment', 'time', 'money', 'boolean'];
const notPlace: Kinds = [...notText, 'postcode', 'number', 'houseNumber'];
const noMoment: Kinds = ['email', 'phone', 'personName', 'street', 'boolean'];

/** Cells of which kinds a header contradicts. */
const contradictions: Readonly<Partial<Record<ColumnTarget, Kinds>>> = {
  name: ['date', 'moment', 'time', 'money', 'boolean'],
  firstName: notPlace,
  middleName: notText,
  lastName: notPlace,
  companyName: [...notText, 'number', 'postcode', 'houseNumber'],
  email: [
    'phone',
    'postcode',
    'number',
    'houseNumber',
    'date',
    'moment',
    'time',
    'money',
    'boolean',
    'street',
    'personName',
  ],
  phone: ['email', 'date', 'moment', 'time', 'money', 'boolean', 'street', 'personName', 'houseNumber'],
  address: notPlace,
  street: notPlace,
  street2: ['email', 'phone', 'date', 'moment', 'money', 'boolean'],
  houseNumber: [...notText, 'personName', 'street'],
  floor: [...notText, 'personName', 'street'],
  door: ['email', 'phone', 'date', 'moment', 'money', 'personName', 'street'],
  postalCode: [...notText, 'personName', 'street', 'words'],
  city: notPlace,
  country: ['email', 'phone', 'date', 'moment', 'time', 'money', 'street'],
  tags: ['email', 'phone', 'moment'],
  lastContactAt: [...noMoment, 'money'],
  bookingDate: noMoment,
  bookingStart: noMoment,
  bookingEnd: noMoment,
  bookingService: ['email', 'phone', 'date', 'moment', 'time', 'boolean'],
  totalRevenue: ['email', 'phone', 'personName', 'street', 'moment', 'boolean'],
  totalBookings: ['email', 'phone', 'personName', 'street', 'moment', 'boolean'],
  totalLeads: ['email', 'phone', 'personName', 'street', 'moment', 'boolean'],
};
/** Whose bad cells are said row by row, so that it takes some of them to doubt the header. */
const checkedByRow: ReadonlySet<ColumnTarget> = new Set<ColumnTarget>([
  'email',
  'phone',
  'lastContactAt',
  'bookingDate',
  'bookingStart',
  'bookingEnd',
  'totalRevenue',
  'totalBookings',
  'totalLeads',
]);

const targetOfKind: Readonly<Partial<Record<CellKind, ColumnTarget>>> = {
  email: 'email',
  phone: 'phone',
  street: 'address',
  personName: 'name',
};

/** A column whose cells are nearly all what its header is not is not used, and it is said. */
export function contradicted(column: SpokenColumn): Finding[] {
  const { target, cells, isChosen } = column;
  const kind = cells.kind;
  if (target === null || kind === null || isChosen) return [];
  if (contradictions[target]?.includes(kind) !== true || (checkedByRow.has(target) && cells.looked < 3)) return [];
  column.target = null;
  const other = targetOfKind[kind] ?? 'notes';
  return [warningOf(column.header, 'column-contradicts', { name: column.name, target, kind, other })];
}
