import { readFile } from 'node:fs/promises';
import { type ColumnTarget, columnTargets } from '../../src/core/customers/columns/header-words.js';
import { recogniseHeader } from '../../src/core/customers/columns/recognise-header.js';

const meanings: Readonly<Record<ColumnTarget, string>> = {
  name: "the customer's name",
  lastFirstName: 'the name, family name first',
  firstName: 'given name',
  middleName: 'middle name',
  lastName: 'family name',
  email: 'e-mail',
  phone: 'phone; a mobile counts before others',
  address: 'the whole address in one cell',
  street: 'street, with the number or without',
  houseNumber: 'number of the house',
  floor: 'floor',
  door: 'door',
  street2: 'a second line of the address',
  postalCode: 'postal code',
  city: 'town',
  postalCodeAndCity: 'postal code and town in one cell',
  country: 'country; also says whose phones and postal codes these are',
  companyName: 'company',
  notes: 'notes',
  tags: 'tags, separated by `;` or commas',
  totalLeads: 'number of leads so far',
  totalBookings: 'number of bookings so far',
  totalRevenue: 'revenue so far',
  lastContactAt: 'day of the last contact',
  bookingDate: 'day of the booking, with a time in another column',
  bookingStart: 'start of the booking',
  bookingEndDate: 'day on which it ends',
  bookingEnd: 'end of the booking',
  bookingDuration: 'how long it takes',
  bookingService: 'what is done',
  bookingStatus: 'state of the booking',
  bookingNotes: 'notes of the booking',
  bookingId: "RenOS's id of the booking",
  customerId: "RenOS's id of the customer",
  bookings: 'a list of bookings, as JSON',
  ignore: 'not imported, on purpose',
};

/** Headers that people write; the program itself says what they are. */
const headers = [
  'Navn, Kunde, Kundenavn, Name, Full Name, Efternavn/fornavn, Fornavn, First Name, Mellemnavn, Middle Name, Efternavn, Last Name',
  'E-mail, Mail, Email Address, E-mailadresse, Telefon, Mobil, Tlf., Phone, Mobile Phone, Mobilnr.',
  'Adresse, Address, Vej, Vejnavn, Street, Gade, Husnr., House Number, Etage, Floor, Dør, Side, Lejlighed, Apartment',
  'Postnr, Zip, Postal Code, Postnummer, By, City, Town, Postnr/By, Post/By, Land, Country',
  'Firma, Virksomhed, Company, Bemærkninger, Noter, Notes, Kommentar, Mærker, Tags, Kategori, Gruppe',
  'Antal leads, Total Leads, Antal bookinger, Total Bookings, Omsætning, Total Revenue, Sidste kontakt, Last Contact',
  'Booking dato, Bookingdato, Booking Date, Starttid, Booking start, Start time, Slutdato booking, Sluttid, Booking end, End time',
  'Varighed, Duration, Varighed (timer), Opgavetype, Ydelse, Service Type, Booking status, Booking noter, Booking notes',
  'Booking Id, Customer Id, Kunde id, Bookings, Bookinger, Oprettet, Created At, Event Id',
]
  .join(', ')
  .split(', ');

/** What each column can be, and headers that are taken for it. */
export function columnsTable(): string {
  const examples = new Map<ColumnTarget, string[]>();
  for (const header of headers) {
    const { target } = recogniseHeader(header);
    if (target !== null) examples.set(target, [...(examples.get(target) ?? []), header]);
  }
  const lines = columnTargets.map((target) => {
    const some = (examples.get(target) ?? []).map((header) => `\`${header}\``).join(', ');
    return `| \`${target}\` | ${meanings[target]} | ${some === '' ? 'by `--map`' : some} |`;
  });
  return ['| target | what it is | headers, for example |', '|---|---|---|', ...lines].join('\n');
}

/** The table above the code that finds the customer of a row. */
export async function matchTable(): Promise<string> {
  const source = await readFile(new URL('../../src/core/customers/match/same-customer.ts', import.meta.url), 'utf8');
  const comment = source.split('/**').find((part) => part.includes('| E ')) ?? '';
  const lines = (comment.split('*/')[0] ?? '').split('\n').map((line) => line.replace(/^ \* ?/, ''));
  return lines.join('\n').trim();
}
