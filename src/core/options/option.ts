import * as v from 'valibot';
import { complaint } from '../../messages/complaints.js';

/*
 * An option stands here once, as a valibot schema: its type, its flag and the flag's help, its field in a request's body, and
 * its line in the OpenAPI document are made from it.
 */

/** What an option is called where it is not called by its own name in the program. */
interface OptionNames {
  /** Default: the name in kebab-case. */
  readonly flag?: string;
  /** One letter. */
  readonly char?: string;
  /** Default: the name. */
  readonly http?: string;
}

export type OptionEntries = Readonly<Record<string, v.GenericSchema>>;

/** The options of a schema as they are read. */
export type Asked<Entries extends OptionEntries> = v.InferOutput<v.ObjectSchema<Entries, undefined>>;

/** One option of those, with what its schema says of it. */
export interface OptionFacts {
  readonly name: string;
  readonly flag: string;
  readonly char: string | null;
  readonly http: string;
  readonly description: string;
  /** The schema without its default, and the steps of its pipe. */
  readonly type: string;
  readonly steps: readonly { readonly type: string; readonly requirement?: unknown }[];
  readonly choices: readonly string[];
  readonly usual: unknown;
}

interface Part {
  readonly type: string;
  readonly wrapped?: Part;
  readonly default?: unknown;
  readonly pipe?: readonly Part[];
  readonly options?: readonly string[];
  readonly item?: Part;
  readonly requirement?: unknown;
}

/** What can be said of each option from its schema alone. */
export function factsOf(entries: OptionEntries): readonly OptionFacts[] {
  return Object.entries(entries).map(([name, entry]) => {
    const { wrapped, default: usual } = entry as unknown as Part;
    const schema = wrapped ?? (entry as unknown as Part);
    const steps = schema.pipe ?? [schema];
    const names = v.getMetadata(schema as unknown as v.GenericSchema) as OptionNames;
    const list = steps.findLast(({ type }) => type === 'array');
    return {
      name,
      flag: names.flag ?? name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
      char: names.char ?? null,
      http: names.http ?? name,
      description: v.getDescription(schema as unknown as v.GenericSchema) ?? '',
      type: schema.type,
      steps,
      choices: (schema.options ?? list?.item?.options ?? []).filter((choice) => typeof choice === 'string'),
      usual,
    };
  });
}

/** Yes or no; no unless it is asked for. */
export function yesOrNo(description: string, names: OptionNames = {}, usual = false) {
  return v.optional(v.pipe(v.boolean(), v.description(description), v.metadata({ ...names })), usual);
}

/** A whole number from 1 to a million. */
export function wholeNumber(description: string, names: OptionNames = {}) {
  return v.optional(
    v.pipe(
      v.number(),
      v.integer(complaint('whole-number')),
      v.minValue(1, complaint('at-least', 1)),
      v.maxValue(1_000_000, complaint('at-most', 1_000_000)),
      v.description(description),
      v.metadata({ ...names }),
    ),
  );
}

/** A list that is counted before it is looked into: each thing that is wrong with an item takes memory to tell. */
export function listOf<Item extends v.GenericSchema>(item: Item, most: number, otherwise?: string) {
  return v.pipe(v.array(v.unknown(), otherwise), v.maxLength(most, complaint('items-at-most', most)), v.array(item));
}

/** A text that PostgreSQL and UTF-8 can hold: without NUL, and without half of a letter. */
export const plainText = v.pipe(
  v.string(),
  v.check((text) => !text.includes('\0') && !/\p{Surrogate}/u.test(text), complaint('plain-text')),
);
