import type { CellKind } from '../../core/customers/columns/cell-kinds.js';
import { counter } from '../language.js';
import type { FindingVoice } from '../voice.js';
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
const orIgnore = ({ name }: OfColumn, say: FindingVoice) => `Nothing, or ${say.map(name, 'ignore')}.`;

/** Findings of a column, and of the file as its columns show it. */
export const columnFindings = {
  'no-names': (_: object, say: FindingVoice): Remark => ({
    reason: 'names no customers: its rows change those that RenOS knows by id, e-mail or phone, and make none',
    remedy: `Nothing, or ${say.map('HEADER', 'name')} where a column names the customers.`,
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
    reason: `columns are not imported: ${names}${more > 0 ? ` and ${more} more` : ''}`,
    remedy: `Use one with ${say.map(name, 'notes')}, or leave them.`,
  }),
  'column-unused/almost': ({ name, target }: Taken, say: FindingVoice): Remark => ({
    reason: `is not imported; it is spelled almost like a column for ${target}`,
    remedy: say.map(name, target),
  }),
  'column-by-cells/spelled': (p: Taken, say: FindingVoice): Remark => ({
    reason: `is spelled almost like a column for ${p.target}, and its cells agree: it is used as one`,
    remedy: orIgnore(p, say),
  }),
  'column-by-cells': (p: Taken & { readonly kind: CellKind }, say: FindingVoice): Remark => ({
    reason: `has no header that is known; its cells are ${kinds[p.kind]}, and it is used as ${p.target}`,
    remedy: orIgnore(p, say),
  }),
  'column-by-cells/names': (p: Taken & { readonly kind: CellKind }, say: FindingVoice): Remark => ({
    reason: `has a header of names, but its cells are ${kinds[p.kind]}: it is used as ${p.target}`,
    remedy: `Nothing, or ${say.map(p.name, 'name')} if the header is right.`,
  }),
  'column-contradicts': (
    p: Taken & { readonly kind: CellKind; readonly other: string },
    say: FindingVoice,
  ): Remark => ({
    reason: `is headed like a column for ${p.target}, and its cells are ${kinds[p.kind]}: it is not imported`,
    remedy: `${say.map(p.name, p.other)}, or ${say.map(p.name, p.target)} where the header is right.`,
  }),
  'contact-unused': ({ name, kind }: OfColumn & { readonly kind: 'email' | 'phone' }, say: FindingVoice): Remark => ({
    reason: `holds ${kinds[kind]}, and is not imported: another column is the ${others[kind]}`,
    remedy: `${say.map(name, kind)}, or ${say.map(name, 'ignore')} where it is not the customer’s.`,
  }),
  'number-mixed': (): Remark => ({
    reason: 'has numbers with decimal commas and numbers with decimal points',
    remedy: 'Write the column one way; numbers that can be read both ways count as empty.',
  }),
  'names-last-first': ({ name }: OfColumn, say: FindingVoice): Remark => ({
    reason: 'has names that look like last name, first name; they are imported as they are written',
    remedy: `Turn them with ${say.map(name, 'lastFirstName')}, or leave them.`,
  }),
  'bookings-left': (_: object, say: FindingVoice): Remark => ({
    reason: 'is of bookings, and only the customers are imported',
    remedy: `Add ${say.option('createBookings', true)}.`,
  }),
  'no-bookings/no-start': (_: object, say: FindingVoice): Remark => ({
    reason: 'is of bookings, and no column is the start of one: no booking is imported',
    remedy: `${say.map('HEADER', 'bookingStart')}   # HEADER is the column of the start`,
  }),
  'no-bookings/days-only': (_: object, say: FindingVoice): Remark => ({
    reason: `holds ${kinds.date} without a time of day, and no other column says when a booking starts: no booking is imported`,
    remedy: `Add a column of times, as Starttid, or write the time behind each date; or leave ${say.option('createBookings', true)} out.`,
  }),
  'no-bookings/perhaps': ({ name }: OfColumn, say: FindingVoice): Remark => ({
    reason: 'holds dates with a time, and its header does not say that bookings start then: no booking is imported',
    remedy: say.map(name, 'bookingStart'),
  }),
  'price-left': ({ name }: OfColumn, say: FindingVoice): Remark => ({
    reason: 'is a price, and RenOS keeps none with a booking: it is not imported',
    remedy: `${say.map(name, 'bookingNotes')} keeps it in the notes of each booking.`,
  }),
  'list-of-orders/whose': (_: object, say: FindingVoice): Remark => ({
    reason: 'names the customers, as this is a list of orders, and Name is an order’s number',
    remedy: `Nothing, or ${say.map('Name', 'name')} where it is the customer’s name.`,
  }),
  'list-of-orders/further': ({ count }: { readonly count: number }, say: FindingVoice): Remark => ({
    reason: `${n(count, 'row goes on with its order and holds', 'rows go on with their order and hold')} no customer`,
    remedy: say.nothing('an order’s first row says whose it is'),
  }),
};
