import type { ColumnFailures } from '../../../core/codes/column-failures.js';
import type { Failures } from '../../../core/codes/failures.js';
import { type EverySentence, type Explanation, step, type Voice } from '../../voice.js';

/** For a file that is not understood: another person may see why. */
export type Sharable = Pick<Failures['no-name-column'], 'canRedact'>;

export type ColumnsSeen = Exclude<Failures['no-name-column']['seen'], { readonly line: number }>;
/** How to send the file to another person. */
export const redact = ({ canRedact = false }: Sharable, say: Voice) =>
  canRedact
    ? [say.here('renos-sync redact FILE -o redacted.csv', 'the same file without personal data, to ask for help')]
    : [];

const columns = ({ headers, fields, more, delimiter, near }: ColumnsSeen) => {
  if (headers === null) return `None of the ${fields} fields is known.`;
  const cut = delimiter === null ? '' : ` The delimiter is ${delimiter === '\t' ? 'tab' : `"${delimiter}"`}.`;
  const almost = near.map(({ header, target }) => `${header} (almost spelled like a column for ${target})`);
  const look = almost.length === 0 ? '' : ` Look at ${almost.join(', ')}.`;
  return `The columns are: ${headers.join(', ')}${more > 0 ? ` and ${more} more` : ''}.${cut}${look}`;
};

/** Why a file is not imported as a whole, and the option that imports the rest. */
const refused = (message: string, option: string, say: Voice): Explanation => ({
  message,
  actions: [step(`Correct the rows, or import the others with ${say.option(option, true)}.`)],
});
export type SortedField = Failures['many-renames/sorted']['field'];
const sorted: Readonly<Record<SortedField, string>> = {
  name: 'name',
  email: 'e-mail',
  phone: 'phone',
  address: 'address',
  notes: 'notes',
};

/** Errors of a file's columns, or of most of its rows. */
export const columnFailures = {
  'mapping-file/absent': ({ path }) => mappingFile(`${path} does not exist.`),
  'mapping-file/not-json': ({ path }) => mappingFile(`${path} is not JSON.`),
  'mapping-file/refused': ({ path, code }) => mappingFile(`${path} cannot be read (${code}).`),
  'mapping-file/targets': (p) =>
    mappingFile(
      `${p.path} has wrong targets for ${p.places.map((place) => `"${place}"`).join(', ')}. A target is one of: ${p.targets.join(', ')}.`,
    ),
  'mapping-column-missing': (p, say) => ({
    message: `The file has no column ${p.absent.map((header) => `"${header}"`).join(', ')}. It has: ${p.headers.join(', ')}${p.more > 0 ? ` and ${p.more} more` : ''}.`,
    actions: [
      step(
        `Correct ${say.option('map')} or ${say.option('mapping')}: the left side is the header as the file writes it.`,
      ),
    ],
  }),
  'no-name-column': (p, say) => ({
    message: `No column is known to hold the customers' names. ${'line' in p.seen ? `The record of line ${p.seen.line} ${p.seen.reason}.` : columns(p.seen)}`,
    actions: [
      say.choose(p.header, 'name'),
      ...(p.isOfKnown && p.header !== null
        ? [say.choose(p.header, 'ignore', 'to change customers that RenOS knows')]
        : []),
      ...(p.isJson
        ? [
            say.here(
              `jq -c '.. | .${p.list ?? 'customers'}? | arrays[]' FILE | renos-sync import -`,
              'where the customers stand in a list deeper down',
            ),
          ]
        : []),
      ...redact(p, say),
    ],
  }),
  'no-header': ({ cells, ...more }, say) => ({
    message: `No row with known column names was found. The first row has ${cells} cell${cells === 1 ? '' : 's'}.`,
    actions: [
      step('Put a row with names like Name, Email, Phone, Address above the customers.'),
      say.choose(null, 'name'),
      ...redact(more, say),
    ],
  }),
  'table-transposed': ({ fields, ...more }, say) => ({
    message: `The table is transposed: each row is a field (${fields.join(', ')}), and each column a customer.`,
    actions: [
      step('Turn it round: copy the table in Excel or Google Sheets, and choose Paste special, Transpose.'),
      ...redact(more, say),
    ],
  }),
  'no-customers': ({ rows }, say) =>
    refused(
      `None of the ${rows} rows is a customer, but a title, a total or the headers again: nothing was written.`,
      'acceptRejects',
      say,
    ),
  'most-rows-rejected': (p, say) =>
    refused(`${p.rejected} of ${p.all} rows would be rejected: nothing was written.`, 'acceptRejects', say),
  'many-renames': (p, say) =>
    refused(
      `${p.renamed} of ${p.known} known customers would get another person’s name: nothing was written. A column of names that was sorted alone looks like this.`,
      'acceptRenames',
      say,
    ),
  'many-renames/sorted': (p, say) =>
    refused(
      `${p.moved} of ${p.known} known customers would get the ${sorted[p.field]} that another of them has: nothing was written. A column that was sorted alone looks like this.`,
      'acceptRenames',
      say,
    ),
} satisfies EverySentence<ColumnFailures>;

const mappingFile = (what: string): Explanation => ({
  message: `The mapping file ${what}`,
  actions: ['renos-sync import-csv FILE --print-mapping > mapping.json'],
});
