import type { Findings } from '../../../core/codes/findings.js';
import type { CellKind } from '../../../core/customers/columns/cell-kinds.js';
import { counter } from '../../language.js';
import { type FindingVoice, type Remark, type Sentences, textOf } from '../../voice.js';

const n = counter('en');

type OfColumn = Findings['column-unused'];

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

/** Findings about a column, and about the file that its columns show. */
export const columnFindings = {
  'no-names': (_, say) => ({
    reason: 'has no column of names: its rows update customers found by id, e-mail or phone, and create none',
    remedy: `Nothing, or ${say.map(null, 'name')} if a column holds the names.`,
  }),
  'no-rows': () => ({
    reason: 'the file has headers but no rows',
    remedy: 'Export it again if there should be customers in it.',
  }),
  'column-unused': ({ name }, say) => ({
    reason: 'is not imported',
    remedy: `Use it with ${say.map(name, 'notes')}, or leave it.`,
  }),
  'column-unused/several': ({ names, name, more }, say) => ({
    reason: `these columns are not imported: ${names}${more > 0 ? ` and ${more} more` : ''}`,
    remedy: `Use one with ${say.map(name, 'notes')}, or leave them.`,
  }),
  'column-unused/almost': ({ name, target }, say) => ({
    reason: `is not imported, but its header looks like a misspelled one for ${target}`,
    remedy: say.map(name, target),
  }),
  'column-by-cells/spelled': (p, say) => ({
    reason: `looks like a misspelled header for ${p.target}, and its cells fit: it is imported as ${p.target}`,
    remedy: orIgnore(p, say),
  }),
  'column-by-cells': (p, say) => ({
    reason: `has an unknown header, but its cells are ${kinds[p.kind]}: it is imported as ${p.target}`,
    remedy: orIgnore(p, say),
  }),
  'column-by-cells/names': (p, say) => ({
    reason: `has a header for names, but its cells are ${kinds[p.kind]}: it is imported as ${p.target}`,
    remedy: `Nothing if that is right, otherwise ${say.map(p.name, 'name')}.`,
  }),
  'column-contradicts': (p, say) => ({
    reason: `has a header for ${p.target}, but its cells are ${kinds[p.kind]}: it is not imported`,
    remedy: `${say.map(p.name, p.other)}, or ${say.map(p.name, p.target)} if the header is right.`,
  }),
  'contact-unused': ({ name, kind }, say) => ({
    reason: `holds ${kinds[kind]}, but another column already is the ${others[kind]}: it is not imported`,
    remedy: `${say.map(name, kind)}, or ${say.map(name, 'ignore')} if it is not the customer’s.`,
  }),
  'number-mixed': () => ({
    reason: 'has some numbers with a decimal comma and some with a decimal point',
    remedy: 'Use one of the two in the whole column; a number that can be read both ways counts as empty.',
  }),
  'names-last-first': ({ name }, say) => ({
    reason: 'seems to hold last name, first name; the names are imported as written',
    remedy: `Put the first name first with ${say.map(name, 'lastFirstName')}, or leave them.`,
  }),
  'bookings-left': (_, say) => ({
    reason: 'holds bookings, but only the customers are imported',
    remedy: `Add ${say.option('createBookings', true)}.`,
  }),
  'no-bookings/no-start': (_, say) => ({
    reason: 'holds bookings, but no column says when they start: no booking is imported',
    remedy: textOf(say.choose(null, 'bookingStart', 'HEADER is the column with the start')),
  }),
  'no-bookings/days-only': (_, say) => ({
    reason: `holds ${kinds.date} without a time of day, and no other column says when a booking starts: no booking is imported`,
    remedy: `Add a column of times, as Starttid, or write the time behind each date; or leave ${say.option('createBookings', true)} out.`,
  }),
  'no-bookings/perhaps': ({ name }, say) => ({
    reason: 'holds dates with a time, but its header does not say that bookings start then: no booking is imported',
    remedy: say.map(name, 'bookingStart'),
  }),
  'price-left': ({ name }, say) => ({
    reason: 'is a price, and RenOS stores no price with a booking: it is not imported',
    remedy: `${say.map(name, 'bookingNotes')} keeps it in the notes of each booking.`,
  }),
  'list-of-orders/whose': (_, say) => ({
    reason: 'holds the customers’ names: this is a list of orders, and its column Name is the order number',
    remedy: `Nothing, or ${say.map('Name', 'name')} if that column is the customer’s name.`,
  }),
  'list-of-orders/further': ({ count }, say) => ({
    reason: `${n(count, 'row continues an order and has', 'rows continue an order and have')} no customer`,
    remedy: say.nothing('the first row of an order has its customer'),
  }),
} satisfies Sentences<Findings, FindingVoice, Remark>;
