import type * as v from 'valibot';
import { type Asked, factsOf, type OptionEntries } from '../../core/options/option.js';

/** The fields of a request for options, named as HTTP's callers know them. */
export function fieldsOf(entries: OptionEntries): OptionEntries {
  return Object.fromEntries(factsOf(entries).map(({ name, http }) => [http, entries[name] as v.GenericSchema]));
}

/** What a request said of options, by their names in the program. */
export function askedOf<Entries extends OptionEntries>(
  entries: Entries,
  body: Readonly<Record<string, unknown>>,
): Asked<Entries> {
  return Object.fromEntries(factsOf(entries).map(({ name, http }) => [name, body[http]])) as Asked<Entries>;
}
