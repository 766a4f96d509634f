import { Args, Flags } from '@oclif/core';
import { readMappingFile } from '../../app/open/open-files.js';
import { usualOf } from '../../app/run-context.js';
import type { Config } from '../../config/config.js';
import { type ImportOptions, toImportOptions } from '../../core/options/import-options.js';
import {
  checkOptions,
  fileOptions,
  importRequest,
  matchingOptions,
  readingOptions,
  writingOptions,
} from '../../core/options/import-request.js';
import type { Asked } from '../../core/options/option.js';
import { htmlFlag } from '../html-file.js';
import { flagsOf, readFlags } from './flags-of.js';
import { planFlags } from './plan-flags.js';

export const fileArgument = {
  file: Args.string({
    required: true,
    description: 'CSV, JSON, a workbook (.xlsx, .ods) or contacts (.vcf), also in gzip or ZIP; - is standard input.',
  }),
};

/** How a file is read: flags of every command that reads one. */
export const readingFlags = {
  ...htmlFlag,
  ...flagsOf({ ...readingOptions, ...fileOptions }, 'READING'),
  mapping: Flags.string({
    description: 'A file of such mappings, as --print-mapping writes it.',
    helpGroup: 'READING',
  }),
  'print-mapping': Flags.boolean({
    description: 'Print the mapping of the columns as a mapping file, and stop.',
    helpGroup: 'READING',
  }),
};

export const matchingFlags = flagsOf(matchingOptions, 'MATCHING');

/** How the rows are written. */
export const writingFlags = {
  ...flagsOf(writingOptions, 'WRITING'),
  yes: Flags.boolean({
    char: 'y',
    description: 'Do not ask, neither about a doubtful reading nor before mails are sent.',
    helpGroup: 'WRITING',
  }),
  ...planFlags,
  wait: Flags.boolean({ description: 'Wait for another import to end instead of exiting 5.', helpGroup: 'WRITING' }),
};

const entries = { ...fileOptions, ...importRequest, ...checkOptions };
export type AskedImport = Asked<typeof entries>;

/** Reads the flags; throws one ConfigurationError that names every wrong flag. */
export async function readImportFlags(
  flags: Readonly<Record<string, unknown>>,
  command: string,
  config: Config,
): Promise<{ readonly asked: AskedImport; readonly options: ImportOptions }> {
  const asked = readFlags(entries, flags, command);
  const { mapping: file, wait } = flags;
  const mapping = typeof file === 'string' ? await readMappingFile(file) : {};
  return { asked, options: { ...toImportOptions({ ...asked, mapping }, usualOf(config)), wait: wait === true } };
}
