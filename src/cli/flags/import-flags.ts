import { Args, Flags } from '@oclif/core';
import { readMappingFile } from '../../app/open-files.js';
import type { Config } from '../../config/config.js';
import { readMappingChoice } from '../../core/customers/columns/map-headers.js';
import { isTimeZone } from '../../core/customers/values/local-time.js';
import { isCountry } from '../../core/customers/values/phone.js';
import { ConfigurationError, saying } from '../../core/errors.js';
import { type ImportOptions, usualImport } from '../../core/options/import-options.js';
import type { FlagProblem } from '../../messages/en/usage.js';
import { htmlFlag } from '../html-file.js';

import { planFlags } from './plan-flags.js';

export const fileArgument = {
  file: Args.string({
    required: true,
    description: 'CSV, JSON, a workbook (.xlsx, .ods) or contacts (.vcf), also in gzip or ZIP; - is standard input.',
  }),
};

/** How a file is read and understood: flags of every command that takes one. */
export const readingFlags = {
  ...htmlFlag,
  map: Flags.string({
    multiple: true,
    multipleNonGreedy: true,
    description: 'What a column is, as HEADER=TARGET; repeat for several.',
    helpGroup: 'READING',
  }),
  mapping: Flags.string({
    description: 'A file of such mappings, as --print-mapping writes it.',
    helpGroup: 'READING',
  }),
  'print-mapping': Flags.boolean({
    description: 'Print how the columns are taken, as a mapping file, and stop.',
    helpGroup: 'READING',
  }),
  encoding: Flags.string({ description: 'Default: found by the bytes.', helpGroup: 'READING' }),
  delimiter: Flags.string({ description: 'One character, or tab. Default: found by the rows.', helpGroup: 'READING' }),
  sheet: Flags.string({
    description: 'The sheet of a workbook, by name or number. Default: the first that holds customers.',
    helpGroup: 'READING',
  }),
  entry: Flags.string({
    description: 'The file inside a ZIP archive. Default: the only one that can be read.',
    helpGroup: 'READING',
  }),
  country: Flags.string({
    default: usualImport.country,
    description: 'Whose national phone numbers these are, where a row names no country.',
    helpGroup: 'READING',
  }),
  timezone: Flags.string({
    default: usualImport.timeZone,
    description: 'Of times that carry no zone.',
    helpGroup: 'READING',
  }),
  'date-order': Flags.option({ options: ['dmy', 'mdy'] as const })({
    description: 'What 3/4 is, where the column cannot tell.',
    helpGroup: 'READING',
  }),
  validate: Flags.boolean({
    allowNo: true,
    description: 'Reject rows with a wrong e-mail. Default: CUSTOMER_IMPORT_VALIDATE_EMAIL.',
    helpGroup: 'READING',
  }),
};

/** What is done with rows that are customers already: these decide findings, so validate has them too. */
export const matchingFlags = {
  'on-duplicate': Flags.option({ options: ['update', 'skip', 'error'] as const, default: 'update' as const })({
    description: 'What a row of a known customer does.',
    helpGroup: 'MATCHING',
  }),
  'on-probable': Flags.option({ options: ['create', 'update', 'hold'] as const, default: 'hold' as const })({
    description: 'What a row does that is probably a known customer; hold rejects it.',
    helpGroup: 'MATCHING',
  }),
  'fill-blanks': Flags.boolean({ description: 'Only fill fields that are empty in RenOS.', helpGroup: 'MATCHING' }),
  'create-bookings': Flags.boolean({
    char: 'b',
    description: 'Import the bookings in the file too.',
    helpGroup: 'MATCHING',
  }),
};

/** How the rows are written. */
export const writingFlags = {
  'dry-run': Flags.boolean({
    char: 'n',
    description: 'Go the same way up to the writing, and show every count.',
    helpGroup: 'WRITING',
  }),
  'batch-size': Flags.integer({
    min: 1,
    max: 1_000_000,
    description: 'Rows a transaction. Default: CUSTOMER_IMPORT_BATCH_SIZE, or what is fast.',
    helpGroup: 'WRITING',
  }),
  atomic: Flags.boolean({ description: 'Write the whole file in one transaction.', helpGroup: 'WRITING' }),
  'accept-rejects': Flags.boolean({
    description: 'Import the rest though more than half of the rows are rejected.',
    helpGroup: 'WRITING',
  }),
  'accept-renames': Flags.boolean({
    description: 'Import though many customers get another person’s name, or what another customer had.',
    helpGroup: 'WRITING',
  }),
  sync: Flags.boolean({
    allowNo: true,
    default: true,
    description: 'Carry new bookings to the calendar at once; --no-sync leaves them to the next sync.',
    helpGroup: 'WRITING',
  }),
  'send-confirmations': Flags.boolean({
    description: 'Let Google mail an invitation to the customer of each new booking to come.',
    helpGroup: 'WRITING',
  }),
  yes: Flags.boolean({
    char: 'y',
    description: 'Do not ask, neither about a doubtful reading nor before mails are sent.',
    helpGroup: 'WRITING',
  }),
  ...planFlags,
  wait: Flags.boolean({ description: 'Wait for another import to end instead of exiting 5.', helpGroup: 'WRITING' }),
};

export interface ImportFlags {
  readonly map: readonly string[] | undefined;
  readonly mapping: string | undefined;
  readonly country: string;
  readonly timezone: string;
  readonly 'date-order': 'dmy' | 'mdy' | undefined;
  readonly validate: boolean | undefined;
  readonly 'on-duplicate': ImportOptions['onDuplicate'];
  readonly 'on-probable': ImportOptions['onProbable'];
  readonly 'fill-blanks': boolean;
  readonly 'create-bookings': boolean;
  readonly 'dry-run'?: boolean;
  readonly 'batch-size'?: number | undefined;
  readonly atomic?: boolean;
  readonly 'accept-rejects'?: boolean;
  readonly 'accept-renames'?: boolean;
  readonly wait?: boolean;
}

/** Turns flags into options; throws ConfigurationError with every wrong one. */
export async function readImportFlags(flags: ImportFlags, config: Config): Promise<ImportOptions> {
  const country = flags.country.toUpperCase();
  const problems: FlagProblem[] = [
    ...(isCountry(country) ? [] : [{ flag: 'country', kind: 'no-country' as const }]),
    ...(isTimeZone(flags.timezone) ? [] : [{ flag: 'timezone', kind: 'no-zone' as const }]),
  ];
  if (problems.length > 0) {
    const example = '--country DK --timezone Europe/Copenhagen';
    throw new ConfigurationError(saying('flags', { problems, example }));
  }
  const kept = flags.mapping === undefined ? {} : await readMappingFile(flags.mapping);
  return {
    dryRun: flags['dry-run'] === true || config.runMode === 'dry-run',
    createBookings: flags['create-bookings'] === true,
    validateEmail: flags.validate ?? config.importValidateEmail,
    country,
    timeZone: flags.timezone,
    choice: { ...kept, ...readMappingChoice(flags.map ?? []) },
    dateOrder: flags['date-order'] ?? null,
    onDuplicate: flags['on-duplicate'],
    fillBlanks: flags['fill-blanks'] === true,
    onProbable: flags['on-probable'],
    batchSize: flags['batch-size'] ?? config.importBatchSize,
    atomic: flags.atomic === true,
    acceptRejects: flags['accept-rejects'] === true,
    acceptRenames: flags['accept-renames'] === true,
    wait: flags.wait === true,
  };
}
