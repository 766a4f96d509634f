import { InputFileError, saying } from '../../errors.js';
import type { Finding } from '../../results/import-result.js';
import { warningOf } from '../model/finding.js';
import type { SourceRow } from '../model/source.js';
import { type ColumnTarget, namingTargets } from './header-words.js';
import { type ColumnMapping, shownOf } from './map-headers.js';

interface Nameless {
  readonly isJson: boolean;
  /** The first record that cannot be read. */
  readonly problem: SourceRow | null;
  /** The column that is most likely a name. */
  readonly nameLike: string | null;
  /** null for all but CSV. */
  readonly delimiter: string | null;
  /** The name of a list of objects inside a record; null if there is none. */
  readonly nestedList: string | null;
}

const keys: ReadonlySet<ColumnTarget | null> = new Set<ColumnTarget>(['customerId', 'email', 'phone']);

/** Whether a file has no customers' names, as a list of new phones by e-mail: then its rows are about known customers. */
export function isNameless(mapping: ColumnMapping): boolean {
  return mapping.every(({ target }) => !namingTargets.has(target));
}

/** Throws InputFileError if no column can be a customer's name, and none identifies a known customer. */
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
  const near = mapping.flatMap(({ header, suggestion }) =>
    suggestion === null ? [] : [{ header, target: suggestion }],
  );
  // JSON without one known field may use the customers themselves as keys.
  const isUnknown = mapping.every(({ target }) => target === null);
  const { headers: shown, more } = shownOf(headers);
  const columns = {
    headers: isUnknown ? null : shown,
    more,
    fields: headers.length,
    delimiter,
    near: near.slice(0, 5),
  };
  const isUnread = headers.length === 0 && problem !== null;
  const seen = isUnread ? { line: problem.line, reason: problem.problem?.reason ?? '' } : columns;
  const header = close?.header ?? nameLike;
  throw new InputFileError(saying('no-name-column', { seen, header, isOfKnown, isJson, list: nestedList }));
}

const ofKnownCustomers = warningOf(null, 'no-names', {});

/** Quotes nothing from the file: without headers, the first row is a customer. */
export function noHeader(cells: number): InputFileError {
  return new InputFileError(saying('no-header', { cells }));
}
