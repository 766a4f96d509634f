import type { rowFindings as english } from '../../en/findings/row.js';
import type { FindingVoice, Remark } from '../../voice.js';

const inNotes = (say: FindingVoice) => say.nothing('værdien er lagt i noterne');
const wholeInNotes = (say: FindingVoice) => say.nothing('hele feltet er lagt i noterne');
const fillName = 'Udfyld et navn eller et firma.';
const writeDates = 'Skriv datoer som 31-03-2025 eller 2025-03-31, om nødvendigt med klokkeslæt som 14:30.';
const writeNumber = 'Skriv et tal; feltet regnes for tomt.';
const writeCount = 'Skriv et helt tal fra 0 til 2147483647; feltet regnes for tomt.';
const asText = 'Formatér kolonnen som tekst i regnearket, skriv nummeret igen, og gem; der kan mangle cifre.';
const writeText = 'Skriv en tekst eller et tal.';
const booked = 'Giv hver booking en start og en slutning eller en varighed.';
const totalOrName = 'En kunde med det navn skal have e-mail, telefon eller adresse; slet ellers rækken.';
const alone =
  'En kunde skal have e-mail, telefon eller et felt mere; slet rækken, hvis den er en overskrift eller en note.';
const headerAsName =
  'Slet rækken, eller giv kunden e-mail, telefon eller adresse. Står kolonnenavnene under hinanden, så vend tabellen (Indsæt speciel → Transponer).';
const correctEmail = (say: FindingVoice) =>
  `Ret e-mailen, tøm feltet, eller behold den, som den er, med ${say.option('validateData', false)}.`;
const isTotal = 'er en overskrift, en sum eller bunden af en side';
const passedOver = ': rækken er sprunget over';
const notCustomer = ' og ikke en kunde';

const email = (reason: string) => (_: object, say: FindingVoice) => ({ reason, remedy: correctEmail(say) });
const fixed = (reason: string, remedy: string) => (): Remark => ({ reason, remedy });
const noted = (reason: string) => (_: object, say: FindingVoice) => ({ reason, remedy: inNotes(say) });

