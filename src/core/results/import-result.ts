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
  v.description('Of JSON and contacts: which record of the file, from 1, and what it is called.'),
);

const finding = v.object({
  severity,
  code: v.pipe(v.string(), v.description('Stable, kebab-case.')),
  line: v.nullable(v.pipe(count, v.description('Where the record begins; null is the whole column or file.'))),
  record: v.optional(record),
  column: text,
  reason: v.pipe(v.string(), v.description('What is wrong; never the value.')),
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
  percent: v.optional(v.pipe(count, v.description('Of the column, where more than half of it is so.'))),
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
  customersProcessed: v.pipe(count, v.description('Rows that are not blank and are no titles or totals.')),
  customersCreated: count,
  customersUpdated: count,
  bookingsCreated: count,
  errors: v.pipe(v.array(v.string()), v.description('One sentence an error, by line; the first thousand.')),
  warnings: v.array(v.string()),
  processingTime: v.pipe(v.number(), v.description('Milliseconds.')),
  customersUnchanged: count,
  customersSkipped: count,
  customersRejected: count,
  bookingsUpdated: v.pipe(count, v.description('Bookings whose id the file names, and that it changes.')),
  bookingsUnchanged: v.pipe(count, v.description('Bookings of the file that RenOS has already.')),
  customersRenamed: v.pipe(count, v.description('Customers of RenOS that got another given name.')),
  replaced: v.pipe(
    v.object({ name: count, email: count, phone: count, address: count, companyName: count, notes: count }),
    v.description('How many values of each field were put in place of others.'),
  ),
  dryRun: v.boolean(),
  resumed: v.pipe(v.boolean(), v.description('Continued where a killed import of the same file had stopped.')),
  runId: v.pipe(text, v.description('null on a dry run.')),
  file,
  mapping: v.pipe(
    v.array(v.object({ column: v.string(), target: v.nullable(v.picklist(columnTargets)) })),
    v.description('Each header and what it was taken for; null is unused.'),
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
    v.description('Set when a guard stood in the way: nothing was written.'),
  ),
});
/** The changes of an import, or of its dry run. */
export type ImportResult = Result<typeof importResult>;

export const importAndSyncResult = v.object({
  ...importResult.entries,
  sync: v.pipe(
    v.nullable(syncResult),
    v.description('The sync that carried new bookings to the calendar; null when there was none.'),
  ),
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
  success: v.pipe(v.boolean(), v.description('Whether the same is found in both files.')),
  file: v.pipe(v.string(), v.description('The file that was written.')),
  differences: v.pipe(v.array(difference), v.description('What is found in one of the two files only.')),
});
/** Output of `redact --json`. */
export type RedactResult = Result<typeof redactResult>;
