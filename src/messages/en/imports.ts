import type { SourceShape } from '../../core/customers/model/source.js';
import type { Finding } from '../../core/results/import-result.js';
import { counter, digits } from '../language.js';

const n = counter('en');

/** Texts of the reports of `import`, `import-csv` and `validate`. The sentences of findings are in findings/. */
export const imports = {
  formats: {
    csv: '',
    json: 'JSON',
    xlsx: 'Excel workbook',
    ods: 'OpenDocument workbook',
    vcard: 'contacts (vCard)',
  } as Record<SourceShape['format'], string>,
  encoding: (name: string) => `encoding ${name}`,
  delimiter: (sign: string) => `delimiter ${sign === '\t' ? 'tab' : sign}`,
  columns: (count: number, used: number) => `${n(count, 'column', 'columns')}, ${digits('en', used)} used`,
  rows: (count: number) => n(count, 'row', 'rows'),
  notImported: (names: string) => `not imported: ${names}`,
  andMore: (count: number) => ` and ${digits('en', count)} more`,
  wouldBe: 'would be',
  created: 'created',
  updated: 'updated',
  unchanged: 'unchanged',
  skipped: 'skipped',
  rejected: 'rejected',
  rowsHead: 'rows',
  customers: 'Customers',
  bookings: 'Bookings',
  replaced: (list: string) => `Replaced: ${list}.`,
  renamed: (count: number) => `, of which ${digits('en', count)} of another person`,
  replacedFields: {
    name: (count: number) => n(count, 'name', 'names'),
    email: (count: number) => n(count, 'e-mail', 'e-mails'),
    phone: (count: number) => n(count, 'phone', 'phones'),
    address: (count: number) => n(count, 'address', 'addresses'),
    companyName: (count: number) => n(count, 'company', 'companies'),
    notes: (count: number) => n(count, 'note', 'notes'),
  },
  seeReplaced: 'The previous values, and how to undo this import:',
  severities: { error: 'error', warning: 'warning' } as Record<Finding['severity'], string>,
  column: (name: string) => `column ${name}: `,
  atRecords: (count: number, records: string) => `, ${count === 1 ? 'record' : 'records'} ${records}`,
  atLines: (count: number, lines: string) => `, ${count === 1 ? 'line' : 'lines'} ${lines}`,
  moreKinds: (count: number) => `… and ${n(count, 'more kind', 'more kinds')}; --json shows all.`,
  rejects: 'Rejected rows, ready to be corrected and imported:',
  askAboutRejects: 'To ask for help with them, without personal data:',
  reading: 'How the file is read:',
  readingHeads: ['column', 'becomes', 'values'] as readonly [string, string, string],
  leftOut: '(left out)',
  askReading: 'Import it like this? [y/N] ',
  noBookings: 'No booking was imported: the file has none, or no column that is the start of one (bookingStart).',
  notCsv: (name: string, format: string) => `${name} is no CSV: it is read as renos-sync import does (${format}).`,
  resumed: 'Continued where an earlier import of this file had stopped.',
  refused: 'Refused:',
  override: 'To import the rest all the same:',
  wroteNothing: 'Nothing was written.',
};
