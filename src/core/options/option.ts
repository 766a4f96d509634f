import * as v from 'valibot';
import { midnight } from '../calendar/model/zoned-day.js';
import { complaint, complaintOf } from '../codes/complaints.js';
import { ConfigurationError, saying } from '../errors.js';
import { zone } from '../zone.js';

/*
 * Each option is declared once, as a valibot schema: its type, its flag and the flag's help, its field in a request's
 * body, and its line in the OpenAPI document are generated from it.
 */

/** An option as a flag; over HTTP and in the library it has its own name. */
interface FlagWords {
  /** Default: the name in kebab-case. */
  readonly flag?: string;
  /** One letter. */
  readonly char?: string;
  /** Repeated for several values. */
  readonly repeat?: true;
  /** Flags that it excludes. */
  readonly not?: readonly string[];
}

export type OptionEntries = Readonly<Record<string, v.GenericSchema>>;

/** The options of a schema after reading. */
export type Asked<Entries extends OptionEntries> = v.InferOutput<v.ObjectSchema<Entries, undefined>>;

/** Options before reading: those with a default may be left out. */
export type Asking<Entries extends OptionEntries> = v.InferInput<v.ObjectSchema<Entries, undefined>>;

/**
 * Reads the options of a call by their schemas, without the signal and the progress; throws ConfigurationError with
 * every wrong one.
 */
export function readOptions<Entries extends OptionEntries>(entries: Entries, given: object): Asked<Entries> {
  const { signal: _, onProgress: __, ...options } = given as Readonly<Record<string, unknown>>;
  const parsed = v.safeParse(requestOf(entries), options);
  if (parsed.success) return parsed.output as Asked<Entries>;
  const problems = parsed.issues.map((issue) => ({ path: String(issue.path?.[0]?.key ?? ''), ...complaintOf(issue) }));
  throw new ConfigurationError(saying('usage/library', { problems }));
}

/** Options as one request: other fields are refused, and a period must not end before it begins. */
export function requestOf<Entries extends OptionEntries>(entries: Entries) {
  return v.pipe(
    v.strictObject(entries),
    v.rawCheck(({ dataset, addIssue }) => {
      const input = Object(dataset.value) as Record<string, unknown>;
      const { since, until } = input;
      if (typeof since !== 'string' || typeof until !== 'string' || since.length !== until.length) return;
      const path = [{ type: 'object', origin: 'value', input, key: 'until', value: until }] as const;
      if (until <= since) addIssue({ message: complaint('later-day', 'since'), path: [...path] });
    }),
  );
}

/** One option, with the facts from its schema. */
export interface OptionFacts {
  readonly name: string;
  readonly flag: string;
  readonly char: string | null;
  readonly repeat: boolean;
  readonly not: readonly string[];
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

/** The facts about each option that follow from its schema. */
export function factsOf(entries: OptionEntries): readonly OptionFacts[] {
  return Object.entries(entries).map(([name, entry]) => {
    const { wrapped, default: usual } = entry as unknown as Part;
    const schema = wrapped ?? (entry as unknown as Part);
    const steps = schema.pipe ?? [schema];
    const words = v.getMetadata(schema as unknown as v.GenericSchema) as FlagWords | undefined;
    const list = steps.findLast(({ type }) => type === 'array');
    return {
      name,
      flag: words?.flag ?? name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
      char: words?.char ?? null,
      repeat: words?.repeat === true,
      not: words?.not ?? [],
      description: v.getDescription(schema as unknown as v.GenericSchema) ?? '',
      type: schema.type,
      steps,
      choices: (schema.options ?? list?.item?.options ?? []).filter((choice) => typeof choice === 'string'),
      usual,
    };
  });
}

/** Yes or no; the default is no. */
export function yesOrNo(description: string, words: FlagWords = {}, usual = false) {
  return v.optional(v.pipe(v.boolean(), v.description(description), v.metadata({ ...words })), usual);
}

/** One of some words; the default is the first. */
export function oneOf<const Choices extends readonly [string, ...string[]]>(description: string, choices: Choices) {
  return v.optional(v.pipe(v.picklist(choices), v.description(description)), choices[0] as Choices[0]);
}

/** Any number of words: the flag is repeated, HTTP takes one word or a list. */
export function wordsOf(description: string, most = 10_000) {
  const word = v.union([plainText, v.pipe(v.number(), v.transform(String))], complaint('text'));
  return v.optional(
    v.pipe(
      v.union([word, listOf(word, most)], complaint('list')),
      v.transform((words) => [words].flat()),
      v.description(description),
      v.metadata({ repeat: true }),
    ),
  );
}

/** A whole number from 1 to a million. */
export function wholeNumber(description: string, words: FlagWords = {}) {
  return v.optional(
    v.pipe(
      v.number(),
      v.integer(complaint('whole-number')),
      v.minValue(1, complaint('at-least', 1)),
      v.maxValue(1_000_000, complaint('at-most', 1_000_000)),
      v.description(description),
      v.metadata({ ...words }),
    ),
  );
}

/** A list whose length is checked before its items: each error of an item takes memory. */
export function listOf<Item extends v.GenericSchema>(item: Item, most: number, otherwise?: string) {
  return v.pipe(v.array(v.unknown(), otherwise), v.maxLength(most, complaint('items-at-most', most)), v.array(item));
}

/** A day as it is typed or posted. */
const dayWord = v.pipe(v.string(), v.isoDate(complaint('day')), v.check(isInCalendar, complaint('real-day')));

/** A text that is not a day has its own error already. */
function isInCalendar(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return Number.isNaN(day.getTime()) || (day.getTime() >= 0 && day.toISOString().startsWith(text));
}

/** A Danish day. */
export const dayOf = (description: string) => v.optional(v.pipe(dayWord, v.description(description)));

/** The first instant of a Danish day; null: no bound. */
export function toMidnight(day: string | undefined): Date | null {
  return day === undefined ? null : midnight(day, zone);
}

/** A text that PostgreSQL and UTF-8 can hold: without NUL, and without half of a letter. */
export const plainText = v.pipe(
  v.string(),
  v.check((text) => !text.includes('\0') && !/\p{Surrogate}/u.test(text), complaint('plain-text')),
);
