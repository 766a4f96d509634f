import * as v from 'valibot';
import type { UsualWork } from '../../app/run-context.js';
import { complaint } from '../../core/codes/complaints.js';
import { mappingSchema } from '../../core/customers/columns/file-words.js';
import type { MappingChoice } from '../../core/customers/columns/map-headers.js';
import type { Cell } from '../../core/customers/model/source.js';
import type { ImportAndSyncOptions } from '../../core/import-and-sync.js';
import { toImportOptions } from '../../core/options/import-options.js';
import { checkOptions, fileOptions, importRequest } from '../../core/options/import-request.js';
import type { Asked } from '../../core/options/option.js';
import { defaultSyncOptions } from '../../core/options/sync-options.js';

const entries = { ...importRequest, createBookings: v.optional(importRequest.createBookings.wrapped, true) };
const mapping = v.optional(
  v.pipe(
    v.record(v.string(), v.unknown()),
    v.maxEntries(1_000, complaint('columns-at-most', 1_000)),
    mappingSchema,
    v.description('The mapping of columns, as an object of HEADER: TARGET; map takes precedence.'),
  ),
  {},
);

/** How customers are read and imported, in the query: the body is the file. */
export const fileQuery = v.strictObject({ ...entries, ...fileOptions });
export const checkedFileQuery = v.strictObject({ ...fileQuery.entries, ...checkOptions });

const isCustomer = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);
/** The items are not checked or copied one by one: there may be a hundred thousand of them. */
const customers = v.pipe(
  v.custom<readonly Readonly<Record<string, Cell>>[]>(Array.isArray, complaint('customers')),
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
    'Each with name, and if known email, phone, address, companyName, notes, tags, totalLeads, totalBookings, totalRevenue, lastContactAt, bookings.',
  ),
);
const csvData = v.pipe(v.string(), v.nonEmpty(complaint('not-empty')), v.description('The text of the file.'));
const customerOptions = { ...entries, mapping };
const csvOptions = { ...customerOptions, delimiter: fileOptions.delimiter };

export const customersBody = v.strictObject({
  customers,
  options: v.optional(v.strictObject(customerOptions), {}),
});
export const csvBody = v.strictObject({ csvData, options: v.optional(v.strictObject(csvOptions), {}) });
const checkedCustomers = v.strictObject({
  customers,
  options: v.optional(v.strictObject({ ...customerOptions, ...checkOptions }), {}),
});
const checkedCsv = v.strictObject({
  csvData,
  options: v.optional(v.strictObject({ ...csvOptions, ...checkOptions }), {}),
});
/** One of the two, chosen by its fields: a union could not report the errors of the one that was meant. */
export const validateBody = Object.assign(
  v.lazy((body) => (Object.hasOwn(Object(body), 'csvData') ? checkedCsv : checkedCustomers)),
  { choices: [checkedCustomers, checkedCsv] },
);

/** How the bytes are read; the other options say how the rows are. */
export type FileWords = Asked<typeof fileOptions>;
export type AskedImport = Asked<typeof importRequest> & { readonly mapping?: MappingChoice };

/** The request's options, with defaults from the environment; `syncs` says whether new bookings are synced. */
export function readImport(asked: AskedImport, usual: UsualWork): ImportAndSyncOptions & { readonly syncs: boolean } {
  return {
    importing: toImportOptions(asked, usual),
    syncing: { ...defaultSyncOptions, ...usual.sync },
    sendConfirmations: asked.sendConfirmations,
    syncs: asked.sync && asked.createBookings && usual.hasCalendar,
  };
}
