import type { CellKind } from '../../../core/customers/columns/cell-kinds.js';
import type { columnFindings as english } from '../../en/findings/column.js';
import { counter } from '../../language.js';
import { textOf } from '../../voice.js';

const n = counter('da');

const kinds: Readonly<Record<CellKind, string>> = {
  email: 'e-mails',
  phone: 'telefonnumre',
  postcode: 'postnumre',
  houseNumber: 'husnumre',
  moment: 'datoer med klokkeslæt',
  date: 'datoer',
  time: 'klokkeslæt',
  money: 'beløb',
  number: 'tal',
  boolean: 'ja eller nej',
  street: 'adresser',
  personName: 'navne',
  words: 'ord',
};
const others = { email: 'e-mailen', phone: 'telefonnummeret' } as const;

export const columnFindings: typeof english = {
  'no-names': (_, say) => ({
    reason:
      'nævner ingen kunder: rækkerne retter dem, som RenOS kender ved id, e-mail eller telefon, og opretter ingen',
    remedy: `Intet, eller ${say.map(null, 'name')}, hvis en kolonne nævner kunderne.`,
  }),
  'no-rows': () => ({
    reason: 'filen har kolonnenavne, men ingen rækker',
    remedy: 'Eksportér den igen, hvis der skal være kunder i den.',
  }),
  'column-unused': ({ name }, say) => ({
    reason: 'importeres ikke',
    remedy: `Brug den med ${say.map(name, 'notes')}, eller lad den være.`,
  }),
  'column-unused/several': ({ names, name, more }, say) => ({
    reason: `kolonner importeres ikke: ${names}${more > 0 ? ` og ${more} mere` : ''}`,
    remedy: `Brug en af dem med ${say.map(name, 'notes')}, eller lad dem være.`,
  }),
  'column-unused/almost': ({ name, target }, say) => ({
    reason: `importeres ikke; den staves næsten som en kolonne for ${target}`,
    remedy: say.map(name, target),
  }),
  'column-by-cells/spelled': ({ name, target }, say) => ({
    reason: `staves næsten som en kolonne for ${target}, og felterne passer: den bruges som sådan`,
    remedy: `Intet, eller ${say.map(name, 'ignore')}.`,
  }),
  'column-by-cells': ({ name, kind, target }, say) => ({
    reason: `har intet kendt navn; felterne er ${kinds[kind]}, og den bruges som ${target}`,
    remedy: `Intet, eller ${say.map(name, 'ignore')}.`,
  }),
  'column-by-cells/names': ({ name, kind, target }, say) => ({
    reason: `hedder som en kolonne for navne, men felterne er ${kinds[kind]}: den bruges som ${target}`,
    remedy: `Intet, eller ${say.map(name, 'name')}, hvis navnet er rigtigt.`,
  }),
  'column-contradicts': ({ name, target, kind, other }, say) => ({
    reason: `hedder som en kolonne for ${target}, men felterne er ${kinds[kind]}: den importeres ikke`,
    remedy: `${say.map(name, other)}, eller ${say.map(name, target)}, hvis navnet er rigtigt.`,
  }),
  'contact-unused': ({ name, kind }, say) => ({
    reason: `indeholder ${kinds[kind]} og importeres ikke: en anden kolonne er ${others[kind]}`,
    remedy: `${say.map(name, kind)}, eller ${say.map(name, 'ignore')}, hvis det ikke er kundens.`,
  }),
  'number-mixed': () => ({
    reason: 'har både tal med decimalkomma og tal med decimalpunktum',
    remedy: 'Skriv kolonnen på én måde; tal, der kan læses på begge måder, regnes for tomme.',
  }),
  'names-last-first': ({ name }, say) => ({
    reason: 'har navne, der ligner efternavn, fornavn; de importeres, som de er skrevet',
    remedy: `Vend dem med ${say.map(name, 'lastFirstName')}, eller lad dem være.`,
  }),
  'bookings-left': (_, say) => ({
    reason: 'handler om bookinger, og kun kunderne importeres',
    remedy: `Tilføj ${say.option('createBookings', true)}.`,
  }),
  'no-bookings/no-start': (_, say) => ({
    reason: 'handler om bookinger, og ingen kolonne er starten på en: ingen booking importeres',
    remedy: textOf(say.choose(null, 'bookingStart', 'KOLONNE er kolonnen med starten')),
  }),
  'no-bookings/days-only': (_, say) => ({
    reason:
      'indeholder datoer uden klokkeslæt, og ingen anden kolonne siger, hvornår en booking starter: ingen booking importeres',
    remedy: `Tilføj en kolonne med klokkeslæt, f.eks. Starttid, eller skriv klokkeslættet efter hver dato; eller udelad ${say.option('createBookings', true)}.`,
  }),
  'no-bookings/perhaps': ({ name }, say) => ({
    reason:
      'indeholder datoer med klokkeslæt, men navnet siger ikke, at bookinger starter da: ingen booking importeres',
    remedy: say.map(name, 'bookingStart'),
  }),
  'price-left': ({ name }, say) => ({
    reason: 'er en pris, og RenOS gemmer ingen på en booking: den importeres ikke',
    remedy: `${say.map(name, 'bookingNotes')} gemmer den i noterne på hver booking.`,
  }),
  'list-of-orders/whose': (_, say) => ({
    reason: 'nævner kunderne, da det er en ordreliste, og "Name" er ordrens nummer',
    remedy: `Intet, eller ${say.map('Name', 'name')}, hvis det er kundens navn.`,
  }),
  'list-of-orders/further': ({ count }, say) => ({
    reason: `${n(count, 'række fortsætter sin ordre', 'rækker fortsætter deres ordre')} og indeholder ingen kunde`,
    remedy: say.nothing('ordrens første række siger, hvis den er'),
  }),
};
