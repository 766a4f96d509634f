import * as v from 'valibot';
import { defaultSyncOptions } from '../../core/calendar/sync-options.js';
import { type ImportOptions, usualImport } from '../../core/customers/import-options.js';
import { isTimeZone } from '../../core/customers/local-time.js';
import { isCountry } from '../../core/customers/phone.js';
import type { ImportAndSyncOptions } from '../../core/import-and-sync.js';
import type { UsualWork } from '../server-settings.js';

const yesOrNo = (usual: boolean, description: string) =>
  v.optional(v.pipe(v.boolean(), v.description(description)), usual);

const reading = {
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
      v.check(isCountry, 'must be a country’s two letters, like DK'),
      v.description('Whose national phone numbers these are.'),
    ),
    usualImport.country,
  ),
  timeZone: v.optional(
    v.pipe(
      v.string(),
      v.check(isTimeZone, 'must be a zone’s name, like Europe/Copenhagen'),
      v.description('Of times that carry no zone.'),
    ),
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
      v.integer('must be a whole number'),
      v.minValue(1, 'must be at least 1'),
      v.maxValue(1_000_000, 'must be at most 1000000'),
      v.description('Rows a transaction.'),
    ),
  ),
  atomic: yesOrNo(false, 'Write all of it in one transaction.'),
  acceptRejects: yesOrNo(false, 'Import the rest though more than half of the rows are rejected.'),
};

/** How customers are read and what is done with them; in the query when a file is the body. */
export const importOptions = v.strictObject({ ...reading, ...writing });

const customers = v.pipe(
  v.array(v.looseObject({}), 'must be a list of customers'),
  v.description(
    'Each with name, and what is known of email, phone, address, companyName, notes, tags, totalLeads, totalBookings, totalRevenue, lastContactAt, bookings.',
  ),
);
const csvData = v.pipe(v.string(), v.nonEmpty('must not be empty'), v.description('The text of the file.'));
const options = v.optional(importOptions, {});

export const customersBody = v.strictObject({ customers, options });
export const csvBody = v.strictObject({ csvData, options });
/** One of the two, by what is in it: a union would not tell what is wrong with the one that was meant. */
export const validateBody = Object.assign(
  v.lazy((body) => (Object.hasOwn(Object(body), 'csvData') ? csvBody : customersBody)),
  { choices: [customersBody, csvBody] },
);

export type AskedImport = v.InferOutput<typeof importOptions>;

/** What was asked, with the environment behind it. */
export function toImportOptions(asked: AskedImport, usual: UsualWork): ImportAndSyncOptions {
  const { sendConfirmations, validateData, dateOrder, batchSize, dryRun, ...rest } = asked;
  const importing: ImportOptions = {
    ...usualImport,
    ...rest,
    validateEmail: validateData ?? usual.validateEmail,
    dateOrder: dateOrder ?? null,
    batchSize: batchSize ?? usual.batchSize,
    dryRun: dryRun || usual.dryRun,
  };
  return { importing, syncing: { ...defaultSyncOptions, ...usual.sync }, sendConfirmations };
}
