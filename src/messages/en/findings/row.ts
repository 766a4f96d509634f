import type { Findings } from '../../../core/codes/findings.js';
import type { FindingVoice, Remark, Sentences } from '../../voice.js';

const inNotes = (say: FindingVoice) => say.nothing('it was put into the notes');
const wholeInNotes = (say: FindingVoice) => say.nothing('the whole cell was put into the notes');
const fillName = 'Fill in a name or a company.';
const writeDates = 'Write dates as 2025-03-31 or 31-03-2025, with a time as 14:30 if needed.';
const writeNumber = 'Write a number; the cell counts as empty.';
const writeCount = 'Write a whole number from 0 to 2147483647; the cell counts as empty.';
const asText = 'Format the column as text in the spreadsheet, type the number again and save; digits may be lost.';
const writeText = 'Write a text or a number.';
const booked = 'Give every booking a start, and an end or a duration after it.';
const totalOrName = 'If it is a customer, add an e-mail, a phone or an address; otherwise remove the row.';
const alone = 'If it is a customer, fill in another cell of the row; if it is a title or a note, remove the row.';
const headerAsName =
  'Remove the row, or add an e-mail, a phone or an address if it is a customer. If the headers are below each other, turn the table (Paste special → Transpose).';
const correctEmail = (say: FindingVoice) =>
  `Correct the e-mail, empty the cell, or keep it as it is with ${say.option('validateData', false)}.`;
const isTotal = 'is a heading, a total or a footer';
const skipped = ': the row was skipped';
const notCustomer = ', not a customer';

const email = (reason: string) => (_: object, say: FindingVoice) => ({ reason, remedy: correctEmail(say) });
const fixed = (reason: string, remedy: string) => (): Remark => ({ reason, remedy });
const noted = (reason: string) => (_: object, say: FindingVoice) => ({ reason, remedy: inNotes(say) });

