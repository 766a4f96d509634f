import { Flags, type Interfaces } from '@oclif/core';
import * as v from 'valibot';
import { complaintOf } from '../../core/codes/complaints.js';
import { printable } from '../../core/customers/model/finding.js';
import { ConfigurationError, saying } from '../../core/errors.js';
import { type Asked, factsOf, type OptionEntries, type OptionFacts, requestOf } from '../../core/options/option.js';

type TypedFlags = Readonly<Record<string, unknown>>;

/** Flags made from option schemas, with their help and limits. */
export function flagsOf(entries: OptionEntries, helpGroup?: string): Interfaces.FlagInput {
  return Object.fromEntries(
    factsOf(entries).map((facts) => [
      facts.flag,
      { ...flagOf(facts), ...(helpGroup === undefined ? {} : { helpGroup }) },
    ]),
  );
}

function flagOf(facts: OptionFacts): Interfaces.FlagInput[string] {
  const { type, char, repeat, not, description, choices, steps, usual } = facts;
  const limit = (step: string) => steps.find((one) => one.type === step)?.requirement as number | undefined;
  const exclusive = not.length === 0 ? {} : { exclusive: [...not] };
  const common = { description, ...(char === null ? {} : { char: char as 'n' }), ...exclusive };
  if (type === 'boolean') {
    const isSaid = usual !== undefined ? { default: usual === true } : {};
    return Flags.boolean({ ...common, ...isSaid, allowNo: usual !== false });
  }
  const preset = typeof usual === 'string' ? { default: usual } : {};
  if (type === 'picklist') return Flags.option({ options: choices })({ ...common, ...preset });
  if (repeat) return Flags.string({ ...common, multiple: true, multipleNonGreedy: true });
  if (type !== 'number') return Flags.string({ ...common, ...preset });
  const [min, max] = [limit('min_value'), limit('max_value')];
  return Flags.integer({ ...common, ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) });
}

/** Reads flags by the schemas of their options; throws one ConfigurationError that names every wrong flag. */
export function readFlags<Entries extends OptionEntries>(
  entries: Entries,
  typed: TypedFlags,
  command: string,
): Asked<Entries> {
  const facts = factsOf(entries);
  const values = facts.map(
    ({ name, flag, type }) => [name, type === 'array' ? split(typed[flag]) : typed[flag]] as const,
  );
  const parsed = v.safeParse(requestOf(entries), Object.fromEntries(values));
  if (parsed.success) return parsed.output as Asked<Entries>;
  const flagNamed = new Map<unknown, string>(facts.map(({ name, flag }) => [name, flag]));
  const problems = parsed.issues.map((issue) => {
    const { id, limit } = complaintOf(issue);
    // For a repeated flag, the value shows which one is wrong.
    const word = issue.path?.[1] === undefined ? '' : ` ${JSON.stringify(printable(String(issue.path[1].value)))}`;
    const flag = `${flagNamed.get(issue.path?.[0]?.key) ?? ''}${word}`;
    return { flag, id, limit: id === 'later-day' ? `--${flagNamed.get(limit)}` : limit };
  });
  throw new ConfigurationError(saying('usage/options', { command, problems }));
}

/** A list is typed with commas. */
function split(typed: unknown): unknown {
  return typeof typed === 'string' ? typed.split(',').map((word) => word.trim()) : undefined;
}
