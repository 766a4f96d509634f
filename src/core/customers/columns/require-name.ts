import { InputFileError } from '../../errors.js';
import type { Finding } from '../../results/import-result.js';
import { warningOf } from '../model/finding.js';
import type { SourceRow } from '../model/source.js';
import { type ColumnTarget, namingTargets } from './header-words.js';
import { type ColumnMapping, listed } from './map-headers.js';

/** How the records of a list deeper down are had; `list` names one that is there. */
const flatList = (list: string | null) =>
  `jq -c '.. | .${list ?? 'customers'}? | arrays[]' FILE | renos-sync import -   # where the customers stand in a list deeper down`;

interface Nameless {
  readonly isJson: boolean;
  /** The first record that cannot be read. */
  readonly problem: SourceRow | null;
  /** The column that looks most like names. */
  readonly nameLike: string | null;
  /** null for all but CSV. */
  readonly delimiter: string | null;
  /** The name of a list of objects that stands in a record; null: none does. */
  readonly nestedList: string | null;
}

const keys: ReadonlySet<ColumnTarget | null> = new Set<ColumnTarget>(['customerId', 'email', 'phone']);

/** Whether a file names no customers, as a list of new phones by e-mail: its rows are about those that RenOS knows. */
export function isNameless(mapping: ColumnMapping): boolean {
  return mapping.every(({ target }) => !namingTargets.has(target));
}

/** Throws InputFileError where no column can be a customer's name, and none says by what RenOS knows the customer. */
export function requireName(
  mapping: ColumnMapping,
  headers: readonly string[],
  { isJson, problem, nameLike, delimiter, nestedList }: Nameless,
): readonly Finding[] {
  if (!isNameless(mapping)) return [];
  const close = mapping.find(({ suggestion }) => namingTargets.has(suggestion));
  const said = mapping.filter(({ target }) => target !== null && target !== 'ignore');
  const isOfKnown = said.length > 1 && said.some(({ target }) => keys.has(target));
  if (isOfKnown && close === undefined && nameLike === null && nestedList === null) return [ofKnownCustomers];
  const header = close?.header ?? nameLike ?? 'HEADER';
  const cut = delimiter === null ? '' : ` The delimiter is ${delimiter === '\t' ? 'tab' : `"${delimiter}"`}.`;
  const near = mapping.flatMap((column) =>
    column.suggestion === null ? [] : [`${column.header} (almost spelled like a column for ${column.suggestion})`],
  );
  const almost = near.length === 0 ? '' : ` Look at ${near.slice(0, 5).join(', ')}.`;
  let columns = `The columns are: ${listed(headers)}.${cut}${almost}`;
  // JSON without one known field may well be keyed by the customers themselves.
  if (mapping.every(({ target }) => target === null)) columns = `None of the ${headers.length} fields is known.`;
  if (headers.length === 0 && problem !== null)
    columns = `The record of line ${problem.line} ${problem.problem?.reason}.`;
  throw new InputFileError('no-name-column', `No column is known to hold the customers' names. ${columns}`, {
    actions: [
      `--map "${header}=name"`,
      ...(isOfKnown && header !== 'HEADER'
        ? [`--map "${header}=ignore"   # to change customers that RenOS knows`]
        : []),
      ...(isJson ? [flatList(nestedList)] : []),
    ],
  });
}

const ofKnownCustomers = warningOf(null, 'no-names', {});

/** Says nothing of what stands there: without headers, the first row is a customer. */
export function noHeader(cells: number): InputFileError {
  return new InputFileError(
    'no-header',
    `No row with known column names was found. The first row has ${cells} cell${cells === 1 ? '' : 's'}.`,
    {
      actions: [
        'Put a row with names like Name, Email, Phone, Address above the customers.',
        '--map "HEADER=name"   # HEADER is a column’s name as the file writes it',
      ],
    },
  );
}