/** Findings of one row; the part of a key before the slash is the finding's code. */
export const rowFindings = {
  'row-empty': fixed('has nothing that can be imported', 'Remove the row, or fill in a name.'),
  'row-total/passed': fixed(`${isTotal}${skipped}`, totalOrName),
  'row-total/refused': fixed(`${isTotal}${notCustomer}`, totalOrName),
  'row-alone/passed': fixed(`is the only filled cell in its row, like a title${skipped}`, alone),
  'row-alone/refused': fixed('is the only filled cell in its row', alone),
  'row-alone/no-customer': fixed(`is the only filled cell in its row, like a title${notCustomer}`, alone),
  'name-is-header/passed': fixed(`is a header${skipped}`, headerAsName),
  'name-is-header/refused': fixed(`is a header${notCustomer}`, headerAsName),
  'header-again': (_, say) => ({
    reason: 'repeats the headers: the row was skipped',
    remedy: say.nothing('it is not a customer'),
  }),
  'row-too-long': (p) => ({
    reason: `has ${p.cells} cells where the header has ${p.width}`,
    remedy: 'Put quotes around the cell that contains the delimiter, or remove the cells after the last column.',
  }),
  'cell-too-long': ({ count }) => ({ reason: `is ${count} characters long`, remedy: 'Shorten the text.' }),
  'name-holds-contact': fixed(
    'holds an e-mail or a phone number',
    'Move it into a column of its own; it is kept as part of the name.',
  ),
  'name-missing/number': fixed('is a number, like an order number', fillName),
  'name-missing/path': fixed('is the path of a document', fillName),
  'name-missing/empty': fixed('is missing', fillName),
  'key-missing': fixed(
    'has no name, e-mail, phone or customer id',
    'Fill in the e-mail, the phone or the id that the customer has in RenOS.',
  ),
  'price-left/json': fixed(
    'is a price: it is not imported',
    'Write it into the notes of the booking, as {"notes": "Price 500"}, to keep it.',
  ),
  'several-names': ({ count }) => ({
    reason: `holds ${count} names`,
    remedy: 'Write an object for each customer.',
  }),
  'email-invalid/no-at': email('has no @'),
  'email-invalid/several-at': ({ count }, say) => ({
    reason: `has ${count} @`,
    remedy: correctEmail(say),
  }),
  'email-invalid/nothing-before': email('has nothing before the @'),
  'email-invalid/nothing-after': email('has nothing after the @'),
  'email-invalid/space': email('has a space inside'),
  'email-invalid/no-dot': email('has no dot after the @'),
  'email-invalid/letter': email('has a letter that e-mail addresses cannot have'),
  'email-invalid/dot': email('has a misplaced dot'),
  'email-invalid/too-long': email('is longer than an e-mail address may be'),
  'email-invalid/other': email('is not a valid e-mail address'),
  'email-words': (_, say) => ({
    reason: 'holds more than an e-mail',
    remedy: wholeInNotes(say),
  }),
  'further-name': noted('names another person'),
  'several-emails': noted('is an additional e-mail'),
  'several-phones': noted('is an additional phone'),
  'several-addresses': noted('is an additional address'),
  'phone-doubtful': ({ count }, say) => ({
    reason: `has ${count} digits`,
    remedy: `Check the number; it is imported as written, and replaces no valid number. Numbers of another country need +, a column Country, or ${say.option('country')}.`,
  }),
  'phone-words': (_, say) => ({
    reason: 'holds more than a number',
    remedy: wholeInNotes(say),
  }),
  'phone-extension': (_, say) => ({
    reason: 'has an extension',
    remedy: say.nothing('the extension was put into the notes'),
  }),
  'postal-code-zero': (_, say) => ({
    reason: 'has three digits',
    remedy: say.nothing('the leading zero that a spreadsheet removed was added again'),
  }),
  'excel-number/phone': fixed('is a phone number in scientific notation', asText),
  'excel-number/number': fixed('is in scientific notation', asText),
  'excel-date': fixed(
    'is a spreadsheet’s day number',
    'Format the column as a date in the spreadsheet and save again.',
  ),
  'excel-error': ({ name }) => ({
    reason: `is the spreadsheet error ${name}`,
    remedy: 'Fix the formula in the spreadsheet; the cell counts as empty.',
  }),
  'said-twice': fixed(
    'differs from an earlier field of the same kind',
    'Remove one of the two, or move it into the notes; the first one is used.',
  ),
  'not-a-text/list': fixed('holds objects or lists where texts belong', writeText),
  'not-a-text/object': fixed('is an object where a text belongs', writeText),
  'number-invalid': fixed('is not a number', writeNumber),
  'number-ambiguous': fixed(
    'can mean thousands or decimals',
    'Write the column with two decimals everywhere; the cell counts as empty.',
  ),
  'number-out-of-range/negative': fixed('is negative', writeCount),
  'number-out-of-range/large': fixed('is too large', writeCount),
  'number-out-of-range/fraction': fixed('is not a whole number', writeCount),
  'date-invalid/no-such-date': fixed('is a day or time that does not exist', writeDates),
  'date-invalid/not-a-date': fixed('is not a date', writeDates),
  'date-invalid/week': fixed('is a week, not a day', `Choose the day. ${writeDates}`),
  'date-invalid/month': fixed('is a month, not a day', `Choose the day. ${writeDates}`),
  'date-invalid/epoch': fixed('counts seconds since 1970, but the other cells of the column are dates', writeDates),
  'date-ambiguous': (_, say) => ({
    reason: 'can mean day-month or month-day',
    remedy: `Choose one: ${say.option('dateOrder', 'dmy')} or ${say.option('dateOrder', 'mdy')}.`,
  }),
  'control-characters': (_, say) => ({
    reason: 'had control characters',
    remedy: say.nothing('they were removed'),
  }),
  'broken-characters': (_, say) => ({
    reason: 'has broken characters',
    remedy: `Check the text: the file was damaged earlier (for example, ø was saved as Ã¸), or ${say.option('encoding')} is needed. It replaces no text in RenOS.`,
  }),
  'letter-unstorable': (p) => ({
    reason: `${p.letter} cannot be stored: the database has the encoding ${p.encoding}`,
    remedy: 'Write it with other letters, or move the data to a database with the encoding UTF8.',
  }),
  'time-skipped': fixed(
    'is in the hour that daylight saving time skips',
    'Correct the time; it is imported one hour later.',
  ),
  'time-doubled': fixed(
    'is in the hour that occurs twice that night, when daylight saving time ends',
    'Add the zone, as in 2027-10-31T02:30+01:00; without it, the first of the two is used.',
  ),
  'status-unknown': fixed(
    'is not a known booking status',
    'Write scheduled, confirmed, completed, cancelled, pending or no_show, or planlagt, bekræftet, udført, aflyst, afventer or udeblevet; it is imported as written.',
  ),
  'duration-ambiguous': fixed(
    'can mean hours or minutes',
    'Write 2 timer, 2:00 or 120 min, or name the column Varighed (timer) or Varighed (minutter).',
  ),
  'booking-invalid/no-start': fixed('has no start', booked),
  'booking-invalid/no-date': fixed('has no date', booked),
  'booking-invalid/no-time': fixed('has no time of day', booked),
  'booking-invalid/not-a-time': fixed('is not a time of day', booked),
  'booking-invalid/not-a-list': fixed('is not a list', booked),
  'booking-invalid/not-a-duration': fixed('is not a duration', booked),
  'booking-invalid/unreadable': (p) => ({
    reason: `booking ${p.place} has no readable startTime`,
    remedy: booked,
  }),
  'booking-invalid/ends-before': fixed('ends before it starts', booked),
  'booking-invalid/too-long': fixed('lasts more than a month', booked),
} satisfies Sentences<Findings, FindingVoice, Remark>;
