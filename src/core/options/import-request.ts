import * as v from 'valibot';
import { complaint } from '../codes/complaints.js';
import { delimiterNamed, encodingNamed } from '../customers/columns/file-words.js';
import { columnTargets } from '../customers/columns/header-words.js';
import { isMapping } from '../customers/columns/map-headers.js';
import { isTimeZone } from '../customers/values/local-time.js';
import { isCountry } from '../customers/values/phone.js';
import { zone } from '../zone.js';
import { listOf, oneOf, plainText, wholeNumber, yesOrNo } from './option.js';

const mapping = v.pipe(plainText, v.check(isMapping, complaint('mapping', columnTargets)));

/** One character, or a word for it. */
export const delimiterWord = v.pipe(
  v.string(),
  v.check((word) => delimiterNamed(word) !== null, complaint('delimiter')),
);

/** How the bytes of a file become rows. */
export const fileOptions = {
  encoding: v.optional(
    v.pipe(
      v.string(),
      v.check((word) => encodingNamed(word) !== null, complaint('encoding')),
      v.description("Encoding of the file's text. Default: detected."),
    ),
  ),
  delimiter: v.optional(v.pipe(delimiterWord, v.description('One character, or tab. Default: detected.'))),
  sheet: v.optional(
    v.pipe(
      plainText,
      v.description('The sheet of a workbook, by name or number. Default: the first that holds customers.'),
    ),
  ),
  entry: v.optional(
    v.pipe(plainText, v.description('The file inside a ZIP archive. Default: the only one that can be read.')),
  ),
};

/** How rows are read. */
export const readingOptions = {
  map: v.optional(
    v.pipe(
      v.union([mapping, listOf(mapping, 1_000)], complaint('mappings')),
      v.description(
        'What a column is, as HEADER=TARGET: name, email, phone, …, notes or ignore (docs/import.md has all); repeat for several.',
      ),
      v.metadata({ repeat: true }),
    ),
    [] as string[],
  ),
  country: v.optional(
    v.pipe(
      v.string(),
      v.toUpperCase(),
      v.check(isCountry, complaint('country')),
      v.description('Country of phone numbers without a country code, if a row names no country.'),
    ),
    'DK',
  ),
  timeZone: v.optional(
    v.pipe(
      v.string(),
      v.check(isTimeZone, complaint('zone')),
      v.description('Time zone of times without a zone.'),
      v.metadata({ flag: 'timezone' }),
    ),
    zone,
  ),
  dateOrder: v.optional(
    v.pipe(v.picklist(['dmy', 'mdy']), v.description('Order of day and month, if the column does not show it.')),
  ),
  validateData: v.optional(
    v.pipe(
      v.boolean(),
      v.description('Reject rows with a wrong e-mail. Default: CUSTOMER_IMPORT_VALIDATE_EMAIL.'),
      v.metadata({ flag: 'validate' }),
    ),
  ),
};

/** How rows of known customers are handled: a check needs these options too, because they decide findings. */
export const matchingOptions = {
  onDuplicate: oneOf('What to do with a row of a known customer.', ['update', 'skip', 'error']),
  onProbable: oneOf('What to do with a row of a probably known customer; hold rejects it.', [
    'hold',
    'create',
    'update',
  ]),
  fillBlanks: yesOrNo('Only fill fields that are empty in RenOS.'),
  createBookings: yesOrNo('Import the bookings in the file too.', { char: 'b' }),
};

/** How the rows are written. */
export const writingOptions = {
  dryRun: yesOrNo('Show what would be imported, with every count; write nothing.', { char: 'n' }),
  batchSize: wholeNumber('Rows per transaction. Default: CUSTOMER_IMPORT_BATCH_SIZE, or a fast number.'),
  atomic: yesOrNo('Write the whole file in one transaction.'),
  acceptRejects: yesOrNo('Import the rest even if more than half of the rows are rejected.'),
  acceptRenames: yesOrNo('Import even if many customers get another person’s name, or another customer’s data.'),
  sync: yesOrNo('Sync new bookings to the calendar at once; otherwise the next sync does.', {}, true),
  sendConfirmations: yesOrNo('Let Google mail an invitation to the customer of each new future booking.'),
};

/** The options of an import, except how its file is read. */
export const importRequest = { ...readingOptions, ...matchingOptions, ...writingOptions };

/** The options of a check only. */
export const checkOptions = { strict: yesOrNo('Treat every warning as an error.') };
