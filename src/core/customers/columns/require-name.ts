import { InputFileError } from '../../errors.js';
import type { SourceRow } from '../model/source.js';
import { namingTargets } from './header-words.js';
import { type ColumnMapping, listed } from './map-headers.js';

const flatList = "jq -c '.customers[]' FILE | renos-sync import -   # where the customers stand deeper down";

/** Throws InputFileError where no column can be a customer's name; `problem` is the first record that cannot be read. */
export function requireName(
  mapping: ColumnMapping,
  headers: readonly string[],
  { isJson, problem }: { readonly isJson: boolean; readonly problem: SourceRow | null },
): void {
  if (mapping.some(({ target }) => namingTargets.has(target))) return;
  const close = mapping.find(({ suggestion }) => namingTargets.has(suggestion));
  const alike = mapping.find(({ target, header }) => target === null && /navn|name/i.test(header));
  const header = (close ?? alike)?.header ?? 'HEADER';
  let columns = `The columns are: ${listed(headers)}.`;
  // JSON without one known field may well be keyed by the customers themselves.
  if (mapping.every(({ target }) => target === null)) columns = `None of the ${headers.length} fields is known.`;
  if (headers.length === 0 && problem !== null)
    columns = `The record of line ${problem.line} ${problem.problem?.reason}.`;
  throw new InputFileError('no-name-column', `No column is known to hold the customers' names. ${columns}`, {
    actions: [`--map "${header}=name"`, ...(isJson ? [flatList] : [])],
  });
}

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
