import { describe, expect, test } from 'vitest';
import { recogniseHeader } from '../../../src/core/customers/columns/recognise-header.js';

/** Headers that spreadsheets and systems write in five languages, by what they are; an address may be a street too. */
const written: Readonly<Record<string, string>> = {
  name: 'name · navn · kundenavn · debitornavn · debitor · customer name · customer · kunde · full name · fulde navn · display name · contact · contact name · kontakt · kontaktnavn · kontaktperson · contact person · navn på kunde · client · client name · file as · fn · kundnamn · kundenname · namn · billing name · names display name · kunde/firma · navn/firma · for- og efternavn · fornavn og efternavn · fornavn/efternavn · navn kontakt · kontaktperson navn · kontaktpersons navn',
  lastFirstName:
    'efternavn, fornavn · efternavn og fornavn · navn (efternavn, fornavn) · last name, first name · last, first · name (last, first) · surname, first name',
  firstName:
    'first name · given name · fornavn · firstname · fornavne · förnamn · vorname · billing first name · first name billing · names given name',
  middleName: 'middle name · additional name · mellemnavn · middlename · names middle name',
  lastName:
    'last name · family name · efternavn · lastname · surname · etternavn · nachname · efternamn · billing last name · last name billing · names family name',
  email:
    'email · e-mail · mail · email address · e-mail address · mailadresse · e-mailadresse · e-mail adresse · epost · e-post · e-mails · mails · e-mail 1 - value · faktureringsmail · fakturamail · faktura e-mail · kontaktmail · privat e-mail · customer email · primary email · e-postadress · e-postadresse · email addresses value · email addresses address · email addresses · emails value · emails address · emails email · mails value · email id · mailadr · e-mailadr · emailadr',
  phone:
    'phone · phone number · telefon · telefonnummer · telefonnr · telefonnumre · telefoner · phones · tlf · tlf nr · tlfnr · mobil · mobile · mobilnummer · mobilnr · mobiltelefon · mobile phone · home phone · business phone · primary phone · other phone · work phone · cell · cell phone · phone 1 - value · telephone · telefon privat · telefon arbejde · customer phone · tel · handy · contact number · contact numbers · phone numbers value · phone numbers number · phone numbers · phones value · phones number · phones phone · telefoner nummer · mob · mobilnr/telefon · telefon/mobil · tlf/mobil',
  address:
    'address · full address · fulde adresse · formatted address · address 1 - formatted · customer address · kundeadresse · serviceadresse · formatted value · formatted',
  street:
    'adresse · street · gade · vej · gadenavn · vejnavn · gadeadresse · vejadresse · street address · address line 1 · adresse1 · adresselinje 1 · home street · business street · other street · home address street · business address street · address 1 - street · postadresse · gateadresse · gade/vej · vej/gade · gatuadress · straße · street name · vejnavn og nr · gade og nr · vej og nr · vej nr · vej og husnr · adr · adresse fuld · vej og husnummer · vejnavn og husnummer · vejnavn nr',
  houseNumber:
    'husnr · husnummer · hus nr · house number · house no · bogstav · husbogstav · hausnummer · husnr bogstav',
  floor: 'etage · floor · sal · etage/dør · etage/side · sal/dør',
  door: 'dør · dørnr · side/dør · dør/side · door',
  street2:
    'adresse2 · adresselinje 2 · address line 2 · address2 · apartment · lejlighed · c/o · address 1 - extended address · home street 2 · business street 2 · other street 2',
  postalCode:
    'postal code · postcode · post code · zip · zipcode · zip code · postnummer · postnr · post nr · home postal code · business postal code · other postal code · address 1 - postal code · plz · zipcode text',
  city: 'city · town · by · bynavn · poststed · home city · business city · other city · address 1 - city · postdistrikt · ort · town/city · city text',
  postalCodeAndCity:
    'post/by · postnr/by · postnr og by · postnummer og by · postnr by · postnummer by · zip city · postnummer og bynavn · by/postnr · by og postnr · postnr og bynavn',
  country:
    'country · land · country code · landekode · home country · business country · other country · home country/region · business country/region · other country/region · address 1 - country · country/region · country or region · land/område · land/region · country/territory · country id',
  companyName:
    'company · company name · firma · firmanavn · virksomhed · virksomhedsnavn · selskab · organization · org · organization name · organization 1 - name · organisation · business name · företag · bedrift · billing company · company billing · default address company · organizations name · associated company · primary associated company · navn på firma · firma navn',
  notes:
    'notes · note · noter · notat · notater · bemærkning · bemærkninger · kommentar · kommentarer · comment · comments · remarks · beskrivelse · merknader · merknad · anteckningar · bemerkungen · bemærkn · biographies value · bemærk · bem · info · description · personal notes · kundenoter · kundenote · interne noter · intern note · internal notes · customer notes · customer note',
  tags: 'tags · tag · labels · label · categories · category · kategori · kategorier · etiketter · mærker · gruppe · grupper · group · groups · group membership · customer group · kundegruppe · debitorgruppe · mærke · mærkater',
  totalLeads: 'total leads · leads · antal leads · antal henvendelser · henvendelser',
  totalBookings:
    'total bookings · antal bookinger · antal bookings · bookinger i alt · number of bookings · antal rengøringer · antal besøg',
  totalRevenue:
    'total revenue · revenue · omsætning · samlet omsætning · omsætning i alt · turnover · total spent · omsætning kr · omsætning dkk · omsætning i kr · omsætning i dkk · omsætning ekskl moms · omsætning excl moms · omsætning ex moms · omsætning inkl moms · omsætning incl moms · umsatz · omsättning · omsetning · total spend · total køb · samlet køb · køb i alt',
  lastContactAt:
    'last contact · last contacted · last contact at · sidste kontakt · seneste kontakt · senest kontaktet · sidst kontaktet · sidste besøg · seneste besøg · kontaktet · last activity · last activity date · seneste aktivitet · sidste rengøring · seneste rengøring',
  bookingDate: 'booking date · bookingdato · booking dato · rengøringsdato',
  bookingStart:
    'booking start · start time · starttid · starttidspunkt · booking starttid · booking begin · booking tid · starts at',
  bookingEndDate: 'booking end date · booking slutdato',
  bookingEnd: 'booking end · end time · sluttid · sluttidspunkt · booking slut · booking sluttid · ends at',
  bookingDuration:
    'duration · booking duration · varighed · booking varighed · varighed minutter · varighed min · varighed timer · duration minutes · duration min · duration hours · estimated duration',
  bookingService:
    'service type · service · booking service · ydelse · ydelsestype · opgavetype · opgave · rengøringstype · booking ydelse · servicetype',
  bookingStatus: 'booking status · bookingstatus · status på booking',
  bookingNotes: 'booking notes · booking note · booking noter · bookingnoter · bookingnote · booking bemærkninger',
  bookingId: 'booking id · bookingid',
  customerId: 'customer id · customerid · kunde id · kundeid',
  bookings: 'bookings · bookinger',
};

describe.each(Object.entries(written))('headers of %s', (target, headers) => {
  test.each(headers.split(' · '))('%s', (header) => {
    const found = recogniseHeader(header).target;
    expect(found === 'street' && target === 'address' ? 'address' : found).toBe(target);
  });
});
