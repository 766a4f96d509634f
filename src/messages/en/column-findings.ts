import type { CellKind } from '../../core/customers/columns/cell-kinds.js';
import { counter } from '../language.js';
import { type FindingVoice, textOf } from '../voice.js';
import type { Remark } from './row-findings.js';

const n = counter('en');

export interface OfColumn {
  /** What the column is called in a mapping. */
  readonly name: string;
}
/** Several columns in one sentence. */
export interface Unused extends OfColumn {
  readonly names: string;
  /** How many are not in `names`. */
  readonly more: number;
}
export interface Taken extends OfColumn {
  readonly target: string;
}

const kinds: Readonly<Record<CellKind, string>> = {
  email: 'e-mails',
  phone: 'phones',
  postcode: 'postal codes',
  houseNumber: 'house numbers',
  moment: 'dates with a time',
  date: 'dates',
  time: 'times of day',
  money: 'amounts',
  number: 'numbers',
  boolean: 'yes or no',
  street: 'addresses',
  personName: 'names',
  words: 'words',
};

const others: Readonly<Record<'email' | 'phone', string>> = { email: 'e-mail', phone: 'phone' };
const orIgnore = ({ name }: OfColumn, say: FindingVoice) =>
  `Nothing if that is right, otherwise ${say.map(name, 'ignore')}.`;

/** Findings of a column, and of the file as its columns show it. */
export const columnFindings = {
  'no-names': (_: object, say: FindingVoice): Remark => ({
    reason: 'has no column of names: its rows update customers found by id, e-mail or phone, and create none',
    remedy: `Nothing, or ${say.map(null, 'name')} if a column holds the names.`,
  }),
  'no-rows': (): Remark => ({
    reason: 'the file has headers but no rows',
    remedy: 'Export it again if there should be customers in it.',
  }),
  'column-unused': ({ name }: OfColumn, say: FindingVoice): Remark => ({
    reason: 'is not imported',
    remedy: `Use it with ${say.map(name, 'notes')}, or leave it.`,
  }),
  'column-unused/several': ({ names, name, more }: Unused, say: FindingVoice): Remark => ({
    reason: `these columns are not imported: ${names}${more > 0 ? ` and ${more} more` : ''}`,
    remedy: `Use one with ${say.map(name, 'notes')}, or leave them.`,
  }),
  'column-unused/almost': ({ name, target }: Taken, say: FindingVoice): Remark => ({
    reason: `is not imported, but its header looks like a misspelled one for ${target}`,
    remedy: say.map(name, target),
  }),
  'column-by-cells/spelled': (p: Taken, say: FindingVoice): Remark => ({
    reason: `looks like a misspelled header for ${p.target}, and its cells fit: it is imported as ${p.target}`,
    remedy: orIgnore(p, say),
  }),
  'column-by-cells': (p: Taken & { readonly kind: CellKind }, say: FindingVoice): Remark => ({
    reason: `has an unknown header, but its cells are ${kinds[p.kind]}: it is imported as ${p.target}`,
    remedy: orIgnore(p, say),
  }),
  'column-by-cells/names': (p: Taken & { readonly kind: CellKind }, say: FindingVoice): Remark => ({
    reason: `has a header for names, but its cells are ${kinds[p.kind]}: it is imported as ${p.target}`,
    remedy: `Nothing if that is right, otherwise ${say.map(p.name, 'name')}.`,
  }),
  'column-contradicts': (
    p: Taken & { readonly kind: CellKind; readonly other: string },
    say: FindingVoice,
  ): Remark => ({
    reason: `has a header for ${p.target}, but its cells are ${kinds[p.kind]}: it is not imported`,
    remedy: `${say.map(p.name, p.other)}, or ${say.map(p.name, p.target)} if the header is right.`,
  }),
  'contact-unused': ({ name, kind }: OfColumn & { readonly kind: 'email' | 'phone' }, say: FindingVoice): Remark => ({
    reason: `holds ${kinds[kind]}, but another column already is the ${others[kind]}: it is not imported`,
    remedy: `${say.map(name, kind)}, or ${say.map(name, 'ignore')} if it is not the customer’s.`,
  }),
  'number-mixed': (): Remark => ({
    reason: 'has some numbers with a decimal comma and some with a decimal point',
    remedy: 'Use one of the two in the whole column; a number that can be read both ways counts as empty.',
  }),
  'names-last-first': ({ name }: OfColumn, say: FindingVoice): Remark => ({
    reason: 'seems to hold last name, first name; the names are imported as written',
    remedy: `Put the first name first with ${say.map(name, 'lastFirstName')}, or leave them.`,
  }),
  'bookings-left': (_: object, say: FindingVoice): Remark => ({
    reason: 'holds bookings, but only the customers are imported',
    remedy: `Add ${say.option('createBookings', true)}.`,
  }),
  'no-bookings/no-start': (_: object, say: FindingVoice): Remark => ({
    reason: 'holds bookings, but no column says when they start: no booking is imported',
    remedy: textOf(say.choose(null, 'bookingStart', 'HEADER is the column with the start')),
  }),
  'no-bookings/days-only': (_: object, say: FindingVoice): Remark => ({
    reason: `holds ${kinds.date} without a time of day, and no other column says when a booking starts: no booking is imported`,
    remedy: `Add a column of times, as Starttid, or write the time behind each date; or leave ${say.option('createBookings', true)} out.`,
  }),
  'no-bookings/perhaps': ({ name }: OfColumn, say: FindingVoice): Remark => ({
    reason: 'holds dates with a time, but its header does not say that bookings start then: no booking is imported',
    remedy: say.map(name, 'bookingStart'),
  }),
  'price-left': ({ name }: OfColumn, say: FindingVoice): Remark => ({
    reason: 'is a price, and RenOS stores no price with a booking: it is not imported',
    remedy: `${say.map(name, 'bookingNotes')} keeps it in the notes of each booking.`,
  }),
  'list-of-orders/whose': (_: object, say: FindingVoice): Remark => ({
    reason: 'holds the customers’ names: this is a list of orders, and its column Name is the order number',
    remedy: `Nothing, or ${say.map('Name', 'name')} if that column is the customer’s name.`,
  }),
  'list-of-orders/further': ({ count }: { readonly count: number }, say: FindingVoice): Remark => ({
    reason: `${n(count, 'row continues an order and has', 'rows continue an order and have')} no customer`,
    remedy: say.nothing('the first row of an order has its customer'),
  }),
};