export const rowFindings: typeof english = {
  'row-empty': fixed('har intet, der kan importeres', 'Slet rækken, eller udfyld et navn.'),
  'row-total/passed': fixed(`${isTotal}${passedOver}`, totalOrName),
  'row-total/refused': fixed(`${isTotal}${notCustomer}`, totalOrName),
  'row-alone/passed': fixed(`er rækkens eneste udfyldte felt, som i en overskrift${passedOver}`, alone),
  'row-alone/refused': fixed('er rækkens eneste udfyldte felt', alone),
  'row-alone/no-customer': fixed(`er rækkens eneste udfyldte felt, som i en overskrift,${notCustomer}`, alone),
  'name-is-header/passed': fixed(`er et kolonnenavn${passedOver}`, headerAsName),
  'name-is-header/refused': fixed(`er et kolonnenavn${notCustomer}`, headerAsName),
  'header-again': (_, say) => ({
    reason: 'gentager kolonnenavnene: rækken er sprunget over',
    remedy: say.nothing('den er ikke en kunde'),
  }),
  'row-too-long': ({ cells, width }) => ({
    reason: `har ${cells} felter, hvor kolonnenavnene er ${width}`,
    remedy: 'Sæt anførselstegn om det felt, der indeholder skilletegnet, eller fjern felterne efter sidste kolonne.',
  }),
  'cell-too-long': ({ count }) => ({ reason: `er ${count} tegn lang`, remedy: 'Gør teksten kortere.' }),
  'name-holds-contact': fixed(
    'indeholder en e-mail eller et telefonnummer',
    'Flyt det til sin egen kolonne; det beholdes som en del af navnet.',
  ),
  'name-missing/number': fixed('er et tal, som på en ordre', fillName),
  'name-missing/path': fixed('er stien til et dokument', fillName),
  'name-missing/empty': fixed('mangler', fillName),
  'key-missing': fixed(
    'har intet navn og ingen e-mail, telefon eller kunde-id',
    'Udfyld den e-mail, telefon eller det id, som RenOS kender kunden ved.',
  ),
  'price-left/json': fixed(
    'er en pris: den importeres ikke',
    'Skriv den i bookingens noter, f.eks. {"notes": "Pris 500"}, hvis den skal gemmes.',
  ),
  'several-names': ({ count }) => ({ reason: `indeholder ${count} navne`, remedy: 'Skriv et objekt for hver kunde.' }),
  'email-invalid/no-at': email('har intet @'),
  'email-invalid/several-at': ({ count }, say) => ({ reason: `har ${count} @`, remedy: correctEmail(say) }),
  'email-invalid/nothing-before': email('har intet før @'),
  'email-invalid/nothing-after': email('har intet efter @'),
  'email-invalid/space': email('har et mellemrum i sig'),
  'email-invalid/no-dot': email('har intet punktum efter @'),
  'email-invalid/letter': email('har et bogstav, som e-mailadresser ikke kan have'),
  'email-invalid/dot': email('har et punktum på et forkert sted'),
  'email-invalid/too-long': email('er længere, end en e-mailadresse må være'),
  'email-invalid/other': email('er ikke skrevet som en e-mailadresse'),
  'email-words': (_, say) => ({ reason: 'indeholder mere end en e-mail', remedy: wholeInNotes(say) }),
  'further-name': noted('nævner en anden person'),
  'several-emails': noted('er endnu en e-mail'),
  'several-phones': noted('er endnu et telefonnummer'),
  'several-addresses': noted('er endnu en adresse'),
  'phone-doubtful': ({ count }, say) => ({
    reason: `har ${count} cifre`,
    remedy: `Kontrollér nummeret; det beholdes, som det er skrevet, og erstatter ikke et godt. Udenlandske numre skal have +, en kolonne Land eller ${say.option('country')}.`,
  }),
  'phone-words': (_, say) => ({ reason: 'indeholder mere end et nummer', remedy: wholeInNotes(say) }),
  'phone-extension': (_, say) => ({
    reason: 'har et lokalnummer',
    remedy: say.nothing('lokalnummeret er lagt i noterne'),
  }),
  'postal-code-zero': (_, say) => ({
    reason: 'har tre cifre',
    remedy: say.nothing('nullet, som et regneark havde fjernet, er sat på igen'),
  }),
  'excel-number/phone': fixed('er et telefonnummer skrevet med eksponent', asText),
  'excel-number/number': fixed('er skrevet med eksponent', asText),
  'excel-date': fixed('er et regnearks dagsnummer', 'Formatér kolonnen som dato i regnearket, og gem igen.'),
  'excel-error': ({ name }) => ({
    reason: `er regnearksfejlen ${name}`,
    remedy: 'Ret formlen i regnearket; feltet regnes for tomt.',
  }),
  'said-twice': fixed(
    'siger noget andet end et tidligere felt af samme slags',
    'Udelad et af de to, eller flyt det til noterne; det første gælder.',
  ),
  'not-a-text/list': fixed('indeholder objekter eller lister, hvor der skal stå tekst', writeText),
  'not-a-text/object': fixed('er et objekt, hvor der skal stå tekst', writeText),
  'number-invalid': fixed('er ikke et tal', writeNumber),
  'number-ambiguous': fixed(
    'kan være tusinder eller decimaler',
    'Skriv hele kolonnen med to decimaler; feltet regnes for tomt.',
  ),
  'number-out-of-range/negative': fixed('er negativt', writeCount),
  'number-out-of-range/large': fixed('er for stort', writeCount),
  'number-out-of-range/fraction': fixed('er ikke et helt tal', writeCount),
  'date-invalid/no-such-date': fixed('er en dag eller et klokkeslæt, der ikke findes', writeDates),
  'date-invalid/not-a-date': fixed('er ikke en dato', writeDates),
  'date-invalid/week': fixed('er en uge og ikke en dag', `Skriv dagen. ${writeDates}`),
  'date-invalid/month': fixed('er en måned og ikke en dag', `Skriv dagen. ${writeDates}`),
  'date-invalid/epoch': fixed('tæller sekunder siden 1970 i en kolonne med andre datoer', writeDates),
  'date-ambiguous': (_, say) => ({
    reason: 'kan være dag-måned eller måned-dag',
    remedy: `Angiv, hvad den er: ${say.option('dateOrder', 'dmy')} eller ${say.option('dateOrder', 'mdy')}.`,
  }),
  'control-characters': (_, say) => ({
    reason: 'havde styretegn',
    remedy: say.nothing('de er fjernet'),
  }),
  'broken-characters': (_, say) => ({
    reason: 'har ødelagte tegn',
    remedy: `Kontrollér teksten: filen er beskadiget, som når ø er gemt som Ã¸, eller ${say.option('encoding')} mangler. Den erstatter ikke en kendt tekst.`,
  }),
  'letter-unstorable': ({ letter, encoding }) => ({
    reason: `${letter} kan ikke gemmes: databasen gemmer tekst som ${encoding}`,
    remedy: 'Skriv det med andre bogstaver, eller flyt databasen til en med tegnsættet UTF8.',
  }),
  'time-skipped': fixed(
    'ligger i timen, der springes over, når sommertiden begynder',
    'Ret klokkeslættet; det regnes for 60 minutter senere.',
  ),
  'time-doubled': fixed(
    'ligger i timen, der kommer to gange den nat',
    'Skriv det med tidszone, som 2027-10-31T02:30+01:00; det regnes for den første af de to.',
  ),
  'status-unknown': fixed(
    'er ikke en kendt status for en booking',
    'Skriv planlagt, bekræftet, udført, aflyst, afventer eller udeblevet; den beholdes, som den er skrevet.',
  ),
  'duration-ambiguous': fixed(
    'kan være timer eller minutter',
    'Skriv 2 timer, 2:00 eller 120 min, eller kald kolonnen Varighed (timer) eller Varighed (minutter).',
  ),
  'booking-invalid/no-start': fixed('står uden en start', booked),
  'booking-invalid/no-date': fixed('har ingen dato', booked),
  'booking-invalid/no-time': fixed('har intet klokkeslæt', booked),
  'booking-invalid/not-a-time': fixed('er ikke et klokkeslæt', booked),
  'booking-invalid/not-a-list': fixed('er ikke en liste', booked),
  'booking-invalid/not-a-duration': fixed('er ikke en varighed', booked),
  'booking-invalid/unreadable': ({ place }) => ({
    reason: `booking ${place} har ingen startTime, der kan læses`,
    remedy: booked,
  }),
  'booking-invalid/ends-before': fixed('slutter, før den starter', booked),
  'booking-invalid/too-long': fixed('varer over en måned', booked),
};
