import * as v from 'valibot';
import { delimiterNamed, encodingNamed, mappingSchema } from '../../core/customers/columns/file-words.js';
import { columnTargets } from '../../core/customers/columns/header-words.js';
import { isMapping, type MappingChoice, readMappingChoice } from '../../core/customers/columns/map-headers.js';
import { isTimeZone } from '../../core/customers/values/local-time.js';
import { isCountry } from '../../core/customers/values/phone.js';
import type { ImportAndSyncOptions } from '../../core/import-and-sync.js';
import { type ImportOptions, usualImport } from '../../core/options/import-options.js';
import { listOf, plainText } from '../../core/options/option.js';
import { defaultSyncOptions } from '../../core/options/sync-options.js';
import { complaint } from '../../messages/complaints.js';
import type { UsualWork } from '../server-settings.js';

const yesOrNo = (usual: boolean, description: string) =>
  v.optional(v.pipe(v.boolean(), v.description(description)), usual);

const mappingWord = v.pipe(plainText, v.check(isMapping, complaint('mapping', columnTargets)));

const reading = {
  map: v.optional(
    v.pipe(
      v.union([mappingWord, listOf(mappingWord, 1_000)], complaint('mappings')),
      v.description('What a column is, as HEADER=TARGET; several as a list, in the query by naming it again.'),
    ),
    [],
  ),
  validateData: v.optional(v.pipe(v.boolean(), v.description('Reject rows with a wrong e-mail address.'))),
  createBookings: yesOrNo(true, 'Import bookings too, and carry them to the calendar.'),
  onDuplicate: v.optional(
    v.pipe(v.picklist(['update', 'skip', 'error']), v.description('What a row of a known customer does.')),
    usualImport.onDuplicate,
  ),
  onProbable: v.optional(
    v.pipe(
      v.picklist(['create', 'update', 'hold']),
      v.description('What a row does that is probably a known customer; hold rejects it.'),
    ),
    usualImport.onProbable,
  ),
  fillBlanks: yesOrNo(false, 'Only fill fields that are empty in RenOS.'),
  country: v.optional(
    v.pipe(
      v.string(),
      v.toUpperCase(),
      v.check(isCountry, complaint('country')),
      v.description('Whose national phone numbers these are.'),
    ),
    usualImport.country,
  ),
  timeZone: v.optional(
    v.pipe(v.string(), v.check(isTimeZone, complaint('zone')), v.description('Of times that carry no zone.')),
    usualImport.timeZone,
  ),
  dateOrder: v.optional(
    v.pipe(v.picklist(['dmy', 'mdy']), v.description('What 3/4 is, where the column cannot tell.')),
  ),
};

const writing = {
  sendConfirmations: yesOrNo(false, 'Let Google mail an invitation for each new booking that is still to come.'),
  dryRun: yesOrNo(false, 'Go the same way up to the writing, and show every count.'),
  batchSize: v.optional(
    v.pipe(
      v.number(),
      v.integer(complaint('whole-number')),
      v.minValue(1, complaint('at-least', 1)),
      v.maxValue(1_000_000, complaint('at-most', 1_000_000)),
      v.description('Rows a transaction.'),
    ),
  ),
  atomic: yesOrNo(false, 'Write all of it in one transaction.'),
  acceptRejects: yesOrNo(false, 'Import the rest though more than half of the rows are rejected.'),
  acceptRenames: yesOrNo(
    false,
    'Import though many customers get another person’s name, or what another customer had.',
  ),
  sync: yesOrNo(true, 'Carry new bookings to the calendar at once; otherwise the next sync does.'),
};

const delimiter = v.optional(
  v.pipe(
    v.string(),
    v.check((word) => delimiterNamed(word) !== null, complaint('delimiter')),
    v.description('Default: found by the rows.'),
  ),
);
const encoding = v.optional(
  v.pipe(
    v.string(),
    v.check((word) => encodingNamed(word) !== null, complaint('encoding')),
    v.description('Default: found by the bytes.'),
  ),
);
const mapping = v.optional(
  v.pipe(
    v.record(v.string(), v.unknown()),
    v.maxEntries(1_000, complaint('columns-at-most', 1_000)),
    mappingSchema,
    v.description('What columns are, as an object of HEADER: TARGET; map goes before it.'),
  ),
  {},
);
const sheet = v.optional(
  v.pipe(
    plainText,
    v.description('The sheet of a workbook, by name or number. Default: the first that holds customers.'),
  ),
);
const entry = v.optional(
  v.pipe(plainText, v.description('The file inside a ZIP archive. Default: the only one that can be read.')),
);
const strict = yesOrNo(false, 'Take every warning for an error.');

