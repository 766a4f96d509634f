/** Invented customers, the same ones for the same seed. */

const firstNames =
  'Anna Peter Mette Lars Søren Hanne Jens Karen Niels Kirsten Ole Inger Hans Lene Morten Susanne Henrik Marianne Thomas Camilla Jørgen Birgit Anders Åse Mads Line Rasmus Signe Emil Freja Oskar Ida Viggo Alma Aksel Clara Villads Nora Valdemar Ella Bjørn Tove Gert Rikke Kaj Vibeke Preben Dorthe Flemming Tina'.split(
    ' ',
  );
const lastNames =
  'Jensen Nielsen Hansen Pedersen Andersen Christensen Larsen Sørensen Rasmussen Jørgensen Petersen Madsen Kristensen Olsen Thomsen Christiansen Poulsen Johansen Møller Mortensen Knudsen Lund Holm Bæk Friis Dahl Vestergaard Kjær Østergård Skov Bruun Krogh Winther Mikkelsen Frandsen Juhl Brandt Schmidt Ågård Toft'.split(
    ' ',
  );
const streets =
  'Skovvej Havnegade Engvej Bakkevej Kirkevej Møllevej Nørregade Søndergade Østerbrogade Vestergade Birkevej Lindevej Strandvejen Åboulevarden Rosenvej Elmevej Bøgevej Granvej Parkvej Skolegade Algade Torvegade Fjordvej Markvej Solbakken'.split(
    ' ',
  );
const places =
  'Aarhus Odense Aalborg Esbjerg Randers Kolding Horsens Vejle Roskilde Silkeborg Helsingør Næstved Herning Viborg Holstebro Køge Slagelse Sønderborg Hillerød Svendborg Hjørring Frederikshavn Nørresundby Ringsted Haderslev Skive Nyborg Thisted Aabenraa Grenaa Kalundborg Faaborg Middelfart Lemvig Struer Ribe Varde Skagen Assens Ikast'.split(
    ' ',
  );
/** Three hundred postal codes, one of them with a zero at its beginning. */
const towns = Array.from(
  { length: 300 },
  (_, index) => `${String(800 + index * 30).padStart(4, '0')} ${places[index % places.length]}`,
);

export interface MadeUpCustomer {
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  readonly street: string;
  readonly town: string;
  readonly company: string;
  readonly notes: string;
  readonly tags: string;
  readonly leads: number;
  readonly bookings: number;
  readonly revenue: number;
  readonly lastContact: string;
}

/** A small generator of pseudo-random numbers (mulberry32), from 0 to 1. */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The customer with this number; no two share e-mail or phone. */
export function madeUpCustomer(number: number, seed = 1): MadeUpCustomer {
  const random = randomNumbers(seed * 1_000_003 + number);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const first = pick(firstNames);
  const middle = random() < 0.7 ? ` ${pick(lastNames)}` : '';
  const last = pick(lastNames);
  const ascii = `${first}.${last}`.toLowerCase().replaceAll('æ', 'ae').replaceAll('ø', 'oe').replaceAll('å', 'aa');
  const phone = String(20_000_000 + ((number * 7_919 + seed * 104_729) % 79_999_999));
  const day = new Date(Date.UTC(2023, 0, 1) + Math.floor(random() * 900) * 86_400_000).toISOString().slice(0, 10);
  return {
    name: `${first}${middle} ${last}`,
    email: `${ascii}.${number.toString(36)}@example.${pick(['dk', 'com', 'net', 'org'])}`,
    phone,
    street: `${pick(streets)} ${1 + Math.floor(random() * 180)}${random() < 0.2 ? pick(['A', 'B', ', 1. tv', ', st. th']) : ''}`,
    town: pick(towns),
    company: random() < 0.15 ? `${last} ApS` : '',
    notes: random() < 0.3 ? pick(['Nøgle under måtten', 'Ring først', 'Har hund; pas på', 'Kun formiddag']) : '',
    tags: random() < 0.5 ? pick(['fast', 'erhverv', 'privat;fast', 'vinduer']) : '',
    leads: Math.floor(random() * 5),
    bookings: Math.floor(random() * 40),
    revenue: Math.round(random() * 4_000_000) / 100,
    lastContact: day,
  };
}

/** The headers and rows of a CSV of thirteen columns, as a Danish spreadsheet writes it. */
export const csvHeader =
  'Navn;E-mail;Telefon;Adresse;Postnr;By;Firma;Noter;Mærker;Antal leads;Antal bookinger;Omsætning;Sidste kontakt';

export function csvRow(customer: MadeUpCustomer): string {
  const [postal = '', ...city] = customer.town.split(' ');
  const cell = (text: string) => (/[;"\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const [year, month, day] = customer.lastContact.split('-');
  return [
    cell(customer.name),
    customer.email,
    customer.phone.replace(/(..)(?=.)/g, '$1 ').trim(),
    cell(customer.street),
    postal,
    city.join(' '),
    cell(customer.company),
    cell(customer.notes),
    cell(customer.tags),
    customer.leads,
    customer.bookings,
    customer.revenue.toFixed(2).replace('.', ','),
    `${day}-${month}-${year}`,
  ].join(';');
}
