import { Args, Flags } from '@oclif/core';
import { delimiterOf } from '../../app/run-export.js';
import { ConfigurationError, saying } from '../../core/errors.js';
import type { CellStyle } from '../../core/export/cell-style.js';
import type { CustomerFilter } from '../../core/export/customer-repository.js';
import { readPeriod } from './period-flags.js';

export type ExportFormat = 'csv' | 'json' | 'ndjson';

/** The argument of `export`. */
export const exportArgs = {
  file: Args.string({ description: 'The file to write, as --output names it. Default: standard output.' }),
};

/** The flags of `export`. */
export const exportFlags = {
  output: Flags.string({ char: 'o', description: 'The file to write. Default: standard output.' }),
  force: Flags.boolean({ description: 'Replace the file if it is there.' }),
  format: Flags.option({ char: 'f', options: ['csv', 'json', 'ndjson'] as const })({
    description: "Default: what the file's name says, or csv.",
  }),
  bookings: Flags.boolean({ description: 'Bookings instead of customers, by begin.' }),
  excel: Flags.boolean({
    exclusive: ['delimiter', 'bom'],
    description: 'For a Danish Excel: byte order mark, semicolons, decimal commas, dd-mm-yyyy.',
  }),
  delimiter: Flags.string({ description: 'One character, or tab. Default: a comma.' }),
  bom: Flags.boolean({ description: 'Begin with a byte order mark, so that Excel takes it for UTF-8.' }),
  id: Flags.string({ multiple: true, multipleNonGreedy: true, description: 'Only this one; repeat for several.' }),
  tag: Flags.string({
    multiple: true,
    multipleNonGreedy: true,
    description: 'Only customers with this tag; repeat for any of several.',
  }),
  status: Flags.string({
    multiple: true,
    multipleNonGreedy: true,
    description: 'Only with this status; repeat for any of several.',
  }),
  since: Flags.string({
    description: 'Only customers made, or bookings that begin, on this day (YYYY-MM-DD) or later.',
  }),
  until: Flags.string({ description: 'Only customers made, or bookings that begin, before this day (YYYY-MM-DD).' }),
};

/** The argument and flags of `export` as oclif parsed them. */
interface ExportFlags {
  readonly file: string | undefined;
  readonly output: string | undefined;
  readonly format: ExportFormat | undefined;
  readonly bookings: boolean;
  readonly excel: boolean;
  readonly delimiter: string | undefined;
  readonly bom: boolean;
  readonly id: readonly string[] | undefined;
  readonly tag: readonly string[] | undefined;
  readonly status: readonly string[] | undefined;
  readonly since: string | undefined;
  readonly until: string | undefined;
}

export interface ExportOptions {
  readonly kind: 'customers' | 'bookings';
  readonly format: ExportFormat;
  /** null: standard output. */
  readonly output: string | null;
  readonly style: CellStyle;
  readonly delimiter: string;
  readonly mark: boolean;
  /** The same words for either kind. */
  readonly filter: CustomerFilter;
}

/** What was typed; the name of the file tells the format unless it is said. */
export function readExportFlags(flags: ExportFlags): ExportOptions {
  const output = readOutput(flags);
  const format = flags.format ?? formatOf(output);
  const ofCsv = [flags.excel && '--excel', flags.bom && '--bom', flags.delimiter !== undefined && '--delimiter'];
  const misplaced = ofCsv.find((flag) => typeof flag === 'string');
  if (format !== 'csv' && misplaced !== undefined) {
    throw new ConfigurationError(saying('usage/only-csv', { flag: misplaced, format }));
  }
  return {
    kind: flags.bookings ? 'bookings' : 'customers',
    format,
    output,
    style: flags.excel ? 'danish' : 'plain',
    delimiter: flags.excel ? ';' : delimiterOf(flags.delimiter ?? ','),
    mark: flags.excel || flags.bom,
    filter: {
      ids: flags.id ?? null,
      tags: flags.tag ?? null,
      statuses: flags.status ?? null,
      ...readPeriod({ since: flags.since, until: flags.until }, 'export'),
    },
  };
}

/** `-` is standard output. An argument and --output that differ are refused: only one of the two would be written. */
function readOutput({ file, output }: ExportFlags): string | null {
  if (file !== undefined && output !== undefined && file !== output) {
    throw new ConfigurationError(saying('usage/two-files', { file, output }));
  }
  const path = file ?? output;
  if (path === '') {
    throw new ConfigurationError(saying('usage/no-file-name', {}));
  }
  return path === undefined || path === '-' ? null : path;
}

function formatOf(output: string | null): ExportFormat {
  const extension = /\.(json|ndjson|jsonl)$/i.exec(output ?? '')?.[1]?.toLowerCase();
  if (extension === undefined) return 'csv';
  return extension === 'json' ? 'json' : 'ndjson';
}