/** How customers are read and what is done with them, in the query: a file is the body. */
export const fileOptions = v.strictObject({ ...reading, delimiter, encoding, sheet, entry, ...writing });
export const checkedFileOptions = v.strictObject({ ...fileOptions.entries, strict });

const isCustomer = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);
/** Not looked into, nor copied, item by item: there may be a hundred thousand of them. */
const customers = v.pipe(
  v.custom<Readonly<Record<string, unknown>>[]>(Array.isArray, complaint('customers')),
  v.maxLength(100_000, complaint('items-at-most', 100_000)),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed || dataset.issues !== undefined) return;
    const { value: input } = dataset;
    const index = input.findIndex((one) => !isCustomer(one));
    if (index < 0) return;
    const place = { type: 'array', origin: 'value', input, key: index, value: input[index] } as const;
    addIssue({ message: complaint('object'), path: [place] });
  }),
  v.description(
    'Each with name, and what is known of email, phone, address, companyName, notes, tags, totalLeads, totalBookings, totalRevenue, lastContactAt, bookings.',
  ),
);
const csvData = v.pipe(v.string(), v.nonEmpty(complaint('not-empty')), v.description('The text of the file.'));
const customerOptions = { ...reading, mapping, ...writing };
const csvOptions = { ...customerOptions, delimiter };

export const customersBody = v.strictObject({
  customers,
  options: v.optional(v.strictObject(customerOptions), {}),
});
export const csvBody = v.strictObject({ csvData, options: v.optional(v.strictObject(csvOptions), {}) });
const checkedCustomers = v.strictObject({
  customers,
  options: v.optional(v.strictObject({ ...customerOptions, strict }), {}),
});
const checkedCsv = v.strictObject({ csvData, options: v.optional(v.strictObject({ ...csvOptions, strict }), {}) });
/** One of the two, by what is in it: a union would not tell what is wrong with the one that was meant. */
export const validateBody = Object.assign(
  v.lazy((body) => (Object.hasOwn(Object(body), 'csvData') ? checkedCsv : checkedCustomers)),
  { choices: [checkedCustomers, checkedCsv] },
);

/** How the bytes are read; the rest is how the rows are. */
export type FileWords = Pick<v.InferOutput<typeof fileOptions>, 'delimiter' | 'encoding' | 'sheet' | 'entry'>;
export type AskedImport = Omit<v.InferOutput<typeof fileOptions>, keyof FileWords> & {
  readonly mapping?: MappingChoice;
};

/** What was asked, with the environment behind it; `syncs` says whether new bookings go on to the calendar. */
export function toImportOptions(asked: AskedImport, usual: UsualWork): ImportAndSyncOptions & { syncs: boolean } {
  const {
    createBookings,
    country,
    timeZone,
    onDuplicate,
    onProbable,
    fillBlanks,
    atomic,
    acceptRejects,
    acceptRenames,
  } = asked;
  const importing: ImportOptions = {
    ...usualImport,
    ...{ createBookings, country, timeZone, onDuplicate, onProbable, fillBlanks, atomic, acceptRejects, acceptRenames },
    choice: { ...asked.mapping, ...readMappingChoice([asked.map].flat()) },
    validateEmail: asked.validateData ?? usual.validateEmail,
    dateOrder: asked.dateOrder ?? null,
    batchSize: asked.batchSize ?? usual.batchSize,
    dryRun: asked.dryRun || usual.dryRun,
  };
  return {
    importing,
    syncing: { ...defaultSyncOptions, ...usual.sync },
    sendConfirmations: asked.sendConfirmations,
    syncs: asked.sync && createBookings && usual.hasCalendar,
  };
}
