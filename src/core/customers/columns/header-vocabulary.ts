/** The meanings of a header's words. A word may have several: `service` is the work, and the place of the work. */
const meanings = {
  // Things
  name: 'name navn namn namen namens names',
  first: 'first given fornavn fornavne forename foernamn vorname fornamn',
  middle: 'middle additional mellemnavn mellomnavn mellannamn',
  last: 'last family surname efternavn etternavn efternamn nachname',
  email: 'email mail epost mailadr emailadr',
  phone: 'phone telephone telefon tlf telf tel telefonnumre telefoner fon',
  mobile: 'mobile mobil mobiltelefon cell cellphone cellular handy mob gsm sms',
  address: 'address addresses',
  adresse: 'adresse adresser adress adr anschrift',
  street: 'street gade vej gate gata straße road gatuadress',
  number: 'number no nr nummer num numre',
  house: 'house hus haus husnr husnummer hausnummer bogstav husbogstav litra',
  floor: 'floor etage sal',
  door: 'door doer side',
  unit: 'unit apartment apt suite lejlighed lejl extended',
  line: 'line linje linie',
  postcode: 'zip postcode postnr postnummer plz postleitzahl zipcode postal pocode',
  post: 'post',
  code: 'code kode',
  city: 'city town by bynavn ort poststed postdistrikt stad locality',
  region: 'region state province county amt kommune omraade territory',
  country: 'country land lande',
  company:
    'company firma virksomhed selskab organization organisation org business bedrift foretag unternehmen employer',
  notes:
    'note notes noter notat notater bemaerkning bemaerkninger kommentar kommentarer comment comments remark remarks beskrivelse description merknad merknader anteckningar bemerkungen notiz notizen bemaerkn bemaerk bem besked beskeder message meddelelse',
  tags: 'tag tags label labels category categories kategori kategorier kategorien etiket etiketter gruppe grupper group groups segment segments maerke maerker maerkater',
  booking:
    'booking bookings appointment appointments aftale job event visit besoeg scheduled schedule reservation session',
  start: 'start begin begins starts arrival ankomst ankomsttid',
  end: 'end ends slut stop finish',
  date: 'date dato datum',
  time: 'time tid tidspunkt kl klokken klokkeslaet',
  duration: 'duration varighed dauer laengde',
  minutes: 'min mins minutes minutter minute',
  hours: 'hours hour timer hrs',
  service: 'service services ydelse opgave opgavetype servicetype ydelsestype rengoeringstype',
  type: 'type kind',
  status: 'status',
  cancelled: 'cancelled canceled aflyst annulleret',
  price: 'price pris beloeb amount total fee cost preis belopp',
  revenue: 'omsaetning revenue turnover umsatz omsattning omsetning spent spend koeb',
  tax: 'moms vat tax mwst',
  latest: 'sidste seneste senest sidst latest',
  activity: 'activity aktivitet contacted kontaktet rengoering',
  id: 'id uuid guid key ref reference',
  // Whose
  customer:
    'customer client kunde kundens kund debitor klient guest gaest invitee attendee booker subscriber member medlem patient buyer koeber consumer lead recipient modtager',
  contact: 'contact kontakt kontaktperson kontaktpersons person ansprechpartner',
  account: 'account konto',
  display: 'display formatted unstructured',
  // Where, or which of several
  here: 'service property site location udfoerelse arbejdssted opgave job physical visiting besoegs ejendom ejendoms',
  delivery: 'delivery shipping shipto levering leverings lev ship',
  home: 'home hjemme hjem hem privat private personal personlig',
  work: 'work business arbejde arbejds arb arbete arbets geschaftlich erhverv erhvervs company firma office direkte direct',
  mailing: 'mailing postal post',
  other: 'other andet anden alternate alternative alternativ secondary additional ekstra second yderligere',
  billing: 'billing bill invoice faktura fakturering fakturerings fakt rechnung po',
  landline: 'landline fastnet main switchboard',
  // Words that add nothing
  filler:
    'the a an of og and or for paa din dit dine your you what is hvad er please enter indtast angiv full fulde hele primary primaer main value values text tekst complete default current standard til to fra from do we can kan vi field fields our vores jeres in i hos at den det d new ny info details contact customer intern interne internal estimated fuld associated samlet alt kr dkk ekskl eks excl ex inkl incl',
  // Words for another person or thing
  foreign:
    'owner staff employee medarbejder provider technician cleaner assigned assignee agent manager creator created oprettet modified updated changed aendret redigeret user bruger saelger salesperson seller rep konsulent consultant host team assistant asst assistent reports vendor leverandoer supplier spouse partner referred referral referrer emergency supervisor professional organizer operator admin author worker crew ansvarlig tildelt hjaelper fax telefax pager telex birthday birth foedselsdag foedt dob gender sex koen website url web homepage hjemmeside facebook linkedin twitter skype instagram cvr ean gln iban bic swift bank cpr password username login is has opt optin optout consent samtykke enabled verified currency valuta language sprog timezone latitude longitude lat lng calling title titel salutation prefix suffix department afdeling nickname initials photo picture paid betalt refunded payment betaling campaign form source kilde product lineitem branch added tilfoejet registration registered signup joined confirm',
} as const;

export type Meaning = keyof typeof meanings;

const byWord = new Map<string, Meaning[]>();
for (const [meaning, words] of Object.entries(meanings) as [Meaning, string][])
  for (const word of words.split(' ')) byWord.set(word, [...(byWord.get(word) ?? []), meaning]);

/** People do not put longer words together. */
const longestWord = 40;

/** The meanings of a word's parts: `leveringspostnr` has two parts. null: a part is unknown. */
export function meaningsOf(word: string): readonly (readonly Meaning[])[] | null {
  const known = exactly(word);
  if (known !== null) return [known];
  if (word.length > longestWord) return null;
  return compound(word, word.length);
}

function exactly(word: string): readonly Meaning[] | null {
  const found = byWord.get(word);
  if (found !== undefined) return found;
  const [stem = ''] = /^.+?(?=e?s$|e?ns$|ets$)/.exec(word) ?? [];
  const plural = byWord.get(word.slice(0, -1)) ?? byWord.get(stem);
  if (!word.endsWith('s') || plural === undefined) return null;
  // A list of customers has no name.
  return plural[0] === 'customer' || plural[0] === 'contact' ? null : plural;
}

/** Words of two letters and fillers make no compounds: `by` would be found in too many. */
function compound(word: string, length: number): readonly (readonly Meaning[])[] | null {
  for (let cut = length - 2; cut >= 3; cut -= 1) {
    const head =
      byWord.get(word.slice(0, cut)) ?? (word[cut - 1] === 's' ? byWord.get(word.slice(0, cut - 1)) : undefined);
    if (head === undefined || head[0] === 'filler') continue;
    const tail = word.slice(cut);
    const rest = tail.length > 2 || tail === 'nr' || tail === 'by' || tail === 'id' ? meaningsOf(tail) : null;
    if (rest !== null && rest[0]?.[0] !== 'filler') return [head, ...rest];
  }
  return null;
}

/** All known words, to find misspelled headers. */
export const knownWords: readonly string[] = [...byWord.keys()].filter(
  (word) => word.length > 3 && !['filler', 'foreign'].includes(byWord.get(word)?.[0] ?? ''),
);
