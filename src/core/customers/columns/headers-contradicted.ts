import type { Finding } from '../../results/import-result.js';
import { warningOf } from '../model/finding.js';
import type { CellKind, CellTally } from './cell-kinds.js';
import type { HeaderReading } from './header-grammar.js';
import type { ColumnTarget } from './header-words.js';

/** A column, the meaning of its header, and the kind of its cells. */
export interface ExaminedColumn {
  readonly index: number;
  readonly header: string;
  /** Its name for `--map`. */
  readonly name: string;
  readonly reading: HeaderReading;
  readonly cells: CellTally;
  /** As decided so far; null: not used. */
  target: ColumnTarget | null;
  group: string;
  rank: number;
  readonly isChosen: boolean;
}

type Kinds = readonly CellKind[];
const notText: Kinds = ['email', 'phone', 'date', 'moment', 'time', 'money', 'boolean'];
const notPlace: Kinds = [...notText, 'postcode', 'number', 'houseNumber'];
const noMoment: Kinds = ['email', 'phone', 'personName', 'street', 'boolean'];

/** The kinds of cells that contradict a header. */
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
/** Columns whose bad cells are reported row by row, so that a few of them do not make the header doubtful. */
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

/** Stops using a column if nearly all its cells contradict its header, and reports it. */
export function contradicted(column: ExaminedColumn): Finding[] {
  const { target, cells, isChosen } = column;
  const kind = cells.kind;
  if (target === null || kind === null || isChosen) return [];
  if (contradictions[target]?.includes(kind) !== true || (checkedByRow.has(target) && cells.looked < 3)) return [];
  column.target = null;
  const other = targetOfKind[kind] ?? 'notes';
  return [warningOf(column.header, 'column-contradicts', { name: column.name, target, kind, other })];
}
