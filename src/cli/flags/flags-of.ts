import { Flags, type Interfaces } from '@oclif/core';
import * as v from 'valibot';
import { ConfigurationError, saying } from '../../core/errors.js';
import { type Asked, factsOf, type OptionEntries, type OptionFacts } from '../../core/options/option.js';
import { complaintOf } from '../../messages/complaints.js';

type TypedFlags = Readonly<Record<string, unknown>>;

/** The flags of options, with the help and the limits that their schemas say. */
export function flagsOf(entries: OptionEntries): Interfaces.FlagInput {
  return Object.fromEntries(factsOf(entries).map((facts) => [facts.flag, flagOf(facts)]));
}

function flagOf({ type, char, description, choices, steps, usual }: OptionFacts): Interfaces.FlagInput[string] {
  const limit = (step: string) => steps.find((one) => one.type === step)?.requirement as number | undefined;
  const told = { description, ...(char === null ? {} : { char: char as 'n' }) };
  if (type === 'boolean') return Flags.boolean({ ...told, default: usual === true });
  if (type === 'picklist') {
    return Flags.option({ options: choices })({ ...told, ...(usual === undefined ? {} : { default: String(usual) }) });
  }
  if (type !== 'number') return Flags.string(told);
  const [min, max] = [limit('min_value'), limit('max_value')];
  return Flags.integer({ ...told, ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) });
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
  const parsed = v.safeParse(v.object(entries), Object.fromEntries(values));
  if (parsed.success) return parsed.output as Asked<Entries>;
  const flagNamed = new Map(facts.map(({ name, flag }) => [name, flag]));
  const problems = parsed.issues.map((issue) => ({
    flag: flagNamed.get(String(issue.path?.[0]?.key)) ?? '',
    ...complaintOf(issue),
  }));
  throw new ConfigurationError(saying('usage/options', { command, problems }));
}

/** A list is typed with commas. */
function split(typed: unknown): unknown {
  return typeof typed === 'string' ? typed.split(',').map((word) => word.trim()) : undefined;
}
