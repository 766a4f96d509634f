import * as v from 'valibot';
import { columnTargets } from '../customers/columns/header-words.js';
import { count, type Result, text } from './parts.js';
import { syncResult } from './sync-result.js';

const severity = v.pipe(
  v.picklist(['error', 'warning']),
  v.description('An error rejects its row (or, without a line, the column or file); a warning does not.'),
);

const sentence = v.pipe(
  v.object({ id: v.string(), params: v.record(v.string(), v.unknown()) }),
  v.description('The same as data: a code with its variant, and the values in it.'),
);

const record = v.pipe(
  v.object({ number: count, name: text }),
  v.description('In JSON and contacts: the number of the record in the file, from 1, and its name.'),
);

const finding = v.object({
  severity,
  code: v.pipe(v.string(), v.description('Stable, kebab-case.')),
  line: v.nullable(v.pipe(count, v.description('Where the record begins; null is the whole column or file.'))),
  record: v.optional(record),
  column: text,
  reason: v.pipe(v.string(), v.description('The error; never the value.')),
  remedy: v.string(),
  sentence: v.optional(sentence),
});
/** A finding about a row, a column or the file. Never holds the value itself. */
export type Finding = Result<typeof finding>;

const group = v.object({
  severity,
  code: v.string(),
  column: text,
  reason: v.string(),
  remedy: v.string(),
  count,
  lines: v.pipe(v.array(count), v.description('The first ones.')),
  records: v.optional(v.array(record)),
  sentences: v.optional(v.array(sentence)),
  percent: v.optional(v.pipe(count, v.description('The share of the column, if it is more than half.'))),
});
/** All findings of one kind and column: how many, and the first places. */
export type FindingGroup = Result<typeof group>;

const file = v.object({
  name: v.string(),
  format: v.picklist(['csv', 'json', 'xlsx', 'ods', 'vcard']),
  encoding: v.string(),
  delimiter: text,
  rows: count,
  columns: count,
  columnsUsed: count,
});

/** RenOS's fields first, then ours. */
export const importResult = v.object({
  success: v.boolean(),
  customersProcessed: v.pipe(count, v.description('Rows except blank ones, titles and totals.')),
  customersCreated: count,
  customersUpdated: count,
  bookingsCreated: count,
  errors: v.pipe(v.array(v.string()), v.description('One sentence for each error, by line; the first thousand.')),
  warnings: v.array(v.string()),
  processingTime: v.pipe(v.number(), v.description('Milliseconds.')),
  customersUnchanged: count,
  customersSkipped: count,
  customersRejected: count,
  bookingsUpdated: v.pipe(count, v.description('Bookings that the file names by id and changes.')),
  bookingsUnchanged: v.pipe(count, v.description('Bookings in the file that RenOS already has.')),
  customersRenamed: v.pipe(count, v.description('Customers of RenOS that got another given name.')),
  replaced: v.pipe(
    v.object({ name: count, email: count, phone: count, address: count, companyName: count, notes: count }),
    v.description('How many values of each field were replaced.'),
  ),
  dryRun: v.boolean(),
  resumed: v.pipe(v.boolean(), v.description('Continued an import of the same file that was killed.')),
  runId: v.pipe(text, v.description('null on a dry run.')),
  file,
  mapping: v.pipe(
    v.array(v.object({ column: v.string(), target: v.nullable(v.picklist(columnTargets)) })),
    v.description('Each header and its target; null is unused.'),
  ),
  findings: v.pipe(v.array(finding), v.description('The first thousand.')),
  findingGroups: v.array(group),
  rejectsFile: text,
  refusal: v.pipe(
    v.nullable(
      v.object({
        code: v.string(),
        message: v.string(),
        override: v.string(),
        params: v.optional(v.record(v.string(), v.union([v.number(), v.string()]))),
      }),
    ),
    v.description('Set if a guard refused: nothing was written.'),
  ),
});
/** The changes of an import, or of its dry run. */
export type ImportResult = Result<typeof importResult>;

export const importAndSyncResult = v.object({
  ...importResult.entries,
  sync: v.pipe(v.nullable(syncResult), v.description('The sync of the new bookings; null if there was none.')),
});
/** Output of `import --json`. */
export type ImportAndSyncResult = Result<typeof importAndSyncResult>;

export const printedMapping = v.pipe(
  v.record(v.string(), v.picklist(columnTargets)),
  v.description('With --print-mapping: header → target.'),
);
/** Output of `--print-mapping`: header → target, to be stored in a file for `--mapping`. */
export type PrintedMapping = Result<typeof printedMapping>;

const difference = v.object({ code: v.string(), line: v.nullable(count), column: text });
export const redactResult = v.object({
  success: v.pipe(v.boolean(), v.description('Whether both files have the same findings.')),
  file: v.pipe(v.string(), v.description('The written file.')),
  differences: v.pipe(v.array(difference), v.description('Findings that only one of the two files has.')),
});
/** Output of `redact --json`. */
export type RedactResult = Result<typeof redactResult>;
