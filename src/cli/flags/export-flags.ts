import { Args, Flags } from '@oclif/core';
import { delimiterNamed } from '../../core/customers/columns/file-words.js';
import { ConfigurationError, saying } from '../../core/errors.js';
import type { ExportRequest } from '../../core/export/export-text.js';
import { exportFilter, exportStyle, toFilter } from '../../core/options/other-requests.js';
import { flagsOf, readFlags } from './flags-of.js';

/** The argument of `export`. */
export const exportArgs = {
  file: Args.string({ description: 'The file to write, as --output names it. Default: standard output.' }),
};

const entries = { ...exportStyle, ...exportFilter };

/** The flags of `export`. */
export const exportFlags = {
  output: Flags.string({ char: 'o', description: 'The file to write. Default: standard output.' }),
  force: Flags.boolean({ description: 'Replace the file if it is there.' }),
  ...flagsOf(entries),
};

export interface ExportOptions extends ExportRequest {
  /** null: standard output. */
  readonly output: string | null;
  readonly delimiter: string;
  readonly mark: boolean;
}

/** Reads the flags. Unless --format is given, the file's name decides the format. */
export function readExportFlags(
  file: string | undefined,
  { output: named, ...flags }: Readonly<Record<string, unknown>> & { readonly output: string | undefined },
): ExportOptions {
  const asked = readFlags(entries, flags, 'export');
  const { excel, bom, delimiter } = asked;
  const output = readOutput(file, named);
  const format = asked.format ?? formatOf(output);
  const ofCsv = [excel && '--excel', bom && '--bom', delimiter !== undefined && '--delimiter'];
  const misplaced = ofCsv.find((flag) => typeof flag === 'string');
  if (format !== 'csv' && misplaced !== undefined) {
    throw new ConfigurationError(saying('usage/only-csv', { flag: misplaced, format }));
  }
  return {
    kind: asked.bookings ? 'bookings' : 'customers',
    format,
    output,
    style: excel ? 'danish' : 'plain',
    delimiter: excel ? ';' : (delimiterNamed(delimiter ?? ',') ?? ','),
    mark: excel || bom,
    filter: toFilter(asked),
  };
}

/** `export bookings` means the bookings, not customers in a file named "bookings". */
const subjects = /^(?:customers?|bookings?|kunder?|bookinger)$/i;

/** `-` is standard output. An argument and --output that differ are refused: only one of them could be written. */
function readOutput(file: string | undefined, output: string | undefined): string | null {
  if (file !== undefined && output !== undefined && file !== output) {
    throw new ConfigurationError(saying('usage/two-files', { file, output }));
  }
  if (file !== undefined && subjects.test(file))
    throw new ConfigurationError(saying('usage/subject-as-file', { file }));
  const path = file ?? output;
  if (path === '') {
    throw new ConfigurationError(saying('usage/no-file-name', {}));
  }
  return path === undefined || path === '-' ? null : path;
}

function formatOf(output: string | null): ExportRequest['format'] {
  const extension = /\.(json|ndjson|jsonl)$/i.exec(output ?? '')?.[1]?.toLowerCase();
  if (extension === undefined) return 'csv';
  return extension === 'json' ? 'json' : 'ndjson';
}
